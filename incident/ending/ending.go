// Package ending says what becomes of each thing that is still open in an incident when
// somebody closes it: what stays owed, what they skip, what is dropped; and what keeps it from
// being closed. It changes nothing.
package ending

import (
	"time"

	"candor/incident"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/review"
	"candor/incident/schedule"
)

// Fate is what closing does with a thing.
type Fate int

const (
	Stays   Fate = iota + 1 // it is owed after the close, and its owner is reminded
	Skipped                 // unless it is ticked, whoever closes skips it
	Dropped                 // nobody is reminded of it any more
)

// fates is what the table of promises says of closing, as far as it lets anybody close.
var fates = map[promise.Close]Fate{promise.Keeps: Stays}

// Thing is something that is open. One of Promise, Step, Change, Waits and Copies is set.
type Thing struct {
	Fate  Fate
	Owner string    // who sees to it; empty: nobody
	Due   time.Time // zero: at no time

	Client  *incident.Affected // of a promise, of a text and of copies
	Promise *promise.Promise
	Step    *playbook.Item
	Change  *review.Change
	Waits   bool // a text waits for somebody's word
	Copies  int  // copies of texts that did not arrive
}

// Of lists what is open, or once it is closed what still is.
func Of(inc *incident.Incident, now time.Time) (list []Thing) {
	for i := range inc.Clients {
		list = append(list, promised(inc, &inc.Clients[i])...)
	}
	for i := range inc.Checklist {
		if t := step(inc, &inc.Checklist[i], now); t.Fate != 0 {
			list = append(list, t)
		}
	}
	for i := range inc.Changes {
		c := &inc.Changes[i]
		aff, _ := inc.Expecting(c)
		if c.Open() && (aff == nil || c.Owner != inc.Holder(promise.Of(promise.Measure).Owner)) { // else it is the promise
			list = append(list, Thing{Fate: Stays, Owner: c.Owner, Due: c.DueAt, Change: c})
		}
	}
	for i := range inc.Clients {
		list = append(list, underWay(&inc.Clients[i])...)
	}
	return list
}

func promised(inc *incident.Incident, aff *incident.Affected) (list []Thing) {
	for _, p := range aff.Pending() {
		row := promise.Of(p.Kind)
		fate := fates[row.Close]
		if inc.State == incident.Closed { // said or taken back since
			fate = Stays
		}
		if fate != 0 {
			list = append(list, Thing{Fate: fate, Owner: inc.Holder(row.Owner), Due: p.DueAt, Client: aff, Promise: p})
		}
	}
	return list
}

// step is what becomes of a step; the zero value if it is answered, or is there for a promise.
func step(inc *incident.Incident, it *playbook.Item, now time.Time) Thing {
	t := Thing{Owner: inc.Holder(it.Owner), Due: incident.DueAt(it, inc), Step: it}
	later := t.Due.After(schedule.Sooner(inc.ClosedAt, now)) // once it is closed: what was ahead then
	switch {
	case it.State != playbook.ItemOpen || it.ByText() && (later || it.Gate == playbook.NoGate):
		return Thing{}
	case it.Gate == playbook.NoGate || inc.State == incident.Closed && !later:
		t.Fate = Dropped
	case it.Gate == playbook.CloseGate && later:
		t.Fate = Stays
	default:
		t.Fate = Skipped
	}
	return t
}

// underWay are the texts to a client of which nobody knows yet what becomes of them.
func underWay(aff *incident.Affected) (list []Thing) {
	if aff.Request != nil {
		list = append(list, Thing{Fate: Dropped, Owner: aff.Request.Update.By, Client: aff, Waits: true})
	}
	if n := len(aff.Missing); n > 0 {
		list = append(list, Thing{Fate: Dropped, Client: aff, Copies: n})
	}
	return list
}
