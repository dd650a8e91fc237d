package incident_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/question"
	"candor/incident/update"
)

// When it was noticed is what somebody says, else the time of declaring, and never
// later than what shows that we knew.
func TestWhenItWasNoticed(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 10, 14, minute, 0, 0, time.UTC) }
	lost := facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes, Since: at(25)}}}
	turned := lost
	turned.TurnedAt = at(20)
	said := lost
	said.NoticedAt = at(-10)
	tests := []struct {
		name string
		inc  incident.Incident
		want time.Time
	}{
		{"when it was declared", incident.Incident{DeclaredAt: at(0), Facts: lost}, at(0)},
		{"as somebody says", incident.Incident{DeclaredAt: at(0), Facts: said}, at(-10)},
		{"the client asked before", incident.Incident{DeclaredAt: at(5), Clients: []incident.Affected{{Asks: []question.Question{{At: at(2)}}}}}, at(2)},
		{"a client was told before", incident.Incident{DeclaredAt: at(5), Clients: []incident.Affected{{}, {FirstAt: at(3)}}}, at(3)},
		{"an outage that turned out to be more", incident.Incident{DeclaredAt: at(0), Facts: turned, Clients: []incident.Affected{{FirstAt: at(1)}}}, at(20)},
	}
	for _, tt := range tests {
		if got := tt.inc.Noticed(); !got.Equal(tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	behind := facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes, Since: at(25)}, facts.Intruder: {Answer: facts.Suspected, Since: at(5)}}}
	after := facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes, Since: at(25)}, facts.Intruder: {Answer: facts.Suspected, Since: at(30)}}}
	for _, tt := range []struct {
		name string
		inc  incident.Incident
		want time.Time
	}{
		{"of a loss alone as of all", incident.Incident{DeclaredAt: at(0), Facts: lost}, at(0)},
		{"found behind a break-in", incident.Incident{DeclaredAt: at(0), Facts: behind}, at(25)},
		{"a break-in found behind it", incident.Incident{DeclaredAt: at(0), Facts: after}, at(0)},
		{"in an incident that is about one", incident.Incident{DeclaredAt: at(0), Facts: lost, Traits: &playbook.Traits{BadNews: true, Access: playbook.BrokenIn}}, at(25)},
		{"where a copy is missing", incident.Incident{DeclaredAt: at(0), Facts: lost, Traits: &playbook.Traits{BadNews: true, MayWait: true}}, at(25)},
		{"where data went to other people", incident.Incident{DeclaredAt: at(0), Facts: lost, Traits: &playbook.Traits{BadNews: true, Access: playbook.SentOut}}, at(25)},
		{"nothing is lost", incident.Incident{DeclaredAt: at(0), Traits: &playbook.Traits{BadNews: true, Access: playbook.BrokenIn}}, at(0)},
	} {
		if got := tt.inc.LossNoticed(nil); !got.Equal(tt.want) {
			t.Errorf("that data is lost, %s: noticed %s, want %s", tt.name, got, tt.want)
		}
	}
}

// That nobody knows whether it is bad news is not yet that it is: since when we know counts
// from the answer that says it.
func TestWhatNobodyKnewWasNotNoticed(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 10, 14, minute, 0, 0, time.UTC) }
	for _, tt := range []struct {
		name  string
		first facts.Answer // at 14:10; what is known at 14:40 is that data is lost
		bad   bool         // by its kind
		want  time.Time
	}{
		{"nobody knew", facts.DontKnow, false, at(40)},
		{"none was lost", facts.No, false, at(40)},
		{"it was known before", facts.Yes, false, at(10)},
		{"it is about data by its kind", facts.DontKnow, true, at(0)},
	} {
		inc := incident.Incident{DeclaredAt: at(0), Traits: &playbook.Traits{BadNews: tt.bad}}
		for _, given := range []struct {
			minute int
			answer facts.Answer
		}{{10, tt.first}, {40, facts.Yes}} {
			inc.Turns(at(given.minute))
			inc.Facts.Give(facts.FactAnswer{Question: facts.DataLost, Answer: given.answer}, "ana", at(given.minute))
		}
		if got := inc.LossNoticed(nil); !got.Equal(tt.want) {
			t.Errorf("%s: noticed %s, want %s", tt.name, got, tt.want)
		}
	}
}

// That somebody looked and nothing is lost is not when an outage was noticed.
func TestGoodNewsIsNotNoticed(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 10, 14, minute, 0, 0, time.UTC) }
	inc := incident.Incident{DeclaredAt: at(0), Traits: &playbook.Traits{}}
	inc.Turns(at(15))
	inc.Facts.Give(facts.FactAnswer{Question: facts.DataLost, Answer: facts.No}, "ana", at(15))
	if got := inc.Noticed(); !got.Equal(at(0)) {
		t.Errorf("noticed %s, want %s", got, at(0))
	}
}

// Good news while data is lost is read twice, as bad news is.
func TestWhatIsConfirmedTwice(t *testing.T) {
	for _, back := range append([]facts.Answer{""}, facts.Answers[facts.Recoverable]...) {
		inc := incident.Incident{Traits: &playbook.Traits{}, Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes}, facts.Recoverable: {Answer: back}}}}
		for kind, twice := range map[string]bool{update.DataLoss: true, update.MonitoringUpdate: back != facts.Restored, update.MitigatedUpdate: back != facts.Restored, update.ResolvedUpdate: back != facts.Restored, update.Holding: false, update.Progress: false} {
			if got := inc.ConfirmTwice(&update.Update{Kind: kind}); got != twice {
				t.Errorf("%s, recoverable %q: confirmed twice: %t", kind, back, got)
			}
		}
	}
}

// What was not known and is known now is news, and not something that we said wrong.
func TestWhatNobodyKnewIsKnownNow(t *testing.T) {
	inc := incident.Incident{Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.Personal: {Answer: facts.Yes}}}}
	for was, want := range map[facts.Answer]promise.EventKind{facts.DontKnow: promise.NowKnown, facts.Suspected: promise.NowKnown, facts.No: promise.FactChanged} {
		aff := incident.Affected{Knows: map[facts.Question]facts.Answer{facts.Personal: was}}
		if e := inc.NewsFor(&aff, facts.Personal); e == nil || e.What != want {
			t.Errorf("told %q, now yes: %+v, want %s", was, e, want)
		}
	}
}
