package claimed

import (
	"maps"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/update"
)

var now = time.Date(2026, 3, 10, 14, 5, 0, 0, time.UTC)

func open(t *testing.T) (*incident.Incident, *incident.Affected) {
	t.Helper()
	inc := &incident.Incident{State: incident.Open, Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop", Slack: "C1"}}}}
	return inc, &inc.Clients[0]
}

func answer(inc *incident.Incident, q facts.Question, a facts.Answer) {
	inc.Facts.Given = map[facts.Question]facts.Fact{q: {Answer: a, Since: now}}
}

// A tick below texts for several is for each whose own words say so, and where the answer is known
// for a text of its own, that one tells it.
func TestSays(t *testing.T) {
	ticked := byhand.Claims{facts.DataLost: facts.Yes}
	for text, want := range map[string]byhand.Claims{
		"The orders of today are lost.": ticked,
		"We are still looking.":         {},
		"No data is lost.":              {},
	} {
		inc, aff := open(t)
		u := &update.Update{Kind: update.Progress, Words: map[string]string{"what_changed": text}, At: now}
		if got := Says(inc, aff, u, ticked); !maps.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
		u.Claims = ticked // it was said before it had to be read once more
		if got := Says(inc, aff, u, ticked); !maps.Equal(got, want) {
			t.Errorf("%q, kept: %v, want %v", text, got, want)
		}
		if answer(inc, facts.DataLost, facts.Yes); len(Says(inc, aff, u, ticked)) > 0 {
			t.Errorf("%q tells a loss that a text of its own has to tell", text)
		}
	}
}

// Nobody is asked what is known without them.
func TestHarmIsAskedWhereNothingElseTellsIt(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		has  func(*incident.Incident, *incident.Affected, *update.Update)
		want int
	}{
		"nobody knows": {"The orders of today are lost.", func(*incident.Incident, *incident.Affected, *update.Update) {}, 1},
		"they know": {"The orders of today are lost.", func(_ *incident.Incident, aff *incident.Affected, _ *update.Update) {
			aff.Knows = byhand.Claims{facts.DataLost: facts.Yes}
		}, 0},
		"they know otherwise": {"The orders of today are lost.", func(_ *incident.Incident, aff *incident.Affected, _ *update.Update) {
			aff.Knows = byhand.Claims{facts.DataLost: facts.No}
		}, 1},
		"it is written down": {"The orders of today are lost.", func(_ *incident.Incident, _ *incident.Affected, u *update.Update) {
			u.Claims = byhand.Claims{facts.DataLost: facts.Yes}
		}, 0},
		"a text tells such": {"The orders of today are lost.", func(_ *incident.Incident, _ *incident.Affected, u *update.Update) { u.Kind = update.DataLoss }, 0},
		"it is the answer": {"The orders of today are lost.", func(inc *incident.Incident, _ *incident.Affected, _ *update.Update) {
			answer(inc, facts.DataLost, facts.Yes)
		}, 0},
		"the answer is another": {"The orders of today are lost.", func(inc *incident.Incident, _ *incident.Affected, _ *update.Update) {
			answer(inc, facts.DataLost, facts.No)
		}, 1},
		"it is asked of a call": {"The orders of today are lost.", func(inc *incident.Incident, _ *incident.Affected, u *update.Update) {
			u.Kind = update.ByHand
			answer(inc, facts.DataLost, facts.Yes)
		}, 0},
		"a call is asked of something else": {"Passwords were stolen.", func(inc *incident.Incident, _ *incident.Affected, u *update.Update) {
			u.Kind = update.ByHand
			answer(inc, facts.DataLost, facts.Yes)
		}, 1},
		"it may be so":            {"The orders of today may be lost.", func(*incident.Incident, *incident.Affected, *update.Update) {}, 1},
		"it may be so, in a call": {"Somebody may have got in.", func(_ *incident.Incident, _ *incident.Affected, u *update.Update) { u.Kind = update.ByHand }, 1},
		"it may be so, and they know that it is": {"More orders of today may be lost.", func(_ *incident.Incident, aff *incident.Affected, _ *update.Update) {
			aff.Knows = byhand.Claims{facts.DataLost: facts.Yes}
		}, 0},
		"it may be so, and they know that it is not": {"Somebody may have got in.", func(_ *incident.Incident, aff *incident.Affected, _ *update.Update) {
			aff.Knows = byhand.Claims{facts.Intruder: facts.No}
		}, 1},
		"it may be so, beside what a text tells": {"More orders of today may be lost.", func(_ *incident.Incident, _ *incident.Affected, u *update.Update) {
			u.Facts, u.Texts = byhand.Claims{facts.DataLost: facts.Yes}, map[string]outbox.Text{client.ViaSlack: {}}
		}, 0},
		"it may be so, where it says what nobody knows": {"Names and addresses may have been copied.", func(_ *incident.Incident, _ *incident.Affected, u *update.Update) { u.Kind = update.BreachSuspected }, 0},
		"what can come back of nothing":                 {"Everything can be restored.", func(*incident.Incident, *incident.Affected, *update.Update) {}, 0},
		"what can come back of a loss": {"Everything can be restored.", func(inc *incident.Incident, _ *incident.Affected, _ *update.Update) {
			answer(inc, facts.DataLost, facts.Yes)
		}, 1},
		"that nothing comes back of a loss, in a call": {"None of it can be recovered.", func(_ *incident.Incident, aff *incident.Affected, u *update.Update) {
			u.Kind, aff.Knows = update.ByHand, byhand.Claims{facts.DataLost: facts.Yes}
		}, 1},
		"none, and it is not so": {"No data is lost.", func(inc *incident.Incident, _ *incident.Affected, _ *update.Update) {
			answer(inc, facts.DataLost, facts.Yes)
		}, 1},
		"none, as it tells": {"No data is lost.", func(_ *incident.Incident, _ *incident.Affected, u *update.Update) {
			u.Facts, u.Texts = byhand.Claims{facts.DataLost: facts.No}, map[string]outbox.Text{client.ViaSlack: {}}
		}, 0},
	} {
		inc, aff := open(t)
		u := &update.Update{Kind: update.Progress, Words: map[string]string{"what_changed": c.text}, At: now}
		if c.has(inc, aff, u); u.Kind == update.ByHand {
			u.Words = map[string]string{"text": c.text, "how": "call"}
		}
		if got := Harm(inc, aff, u); len(got) != c.want {
			t.Errorf("%s: %v is asked", name, got)
		}
	}
}

