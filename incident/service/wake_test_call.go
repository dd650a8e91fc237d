package service

import (
	"context"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/team"
	"candor/incident/view"
	"candor/incident/work"
)

// Colleague returns what Candor knows of a person to that person, or to an admin.
func (s *Service) Colleague(ctx context.Context, a incident.Actor, user string) (view.Colleague, error) {
	if err := policy.MayWake(a, user); err != nil {
		return view.Colleague{}, err
	}
	r := s.Roster()
	p := view.Colleague{Named: slices.ContainsFunc(r.People, func(p team.Person) bool { return p.Slack == user }), Place: slices.Index(r.EscalateTo, user) + 1}
	p.Person = s.Person(user)
	err := s.read(ctx, func(tx records.Tx) (err error) {
		if p.Reach, err = tx.Reach(user); err != nil {
			return err
		}
		live, err := tx.LiveIncidents()
		p.Duties = nil
		for _, inc := range live {
			if roles := view.RolesOf(inc, user); len(roles) > 0 {
				p.Duties = append(p.Duties, view.Duty{Incident: inc.Number, Roles: roles})
			}
		}
		return err
	})
	return p, err
}

// TestCall says whom a test call goes to, if the actor may make it and there is
// an address. The call is the answer to the one who asks and so no [outbox.Delivery]:
// whoever makes it reports with [Service.TestCalled].
func (s *Service) TestCall(a incident.Actor, user string) (team.Person, error) {
	if err := policy.MayWake(a, user); err != nil {
		return team.Person{}, err
	}
	p := s.Person(user)
	if p.Wake == "" {
		return team.Person{}, fault.Errorf(fault.Conflict, "Nobody was called: %s has no wake address. Whoever runs Candor writes one under people in its config.", fault.Mention(user))
	}
	return p, nil
}

// TestCalled notes what became of a test call, so that cards say the truth.
func (s *Service) TestCalled(ctx context.Context, a incident.Actor, user string, o outbox.DeliveryOutcome) error {
	if err := policy.MayWake(a, user); err != nil {
		return err
	}
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		r, err := tx.Reach(user)
		if err != nil {
			return err
		}
		broken := !r.FailedAt.IsZero()
		if o.Verdict == outbox.Sent {
			r.Took(now)
		} else {
			r.Refused(o.Reason, now)
		}
		if err := tx.PutReach(r); err != nil {
			return err
		}
		if broken != !r.FailedAt.IsZero() {
			if err := s.showReach(tx, user, now); err != nil {
				return err
			}
		}
		return tx.Finish(a.Envelope, now)
	})
}

// showReach has the cards edited on which a person stands, or stood, as one who
// cannot be woken.
func (s *Service) showReach(tx records.Tx, user string, now time.Time) error {
	live, err := tx.LiveIncidents()
	if err != nil {
		return err
	}
	for _, inc := range live {
		w := work.Begin(&s.Firm, tx, inc, now)
		w.Refresh()
		list, err := w.Sleepers()
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(sl view.Sleeper) bool { return sl.Reach.User == user }) {
			continue
		}
		if err := w.Put(); err != nil {
			return err
		}
	}
	return nil
}
