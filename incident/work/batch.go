package work

import (
	"candor/incident"
	"candor/incident/alike"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/notyours"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/whose"
)

// maxClients is how many clients one incident can affect: a form and a card
// must still show them.
const maxClients = 100

// Affect adds clients to an incident and owes each its first notice.
func (w *Unit) Affect(a incident.Actor, list []client.Client, impact string) error {
	if w.Inc.Drill != nil {
		return fault.Errorf(fault.Conflict, "Nothing was changed: a drill has one client, who is played. No other hears of it.")
	}
	var added []string
	for _, c := range list {
		if w.Inc.HasClient(c.ID) {
			continue
		}
		if len(w.Inc.Clients) >= maxClients {
			return fault.Errorf(fault.Conflict, "Nothing was changed: one incident affects at most %d clients. Declare another for the rest.", maxClients)
		}
		aff := notyours.Back(w.Inc, &c, impact)
		whose.Join(w.Inc, c.ID, a.ID, w.Now)
		w.Inc.PromiseFirst(aff, w.Now)
		if p := aff.Owed(promise.Update); p != nil && aff.Written { // they have read that it is not theirs
			p.First = false
		}
		added = append(added, c.Name)
	}
	if len(added) == 0 {
		return fault.Errorf(fault.Conflict, "%s affects them already. Nothing was changed.", w.Inc.Name())
	}
	w.Inc.Turn, w.Inc.Reopening = w.Inc.Turn+1, nil // how it stood before knows nothing of them
	return w.Record(timeline.Entry{Kind: timeline.Affects, By: a.ID, Clients: added})
}

// DraftAll makes of one proposal a draft for each client.
func (w *Unit) DraftAll(a incident.Actor, p incident.Proposal) ([]view.ClientResult, error) {
	return view.ForEach(w.Inc, []string{incident.AllClients}, func(aff *incident.Affected) (*view.Draft, error) {
		return w.DraftOfAll(aff, a, p)
	})
}

// DraftOfAll is the draft for one of the clients for whom a proposal is meant.
func (w *Unit) DraftOfAll(aff *incident.Affected, a incident.Actor, p incident.Proposal) (*view.Draft, error) {
	if p.Kind == update.ResolvedUpdate && w.Inc.State == incident.Resolved && aff.Owed(promise.Final) == nil {
		return nil, fault.Errorf(fault.Conflict, "no update is due to them (%s).", fault.FirstOf(aff.NoPromise, "they have the final message"))
	}
	if err := w.Inc.ToldItWorks(aff, &p); err != nil {
		return nil, err
	}
	if p.Kind == update.NotYours {
		return nil, w.Inc.Eligible(&incident.Affected{Client: client.Client{ID: incident.AllClients}}, p.Kind, w.Now)
	}
	if len(aff.Client.Destinations()) == 0 {
		return nil, aff.ByHandOnly()
	}
	if p.Kind == update.Correction && p.Words["wrong"] == "" && w.Inc.WrongIn(aff) == 0 {
		return nil, fault.FieldError("wrong", "Nothing that %s was told is wrong by the answers. If something was, write what.", aff.Client.Name)
	}
	p.Client, p.Words = aff.Client.ID, alike.OwnPast(w.Inc, aff, p.Kind, p.Words)
	return w.Draft(a, p)
}
