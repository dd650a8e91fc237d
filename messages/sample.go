package messages

import (
	"strings"
	"time"

	"candor"
)

// Case is an invented incident, to show and to try texts with.
type Case struct {
	Incident candor.Incident
	Client   candor.Client
	Now      time.Time
	Next     time.Time
	Sender   candor.Person
}

// Sample returns the case with which every text is filled once at start: a web
// shop whose checkout fails on a Tuesday morning.
func Sample() Case {
	berlin := "Europe/Berlin"
	c := candor.Client{ID: "webshop", Name: "Webshop", Contacts: []candor.Contact{{Name: "Dana Fox"}}, TimeZone: berlin, Slack: "C0WEBSHOP"}
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 10, hour, minute, 0, 0, c.Zone()) }
	return Case{
		Incident: candor.Incident{
			Number: 41, Kind: "outage", Severity: candor.BusinessStopped, State: candor.Open, Status: candor.Investigating,
			Impact: "visitors see an error page and cannot order", Doing: "checking the server and last night's changes",
			Since: at(9, 12), DeclaredAt: at(9, 15), Clients: []candor.Affected{{Client: c, ToldAt: at(11, 15), Written: true}},
		},
		Client: c, Now: at(12, 0), Next: at(13, 0),
		Sender: candor.Person{Slack: "U0INES", Name: "Ines Weber", Role: "technical lead", Phone: "+49 30 5550101"},
	}
}

// sample is an update of the template in the sample case, with everything
// answered or only what is mandatory.
func (t *template) sample(everything bool) candor.Update {
	c := Sample()
	u := candor.Update{
		Kind: t.name, Words: map[string]string{}, Times: map[string]time.Time{"date": c.Now},
		At: c.Now, NextAt: c.Next, Sender: c.Sender,
	}
	for _, f := range t.fields {
		if !f.Mandatory && !everything {
			continue
		}
		if at, err := f.sampleTime(); f.instant() && err == nil {
			u.Times[f.Name] = at
			continue
		}
		u.Words[f.Name] = f.Sample
	}
	return u
}

// try fills every text once, so that a mistake shows at start and not at night.
func (w *Words) try(m *mistakes) {
	c := Sample()
	for _, kind := range kinds {
		t := w.templates[kind]
		for _, everything := range []bool{true, false} {
			u := t.sample(everything)
			if everything {
				u.LateFor = c.Incident.Since
			}
			text, err := w.Render(&c.Incident, &c.Client, u, candor.Destination{Via: candor.ViaSlack})
			switch {
			case err != nil:
				m.add(t.file, t.parts[slackPart].line, "filled with its samples it does not work: %s", err)
			case strings.ContainsAny(text.Body, "{}"):
				m.add(t.file, t.parts[slackPart].line, "filled with its samples it still holds a curly bracket. Remove it, or close it as {{name}}.")
			}
		}
	}
}