// An instant is asked about until it is kept, or over.
func TestInstantsAreAskedUntilTheyAreKept(t *testing.T) {
	const call, thing, works, eta = "I will call you at 15:10.", "You get your money back by 16:00.", "It works again since 14:00.", "We expect it to work by 15:30."
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 10, hour, minute, 0, 0, time.UTC) }
	type has = func(*incident.Incident, *incident.Affected, *update.Update)
	owes := func(p promise.Promise) has {
		return func(_ *incident.Incident, aff *incident.Affected, _ *update.Update) {
			aff.Promises = []promise.Promise{p}
		}
	}
	kind := func(k string) has {
		return func(_ *incident.Incident, _ *incident.Affected, u *update.Update) { u.Kind = k }
	}
	for name, c := range map[string]struct {
		text string
		has  has
		now  time.Time
		want int
	}{
		"a call":      {call, nil, now, 1},
		"it was then": {call, nil, at(15, 10), 0},
		"it is written down": {call, func(_ *incident.Incident, _ *incident.Affected, u *update.Update) {
			u.Instants = []update.Instant{{What: update.SaysCall, At: at(15, 10)}}
		}, now, 0},
		"it is owed":                {call, owes(promise.Promise{Kind: promise.Meeting, DueAt: at(15, 10)}), now, 0},
		"another is owed":           {call, owes(promise.Promise{Kind: promise.Meeting, DueAt: at(16, 10)}), now, 1},
		"a thing":                   {thing, nil, now, 1},
		"a thing that is owed":      {thing, owes(promise.Promise{Kind: promise.Update, Words: "You get your money back by 16:00"}), now, 0},
		"a thing that is owed then": {thing, owes(promise.Promise{Kind: promise.Update, Words: "the list", Later: []promise.Worded{{Words: "You get your money back by 16:00"}}}), now, 0},
		"it is in the field for it": {thing, func(_ *incident.Incident, _ *incident.Affected, u *update.Update) {
			u.Words["promised"], u.NextAt = "your money", at(16, 0)
		}, now, 0},
		"the next time, of nothing": {thing, func(_ *incident.Incident, _ *incident.Affected, u *update.Update) { u.NextAt = at(16, 0) }, now, 1},
		"an estimate":               {eta, nil, now, 1},
		"it was told": {eta, func(_ *incident.Incident, aff *incident.Affected, _ *update.Update) {
			aff.SaidTimes = map[string]time.Time{"eta_to": at(15, 30)}
		}, now, 0},
		"it is told in its field": {eta, func(_ *incident.Incident, _ *incident.Affected, u *update.Update) {
			u.Times = map[string]time.Time{"eta_to": at(15, 30)}
		}, now, 0},
		"it works already":          {eta, func(inc *incident.Incident, _ *incident.Affected, _ *update.Update) { inc.Status = update.Monitoring }, now, 0},
		"the text about estimates":  {eta, kind(update.EtaChange), now, 0},
		"since when it works":       {works, nil, now, 1},
		"a text that says so":       {works, kind(update.MonitoringUpdate), now, 0},
		"they know that it works":   {works, func(_ *incident.Incident, aff *incident.Affected, _ *update.Update) { aff.Status = update.Monitoring }, now, 0},
		"it can never work again":   {works, func(inc *incident.Incident, _ *incident.Affected, _ *update.Update) { inc.Kind = "privacy_leak" }, now, 0},
		"an invitation":             {call, kind(update.MeetingInvite), now, 0},
		"a text of the weeks after": {thing, kind(update.PostmortemCover), now, 0},
		"it was a mistake":          {call, func(inc *incident.Incident, _ *incident.Affected, _ *update.Update) { inc.State = incident.Cancelled }, now, 0},
	} {
		inc, aff := open(t)
		inc.Kind = "outage"
		u := &update.Update{Kind: update.Progress, Words: map[string]string{"what_changed": c.text}, At: now}
		if c.has != nil {
			c.has(inc, aff, u)
		}
		if got := Instants(inc, aff, u, c.now); len(got) != c.want {
			t.Errorf("%s: %v is asked", name, got)
		}
	}
}
