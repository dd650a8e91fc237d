// Package target finds whom an act in Slack is about, and whether its person may do
// it for them.
package target

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
)

// Ref reads what a button or a form is about, which is an incident.
func Ref(value string) (view.Ref, error) {
	ref, err := view.ParseRef(value)
	if err == nil && ref.Number < 1 {
		err = view.ErrNoRef
	}
	return ref, err
}

// Named refuses a reference to a client whom the incident does not affect, whatever the
// act: one for nobody in particular would else be done for another.
func Named(inc *incident.Incident, ref view.Ref) error {
	if ref.Client == "" || ref.Client == incident.AllClients || inc.HasClient(ref.Client) {
		return nil
	}
	if inc.Affected(ref.Client) != nil { // they were taken out, and by whom
		_, err := inc.Find(ref.Client)
		return err
	}
	return NotAffected(inc)
}

// Request returns the client whose request a button is about, for whom the
// person may do the action, or says that the request has ended.
func Request(inc *incident.Incident, a incident.Actor, act policy.Action, ref view.Ref) (*incident.Affected, error) {
	aff := inc.Affected(ref.Client)
	if _, err := MayFor(inc, a, act, ref.Client); err != nil && (aff == nil || !aff.Ended.Was(ref.N, a.ID)) {
		return nil, err
	}
	_, err := aff.OpenRequest(ref.N)
	return aff, err
}

// FirstToCall is whom to call first: the client, or of several the first who
// does not have what is known.
func FirstToCall(inc *incident.Incident, client string) *incident.Affected {
	if !Several(inc, client) {
		return inc.Affected(client)
	}
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; len(inc.News(aff)) > 0 && aff.Owed(promise.Written) == nil {
			return aff
		}
	}
	return inc.Affected("")
}

// KindAfter is the kind of what a client is owed next after the final message; ""
// if nothing is, or the person has begun something else.
func KindAfter(inc *incident.Incident, aff *incident.Affected, a incident.Actor) string {
	p := aff.Afterwards()
	if p == nil || inc.State == incident.Open || aff.Drafts[a.ID].Kind != "" || inc.MustHear(aff) != nil {
		return ""
	}
	if aff.Owed(promise.Afterword) != nil { // they wait for that
		return inc.Answering(aff)
	}
	return promise.Of(p.Kind).Draft
}

// OwedAlone is the client whom bad news is owed in writing that others have heard, or that is
// not theirs; "" where it is owed to all or to nobody.
func OwedAlone(inc *incident.Incident) (id string) {
	others := 0
	for i := range inc.Clients {
		switch aff := &inc.Clients[i]; {
		case !update.BadNews(inc.NewsKind(aff)):
			others++
		case id == "" && len(aff.Client.Destinations()) > 0:
			id = aff.Client.ID
		}
	}
	if others == 0 {
		return ""
	}
	return id
}

// WhoIsOwed is the only one of several clients who is owed bad news that is known, or who
// was meant.
func WhoIsOwed(inc *incident.Incident, client string) string {
	if !inc.Facts.Asked() || !Several(inc, client) {
		return client
	}
	return cmp.Or(OwedAlone(inc), client)
}

// WhoIsMeant is whom a text is for where the person named nobody of several: who is owed bad news
// alone, for whom they have kept a draft last, who alone has to hear that something is otherwise.
func WhoIsMeant(inc *incident.Incident, a incident.Actor, client string) string {
	if client = WhoIsOwed(inc, client); client != "" || !Several(inc, client) {
		return client
	}
	last, news := lastDrafted(inc, a), []string{}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if !aff.ToldAt.IsZero() && (inc.NewsKind(aff) == update.Correction || !inc.BadNews() && len(inc.News(aff)) > 0) {
			news = append(news, aff.Client.ID)
		}
	}
	switch {
	case len(last) == 1:
		return last[0]
	case len(last) == 0 && len(news) == 1:
		return news[0]
	}
	return client
}

// lastDrafted is for whom somebody has kept the draft that is their last, or the drafts of one act;
// nobody where it may be about bad news: whose that is, is asked.
func lastDrafted(inc *incident.Incident, a incident.Actor) (ids []string) {
	var at time.Time
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		switch u, drafted := aff.Drafts[a.ID]; {
		case inc.BadNews():
		case drafted && u.At.After(at):
			ids, at = []string{aff.Client.ID}, u.At
		case drafted && u.At.Equal(at):
			ids = append(ids, aff.Client.ID)
		}
	}
	return ids
}

// ForAll returns the client's part in the incident; for all of them the first
// one's, with words that name nobody. Its drafts are what somebody has written for all.
func ForAll(inc *incident.Incident, client string) *incident.Affected {
	if client != incident.AllClients {
		return inc.Affected(client)
	}
	aff := *inc.Affected("")
	aff.Client.ID, aff.Drafts, aff.Own = incident.AllClients, shared(inc), nil
	return &aff
}

// FirstToRead is whose text stands for those of all clients, people's before a system's;
// nil where nobody's can.
func FirstToRead(inc *incident.Incident, a incident.Actor, client string) *incident.Affected {
	if client != incident.AllClients {
		return inc.Affected(client)
	}
	var first *incident.Affected
	for i := range inc.Clients {
		aff, err := ToTell(inc, a, inc.Clients[i].Client.ID)
		switch {
		case err != nil || len(aff.Client.Destinations()) == 0:
		case reads(&aff.Client):
			return aff
		case first == nil:
			first = aff
		}
	}
	return first
}

