package candor

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Roster is what the config says about clients and people. It is swapped whole
// while the program runs, and nobody changes it in place.
type Roster struct {
	Clients    []Client
	People     []Person
	EscalateTo []string // Slack ids, in the order in which they are asked

	TrustedGuests []string // Slack ids of people with guest accounts who are of the team
}

// client returns a client of the config, nil if it is in none.
func (r *Roster) client(id string) *Client {
	for i := range r.Clients {
		if r.Clients[i].ID == id {
			return &r.Clients[i]
		}
	}
	return nil
}

// Roster returns what the config says now. It is empty before [Service.Provision].
// The caller changes nothing in it.
func (s *Service) Roster() *Roster {
	if r := s.roster.Load(); r != nil {
		return r
	}
	return &Roster{}
}

// Provisioning is what a config has changed.
type Provisioning struct {
	Added, Changed, Gone []string // ids of clients
	People               bool     // the people, or who is asked when nobody answers
	Twice                []string // ids that clients in the store have too: the config counts
}

// Same says whether nothing has changed.
func (p Provisioning) Same() bool {
	return !p.People && len(p.Added)+len(p.Changed)+len(p.Gone) == 0
}

// String says what has changed, on one line.
func (p Provisioning) String() string {
	var parts []string
	for _, part := range []struct {
		word string
		ids  []string
	}{{"added", p.Added}, {"changed", p.Changed}, {"gone", p.Gone}} {
		if len(part.ids) > 0 {
			parts = append(parts, fmt.Sprintf("clients %s: %s", part.word, strings.Join(part.ids, ", ")))
		}
	}
	if p.People {
		parts = append(parts, "people changed")
	}
	if len(parts) == 0 {
		return "nothing changed"
	}
	return strings.Join(parts, "; ")
}

// Provision takes over what a config says, whole or, after an error, not at all.
// It may be called while everything else runs. Incidents take over what changed
// about their clients with their next change; those of a client that is gone
// from the config go on with what they know.
func (s *Service) Provision(ctx context.Context, r Roster) (Provisioning, error) {
	r.Clients = slices.Clone(r.Clients)
	for i := range r.Clients {
		r.Clients[i].Provisioned = true
	}
	old := s.Roster()
	p := old.changes(&r)
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
		return Provisioning{}, fmt.Errorf("compare the config with the store: %w", err)
	}
	s.roster.Store(&r)
	return p, nil
}

// changes compares two rosters.
func (r *Roster) changes(to *Roster) Provisioning {
	p := Provisioning{People: !reflect.DeepEqual(r.People, to.People) || !slices.Equal(r.EscalateTo, to.EscalateTo) || !slices.Equal(r.TrustedGuests, to.TrustedGuests)}
	for _, c := range to.Clients {
		switch was := r.client(c.ID); {
		case was == nil:
			p.Added = append(p.Added, c.ID)
		case !reflect.DeepEqual(*was, c):
			p.Changed = append(p.Changed, c.ID)
		}
	}
	for _, c := range r.Clients {
		if to.client(c.ID) == nil {
			p.Gone = append(p.Gone, c.ID)
		}
	}
	return p
}

// signer is the person who signs what the actor sends. Whoever is not in the
// config signs with the name of their Slack profile, never with an id.
func (s *Service) signer(inc *Incident, a Actor) Person {
	p := s.Person(a.ID)
	if p.Name == "" {
		p.Name = cmp.Or(a.Name, inc.Names[a.ID])
	}
	return p
}

// introduce remembers the name of somebody who acts or is given a role: Candor
// writes drafts for them by itself, and cannot ask Slack then.
func (inc *Incident) introduce(user, name string) {
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
func (s *Service) Person(user string) Person {
	for _, p := range s.Roster().People {
		if p.Slack == user {
			return p
		}
	}
	return Person{Slack: user}
}
