// Package notyours takes a client out of an incident that is another's: the wrong one was
// declared, or added. Whoever was told hears it first, wherever they were told.
package notyours

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/incident/whose"
)

// Sure names the word in which whoever tells a client that it is not theirs says why they are
// sure. Only the team reads it.
const Sure = "sure"

// About names the word in which such a text keeps what of harm the texts before it were about.
const About = "was_about"

// Doubt names the word in which it keeps that a text may have spoken of any harm.
const Doubt = "was_doubt"

// NothingOwed is why nothing is owed to them any more.
const NothingOwed = "it is not theirs"

// Swap is that a client is not affected, why whoever says so is sure, and whose it is: an
// id, a name or a tag, empty if it is only not theirs.
type Swap struct{ Client, Why, Instead string }

// Told says whether they have heard of it from us, or may have.
func Told(aff *incident.Affected) bool { return aff.MayKnow() || aff.Written }

// Says says whether a text, or what a person told, says that it is not theirs.
func Says(u *update.Update) bool {
	return u.Kind == update.NotYours || u.Kind == update.ByHand && u.Words[Sure] != ""
}

// Heard keeps that they have heard it.
func Heard(aff *incident.Affected, u *update.Update, now time.Time) {
	if aff.Leaving == nil {
		aff.Leaving = &incident.Leaving{}
	}
	l := aff.Leaving
	l.By, l.Why, l.At = u.By, cmp.Or(u.Words[Sure], l.Why), now
	if u.Kind == update.NotYours {
		l.Text = u.N
	} else {
		l.Spoke = true
	}
}

// Ready says whether they have heard it in writing, if they have read of it, and from a
// person, if somebody has spoken with them.
func Ready(aff *incident.Affected) bool {
	l := aff.Leaving
	return l != nil && (l.Text > 0 || !aff.Written) && (l.Spoke || aff.SpokeAt.IsZero())
}

// Writes says whether they are to read it: they have read of it, and not that it is not theirs.
func Writes(aff *incident.Affected) bool {
	return aff.Written && (aff.Leaving == nil || aff.Leaving.Text == 0)
}

// Lacks is how they still have to hear it.
func Lacks(aff *incident.Affected) string {
	if aff.Leaving.Spoke {
		return "in writing"
	}
	return "on the phone"
}

// Next is a client who can be taken out: they have heard it, and no copy of it is still on
// its way, or lacks; nil if there is none. The last client stays until another is added.
func Next(inc *incident.Incident) *incident.Affected {
	if len(inc.Clients) < 2 {
		return nil
	}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		moving := func(r outbox.Result) bool {
			return r.Update == aff.Leaving.Text && fault.OneOf(r.State, outbox.Waiting, outbox.InFlight, outbox.InDoubt)
		}
		lacks := func(m outbox.MissingCopy) bool { return m.Update == aff.Leaving.Text }
		if Ready(aff) && aff.Out == 0 && aff.Unsure == 0 && !slices.ContainsFunc(aff.Missing, lacks) && !slices.ContainsFunc(aff.Results, moving) {
			return aff
		}
	}
	return nil
}

// Out takes a client out. What they were told stays known.
func Out(inc *incident.Incident, id string) {
	i := slices.IndexFunc(inc.Clients, func(aff incident.Affected) bool { return aff.Client.ID == id })
	gone := inc.Clients[i]
	gone.Drafts = nil
	gone.Leaving.Place = i
	at := 0
	for ; at < len(inc.Spared) && inc.Spared[at].Leaving.Place <= gone.Leaving.Place; at++ {
		gone.Leaving.Place++
	}
	inc.Clients, inc.Spared = slices.Delete(inc.Clients, i, i+1), slices.Insert(inc.Spared, at, gone)
	inc.Reopening = nil // how it stood before knows of them
	whose.Leave(inc)
}

// Back takes a client in again whom somebody took out. It knows what they have read, and
// that they have read that it is not theirs.
func Back(inc *incident.Incident, c *client.Client, impact string) *incident.Affected {
	i := slices.IndexFunc(inc.Spared, func(aff incident.Affected) bool { return aff.Client.ID == c.ID })
	if i < 0 {
		inc.Clients = append(inc.Clients, incident.Affected{Client: *c, Impact: impact})
		return &inc.Clients[len(inc.Clients)-1]
	}
	was := inc.Spared[i]
	at := was.Leaving.Place - i // as many before them are out
	again := incident.Affected{Client: *c, Impact: impact, Promises: was.Promises, Updates: was.Updates, Anew: was.Updates, Requests: was.Requests, Heard: was.Heard,
		FirstAt: was.FirstAt, ToldAt: was.ToldAt, SpokeAt: was.SpokeAt, Written: was.Written, Thread: was.Thread, Threads: was.Threads, Results: was.Results,
		Law: was.Law, Invite: was.Invite, Asks: was.Asks, Copied: was.Copied, CopyAt: was.CopyAt, Asked: was.Asked, AskedMore: was.AskedMore, Hushed: was.Hushed, Away: was.Away}
	inc.Spared, inc.Clients = slices.Delete(inc.Spared, i, i+1), slices.Insert(inc.Clients, at, again)
	return &inc.Clients[at]
}

// Harmed is what a client has heard of one question: Bad is what was bad of it, empty
// where they heard that nobody knew. Flat says whether a text may say flatly that none of it is theirs:
// they read or heard that it was certain, or somebody has answered that it is not so.
type Harmed struct {
	Question facts.Question
	Bad      facts.Answer
	Flat     bool
}

// Harm is all that a client has heard of harm, and what texts were about, whatever was
// answered.
func Harm(inc *incident.Incident, aff *incident.Affected, u *update.Update) (list []Harmed) {
	about := strings.Split(u.Words[About], ",")
	heard := func(q facts.Question, bad facts.Answer) {
		list = append(list, Harmed{q, bad, facts.Certain(q, bad) || facts.Certain(q, aff.Hinted[q]) || inc.FactsOf(aff).Is(q, facts.No)})
	}
	for _, q := range facts.Questions {
		a, known := aff.Knows[q]
		switch {
		case facts.Bad(q, a):
			heard(q, a)
		case slices.Contains(about, string(q)) && q == facts.Intruder:
			heard(q, facts.Suspected)
		case slices.Contains(about, string(q)):
			heard(q, facts.Yes)
		case known || slices.Contains(aff.Warned, q), u.Words[Doubt] != "" && fault.OneOf(q, facts.DataLost, facts.Intruder, facts.Personal):
			heard(q, "")
		}
	}
	return list
}

// Clear is the incident as it is for a client whose it is not: nothing of what is known of
// harm is theirs, and nothing of theirs is harmed.
func Clear(inc *incident.Incident) *incident.Incident {
	clear := *inc
	clear.Facts, clear.Clients = facts.Facts{Given: map[facts.Question]facts.Fact{}}, slices.Clone(inc.Clients)
	for _, q := range []facts.Question{facts.DataLost, facts.Intruder, facts.Personal} {
		clear.Facts.Given[q] = facts.Fact{Answer: facts.No}
	}
	for i := range clear.Clients {
		clear.Clients[i].Own = nil
	}
	return &clear
}
