// Package resend says when a text that did not arrive may be sent once more, as it is.
package resend

import (
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/update"
)

// Copy is what would leave: a text, on one of its ways.
type Copy struct {
	Update   *update.Update
	Delivery *outbox.Delivery
}

// Worth says why the same bytes may not leave once more; nil where they may.
func Worth(inc *incident.Incident, aff *incident.Affected, c Copy, now time.Time) error {
	u, d := c.Update, c.Delivery
	name := aff.Client.Name
	switch {
	case update.Automatic(u.Kind):
		return fault.Errorf(fault.Conflict, "It was *not* sent again: Candor wrote it by itself, about a moment that has passed. Write an update.")
	case aff.Out > 0:
		return fault.Errorf(fault.Conflict, "Update %d is on its way to %s. Nothing was sent twice. Wait until it has arrived.", aff.Out, name)
	case u.N < aff.Heard:
		return fault.Errorf(fault.Conflict, "It was *not* sent again: %s has heard something newer from us since. If something of it is still worth saying, write an update.", name)
	}
	half := inc.State == incident.Open && update.FirstNotice(u.Kind) && u.N > aff.Heard // only an optional copy of it has arrived
	elsewhere := (u.State == update.Sent || half) && !inc.Over()                        // here it is still news
	if !elsewhere {
		if err := inc.Eligible(aff, u.Kind, now); err != nil {
			return err
		}
	}
	old, why := d.TooLate(now), Turned(inc, aff, u, now)
	switch {
	case why != "":
		return fault.Errorf(fault.Conflict, "It was *not* sent again: %s. Write a new update; your words are kept.", why)
	case old && u.NextAt.IsZero():
		return fault.Errorf(fault.Conflict, "It was *not* sent again: it is too old by now. Read it, and write it anew; your words are kept.")
	case old:
		return fault.Errorf(fault.Conflict, "It was *not* sent again: its text promises a time that has passed. Write a new update; your words are kept.")
	case Elsewhere(aff, c):
		return fault.Errorf(fault.Conflict, "It was *not* sent again: %s is reached in another place now. Write a new update; it goes there.", name)
	}
	return nil
}

// Spent says whether the same bytes may never leave again, whatever happens next: nobody is offered
// what is only refused.
func Spent(inc *incident.Incident, aff *incident.Affected, c Copy, now time.Time) bool {
	u := c.Update
	return update.Automatic(u.Kind) || u.N < aff.Heard || c.Delivery.TooLate(now) || Elsewhere(aff, c) || Turned(inc, aff, u, now) != ""
}

// Elsewhere says whether a client is not reached any more where a text was to go. A correction
// goes where the wrong words stand.
func Elsewhere(aff *incident.Affected, c Copy) bool {
	return c.Update.Corrects == 0 && !aff.Client.Has(c.Delivery.Via, c.Delivery.To)
}
