package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/team"
	"candor/messages/screen"
)

// whoami says who the person is to Candor, and whether they can be woken. An
// admin may ask about somebody else.
func (b *Bot) whoami(ctx context.Context, r *request, text string) (answer, error) {
	user := r.user
	if text = strings.TrimSpace(text); text != "" {
		m := mentioned.FindStringSubmatch(text)
		if m == nil {
			return answer{}, fault.Errorf(fault.Invalid, "Nobody was named, so nothing was done. Type whoami alone, or name one person of the team: whoami @ben.")
		}
		user = m[1]
	}
	w, err := b.waking(ctx, r, user)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: screen.WhoamiPost(w, b.Now())}, nil
}

// waking finds out who a person is and how they are woken.
func (b *Bot) waking(ctx context.Context, r *request, user string) (screen.Whoami, error) {
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return screen.Whoami{}, err
	}
	c, err := b.Service.Colleague(ctx, a, user)
	if err != nil {
		return screen.Whoami{}, err
	}
	w := screen.Whoami{Colleague: c, Other: user != r.user, Admin: a.Admin}
	if w.Other {
		u, err := b.who.Person(ctx, user)
		if err != nil {
			e := fault.Errorf(fault.Conflict, "Nothing was done: Slack did not tell Candor who <@%s> is. Try again in a moment.", user)
			return screen.Whoami{}, fmt.Errorf("%w (%w)", e, err)
		}
		w.Admin = u.IsAdmin || u.IsOwner
	}
	if b.Quiet != nil {
		w.Quiet, err = b.who.DoNotDisturb(user, func() (team.DoNotDisturb, error) { return b.Quiet(ctx, user) })
		w.QuietKnown = err == nil
	}
	return w, nil
}

// testRing makes a phone ring because somebody wants to know whether it does.
// What became of it is the answer, so it is no delivery.
func (b *Bot) testRing(ctx context.Context, r *request, user string) (answer, error) {
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return answer{}, err
	}
	p, err := b.Service.TestCall(a, user)
	if err != nil {
		return answer{}, err
	}
	if b.Ring == nil {
		return answer{}, fault.Errorf(fault.Conflict, "Nobody was called: this Candor has no way to ring. Whoever runs it can set one up, as wake in the config.")
	}
	ctx, cancel := context.WithTimeout(ctx, ringPatience)
	defer cancel()
	o := b.Ring(ctx, p)
	if err := b.Service.TestCalled(context.WithoutCancel(ctx), a, user, o); err != nil {
		return answer{}, err
	}
	return answer{Post: screen.Rang(p, user != r.user, o)}, nil
}

// ringPatience is how long the person who pressed the button is kept waiting.
const ringPatience = 10 * time.Second
