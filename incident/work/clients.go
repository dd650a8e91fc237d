package work

import (
	"candor/incident/meeting"
)

// Refresh brings the clients of an incident up to date, and its kind where it
// says nothing of it: a corrected channel or phone number helps at once. A client
// that is gone, or whose record is damaged, stays as the incident knows it.
func (w *Unit) Refresh() {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if aff.OneOff || w.Inc.Drill != nil { // a client of the same id is somebody else
			w.Inc.Drill.Stage(&aff.Client, w.Inc.Channel.ID)
			continue
		}
		l, err := w.Lookup(w.Tx, aff.Client.ID)
		if err != nil {
			w.Log.Error("a client's record cannot be read; its incident goes on with what it knew", "incident", w.Inc.Name(), "client", aff.Client.ID, "err", err)
		}
		if err == nil && l != nil {
			aff.Client = l.Client
		}
		if aff.Manner != nil {
			aff.Client.Manner = *aff.Manner
		}
	}
	if pb := w.Playbook(w.Inc.Kind); w.Inc.Traits == nil && pb != nil { // declared before kinds had traits
		w.Inc.ApplyKind(pb)
	}
	w.Inc.Observe(w.Roster().Holidays)
	w.bookCalls()
}

// bookCalls finds out when whoever calls these clients has promised or offered calls
// to those of other incidents: nobody makes two at once.
func (w *Unit) bookCalls() {
	var err error
	if w.Inc.Booked, err = w.Tx.Calls(meeting.Caller(w.Inc), w.Inc.Number); err != nil {
		w.Log.Error("the calls of other incidents are not known; two could be at the same minute", "incident", w.Inc.Name(), "err", err)
	}
}
