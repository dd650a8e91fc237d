package view

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/schedule"
)

// ForEach runs fn for each client that is meant, and collects what became of
// it. An error that is no sentence for people ends the whole.
func ForEach(inc *incident.Incident, clients []string, fn func(*incident.Affected) (*Draft, error)) ([]ClientResult, error) {
	var list []ClientResult
	failed := 0
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if !slices.Contains(clients, incident.AllClients) && !slices.Contains(clients, aff.Client.ID) {
			continue
		}
		t, err := fn(aff)
		if err != nil && fault.CodeOf(err) == fault.Internal {
			return nil, err
		}
		if err != nil {
			t = nil
			failed++
		}
		list = append(list, ClientResult{Client: aff.Client, Telling: t, Err: err})
	}
	if failed > 0 && failed == len(list) { // then nothing happened, and the first reason is the answer
		return list, list[0].Err
	}
	return list, nil
}

// DueTogether lists the clients who are owed news first, at the same time; the
// first client, if nobody is owed any.
func DueTogether(inc *incident.Incident) (clients []string) {
	var due time.Time
	for i := range inc.Clients {
		if p := inc.Clients[i].Next(); p != nil {
			due = schedule.Sooner(due, p.DueAt)
		}
	}
	for i := range inc.Clients {
		if p := inc.Clients[i].Next(); p != nil && p.DueAt.Equal(due) {
			clients = append(clients, inc.Clients[i].Client.ID)
		}
	}
	if len(clients) == 0 {
		clients = []string{inc.Clients[0].Client.ID}
	}
	return clients
}

// DraftsOf are somebody's drafts for clients of an incident; again says that each has changed
// since it was read.
func DraftsOf(inc *incident.Incident, by string, clients []string, again bool) (list []ClientResult) {
	for _, id := range clients {
		if aff := inc.Affected(id); aff != nil {
			list = append(list, ClientResult{Client: aff.Client, Telling: &Draft{Incident: inc, Client: aff.Client, Update: aff.Drafts[by], Again: again}})
		}
	}
	return list
}
