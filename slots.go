package candor

import (
	"context"
	"slices"
	"time"
)

// MeetingSlots proposes two times to talk with a client, within a day: in their
// working hours where these leave two, else at 10:00 and 16:00 by their clock.
// Data that is gone does not wait for Monday.
func MeetingSlots(c *Client, now time.Time) [2]time.Time {
	const (
		grid  = 30 * time.Minute
		lead  = time.Hour     // to get ready
		apart = 2 * time.Hour // two times that are really two
	)
	first := now.Add(lead).Truncate(grid).Add(grid)
	var slots []time.Time
	for at := first; !at.After(now.Add(24*time.Hour)) && len(slots) < 2; at = at.Add(grid) {
		if c.Open(at) && c.Open(at.Add(grid-1)) && (len(slots) == 0 || at.Sub(slots[0]) >= apart) {
			slots = append(slots, at)
		}
	}
	if len(slots) == 2 {
		return [2]time.Time(slots)
	}
	at := clockAfter(10, c.Zone(), first)
	other := clockAfter(16, c.Zone(), first)
	if other.Before(at) {
		at, other = other, at
	}
	return [2]time.Time{at, other}
}

// OfferedSlots are the times that were chosen to offer, or where none were, or
// they have passed, those that fit.
func OfferedSlots(aff *Affected, now time.Time) [2]time.Time {
	if len(aff.Slots) == 2 && aff.Slots[0].After(now) && aff.Slots[1].After(now) {
		return [2]time.Time(aff.Slots)
	}
	return MeetingSlots(&aff.Client, now)
}

// clockAfter is the next full hour of the zone's clock that is not before t.
func clockAfter(hour int, zone *time.Location, t time.Time) time.Time {
	d := t.In(zone)
	at := time.Date(d.Year(), d.Month(), d.Day(), hour, 0, 0, 0, zone)
	if at.Before(t) {
		at = time.Date(d.Year(), d.Month(), d.Day()+1, hour, 0, 0, 0, zone)
	}
	return at
}

// OfferSlots keeps the times that we offer a client for a meeting; the texts
// offer the same.
func (s *Service) OfferSlots(ctx context.Context, a Actor, number int64, client string, slots []time.Time) (*Incident, error) {
	return s.changeFor(ctx, a, Send, number, client, func(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
		if inc.Over() {
			return inc.overError()
		}
		for i, at := range slots {
			field := "slot" + itoa(i+1)
			switch {
			case !at.After(now):
				return fieldError(field, "That time has passed. Nothing was offered yet: choose one to come.")
			case i > 0 && at.Equal(slots[0]):
				return fieldError(field, "These are the same time twice. Nothing was offered yet: choose another one.")
			}
		}
		if slices.EqualFunc(slots, aff.Slots, time.Time.Equal) {
			return nil
		}
		aff.Slots = slots
		return record(tx, inc, a.ID, "slots", "Chose the times to offer "+aff.Client.Name+" for a meeting.", now)
	})
}
