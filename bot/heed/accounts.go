package heed

import (
	"context"
	"errors"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident/records"
	"candor/incident/watch"
)

// atOnce is how many accounts Slack is asked about in one go, of which there is one in three seconds:
// it allows a hundred a minute, and people who type have to be looked up, too.
const atOnce = 3

// Missed notes that events may have been missed, after a time without any connection. At the
// start they may have been, too.
func (l *Listener) Missed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sure = false
}

// CatchUp asks Slack about those who have something to do here, once events were missed: whose
// account was deactivated meanwhile would hold roles, promises and approvals for ever. It asks
// about some of them, and about the others the next time. Where Slack does not answer, it is asked
// again once something else happens.
func (l *Listener) CatchUp(ctx context.Context) {
	for i, list := 0, l.some(ctx); i < len(list); i++ {
		user := list[i]
		u, err := l.API.GetUserInfoContext(ctx, user)
		if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok && strings.HasPrefix(e.Err, "user") { // user_not_found, user_not_visible
			continue // of another workspace, or a mistake in the config: nobody says that they left
		}
		if err == nil && l.differs(ctx, user, u.Deleted) {
			l.Who.Changed(user)
			err = l.Service.AccountChanged(ctx, user, u.Deleted)
		}
		if err != nil {
			l.Log.Warn("Slack was asked who has left meanwhile, and did not say; it is asked again", "user", user, "err", err)
			l.later(list[i:])
			return
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.unasked) > 0 {
		l.Stir()
	}
}

// matters says whether an account was deactivated, or is there again: profiles change often.
// The account is asked for anew then, too.
func (l *Listener) matters(ctx context.Context, user string, left bool) bool {
	l.Who.Changed(user)
	return l.differs(ctx, user, left)
}

// differs says whether something else is known of an account. A store that cannot say decides
// nothing.
func (l *Listener) differs(ctx context.Context, user string, left bool) (differs bool) {
	desk := l.Service.Desk()
	err := desk.View(ctx, func(tx records.Tx) error {
		reach, err := tx.Reach(user)
		differs = reach.Left != left
		return err
	})
	return differs || err != nil
}

// some takes the next of those who are to be asked about.
func (l *Listener) some(ctx context.Context) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.sure {
		all, err := l.concerned(ctx)
		if err != nil {
			l.Log.Error("nobody knows whom to ask Slack about", "err", err)
			return nil
		}
		l.sure, l.unasked = true, all
	}
	n := min(atOnce, len(l.unasked))
	list := l.unasked[:n:n]
	l.unasked = l.unasked[n:]
	return list
}

// later keeps those who are asked about again.
func (l *Listener) later(users []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unasked = append(l.unasked, users...)
}

// concerned are those of the config, and who has something in an incident that is not over.
func (l *Listener) concerned(ctx context.Context) (list []string, err error) {
	desk := l.Service.Desk()
	err = desk.View(ctx, func(tx records.Tx) (err error) {
		list, err = watch.Concerned(tx, l.Service.Roster().Users())
		return err
	})
	return list, err
}
