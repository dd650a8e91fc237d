// Package firm is the company that Candor works for: its people, its clients, its
// playbooks and its words.
package firm

import (
	"cmp"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/paper"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/team"
	"candor/incident/view"
)

// ToCall is the first person asked about a promise whom the client can call.
func (f *Firm) ToCall(p *promise.Promise) team.Person {
	for _, user := range p.Asked {
		if by := f.Person(user); by.Name != "" && by.Phone != "" {
			return by
		}
	}
	return team.Person{}
}

// Named returns the clients with these ids or tags, once each.
func (f *Firm) Named(tx records.Tx, names []string) (list []client.Client, err error) {
	if len(names) == 0 {
		return nil, nil
	}
	all := f.CurrentClients(tx)
	for _, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		found := slices.DeleteFunc(slices.Clone(all), func(c client.Client) bool { return c.ID != name })
		if len(found) == 0 {
			found = client.Tagged(all, name)
		}
		if len(found) == 0 {
			return nil, fault.FieldError("client", "There is no client and no tag “%s”. Nothing was changed. %s", fault.Clipped(name), f.meant(tx, name))
		}
		for _, c := range found {
			if !slices.ContainsFunc(list, func(have client.Client) bool { return have.ID == c.ID }) {
				list = append(list, c)
			}
		}
	}
	return list, nil
}

// meant asks for the client whose id is written most alike, or names those that there are.
func (f *Firm) meant(tx records.Tx, name string) string {
	var ids []string
	for _, c := range f.CurrentClients(tx) {
		ids = append(ids, c.ID)
	}
	if near := fault.Closest(name, ids, func(id string) int { return min(2, len(id)/3) }); near != "" {
		return "Did you mean " + near + "?"
	}
	return "Known clients: " + f.ClientIDs(tx) + "."
}

// Listings returns all clients, those of the config first; of those made in Slack
// the ones that can be read.
func (f *Firm) Listings(tx records.Tx) (list []view.Listing) { return f.listings(tx, f.Roster()) }

func (f *Firm) listings(tx records.Tx, roster *team.Roster) (list []view.Listing) {
	profiles, err := tx.Profiles()
	if err != nil {
		f.Log.Error("clients are missing from the list: their records cannot be read", "err", err)
	}
	for _, c := range roster.Clients {
		l := view.Listing{Client: c}
		for _, p := range profiles {
			if p.Client.ID == c.ID {
				l.Twice, l.History = true, p.History
			}
		}
		list = append(list, l)
	}
	var own []view.Listing
	for _, p := range profiles {
		if roster.Client(p.Client.ID) == nil {
			own = append(own, view.Listing{Client: p.Client, Archived: p.Archived, History: p.History})
		}
	}
	slices.SortStableFunc(own, func(a, b view.Listing) int {
		if a.Archived != b.Archived {
			return cmp.Compare(fault.Yes(a.Archived), fault.Yes(b.Archived))
		}
		return strings.Compare(strings.ToLower(a.Client.Name), strings.ToLower(b.Client.Name))
	})
	return append(list, own...)
}

// CurrentClients lists those for whom an incident can be declared.
func (f *Firm) CurrentClients(tx records.Tx) (list []client.Client) {
	return current(f.Listings(tx))
}

func current(all []view.Listing) (list []client.Client) {
	for _, l := range all {
		if !l.Archived {
			list = append(list, l.Client)
		}
	}
	return list
}

// Lookup looks a client up: nil if there is none. An archived one is found, too.
func (f *Firm) Lookup(tx records.Tx, id string) (*view.Listing, error) {
	if c := f.Roster().Client(id); c != nil {
		return &view.Listing{Client: *c}, nil
	}
	p, err := tx.Profile(id)
	if err != nil || p == nil {
		return nil, err
	}
	return &view.Listing{Client: p.Client, Archived: p.Archived, History: p.History}, nil
}

// ClientIDs lists the ids of the clients, for a sentence.
func (f *Firm) ClientIDs(tx records.Tx) string {
	var ids []string
	for _, c := range f.CurrentClients(tx) {
		ids = append(ids, c.ID)
	}
	if len(ids) == 0 {
		return "none yet; make one with clients"
	}
	return fault.And(ids)
}

