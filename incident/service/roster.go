package service

import (
	"context"
	"fmt"
	"slices"

	"candor/incident/team"
	"candor/incident/work"
)

// Provision takes over what a config says, whole or, after an error, not at all.
// It may be called while everything else runs. Incidents take over what changed
// about their clients with their next change; those of a client that is gone
// from the config go on with what they know.
func (s *Service) Provision(ctx context.Context, r team.Roster) (team.Provisioning, error) {
	r.Clients = slices.Clone(r.Clients)
	for i := range r.Clients {
		r.Clients[i].Provisioned = true
	}
	old := s.Roster()
	p := old.Changes(&r)
	err := s.read(ctx, func(tx work.Tx) error {
		p.Twice = nil
		for _, c := range r.Clients {
			have, err := tx.Profile(c.ID)
			if err != nil { // damaged: the config counts all the more
				s.Log.Error("a client's record cannot be read; the config's is used", "client", c.ID, "err", err)
			}
			if have != nil {
				p.Twice = append(p.Twice, c.ID)
			}
		}
		return nil
	})
	if err != nil {
		return team.Provisioning{}, fmt.Errorf("compare the config with the store: %w", err)
	}
	s.SetRoster(&r)
	return p, nil
}
