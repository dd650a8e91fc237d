package messages

import (
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/spell"
	"candor/incident/update"
)

// What a text says of what they notice: the name of what we run for them, where it is known,
// and no “that” before what is no sentence.
func TestWhatTheyNoticeIsNamed(t *testing.T) {
	w := mustLoad(t, "")
	for _, tt := range []struct {
		service, kind, impact, text, want string
	}{
		{"Acme online shop", "outage", "your site or app does not open", update.FirstNoticeUnknown, "Acme online shop has not been opening since"},
		{"", "outage", "your site or app does not open", update.FirstNoticeUnknown, "your site or app has not been opening since"},
		{"Acme online shops", "outage", "your site or app does not open", update.FirstNoticeUnknown, "your site or app has not been opening since"},
		{"Acme online shop", "degraded", "your site or app is slow or fails now and then", update.FirstNoticeUnknown, "Acme online shop has been slow or failing now and then since"},
		{"Acme online shop", "outage", "Acme online shop does not open", update.ResolvedUpdate, "Acme online shop did not open"},
		{"Acme online shop", "security", "strange sign-ins", update.FirstNoticeUnknown, "we found this: strange sign-ins."},
		{"Acme online shop", "security", "somebody is signed in who should not be", update.FirstNoticeUnknown, "we found that somebody is signed in who should not be."},
	} {
		c, u := begun(w, tt.text, map[string]string{}, func(c *Case, u *update.Update) {
			c.Incident.ApplyKind(w.Playbooks()[tt.kind])
			c.Incident.Impact, c.Client.Service = tt.impact, tt.service
			c.Incident.Clients[0].Client = c.Client
			u.Words = map[string]string{"data_line": "No data was lost or changed."}
		})
		c.Incident.Clients[0].Client.Service = tt.service
		text, err := w.Render(&c.Incident, &c.Client, u, client.Destination{Via: client.ViaEmail})
		if err != nil || !strings.Contains(text.Body, tt.want) && !strings.Contains(text.Body, UpperFirst(tt.want)) || strings.Contains(text.Subject, tt.service+": "+tt.service) && tt.service != "" {
			t.Errorf("%s, %s: %q, %q, %v", tt.service, tt.impact, text.Subject, text.Body, err)
		}
	}
}