// Roster returns what the config says now. It is empty before [service.Service.Provision].
// The caller changes nothing in it.
func (f *Firm) Roster() *team.Roster {
	if r := f.roster.Load(); r != nil {
		return r
	}
	return &team.Roster{}
}

// Configured says whether a config is in force.
func (f *Firm) Configured() bool { return f.roster.Load() != nil }

// Person returns a member of the team; one who is not in the config has only
// the id.
func (f *Firm) Person(user string) team.Person {
	for _, p := range f.Roster().People {
		if p.Slack == user {
			return p
		}
	}
	return team.Person{Slack: user}
}

// Gone says whether the account of somebody in Slack was deactivated: they answer nothing any more.
func (f *Firm) Gone(tx records.Tx, user string) bool {
	reach, err := tx.Reach(user)
	return err == nil && reach.Left
}

// Team lists who could be asked for their word about an incident: the people with a
// role in it, then those to escalate to, then everybody else of the staff.
func (f *Firm) Team(inc *incident.Incident) []string {
	list := inc.Roles.Everybody()
	for _, user := range f.Roster().EscalateTo {
		list = fault.AppendNew(list, user)
	}
	for _, p := range f.Roster().Staff() {
		list = fault.AppendNew(list, p.Slack)
	}
	return list
}

// Alone says whether nobody but the person could be asked.
func (f *Firm) Alone(inc *incident.Incident, user string) bool {
	return !slices.ContainsFunc(f.Team(inc), func(other string) bool { return other != user })
}

// Playbook returns the playbook of a kind, nil if there is none.
func (f *Firm) Playbook(kind string) *playbook.Playbook { return f.Playbooks[kind] }

// Kinds lists the ids of the playbooks, sorted.
func (f *Firm) Kinds() []string {
	var ids []string
	for id := range f.Playbooks {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Firm is the company that Candor works for: its people and clients, its
// playbooks, its words. Its fields are set before it is used; then it is safe
// for concurrent use. It must not be copied.
type Firm struct {
	Words     Words
	Log       *slog.Logger
	Company   string // how clients know it
	Command   string // the slash command
	Pattern   string // of channel names
	Announce  string // the channel that all of the team reads; empty: none
	Playbooks map[string]*playbook.Playbook

	Known func(user string) string // how somebody calls themselves, where Slack was asked; empty: it was not. nil: nobody knows

	MailUnseen bool // clients get mail, and no mailbox is read for their answers
	Paper      paper.Cover

	roster atomic.Pointer[team.Roster] // what the config says about clients and people; zero: nothing yet
}

// AlsoReads says who else is reached where a client's text is to go; nil if it
// is the client's own place. What one is told is not for the other.
func (f *Firm) AlsoReads(tx records.Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) (*client.Holder, error) {
	aff := inc.Affected(d.Client)
	if d.Internal() || d.Destination().Way().At == "" || aff == nil {
		return nil, nil
	}
	all, err := f.Holders(tx, now)
	if err != nil {
		return nil, err
	}
	return client.Holder{Client: aff.Client, In: inc.Name(), OneOff: aff.OneOff}.OtherAt(d.Destination(), all), nil
}

// UsualKind is the kind that a command means which names none.
func (f *Firm) UsualKind() string {
	for _, id := range f.Kinds() {
		if f.Playbooks[id].Usual {
			return id
		}
	}
	return ""
}

// SetRoster puts another roster in the place of the one in force.
func (f *Firm) SetRoster(r *team.Roster) { f.roster.Store(r) }

// With is the same company with another roster, for a transaction after which that is in force.
func (f *Firm) With(r *team.Roster) *Firm {
	with := &Firm{
		Words: f.Words, Log: f.Log, Company: f.Company, Command: f.Command, Pattern: f.Pattern, Announce: f.Announce, Playbooks: f.Playbooks,
		Known: f.Known, MailUnseen: f.MailUnseen, Paper: f.Paper,
	}
	with.SetRoster(r)
	return with
}
