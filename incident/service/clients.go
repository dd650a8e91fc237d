package service

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/lookup"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/team"
	"candor/incident/view"
)

// Clients is the use cases on the list of clients: those of the config, which can
// only be read, and those that were made in Slack.
type Clients struct{ *Service }

// Clients returns the use cases on the list of clients.
func (s *Service) Clients() Clients { return Clients{s} }

// Book lists every client for somebody who may change them: those of the config
// in its order, then the others by name, those that are archived last. A record
// that cannot be read is logged and left out.
func (s Clients) Book(ctx context.Context, a incident.Actor) (list []view.Listing, err error) {
	if err := policy.May(a, policy.Clients, nil, ""); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx records.Tx) error {
		list = s.Listings(tx)
		return s.Tries(tx, list, s.Now())
	})
	return list, err
}

// Listed returns one client of the list.
func (s Clients) Listed(ctx context.Context, a incident.Actor, id string) (view.Listing, error) {
	list, err := s.Book(ctx, a)
	if err != nil {
		return view.Listing{}, err
	}
	for _, l := range list {
		if l.Client.ID == id {
			return l, nil
		}
	}
	return view.Listing{}, client.NoSuchClient(id)
}

// All lists the clients for whom an incident can be declared.
func (s Clients) All(ctx context.Context) (list []client.Client, err error) {
	err = s.read(ctx, func(tx records.Tx) error {
		list = s.CurrentClients(tx)
		return nil
	})
	return list, err
}

// With lists the clients that have a tag: those who run on web-3.
func (s Clients) With(ctx context.Context, tag string) ([]client.Client, error) {
	list, err := s.All(ctx)
	return client.Tagged(list, tag), err
}

// OtherNames lists the names that must not stand in a text for the client: those
// of all the others, archived ones too, but none that is the client's own.
func (s Clients) OtherNames(ctx context.Context, client string) (names []string, err error) {
	err = s.read(ctx, func(tx records.Tx) error {
		names = s.otherNames(tx, client)
		return nil
	})
	return names, err
}

func (s Clients) otherNames(tx records.Tx, client string) (names []string) {
	own := map[string]bool{}
	all := s.Listings(tx)
	for _, l := range all {
		if l.Client.ID == client {
			for _, n := range l.Client.Names() {
				own[strings.ToLower(n)] = true
			}
		}
	}
	for _, l := range all {
		if l.Client.ID == client {
			continue
		}
		for _, n := range l.Client.Names() {
			if !own[strings.ToLower(n)] {
				names = fault.AppendNew(names, n)
			}
		}
	}
	return names
}

// OpenToo returns the oldest incident above a number that is open for one of the clients
// of another, and is not that one; nil if none is. The caller shows of a private one no more than
// [policy.May] lets its reader see.
func (s Clients) OpenToo(ctx context.Context, a incident.Actor, of *incident.Incident, above int64) (inc *incident.Incident, err error) {
	if err := policy.May(a, policy.List, nil, ""); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx records.Tx) error {
		keys := lookup.AnyOf(of, lookup.Open)
		if inc, err = tx.Oldest(above, keys...); inc != nil && inc.Number == of.Number {
			inc, err = tx.Oldest(of.Number, keys...)
		}
		return err
	})
	return inc, err
}

// latest is how far back "recent" goes.
const latest = 20