// A beginning and an end on one day near by have the day once.
func TestARangeSaysItsDayOnce(t *testing.T) {
	p, c := mustLoad(t, "").phrases, &client.Client{TimeZone: "Europe/London"}
	for _, tt := range []struct{ now, from, to, want string }{
		{"2026-03-10T22:00:00Z", "2026-03-10T20:45:00Z", "2026-03-10T21:50:00Z", "from 20:45 GMT to 21:50 GMT"},
		{"2026-03-11T09:00:00Z", "2026-03-10T20:45:00Z", "2026-03-10T21:50:00Z", "from 20:45 to 21:50 GMT yesterday"},
		{"2026-03-11T09:00:00Z", "2026-03-12T10:00:00Z", "2026-03-12T12:00:00Z", "from 10:00 to 12:00 GMT tomorrow"},
		{"2026-03-11T09:00:00Z", "2026-03-10T23:45:00Z", "2026-03-11T01:50:00Z", "from Tuesday 10 March, 23:45 GMT to Wednesday 11 March, 01:50 GMT"},
		{"2026-03-14T09:00:00Z", "2026-03-10T20:45:00Z", "2026-03-10T21:50:00Z", "from Tuesday 10 March, 20:45 GMT to 21:50 GMT"},
		{"2026-10-26T09:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z", "from 01:30 BST yesterday to 03:00 GMT yesterday"},
	} {
		var at [3]time.Time
		for i, text := range []string{tt.now, tt.from, tt.to} {
			at[i], _ = time.Parse(time.RFC3339, text)
		}
		a, b := p.between(at[1], at[2], at[0], c)
		if got := "from " + a.after + " to " + b.after; got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// Where no day stands behind it, the beginning has its own: today is not tomorrow.
func TestAnEstimateForTomorrowSaysSoOfBothEnds(t *testing.T) {
	w := mustLoad(t, "")
	for hours, want := range map[int]string{1: "between 13:00 CET and 14:00 CET", 24: "between tomorrow at 12:00 CET and tomorrow at 13:00 CET"} {
		c, u := begun(w, update.Progress, nil, func(c *Case, u *update.Update) {
			u.Times = map[string]time.Time{"eta_from": c.Now.Add(time.Duration(hours) * time.Hour), "eta_to": c.Now.Add(time.Duration(hours+1) * time.Hour)}
			u.Words = map[string]string{"what_changed": "A new disk comes."}
		})
		if text, err := w.Render(&c.Incident, &c.Client, u, client.Destination{Via: client.ViaSlack}); err != nil || !strings.Contains(text.Body, want) {
			t.Errorf("%q, %v, want %q", text.Body, err, want)
		}
	}
}

// What was found yesterday was found on another day once it is read the day after; no headline
// ends within a time.
func TestWhenItWasFoundIsSaidAnew(t *testing.T) {
	w := mustLoad(t, "")
	for said, want := range map[string][2]string{
		"Yesterday at 17:30 CET we found this: strange sign-ins.":     {"For your users: On Sunday 8 March, 17:30 CET we found this: strange sign-ins.", "Re: Webshop: strange sign-ins [INC-41]"},
		"We locked them at 17:30: we found this: strange sign-ins. 2": {"For your users: We locked them at 17:30: we found this: strange sign-ins. 2", "Re: Webshop: we locked them at 17:30 [INC-41]"}, // a person's own
	} {
		c, u := begun(w, update.Progress, map[string]string{"impact_still": said}, func(c *Case, u *update.Update) {
			c.Incident.Kind, c.Incident.Impact, c.Incident.Since, c.Incident.DeclaredAt = "security", "strange sign-ins", time.Time{}, c.Now.Add(-42*time.Hour-30*time.Minute)
			traits := w.Playbooks()["security"].Traits
			c.Incident.Traits = &traits
			u.Words = map[string]string{"what_changed": "We have read half of the log."}
		})
		text, err := w.Render(&c.Incident, &c.Client, u, client.Destination{Via: client.ViaEmail})
		if err != nil || !strings.Contains(text.Body, want[0]) || text.Subject != want[1] {
			t.Errorf("%q reads %q, %q, %v", said, text.Subject, text.Body, err)
		}
	}
}

// What was down twice was up in between.
func TestARangeLeavesOutWhenItWorked(t *testing.T) {
	p, c := mustLoad(t, "").phrases, &client.Client{TimeZone: "Europe/London"}
	at := func(s string) time.Time { v, _ := time.Parse(time.RFC3339, s); return v }
	worked := spell.Spells{{From: at("2026-03-10T14:20:00Z"), To: at("2026-03-11T10:40:00Z")}}
	for _, tt := range []struct{ from, want string }{
		{"2026-03-10T14:00:00Z", "from 14:00 to 14:20 GMT yesterday and from 10:40 GMT to 10:50 GMT"},
		{"2026-03-11T10:40:00Z", "from 10:40 GMT to 10:50 GMT"}, // somebody says that it began then
	} {
		a, b := p.spans(worked.Down(at(tt.from), at("2026-03-11T10:50:00Z")), at("2026-03-11T11:10:00Z"), c)
		if got := "from " + a.after + " to " + b.after; got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// Who has heard bad news from us is not told once more that they should hear it first.
func TestFirstIsSaidOnce(t *testing.T) {
	w := mustLoad(t, "")
	for has, want := range map[facts.Answer]string{"": "you should hear it from us first", facts.Yes: "This is bad news."} {
		c, u := begun(w, update.BreachSuspected, nil, func(c *Case, _ *update.Update) {
			c.Incident.Facts.Given = map[facts.Question]facts.Fact{facts.Intruder: {Answer: facts.Suspected}, facts.Personal: {Answer: facts.Yes}}
			c.Incident.Clients[0].Knows = map[facts.Question]facts.Answer{facts.Personal: has}
		})
		u.Unfinished = true
		text, err := w.Render(&c.Incident, &c.Client, u, client.Destination{Via: client.ViaEmail})
		if err != nil || !strings.Contains(text.Body, want) {
			t.Errorf("who has heard %q reads %q, %v", has, text.Body, err)
		}
	}
}
