package messages

import (
	"slices"
	"strings"
	"time"

	"candor/incident/client"
	"candor/incident/promise"
	"candor/incident/team"
	"candor/incident/update"
	"candor/messages/invented"
	"candor/messages/strictyaml"
)

// tried is the sample case as one template finds it, and an update in it: with
// everything answered and known, or only with what is mandatory, for a client
// without mail and a sender of whom only the name is known.
func (t *template) tried(everything bool) (invented.Case, update.Update) {
	c := invented.Sample()
	aff := &c.Incident.Clients[0]
	aff.Said = map[string]string{"impact": c.Incident.Impact}
	aff.SaidTimes = map[string]time.Time{"eta_from": c.Now.Add(-time.Hour), "eta_to": c.Now.Add(15 * time.Minute)}
	if everything || t.name == update.NewDate { // it is about a promise
		aff.Promises = []promise.Promise{{N: 1, Kind: promise.Review, Said: true, MadeAt: c.Now, DueAt: c.Client.BusinessDays(5, c.Now)}}
	}
	if !everything {
		c.Client.Email, aff.Client.Email = false, false
		c.Sender = team.Person{Name: c.Sender.Name, Phone: map[bool]string{true: c.Sender.Phone}[update.Automatic(t.name)]}
	}
	u := t.sample(everything)
	u.Sender = c.Sender
	if update.Automatic(t.name) || t.name == update.MissedUpdate { // they are about a promise that was missed
		u.LateFor = c.Incident.Since
	}
	return c, u
}

// SampleUpdate is an update of a kind in the sample case, with everything answered.
func (w *Words) SampleUpdate(kind string) update.Update { return w.templates[kind].sample(true) }

// sample is an update of the template in the sample case, with everything
// answered or only what is mandatory. Of alternatives it takes the first or the
// last.
func (t *template) sample(everything bool) update.Update {
	c := invented.Sample()
	u := update.Update{
		Kind: t.name, Words: map[string]string{}, Times: map[string]time.Time{"date": c.Incident.Since},
		At: c.Now, Sender: c.Sender,
	}
	if update.Aftercare(t.name) {
		u.Times["to"] = c.Now
	}
	if update.PromisesNext(t.name) {
		u.NextAt = c.Next
	}
	if everything {
		u.Words[update.Calling], u.Words[update.Alerted] = "yes", "yes"
	}
	left := t.alternatives(everything)
	for _, f := range t.fields {
		at, err := f.sampleTime()
		switch {
		case left[f.Name], !f.Mandatory && !everything && !slices.Contains(t.oneOf, f.Name):
		case f.Flag:
			u.Words[f.Name] = "yes"
		case f.instant() && err == nil:
			u.Times[f.Name] = at
		default:
			u.Words[f.Name] = f.Sample
		}
	}
	return u
}

// alternatives lists the fields that a sample leaves out, since another one of
// one_of is answered.
func (t *template) alternatives(everything bool) map[string]bool {
	left, kept := map[string]bool{}, len(t.oneOf)-1
	if everything {
		kept = 0
	}
	for i, name := range t.oneOf {
		left[name] = i != kept
	}
	return left
}

// try fills every text once for each way, so that a mistake shows at start and
// not at night.
func (w *Words) try(m *strictyaml.Mistakes) {
	for _, kind := range kinds {
		t := w.templates[kind]
		for _, everything := range []bool{true, false} {
			c, u := t.tried(everything)
			u.LateFor = c.Incident.Since
			if everything && update.FirstNotice(kind) {
				u.Night = update.NightThrough
			}
			for _, via := range client.Ways {
				w.tryWay(t, c, u, via, m)
			}
		}
	}
}

func (w *Words) tryWay(t *template, c invented.Case, u update.Update, via string, m *strictyaml.Mistakes) {
	way := client.WayOf(via)
	name := wordsPart(way)
	text, err := w.Render(&c.Incident, &c.Client, u, client.Destination{Via: via})
	switch {
	case way.Machine && err == nil: // JSON of the words that were tried as mail
	case err != nil:
		m.Once(t.file, t.parts[name].line, "filled with its samples it does not work: %s", err)
	case strings.ContainsAny(text.Subject+text.Body, "{}"):
		m.Once(t.file, t.parts[name].line, "filled with its samples it still holds a curly bracket. Remove it, or close it as {{name}}.")
	}
}
