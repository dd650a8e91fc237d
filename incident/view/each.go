package view

import (
	"slices"

	"candor/incident"
	"candor/incident/fault"
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
