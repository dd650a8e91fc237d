package candor

import "time"

// inChannel says whether a delivery goes to the incident's own channel.
func (inc *Incident) inChannel(d *Delivery) bool {
	return d.To == "" || d.To == inc.Channel.ID
}

// heldBack says whether something for the team must not be posted now, and
// somebody has to read it all the same: it goes to people instead.
func (inc *Incident) heldBack(d *Delivery) bool {
	switch d.Kind {
	case Reminder, Problem, Copy, ApprovalAsk, EstimateAsk:
		return inc.inChannel(d) && !inc.takesPosts()
	}
	return false
}

// inPerson brings what the incident's channel does not take before people, by
// direct message. What nobody has to answer is left out: the card says it when
// it comes back; and who is asked to approve was asked in person anyway.
func (s *Service) inPerson(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	if !inc.inChannel(d) {
		return nil
	}
	switch d.Kind {
	case Reminder:
		return s.reminderInPerson(tx, inc, d, now)
	case Problem:
		return s.problemInPerson(tx, inc, d, now)
	case Copy:
		return inc.copyInPerson(tx, d, now)
	case EstimateAsk:
		return inc.askEstimate(tx, "/direct", now)
	}
	return nil
}

// reminderInPerson brings a reminder before those whom it mentions, and before
// who talks to the client. Whoever has its direct message already gets no other.
func (s *Service) reminderInPerson(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	list := d.Group
	if len(list) == 0 {
		list = []Member{{d.Client, d.Promise}}
	}
	var group []call
	for _, m := range list {
		aff := inc.Affected(m.Client)
		if p := aff.promiseN(m.Promise); p != nil && p.Outcome == Pending {
			group = append(group, inc.calling(aff, p, d.Rung, d.Data["away"]))
		}
	}
	if len(group) == 0 {
		return nil
	}
	for _, user := range appendNew(d.Users, inc.Holder(Comms)) {
		if err := s.remindPerson(tx, inc, group, user, now); err != nil {
			return err
		}
	}
	return nil
}
