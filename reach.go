package candor

import "time"

// Reach is what was last known of how a person can be woken. The zero value
// with a User means that nothing is known.
type Reach struct {
	User     string    `json:"user"`               // Slack id
	RangAt   time.Time `json:"rang_at,omitzero"`   // when their wake address last took a call
	FailedAt time.Time `json:"failed_at,omitzero"` // when the newest call came to nothing; zero if it did not
	Why      string    `json:"why,omitempty"`      // it did
	Newest   string    `json:"newest,omitempty"`   // key of the newest call that the ladder began to make
	NewestAt time.Time `json:"newest_at,omitzero"` // when it began to
	Quiet    Quiet     `json:"quiet,omitzero"`     // as Slack last said
	AskedAt  time.Time `json:"asked_at,omitzero"`  // when it was last asked
}

func (r *Reach) took(now time.Time) { r.RangAt, r.FailedAt, r.Why = now, time.Time{}, "" }

func (r *Reach) refused(why string, now time.Time) { r.FailedAt, r.Why = now, why }

// Quiet is a span in which a person has Do Not Disturb on: Slack holds back what
// it would notify them of. Zero: none is known.
type Quiet struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// On says whether it is quiet at now.
func (q Quiet) On(now time.Time) bool { return !now.Before(q.From) && now.Before(q.Until) }

// Sleeper is a person whom the ladder may have to wake, with what is known of how.
type Sleeper struct {
	Person Person
	Reach  Reach
}

// sleepers are those whom the ladder may have to wake for what is owed:
// everybody with a role, whom it has asked already, and who is next on the
// escalation list. There are none while nothing is owed.
func (s *Service) sleepers(tx Tx, inc *Incident) ([]Sleeper, error) {
	p := inc.urgent()
	if p == nil {
		return nil, nil
	}
	users := inc.everybody()
	for _, asked := range p.Asked {
		users = appendNew(users, asked)
	}
	if next := s.nextToEscalate(inc, p); next != "" {
		users = appendNew(users, next)
	}
	var list []Sleeper
	for _, user := range users {
		r, err := tx.Reach(user)
		if err != nil {
			return nil, err
		}
		list = append(list, Sleeper{s.Person(user), r})
	}
	return list, nil
}

// urgent is the promise that people are reminded of first, nil if there is none.
func (inc *Incident) urgent() *Promise {
	var first *Promise
	for i := range inc.Clients {
		p := inc.Clients[i].Next()
		if p != nil && (first == nil || p.DueAt.Before(first.DueAt)) {
			first = p
		}
	}
	return first
}

// believed is how long Slack's word on Do Not Disturb is believed.
const believed = 30 * time.Minute

// askQuiet queues the question who of the people that may have to be woken has
// Do Not Disturb on, if that was not asked lately. It is in nobody's way: the
// card does not wait for it.
func (s *Service) askQuiet(tx Tx, inc *Incident, now time.Time) error {
	if !inc.takesPosts() { // there is no card to show it on
		return nil
	}
	list, err := s.sleepers(tx, inc)
	if err != nil {
		return err
	}
	var users []string
	for _, sl := range list {
		if age := now.Sub(sl.Reach.AskedAt); age >= 0 && age < believed {
			continue
		}
		sl.Reach.AskedAt = now
		if err := tx.PutReach(sl.Reach); err != nil {
			return err
		}
		users = append(users, sl.Reach.User)
	}
	if len(users) == 0 {
		return nil
	}
	d := inc.newDelivery(AskQuiet, "quiet/"+itoa(int(inc.Rev)), now)
	d.Users, d.NotTill = users, now.Add(cardPause)
	return enqueue(tx, d)
}

// quieted applies what Slack said about Do Not Disturb.
func (s *Service) quieted(tx Tx, inc *Incident, d *Delivery, said map[string]Quiet, now time.Time) error {
	changed := false
	for _, user := range d.Users {
		r, err := tx.Reach(user)
		if err != nil {
			return err
		}
		q, known := said[user]
		if !known || q == r.Quiet {
			continue
		}
		changed = changed || q.On(now) || r.Quiet.On(now)
		r.Quiet = q
		if err := tx.PutReach(r); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	return s.put(tx, inc, now)
}
