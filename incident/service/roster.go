package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/lookup"
	"candor/incident/records"
	"candor/incident/team"
	"candor/incident/watch"
	"candor/incident/work"
)

// Provision takes over what a config says, whole or, after an error, not at all.
// It may be called while everything else runs. Incidents take over what changed
// about their clients with their next change; those of a client that is gone
// from the config go on with what they know. What gives a client a place that another
// one has is refused, with code Invalid, once a config is in force; at a start the
// places are in what is returned, and nothing leaves for them.
func (s *Service) Provision(ctx context.Context, r team.Roster) (team.Provisioning, error) {
	to := provisioned(r)
	p := s.Roster().Changes(to)
	err := s.read(ctx, func(tx records.Tx) (err error) {
		if to, err = withoutLeft(tx, to); err != nil {
			return err
		}
		p.Twice = nil
		for _, c := range to.Clients {
			have, err := tx.Profile(c.ID)
			if err != nil { // damaged: the config counts all the more
				s.Log.Error("a client's record cannot be read; the config's is used", "client", c.ID, "err", err)
			}
			if have != nil {
				p.Twice = append(p.Twice, c.ID)
			}
		}
		p.Shared, err = s.givenTwice(tx, to, p)
		return err
	})
	if err != nil {
		return team.Provisioning{}, fmt.Errorf("compare the config with the store: %w", err)
	}
	if len(p.Shared) > 0 && s.Configured() {
		return team.Provisioning{}, fault.Errorf(fault.Invalid, "%s. Give each client one of its own, or wait until the incident is over", strings.Join(p.Shared, ". "))
	}
	before := s.Roster().People
	s.SetRoster(to)
	if err := s.save(ctx, func(tx records.Tx) error { return firm.KeepNames(tx, to.Clients) }); err != nil {
		s.Log.Error("a copy of the store will not know by which names the clients of the config are known", "err", err)
	}
	if err := s.commit(ctx, func(tx records.Tx, now time.Time) error { return watch.Rewire(&s.Firm, tx, before, now) }); err != nil {
		s.Log.Error("whose phone cannot ring any more was not told", "err", err)
	}
	return p, nil
}

// withoutLeft is a roster in which those whose account was deactivated are asked nothing.
func withoutLeft(tx records.Tx, r *team.Roster) (*team.Roster, error) {
	left := map[string]bool{}
	for _, user := range r.Users() {
		reach, err := tx.Reach(user)
		if err != nil {
			return nil, err
		}
		left[user] = reach.Left
	}
	return r.Without(left), nil
}

// AccountChanged follows that an account in Slack was deactivated, or is there again. What
// they had in incidents that are not over passes to others; it does not come back.
func (s *Service) AccountChanged(ctx context.Context, user string, left bool) error {
	var roster *team.Roster // once it is committed
	err := s.commit(ctx, func(tx records.Tx, now time.Time) error {
		reach, err := tx.Reach(user)
		if err != nil || reach.Left == left {
			return err
		}
		reach.Left = left
		if err := tx.PutReach(reach); err != nil {
			return err
		}
		if roster, err = withoutLeft(tx, s.Roster()); err != nil || !left {
			return err
		}
		firm := s.Firm.With(roster) // they are not asked in their own place
		for _, key := range []lookup.Key{lookup.Unsettled, lookup.InDays(user)} {
			if err := (leaver{firm, tx, user, now}).leave(key); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && roster != nil {
		s.SetRoster(roster)
	}
	return err
}

// leaver is somebody whose account was deactivated.
type leaver struct {
	firm *firm.Firm
	tx   records.Tx
	user string
	now  time.Time
}

// leave passes on what they have in the incidents with a key.
func (l leaver) leave(key lookup.Key) error {
	for above := int64(0); ; {
		inc, err := l.tx.Oldest(above, key)
		if err != nil || inc == nil {
			return records.UnlessLost(err)
		}
		above = inc.Number
		w := work.Begin(l.firm, l.tx, inc, l.now)
		w.Refresh()
		if !watch.Has(inc, l.user) {
			continue
		}
		if err := errors.Join(watch.Leave(w, l.user), w.Put()); err != nil {
			return err
		}
	}
}

// provisioned is the roster with its clients marked as the config's.
func provisioned(r team.Roster) *team.Roster {
	r.Clients = slices.Clone(r.Clients)
	for i := range r.Clients {
		r.Clients[i].Provisioned = true
	}
	return &r
}

// givenTwice lists the places that a config gives to a client who is new in it or
// has changed, and that another one has.
func (s *Service) givenTwice(tx records.Tx, r *team.Roster, p team.Provisioning) (list []string, err error) {
	all, err := s.HoldersUnder(tx, r, s.Now())
	for _, c := range r.Clients {
		if !slices.Contains(p.Added, c.ID) && !slices.Contains(p.Changed, c.ID) {
			continue
		}
		was := s.Roster().Client(c.ID)
		for _, sh := range (client.Holder{Client: c}).Sharing(all) {
			if sh.Alone() && (was == nil || sh.Way().Address(was) != sh.To) {
				list = append(list, c.ID+": "+has(sh))
			}
		}
	}
	return list, err
}
