package team

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"candor/incident/client"
)

// Roster is what the config says about clients and people. It is swapped whole
// while the program runs, and nobody changes it in place.
type Roster struct {
	Clients    []client.Client
	People     []Person
	EscalateTo []string // Slack ids, in the order in which they are asked

	AccountSendsAll bool     // whoever looks after a client may send them any text, not only those of the weeks after
	TrustedGuests   []string // Slack ids of people with guest accounts who are of the team

	Contacts Contacts // whom the company itself turns to
	Holidays []string // of the company, each 2026-12-25, in order: nobody hears then of what is due in days

	whole *Roster // before those who left were taken out of it; nil: nobody was
}

// Client returns a client of the config, nil if it is in none.
func (r *Roster) Client(id string) *client.Client {
	for i := range r.Clients {
		if r.Clients[i].ID == id {
			return &r.Clients[i]
		}
	}
	return nil
}

// Provisioning is what a config has changed.
type Provisioning struct {
	Added, Changed, Gone []string // ids of clients
	People               bool     // the people, or who is asked when nobody answers
	Twice                []string // ids that clients in the store have too: the config counts
	Shared               []string // places that two clients have, each with both of them; nothing leaves for these
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

// Beside is the first of those to escalate to who is not a person; "" if nobody else is.
func (r *Roster) Beside(user string) string {
	for _, other := range r.EscalateTo {
		if other != user {
			return other
		}
	}
	return ""
}

// Users are all people whom it names, by their Slack ids.
func (r *Roster) Users() []string {
	users := slices.Clone(r.Said().EscalateTo)
	for _, p := range r.People {
		users = append(users, p.Slack)
	}
	return users
}

// Staff are its people but those whose account was deactivated: whoever is asked, called or
// counted on is one of them.
func (r *Roster) Staff() []Person { return staff(r.People) }

func staff(people []Person) []Person {
	return slices.DeleteFunc(slices.Clone(people), func(p Person) bool { return p.Left })
}

// Said is the roster as the config says it, with those who left: what somebody changes of it is
// provisioned anew.
func (r *Roster) Said() Roster { return *cmp.Or(r.whole, r) }

// Without is the roster in which those whose account was deactivated are marked and asked
// nothing: what they did stays theirs, by name.
func (r *Roster) Without(left map[string]bool) *Roster {
	r = cmp.Or(r.whole, r)
	to := *r
	to.whole = r
	to.People, to.EscalateTo = slices.Clone(r.People), slices.DeleteFunc(slices.Clone(r.EscalateTo), func(user string) bool { return left[user] })
	for i := range to.People {
		to.People[i].Left = left[to.People[i].Slack]
	}
	return &to
}

// Changes compares two rosters.
func (r *Roster) Changes(to *Roster) Provisioning {
	r = cmp.Or(r.whole, r)
	p := Provisioning{People: !reflect.DeepEqual(r.People, to.People) || !slices.Equal(r.EscalateTo, to.EscalateTo) || !slices.Equal(r.TrustedGuests, to.TrustedGuests) || r.AccountSendsAll != to.AccountSendsAll || r.Contacts != to.Contacts}
	for _, c := range to.Clients {
		switch was := r.Client(c.ID); {
		case was == nil:
			p.Added = append(p.Added, c.ID)
		case !reflect.DeepEqual(*was, c):
			p.Changed = append(p.Changed, c.ID)
		}
	}
	for _, c := range r.Clients {
		if to.Client(c.ID) == nil {
			p.Gone = append(p.Gone, c.ID)
		}
	}
	return p
}
