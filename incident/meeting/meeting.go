// Package meeting finds times to talk with each client, offers no minute twice, and
// keeps what was promised of a call.
package meeting

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/update"
)

// Slots are the times that were chosen to offer, or where none were, or
// they have passed, those that fit. One person calls all clients of an incident,
// so no two are offered the same minute.
func Slots(inc *incident.Incident, aff *incident.Affected, now time.Time) [2]time.Time {
	if list := openSlots(aff, now); list != nil {
		return [2]time.Time(list)
	}
	return client.MeetingSlots(&aff.Client, now, Taken(inc, aff, now)...)
}

// Offer keeps the times that a text offers: from now on nobody else is offered these.
func Offer(inc *incident.Incident, aff *incident.Affected, u *update.Update, now time.Time) {
	if u.Words["slots"] == "" {
		return
	}
	slots := Slots(inc, aff, now)
	if aff.Slots = slots[:]; aff.Client.Manner.Calls() {
		u.CallAt = slots[0]
	}
}

// openSlots are the two times that were chosen, nil if none were or one has passed.
func openSlots(aff *incident.Affected, now time.Time) []time.Time {
	if len(aff.Slots) == 2 && aff.Slots[0].After(now) && aff.Slots[1].After(now) {
		return aff.Slots
	}
	return nil
}

// Taken are the times that other clients are promised or offered: those before it in
// the incident choose first.
func Taken(inc *incident.Incident, aff *incident.Affected, now time.Time) []time.Time {
	list, before := slices.Clone(inc.Booked), true
	for i := range inc.Clients {
		other := &inc.Clients[i]
		if other.Client.ID == aff.Client.ID {
			before = false
			continue
		}
		if p := other.Owed(promise.Meeting); p != nil {
			list = append(list, p.DueAt)
		}
		switch slots := openSlots(other, now); {
		case slots != nil:
			list = append(list, slots...)
		case before && inc.Affected(aff.Client.ID) != nil:
			offered := client.MeetingSlots(&other.Client, now, list...)
			list = append(list, offered[:]...)
		}
	}
	return list
}

// Calls are when its caller has promised or offered to call the clients of an
// incident that is not over, and no drill; times that have passed, too.
func Calls(inc *incident.Incident) (caller string, list []time.Time) {
	caller = Caller(inc)
	if inc.Over() || inc.Drill != nil {
		return caller, nil
	}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if p := aff.Owed(promise.Meeting); p != nil {
			list = append(list, p.DueAt)
		}
		list = append(list, aff.Slots...)
	}
	return caller, list
}

// Caller is who calls the clients where a call is promised.
func Caller(inc *incident.Incident) string { return inc.Holder(promise.Of(promise.Meeting).Owner) }

// MayOffer refuses times that another client is offered.
func MayOffer(inc *incident.Incident, aff *incident.Affected, at time.Time, now time.Time) bool {
	if slices.ContainsFunc(inc.Booked, at.Equal) {
		return false
	}
	for i := range inc.Clients {
		other := &inc.Clients[i]
		if other.Client.ID == aff.Client.ID {
			continue
		}
		if p := other.Owed(promise.Meeting); p != nil && p.DueAt.Equal(at) || slices.ContainsFunc(openSlots(other, now), at.Equal) {
			return false
		}
	}
	return true
}

// Owe makes the promise of a text that offers times to talk: “I will call you
// at the first of these times”. A later text that offers others moves it.
func Owe(inc *incident.Incident, aff *incident.Affected, u *update.Update, now time.Time) {
	if !aff.Client.Manner.Calls() {
		return
	}
	slots, words, ok := offers(inc, aff, u, now)
	if at := u.Times["slot"]; u.Kind == update.PostmortemCover && at.After(now) && aff.Owed(promise.Meeting) == nil {
		aff.Slots = []time.Time{at} // “could we”: a call is owed once they say yes
	}
	if !ok {
		return
	}
	aff.Slots = slots[:]
	p := aff.Owed(promise.Meeting)
	if p == nil {
		p = inc.Promise(aff, promise.Meeting, slots[0], now)
	} else if !p.Morning || slots[0].Before(p.DueAt) { // who did not answer at night is called before that
		p.Move(slots[0])
	}
	p.Words, p.Offered = words, u.Kind == update.MeetingInvite && !p.Morning
}

// offers are the two times to talk that a text offers, and in what words. News of
// lost data offers none where a call is agreed already.
func offers(inc *incident.Incident, aff *incident.Affected, u *update.Update, now time.Time) (slots [2]time.Time, words string, ok bool) {
	switch p := aff.Owed(promise.Meeting); {
	case u.Kind == update.MeetingInvite:
		slots, words = [2]time.Time{u.Times["slot1"], u.Times["slot2"]}, "two times to talk"
	case u.Kind == update.DataLoss && (p == nil || p.Morning):
		slots, words = Slots(inc, aff, u.At), strings.TrimSpace(u.Words["slots"])
	}
	return slots, words, words != "" && slots[0].After(now)
}

// Choice is which of the two times a client chose.
type Choice struct {
	N    int
	Read string // the [Mark] of the time that whoever pressed it read; empty: it was typed
}

// Mark tells times apart on a button: others may be offered before it is pressed.
func Mark(at time.Time) string { return fmt.Sprint(at.Unix()) }

// Choose moves a promised call to the first or the second of the offered times, as the
// client chose.
func Choose(inc *incident.Incident, aff *incident.Affected, c Choice, now time.Time) error {
	p, n := aff.Owed(promise.Meeting), c.N
	asked := p == nil && len(aff.Slots) == 1
	switch {
	case asked && n == 2:
		return fault.Errorf(fault.Conflict, "Nothing was changed: our review offered %s one time. If that suits them, type meeting 1. Otherwise offer two others: press Offer a call.", aff.Client.Name)
	case !asked && (p == nil || len(aff.Slots) != 2):
		return fault.Errorf(fault.Conflict, "Nothing was changed: %s was offered no times to talk. Offer them two: press Offer a call.", aff.Client.Name)
	case n != 1 && n != 2:
		return fault.Errorf(fault.Invalid, "Nothing was changed. Say which time they chose: meeting 1 or meeting 2.")
	case c.Read != "" && c.Read != Mark(aff.Slots[n-1]):
		return fault.Errorf(fault.Conflict, "Nothing was changed: other times were offered since. Type meeting 1 or meeting 2 for one of those.")
	case !aff.Slots[n-1].After(now):
		return fault.Errorf(fault.Conflict, "Nothing was changed: that time has passed. Call them now, or offer two others.")
	}
	if asked {
		p = inc.Promise(aff, promise.Meeting, aff.Slots[0], now)
		p.Words = "going through the review"
	}
	p.Move(aff.Slots[n-1])
	p.Agreed = true
	return nil
}