// Recent lists the clients, those of the newest incidents first: it is
// often the same one again.
func (s Clients) Recent(ctx context.Context) ([]client.Client, error) {
	var list []client.Client
	err := s.read(ctx, func(tx records.Tx) error {
		list = nil
		rest := s.CurrentClients(tx)
		incidents, err := tx.LatestIncidents(latest)
		for _, inc := range incidents {
			for i := range inc.Clients {
				at := slices.IndexFunc(rest, func(c client.Client) bool { return c.ID == inc.Clients[i].Client.ID && !inc.Clients[i].OneOff })
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

// Make stores a new client. An empty id is made from the name.
func (s Clients) Make(ctx context.Context, a incident.Actor, id string, f client.ClientForm) (saved *client.Saved, err error) {
	err = s.edit(ctx, a, func(tx records.Tx, now time.Time) error {
		id := strings.ToLower(strings.TrimSpace(id))
		taken := func(id string) bool { l, err := s.Lookup(tx, id); return l != nil || err != nil }
		switch problem := client.ClientIDProblem(id); {
		case id == "":
			id = client.NewClientID(f.Now[client.FieldName], taken)
		case problem != "":
			return fault.FieldError("id", "The client was *not* made. The short word %s", problem)
		case taken(id):
			return fault.FieldError("id", "The client was *not* made: there is one that is typed as “%s”. Choose another word.", id)
		}
		p := &client.Profile{Client: client.Client{ID: id}}
		saved, err = s.write(tx, p, client.ClientForm{Now: f.Now}, client.Edit{By: a.ID, At: now, What: "Made."})
		return err
	})
	return saved, err
}

// Edit changes a client that was made in Slack. Of two people who edit at
// the same time both win, unless it is the same field: then nothing is changed
// and the error names it, with code [fault.Clash].
func (s Clients) Edit(ctx context.Context, a incident.Actor, id string, f client.ClientForm) (saved *client.Saved, err error) {
	err = s.edit(ctx, a, func(tx records.Tx, now time.Time) error {
		p, err := own(s.Roster(), tx, id)
		if err != nil {
			return err
		}
		saved, err = s.write(tx, p, f, client.Edit{By: a.ID, At: now})
		return err
	})
	return saved, err
}

// Remove forgets a client. One of an incident that is not over is archived
// instead: it is not offered any more, and the incident goes on. Of a client that
// stands in the config, too, the one in the store is forgotten.
func (s Clients) Remove(ctx context.Context, a incident.Actor, id string) (archived bool, err error) {
	err = s.edit(ctx, a, func(tx records.Tx, now time.Time) error {
		archived = false
		p, err := tx.Profile(id)
		if err != nil {
			return err
		}
		if s.Roster().Client(id) != nil && p != nil {
			return tx.RemoveProfile(id)
		}
		if p, err = own(s.Roster(), tx, id); err != nil {
			return err
		}
		if archived, err = underWay(tx, id); err != nil {
			return err
		}
		if !archived {
			return tx.RemoveProfile(id)
		}
		p.Archived = true
		p.Changed(a.ID, "Archived.", now)
		return tx.PutProfile(p)
	})
	return archived, err
}

// underWay says whether a client of the list has an incident that is not over. One who
// was typed under the same id is somebody else.
func underWay(tx records.Tx, id string) (bool, error) {
	inc, err := tx.Newest(0, lookup.Live(id))
	for err == nil && inc != nil && inc.Affected(id).OneOff {
		inc, err = tx.Newest(inc.Number, lookup.Live(id))
	}
	return inc != nil, err
}

// Restore offers an archived client again.
func (s Clients) Restore(ctx context.Context, a incident.Actor, id string) (c client.Client, err error) {
	err = s.edit(ctx, a, func(tx records.Tx, now time.Time) error {
		c = client.Client{}
		p, err := own(s.Roster(), tx, id)
		if err != nil || !p.Archived {
			return err
		}
		wrong, _, err := s.wrongAddresses(tx, &p.Client, nil)
		if err != nil {
			return err
		}
		if len(wrong) > 0 {
			return notRestored(p.Client, wrong)
		}
		c, p.Archived = p.Client, false
		p.Changed(a.ID, "Brought back.", now)
		return tx.PutProfile(p)
	})
	return c, err
}

// notRestored says why a client stays archived.
func notRestored(c client.Client, wrong map[string]string) error {
	e := client.WrongFields(wrong)
	_, why, _ := strings.Cut(e.Message, "* saved. ")
	return fault.Errorf(fault.Invalid, "%s was *not* brought back. %s Change the other one first, or make a new client.", c.Name, why)
}

// edit is one change of the clients by a person.
func (s Clients) edit(ctx context.Context, a incident.Actor, fn func(tx records.Tx, now time.Time) error) error {
	if err := policy.May(a, policy.Clients, nil, ""); err != nil {
		return err
	}
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		if err := fn(tx, now); err != nil {
			return err
		}
		return tx.Finish(a.Envelope, now)
	})
}

// own returns a client that was made in Slack, which alone can be changed there.
func own(roster *team.Roster, tx records.Tx, id string) (*client.Profile, error) {
	if c := roster.Client(id); c != nil {
		return nil, fault.Errorf(fault.Conflict, "%s is set in the config file, so it is changed there. Nothing was changed here.", c.Name)
	}
	p, err := tx.Profile(id)
	if err == nil && p == nil {
		err = client.NoSuchClient(id)
	}
	return p, err
}

// write applies what a person wrote, checks the whole and stores it. An edit that
// does not say what was done is what has changed.
func (s Clients) write(tx records.Tx, p *client.Profile, f client.ClientForm, e client.Edit) (*client.Saved, error) {
	if err := client.Clash(p, f); err != nil {
		return nil, err
	}
	before := p.Client.Texts()
	written := p.Client.Apply(f)
	wrong, shared, err := s.wrongAddresses(tx, &p.Client, before)
	if err != nil {
		return nil, err
	}
	maps.Copy(wrong, written)
	maps.Copy(wrong, p.Client.Settle())
	if len(wrong) > 0 {
		return nil, client.WrongFields(wrong)
	}
	saved := &client.Saved{Changed: e.What != ""}
	if h := p.Client.Webhook; h != nil && h.Secret == "" {
		h.Secret = client.NewWebhookSecret()
		saved.Secret = h.Secret
	}
	if changes := p.Client.Since(before); e.What == "" && len(changes) > 0 {
		e.What = strings.Join(changes, "; ")
	}
	saved.Client = p.Client
	if e.What == "" {
		return saved, nil
	}
	saved.Changed, saved.Shared = true, shared
	p.Changed(e.By, e.What, e.At)
	return saved, tx.PutProfile(p)
}

// wrongAddresses says, by the field, at which addresses a client cannot be
// reached, and which of its people's another one has, too. One of the web counts if
// it is new: it was judged when it was written.
func (s Clients) wrongAddresses(tx records.Tx, c *client.Client, before map[string]string) (wrong map[string]string, shared []client.Shared, err error) {
	wrong = map[string]string{}
	isNew := func(w client.Way) bool { return w.Address(c) != before[w.Field] }
	for _, via := range client.Ways {
		if w := client.WayOf(via); w.Web && w.Address(c) != "" && isNew(w) && s.Callable != nil {
			if err := s.Callable(w.Address(c)); err != nil {
				wrong[w.Field] = fmt.Sprintf("It %s.", err)
			}
		}
	}
	all, err := s.Holders(tx, s.Now())
	for _, sh := range (client.Holder{Client: *c}).Sharing(all) {
		switch w := sh.Way(); {
		case !sh.Alone():
			shared = append(shared, sh)
		case !w.Web || isNew(w):
			wrong[w.Field] = sh.Sentence() + " Give each client one of its own: what one is told is not for the other."
		}
	}
	return wrong, shared, err
}
