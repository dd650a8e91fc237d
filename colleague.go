package candor

import (
	"context"
	"slices"
	"time"
)

// Colleague is what Candor knows of a member of the team.
type Colleague struct {
	Sleeper
	Named  bool   // stands under people in the config
	Place  int    // in the escalation list, from 1; 0 if they are not in it
	Duties []Duty // in incidents that are not over
}

// Duty is what a person does in an incident.
type Duty struct {
	Incident int64
	Roles    []Role
}

// Colleague returns what Candor knows of a person to that person, or to an admin.
func (s *Service) Colleague(ctx context.Context, a Actor, user string) (Colleague, error) {
	if err := mayWake(a, user); err != nil {
		return Colleague{}, err
	}
	r := s.Roster()
	p := Colleague{Named: slices.ContainsFunc(r.People, func(p Person) bool { return p.Slack == user }), Place: slices.Index(r.EscalateTo, user) + 1}
	p.Person = s.Person(user)
	err := s.read(ctx, func(tx Tx) (err error) {
		if p.Reach, err = tx.Reach(user); err != nil {
			return err
		}
		live, err := tx.LiveIncidents()
		p.Duties = nil
		for _, inc := range live {
			if roles := inc.rolesOf(user); len(roles) > 0 {
				p.Duties = append(p.Duties, Duty{inc.Number, roles})
			}
		}
		return err
	})
	return p, err
}

// rolesOf lists the roles that the person holds.
func (inc *Incident) rolesOf(user string) []Role {
	var list []Role
	for _, r := range Roles {
		if inc.Roles[r] == user {
			list = append(list, r)
		}
	}
	return list
}

// TestCall says whom a test call goes to, if the actor may make it and there is
// an address. The call is the answer to the one who asks and so no [Delivery]:
// whoever makes it reports with [Service.TestCalled].
func (s *Service) TestCall(a Actor, user string) (Person, error) {
	if err := mayWake(a, user); err != nil {
		return Person{}, err
	}
	p := s.Person(user)
	if p.Wake == "" {
		return Person{}, Errorf(Conflict, "Nobody was called: %s has no wake address. Whoever runs Candor writes one under people in its config.", mention(user))
	}
	return p, nil
}

// TestCalled notes what became of a test call, so that cards say the truth.
func (s *Service) TestCalled(ctx context.Context, a Actor, user string, o DeliveryOutcome) error {
	if err := mayWake(a, user); err != nil {
		return err
	}
	return s.commit(ctx, func(tx Tx, now time.Time) error {
		r, err := tx.Reach(user)
		if err != nil {
			return err
		}
		broken := !r.FailedAt.IsZero()
		if o.Verdict == Sent {
			r.took(now)
		} else {
			r.refused(o.Reason, now)
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
func (s *Service) showReach(tx Tx, user string, now time.Time) error {
	live, err := tx.LiveIncidents()
	if err != nil {
		return err
	}
	for _, inc := range live {
		s.refresh(tx, inc)
		list, err := s.sleepers(tx, inc)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(sl Sleeper) bool { return sl.Reach.User == user }) {
			continue
		}
		if err := s.put(tx, inc, now); err != nil {
			return err
		}
	}
	return nil
}

// mayWake says whether the actor may learn how a person is woken, and try it.
func mayWake(a Actor, user string) error {
	if a.ID == user {
		return May(a, WakeSelf, nil)
	}
	return May(a, WakeOther, nil)
}
