package candor

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// Listing is a client as the team sees it in the list.
type Listing struct {
	Client   Client
	Archived bool
	Twice    bool   // stands in the config and in the store: the config's counts
	History  []Edit // of the one in the store; nil if there is none
}

// Book lists every client for somebody who may change them: those of the config
// in its order, then the others by name, those that are archived last. A record
// that cannot be read is logged and left out.
func (s *Service) Book(ctx context.Context, a Actor) (list []Listing, err error) {
	if err := May(a, Clients, nil); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx Tx) error {
		list = s.book(tx)
		return nil
	})
	return list, err
}

func (s *Service) book(tx Tx) (list []Listing) {
	profiles, err := tx.Profiles()
	if err != nil {
		s.Log.Error("clients are missing from the list: their records cannot be read", "err", err)
	}
	roster := s.Roster()
	for _, c := range roster.Clients {
		l := Listing{Client: c}
		for _, p := range profiles {
			if p.Client.ID == c.ID {
				l.Twice, l.History = true, p.History
			}
		}
		list = append(list, l)
	}
	var own []Listing
	for _, p := range profiles {
		if roster.client(p.Client.ID) == nil {
			own = append(own, Listing{Client: p.Client, Archived: p.Archived, History: p.History})
		}
	}
	slices.SortStableFunc(own, func(a, b Listing) int {
		if a.Archived != b.Archived {
			return cmp.Compare(yes(a.Archived), yes(b.Archived))
		}
		return strings.Compare(strings.ToLower(a.Client.Name), strings.ToLower(b.Client.Name))
	})
	return append(list, own...)
}

// Listed returns one client of the list.
func (s *Service) Listed(ctx context.Context, a Actor, id string) (Listing, error) {
	list, err := s.Book(ctx, a)
	if err != nil {
		return Listing{}, err
	}
	for _, l := range list {
		if l.Client.ID == id {
			return l, nil
		}
	}
	return Listing{}, noSuchClient(id)
}

func noSuchClient(id string) *Error {
	return Errorf(NotFound, "There is no client %q any more. Nothing was changed. Type clients for those that there are.", clipped(id))
}

// clients lists those for whom an incident can be declared.
func (s *Service) clients(tx Tx) (list []Client) {
	for _, l := range s.book(tx) {
		if !l.Archived {
			list = append(list, l.Client)
		}
	}
	return list
}

// Clients lists the clients for whom an incident can be declared.
func (s *Service) Clients(ctx context.Context) (list []Client, err error) {
	err = s.read(ctx, func(tx Tx) error {
		list = s.clients(tx)
		return nil
	})
	return list, err
}

// ClientsWith lists the clients that have a tag: those who run on web-3.
func (s *Service) ClientsWith(ctx context.Context, tag string) ([]Client, error) {
	list, err := s.Clients(ctx)
	return tagged(list, tag), err
}

func tagged(list []Client, tag string) []Client {
	return slices.DeleteFunc(slices.Clone(list), func(c Client) bool {
		return !slices.ContainsFunc(c.Tags, func(t string) bool { return strings.EqualFold(t, tag) })
	})
}

// OtherNames lists the names that must not stand in a text for the client: those
// of all the others, archived ones too, but none that is the client's own.
func (s *Service) OtherNames(ctx context.Context, client string) (names []string, err error) {
	err = s.read(ctx, func(tx Tx) error {
		names = s.otherNames(tx, client)
		return nil
	})
	return names, err
}

func (s *Service) otherNames(tx Tx, client string) (names []string) {
	own := map[string]bool{}
	all := s.book(tx)
	for _, l := range all {
		if l.Client.ID == client {
			for _, n := range l.Client.names() {
				own[strings.ToLower(n)] = true
			}
		}
	}
	for _, l := range all {
		if l.Client.ID == client {
			continue
		}
		for _, n := range l.Client.names() {
			if !own[strings.ToLower(n)] {
				names = appendNew(names, n)
			}
		}
	}
	return names
}

// names are how people call the client.
func (c *Client) names() []string {
	return slices.DeleteFunc(append([]string{c.Name}, c.Aliases...), func(n string) bool { return strings.TrimSpace(n) == "" })
}

// client looks a client up: nil if there is none. An archived one is found, too.
func (s *Service) client(tx Tx, id string) (*Listing, error) {
	if c := s.Roster().client(id); c != nil {
		return &Listing{Client: *c}, nil
	}
	p, err := tx.Profile(id)
	if err != nil || p == nil {
		return nil, err
	}
	return &Listing{Client: p.Client, Archived: p.Archived, History: p.History}, nil
}

// latest is how far back "recent" goes.
const latest = 20

// RecentClients lists the clients, those of the newest incidents first: it is
// often the same one again.
func (s *Service) RecentClients(ctx context.Context) ([]Client, error) {
	var list []Client
	err := s.read(ctx, func(tx Tx) error {
		list = nil
		rest := s.clients(tx)
		incidents, err := tx.LatestIncidents(latest)
		for _, inc := range incidents {
			for i := range inc.Clients {
				at := slices.IndexFunc(rest, func(c Client) bool { return c.ID == inc.Clients[i].Client.ID && !inc.Clients[i].OneOff })
				if at >= 0 {
					list, rest = append(list, rest[at]), slices.Delete(rest, at, at+1)
				}
			}
		}
		list = append(list, rest...)
		return err
	})
	return list, err
}

// refresh brings the clients of an incident up to date, and its kind where it
// says nothing of it: a corrected channel or phone number helps at once. A client
// that is gone, or whose record is damaged, stays as the incident knows it.
func (s *Service) refresh(tx Tx, inc *Incident) {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if aff.OneOff { // a client of the same id is somebody else
			continue
		}
		l, err := s.client(tx, aff.Client.ID)
		if err != nil {
			s.Log.Error("a client's record cannot be read; its incident goes on with what it knew", "incident", inc.Name(), "client", aff.Client.ID, "err", err)
		}
		if err == nil && l != nil {
			aff.Client = l.Client
		}
	}
	if pb := s.Playbook(inc.Kind); inc.Traits == nil && pb != nil { // declared before kinds had traits
		inc.setKind(pb)
	}
}