// reads says whether a client is reached where people read.
func reads(c *client.Client) bool {
	return slices.ContainsFunc(c.Destinations(), func(to client.Destination) bool { return !client.WayOf(to.Via).Machine })
}

// Shown is that client with the drafts that count: of a text for all, what was written for
// all. Nil where there is nobody.
func Shown(inc *incident.Incident, a incident.Actor, aff *incident.Affected) *incident.Affected {
	one := FirstToRead(inc, a, aff.Client.ID)
	if one == nil || aff.Client.ID != incident.AllClients {
		return one
	}
	shown := *one
	shown.Drafts = aff.Drafts
	return &shown
}

// shared are the drafts that people have for every client who is written to, with the
// words and times that are the same in all of them: what was written for one alone, and
// what differs between them, is nobody else's.
func shared(inc *incident.Incident) (drafts map[string]update.Update) {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		switch {
		case len(aff.Client.Destinations()) == 0:
		case drafts == nil:
			drafts = maps.Clone(aff.Drafts)
			if drafts == nil {
				return nil
			}
			for by, u := range drafts {
				u.Words, u.Times, u.Fixed = u.OwnWords(), maps.Clone(u.Times), nil
				drafts[by] = u
			}
		default:
			maps.DeleteFunc(drafts, func(by string, u update.Update) bool {
				other := aff.Drafts[by]
				words := other.OwnWords()
				maps.DeleteFunc(u.Words, func(name, text string) bool { return words[name] != text })
				maps.DeleteFunc(u.Times, func(name string, at time.Time) bool { return !other.Times[name].Equal(at) })
				return other.Kind != u.Kind
			})
			for by, u := range drafts {
				if !u.NextAt.Equal(aff.Drafts[by].NextAt) { // each hears when it is due
					u.NextAt = time.Time{}
					drafts[by] = u
				}
			}
		}
	}
	return drafts
}

// NotAffected refuses what is about a client whom the incident does not affect.
func NotAffected(inc *incident.Incident) error {
	return fault.Errorf(fault.NotFound, "%s does not affect that client. Nothing was changed.", inc.Name())
}

// ToTell is the client to whom a person may write.
func ToTell(inc *incident.Incident, a incident.Actor, client string) (*incident.Affected, error) {
	return MayFor(inc, a, policy.Send, client)
}

// ToCall is the client whom a person calls, or has called.
func ToCall(inc *incident.Incident, a incident.Actor, client string) (*incident.Affected, error) {
	return MayFor(inc, a, policy.Call, client)
}

// ToTellAll is [ToTell] where a text may be for all of several clients, as [ForAll]
// gives them: then it is enough that the person may write to one. When it is
// sent, the others are left out.
func ToTellAll(inc *incident.Incident, a incident.Actor, client string) (*incident.Affected, error) {
	if client == incident.AllClients || Several(inc, client) {
		return ForAll(inc, incident.AllClients), policy.MayForSome(a, policy.Tend, inc)
	}
	return MayFor(inc, a, policy.Tend, client) // of what kind it is stands in the form
}

// MayFor is one client of the incident, for whom the person may do the action.
func MayFor(inc *incident.Incident, a incident.Actor, act policy.Action, client string) (*incident.Affected, error) {
	aff := inc.Affected(client)
	if aff != nil {
		client = aff.Client.ID
	}
	switch err := policy.May(a, act, inc, client); {
	case err != nil:
		return nil, err
	case aff == nil:
		return nil, NotAffected(inc)
	}
	return inc.Find(client) // who was taken out is told nothing
}

// Over refuses what comes after the end of an incident.
func Over(inc *incident.Incident) error {
	return fault.Errorf(fault.Conflict, "%s is %s: nothing is sent from it any more. If it happens again, declare a new incident.", inc.Name(), inc.State)
}

// Several says whether an act that names no client is for more than one.
func Several(inc *incident.Incident, client string) bool {
	return len(inc.Clients) > 1 && (client == "" || client == incident.AllClients)
}

// Matching returns the clients whose id or one of whose names holds what was
// typed; one with exactly that id alone.
func Matching(list []view.Listing, wanted string) []view.Listing {
	wanted = strings.ToLower(wanted)
	var found []view.Listing
	for _, l := range list {
		if l.Client.ID == wanted {
			return []view.Listing{l}
		}
		names := strings.ToLower(strings.Join(append([]string{l.Client.ID, l.Client.Name}, l.Client.Aliases...), "\n"))
		if strings.Contains(names, wanted) {
			found = append(found, l)
		}
	}
	return found
}

// NothingToWrite says why nobody should begin a text to a client: they would write in vain.
func NothingToWrite(inc *incident.Incident, aff *incident.Affected) error {
	if inc.Over() {
		return Over(inc)
	}
	return aff.Restored.Refuse(aff.Client.Name)
}

// WritesLastWord says whether resolving asks the person for the last word: the
// client may know of it, can be written to, and the person talks to them. Once it is
// resolved, whoever calls them needs the words to say.
func WritesLastWord(inc *incident.Incident, aff *incident.Affected, a incident.Actor) bool {
	reached, client := len(aff.Client.Destinations()) > 0 || inc.State == incident.Resolved, aff.Client.ID
	if Several(inc, "") {
		client = incident.AllClients
	}
	for i := range inc.Clients {
		reached = reached || Several(inc, "") && len(inc.Clients[i].Client.Destinations()) > 0
	}
	return inc.Told() && reached && policy.May(a, policy.Send, inc, client) == nil
}
