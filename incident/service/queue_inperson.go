package service

import (
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
)

// inPerson brings what the incident's channel does not take before people, by
// direct message. What nobody has to answer is left out: the card says it when
// it comes back; and who is asked to approve was asked in person anyway.
func (s *Service) inPerson(tx Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) error {
	if !inc.InChannel(d) {
		return nil
	}
	switch d.Kind {
	case outbox.Reminder:
		return s.reminderInPerson(tx, inc, d, now)
	case outbox.Problem:
		return s.problemInPerson(tx, inc, d, now)
	case outbox.Copy:
		return copyInPerson(inc, tx, d, now)
	case outbox.EstimateAsk:
		return askEstimate(inc, tx, "/direct", now)
	}
	return nil
}

// reminderInPerson brings a reminder before those whom it mentions, and before
// who talks to the client. Whoever has its direct message already gets no other.
func (s *Service) reminderInPerson(tx Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) error {
	list := d.Group
	if len(list) == 0 {
		list = []outbox.Member{{Client: d.Client, Promise: d.Promise}}
	}
	var group []call
	for _, m := range list {
		aff := inc.Affected(m.Client)
		if p := aff.PromiseN(m.Promise); p != nil && p.Outcome == incident.Pending {
			group = append(group, Calling(inc, aff, p, d.Rung, d.Data["away"]))
		}
	}
	if len(group) == 0 {
		return nil
	}
	for _, user := range fault.AppendNew(d.Users, inc.Holder(playbook.Comms)) {
		if err := s.remindPerson(tx, inc, group, user, now); err != nil {
			return err
		}
	}
	return nil
}
