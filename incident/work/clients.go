package work

// Refresh brings the clients of an incident up to date, and its kind where it
// says nothing of it: a corrected channel or phone number helps at once. A client
// that is gone, or whose record is damaged, stays as the incident knows it.
func (w *Unit) Refresh() {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if aff.OneOff { // a client of the same id is somebody else
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
}
