package notyours_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/notyours"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/incident/view"
)

func three() *incident.Incident {
	inc := &incident.Incident{Number: 7, State: incident.Open}
	for _, id := range []string{"acme", "globex", "third"} {
		inc.Clients = append(inc.Clients, incident.Affected{Client: client.Client{ID: id, Name: id}})
	}
	return inc
}

func out(inc *incident.Incident, id string) {
	inc.Affected(id).Leaving = &incident.Leaving{By: "U0ANA", Why: "it is another's"}
	notyours.Out(inc, id)
}

// A button that was posted before somebody was taken out, or put back, means the same clients
// after it.
func TestAButtonMeansTheSameClientsWhoeverIsTakenOut(t *testing.T) {
	inc := three()
	button := view.FormatClients(inc, []string{"globex", "third"})
	same := func(when string) {
		t.Helper()
		if got := view.ParseClients(inc, button); got[0] != "globex" || got[1] != "third" {
			t.Errorf("%s: the button means %v", when, got)
		}
	}
	steps := []struct {
		name string
		do   func()
	}{
		{"the first is out", func() { out(inc, "acme") }},
		{"the second, too", func() { out(inc, "globex") }},
		{"the first is back", func() { notyours.Back(inc, &client.Client{ID: "acme"}, "") }},
		{"somebody new", func() { notyours.Back(inc, &client.Client{ID: "new"}, "") }},
		{"the last is out", func() { out(inc, "third") }},
		{"the second is back", func() { notyours.Back(inc, &client.Client{ID: "globex"}, "") }},
		{"the last is back", func() { notyours.Back(inc, &client.Client{ID: "third"}, "") }},
	}
	for _, s := range steps {
		s.do()
		same(s.name)
	}
	for i, id := range []string{"acme", "globex", "third", "new"} {
		if inc.Clients[i].Client.ID != id {
			t.Errorf("client %d is %s, want %s", i, inc.Clients[i].Client.ID, id)
		}
	}
}

// They leave once they have heard it in each way in which they were told, and no sooner.
func TestWhoMayLeave(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	text, call := &update.Update{N: 4, Kind: update.NotYours}, &update.Update{N: 5, Kind: update.ByHand, Words: map[string]string{notyours.Sure: "it is another's"}}
	for _, tt := range []struct {
		name   string
		told   incident.Affected
		heard  []*update.Update
		leaves bool
	}{
		{"nobody said that it is not theirs", incident.Affected{Written: true}, nil, false},
		{"they read both", incident.Affected{Written: true}, []*update.Update{text}, true},
		{"they read it, and heard that it is not theirs", incident.Affected{Written: true}, []*update.Update{call}, false},
		{"they were called, too, and have only read it", incident.Affected{Written: true, SpokeAt: now}, []*update.Update{text}, false},
		{"they were called, too, and have both", incident.Affected{Written: true, SpokeAt: now}, []*update.Update{text, call}, true},
		{"they were only called", incident.Affected{SpokeAt: now}, []*update.Update{call}, true},
		{"a copy is on its way", incident.Affected{Written: true, Results: []outbox.Result{{Update: 4, State: outbox.Waiting}}}, []*update.Update{text}, false},
		{"a copy lacks", incident.Affected{Written: true, Missing: []outbox.MissingCopy{{Update: 4}}}, []*update.Update{text}, false},
		{"one of an older text lacks", incident.Affected{Written: true, Missing: []outbox.MissingCopy{{Update: 3}}}, []*update.Update{text}, true},
		{"another text is on its way", incident.Affected{Written: true, Out: 6}, []*update.Update{text}, false},
	} {
		inc := three()
		tt.told.Client = inc.Clients[0].Client
		inc.Clients[0] = tt.told
		for _, u := range tt.heard {
			notyours.Heard(&inc.Clients[0], u, now)
		}
		if got := notyours.Next(inc); (got != nil) != tt.leaves {
			t.Errorf("%s: leaves %v", tt.name, got != nil)
		}
	}
	last := three()
	last.Clients = last.Clients[:1]
	notyours.Heard(&last.Clients[0], text, now)
	if notyours.Next(last) != nil {
		t.Error("the last client left")
	}
}

// What was known of the one who is out is nobody else's: the worst of the others stands, and
// one who is left alone has no answers apart.
func TestWhatWasKnownOfThemGoesWithThem(t *testing.T) {
	inc := three()
	inc.Clients = inc.Clients[:2]
	inc.Facts.Given = map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes}}
	inc.Clients[0].Own = facts.Own{facts.DataLost: {Answer: facts.Yes}}
	inc.Clients[1].Own = facts.Own{facts.DataLost: {Answer: facts.No}}
	out(inc, "acme")
	if !inc.Facts.Is(facts.DataLost, facts.No) || inc.Differ() || !inc.FactsOf(inc.Affected("globex")).Is(facts.DataLost, facts.No) {
		t.Errorf("of the one who is left is known %v, apart %v", inc.Facts.Given, inc.Clients[0].Own)
	}
	if inc.HasClient("acme") || inc.Affected("acme") == nil {
		t.Error("who was taken out is in it, or forgotten")
	}
}

// All that they have heard of harm is taken back, also what only a text was about: flatly where they heard that
// it was certain, or somebody has answered that it is not so.
func TestAllHarmIsTakenBack(t *testing.T) {
	inc := &incident.Incident{Clients: []incident.Affected{{
		Knows: map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.Personal: facts.DontKnow}, Warned: []facts.Question{facts.SpareCopy},
	}}}
	aff, u := &inc.Clients[0], &update.Update{Words: map[string]string{notyours.About: string(facts.Intruder)}}
	harmed(t, notyours.Harm(inc, aff, u), []notyours.Harmed{{facts.DataLost, facts.Yes, true}, {facts.SpareCopy, "", false}, {facts.Intruder, facts.Suspected, false}, {facts.Personal, "", false}})
	inc.Facts.Given = map[facts.Question]facts.Fact{facts.Intruder: {Answer: facts.No}}
	aff.Hinted = map[facts.Question]facts.Answer{facts.Personal: facts.Yes}
	harmed(t, notyours.Harm(inc, aff, u), []notyours.Harmed{{facts.DataLost, facts.Yes, true}, {facts.SpareCopy, "", false}, {facts.Intruder, facts.Suspected, true}, {facts.Personal, "", true}})
}

func harmed(t *testing.T, got, want []notyours.Harmed) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for _, h := range want {
		found := false
		for _, g := range got {
			found = found || g == h
		}
		if !found {
			t.Errorf("%v is not taken back: %v", h, got)
		}
	}
}
