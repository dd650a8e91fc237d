package service

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"candor/incident"
	"candor/incident/team"
)

// Roster returns what the config says now. It is empty before [Service.Provision].
// The caller changes nothing in it.
func (s *Service) Roster() *team.Roster {
	if r := s.roster.Load(); r != nil {
		return r
	}
	return &team.Roster{}
}

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
	err := s.read(ctx, func(tx Tx) error {
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
	s.roster.Store(&r)
	return p, nil
}

// signer is the person who signs what the actor sends. Whoever is not in the
// config signs with the name of their Slack profile, never with an id.
func (w *Unit) signer(a incident.Actor) team.Person {
	p := w.Person(a.ID)
	if p.Name == "" {
		p.Name = cmp.Or(a.Name, w.inc.Names[a.ID])
	}
	return p
}

// introduce remembers the name of somebody who acts or is given a role: Candor
// writes drafts for them by itself, and cannot ask Slack then.
func introduce(inc *incident.Incident, user, name string) {
	if user == "" || name == "" {
		return
	}
	if inc.Names == nil {
		inc.Names = map[string]string{}
	}
	inc.Names[user] = name
}

// Person returns a member of the team; one who is not in the config has only
// the id.
func (s *Service) Person(user string) team.Person {
	for _, p := range s.Roster().People {
		if p.Slack == user {
			return p
		}
	}
	return team.Person{Slack: user}
}
