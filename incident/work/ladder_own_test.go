package work

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/schedule/scheduletest"
)

// known are facts that were all given at one instant.
func known(answers map[facts.Question]facts.Answer) facts.Facts {
	now := scheduletest.Start
	f := facts.Facts{Given: map[facts.Question]facts.Fact{}}
	for q, a := range answers {
		f.Given[q] = facts.Fact{Answer: a, At: now, Since: now}
	}
	return f
}

// What shares a reminder with other clients' promises, and what needs words of
// its own.
func TestWhatIsRemindedOfByItself(t *testing.T) {
	channel := client.Client{Slack: "C0ACME"}
	lost := known(map[facts.Question]facts.Answer{facts.DataLost: facts.Yes})
	tests := []struct {
		name  string
		aff   incident.Affected
		p     promise.Promise
		facts facts.Facts
		own   bool
	}{
		{"an update", incident.Affected{Client: channel}, promise.Promise{Kind: promise.Update}, facts.Facts{}, false},
		{"what was promised in words", incident.Affected{Client: channel}, promise.Promise{Kind: promise.Update, Words: "a list"}, facts.Facts{}, true},
		{"by phone only", incident.Affected{}, promise.Promise{Kind: promise.Update}, facts.Facts{}, true},
		{"a loss that they do not know of", incident.Affected{Client: channel}, promise.Promise{Kind: promise.Update}, lost, true},
		{"a loss that they know of", incident.Affected{Client: channel, Knows: map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}}, promise.Promise{Kind: promise.Update}, lost, false},
		{"in writing", incident.Affected{Client: channel}, promise.Promise{Kind: promise.Written}, facts.Facts{}, true},
		{"the review", incident.Affected{Client: channel}, promise.Promise{Kind: promise.Review}, facts.Facts{}, true},
	}
	for _, tt := range tests {
		inc := &incident.Incident{State: incident.Open, Facts: tt.facts}
		if got := NewDueReminder(inc, &tt.aff, &tt.p, outbox.Due).Own; got != tt.own {
			t.Errorf("%s: by itself %t, want %t", tt.name, got, tt.own)
		}
	}
}

// Several clients share a reminder of the same kind, rung and minute. A first notice
// and an update, or an event and none, are not said in one sentence.
func TestWhatSharesAReminder(t *testing.T) {
	inc := &incident.Incident{State: incident.Open}
	due := scheduletest.At(30)
	call := func(rung outbox.Rung, change func(p *promise.Promise)) DueReminder {
		p := promise.Promise{Kind: promise.Update, MadeAt: scheduletest.At(0), DueAt: due}
		change(&p)
		return NewDueReminder(inc, &incident.Affected{Client: client.Client{Slack: "C0ACME"}}, &p, rung)
	}
	usual := call(outbox.Due, func(*promise.Promise) {})
	tests := []struct {
		name   string
		other  DueReminder
		shares bool
	}{
		{"the same", call(outbox.Due, func(*promise.Promise) {}), true},
		{"in the same minute", call(outbox.Due, func(p *promise.Promise) { p.DueAt = due.Add(59 * time.Second) }), true},
		{"a minute later", call(outbox.Due, func(p *promise.Promise) { p.DueAt = due.Add(time.Minute) }), false},
		{"another rung", call(outbox.TooLate, func(*promise.Promise) {}), false},
		{"a first notice", call(outbox.Due, func(p *promise.Promise) { p.First = true }), false},
		{"the final message", call(outbox.Due, func(p *promise.Promise) { p.Kind = promise.Final }), false},
		{"promised in words", call(outbox.Due, func(p *promise.Promise) { p.Words = "a list" }), false},
		{"something happened", call(outbox.Due, func(p *promise.Promise) { p.Event = &promise.Event{DueAt: due} }), false},
	}
	for _, tt := range tests {
		if usual.Shares(tt.other) != tt.shares || tt.other.Shares(usual) != tt.shares {
			t.Errorf("%s: it shares the reminder: %t, want %t", tt.name, !tt.shares, tt.shares)
		}
	}
}
