package service_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/eta"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
)

var estimated = client.Client{ID: "acme", Name: "Acme Shop", TimeZone: "Europe/London", Slack: "C0ACME"}

// estimate sets one that ends so many minutes from now.
func (d *desk) estimate(from, to time.Duration) error {
	d.t.Helper()
	e := eta.Estimate{Why: "the copy is slow"}
	if to != 0 {
		e.From, e.To = d.now.Add(from), d.now.Add(to)
	}
	_, err := d.SetEstimate(d.t.Context(), people["ana"], 1, e)
	d.work()
	return err
}

// progress sends something new, with the estimate that the form would begin with.
func (d *desk) progress() {
	d.t.Helper()
	t, err := d.Tell(d.t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "We found the cause."}})
	if err != nil {
		d.t.Fatal(err)
	}
	d.pass(t.Held.Sub(d.now) + time.Second)
}

// minutes passes time in steps of a minute.
func (d *desk) minutes(n int) { d.t.Helper(); d.skip(time.Duration(n) * time.Minute) }

func newEstimate(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t, estimated, "ana")
	d.declare("outage")
	d.write("ana", false)
	d.pass(time.Minute)
	return d
}

func TestAnEstimateIsARangeThatIsStillToCome(t *testing.T) {
	d := newEstimate(t)
	for name, e := range map[string]eta.Estimate{
		"one end":       {To: d.now.Add(time.Hour)},
		"the wrong way": {From: d.now.Add(2 * time.Hour), To: d.now.Add(time.Hour)},
		"passed":        {From: d.now.Add(-2 * time.Hour), To: d.now.Add(-time.Hour)},
		"next year":     {From: d.now, To: d.now.AddDate(2, 0, 0)},
	} {
		if _, err := d.SetEstimate(t.Context(), people["ana"], 1, e); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want a refusal", name, err)
		}
	}
	if _, err := d.SetEstimate(t.Context(), people["dana"], 1, eta.Estimate{}); fault.CodeOf(err) != fault.Denied {
		t.Errorf("the client gives our estimate: %v", err)
	}
}

func TestWhoIsInChargeIsAskedOnceBeforeAnEstimateEnds(t *testing.T) {
	d := newEstimate(t)
	if err := d.estimate(time.Hour, 2*time.Hour); err != nil {
		t.Fatal(err)
	}
	d.minutes(109)
	if n := d.count(outbox.EstimateAsk); n != 0 {
		t.Fatalf("asked %d times, 11 minutes before the end", n)
	}
	d.minutes(5)
	if n := d.count(outbox.EstimateAsk); n != 1 {
		t.Fatalf("asked %d times, 6 minutes before the end, want once", n)
	}
	if _, err := d.EstimateHolds(t.Context(), people["ana"], 1, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := d.EstimateHolds(t.Context(), people["ana"], 1, 2); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("an estimate that was never given holds: %v", err)
	}
	d.now = d.now.Add(time.Hour)
	if _, err := d.EstimateHolds(t.Context(), people["ana"], 1, 1); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("an estimate that has passed will hold: %v", err)
	}
}

func TestAShortEstimateIsCheckedHalfWay(t *testing.T) {
	d := newEstimate(t)
	if err := d.estimate(time.Minute, 12*time.Minute); err != nil {
		t.Fatal(err)
	}
	d.minutes(5)
	if n := d.count(outbox.EstimateAsk); n != 0 {
		t.Errorf("asked %d times after five of twelve minutes", n)
	}
	d.pass(time.Minute + 2*time.Second)
	if n := d.count(outbox.EstimateAsk); n != 1 {
		t.Errorf("asked %d times half way, want once", n)
	}
}

// What a client read of an estimate is what counts as missed.
func TestWhenAClientHearsThatAnEstimateDoesNotHold(t *testing.T) {
	event := func(d *desk) bool {
		p := d.acme().Owed(promise.Update)
		return p.Event != nil && p.Event.Kinds[0] == promise.EstimateMissed
	}
	tests := []struct {
		name string
		told bool
		do   func(d *desk) error
		want bool
	}{
		{"later than they read", true, func(d *desk) error { return d.estimate(3*time.Hour, 5*time.Hour) }, true},
		{"earlier than they read", true, func(d *desk) error { return d.estimate(time.Hour, 90*time.Minute) }, false},
		{"nobody can say", true, func(d *desk) error { return d.estimate(0, 0) }, true},
		{"they read none", false, func(d *desk) error { return d.estimate(3*time.Hour, 5*time.Hour) }, false},
		{"its end passes", true, func(d *desk) error { d.now = d.now.Add(2 * time.Hour); d.work(); return nil }, true},
		{"its end passes, and it works again", true, func(d *desk) error {
			if _, err := d.Edit(t.Context(), people["ana"], 1, incident.Details{Status: update.Monitoring}); err != nil {
				return err
			}
			d.now = d.now.Add(2 * time.Hour)
			d.work()
			return nil
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newEstimate(t)
			if err := d.estimate(time.Hour, 2*time.Hour); err != nil {
				t.Fatal(err)
			}
			if tt.told {
				d.progress()
				if _, to, ok := d.acme().ToldEstimate(); !ok || !to.After(d.now) {
					t.Fatal("the text did not carry the estimate")
				}
			}
			if err := tt.do(d); err != nil {
				t.Fatal(err)
			}
			if got := event(d); got != tt.want {
				t.Errorf("the client should hear now: %t, want %t", got, tt.want)
			}
		})
	}
}

func TestAnEstimateThatStandsInATextIsTheTeams(t *testing.T) {
	d := newEstimate(t)
	_, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress,
		Words: map[string]string{"what_changed": "We found the cause."},
		Times: map[string]time.Time{"eta_from": d.now.Add(time.Hour), "eta_to": d.now.Add(2 * time.Hour)}})
	if err != nil {
		t.Fatal(err)
	}
	d.pass(time.Minute)
	d.now = d.now.Add(108 * time.Minute)
	d.work()
	if n := d.count(outbox.EstimateAsk); n != 0 {
		t.Fatalf("asked %d times, 11 minutes before the end", n)
	}
	d.pass(2 * time.Minute)
	if n := d.count(outbox.EstimateAsk); n != 1 {
		t.Errorf("asked %d times about an estimate that was typed into a text, want once", n)
	}
}

func TestAnEstimateThatWasWithdrawnIsMissedNoMore(t *testing.T) {
	d := newEstimate(t)
	if err := d.estimate(time.Hour, 2*time.Hour); err != nil {
		t.Fatal(err)
	}
	d.progress()
	if err := d.estimate(0, 0); err != nil {
		t.Fatal(err)
	}
	p := d.acme().Owed(promise.Update)
	if p.Draft == nil || p.Draft.Kind != update.EtaChange {
		t.Fatalf("the reminder offers %+v, want the change of the estimate", p.Draft)
	}
	if _, err := d.AnswerReminder(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: p.N}, p.Draft.Hash()); err != nil {
		t.Fatal(err)
	}
	d.pass(15 * time.Second)
	if _, to, ok := d.acme().ToldEstimate(); ok {
		t.Errorf("they still count on %s", to)
	}
	d.now = d.now.Add(3 * time.Hour)
	d.work()
	if e := d.acme().Owed(promise.Update).Event; e != nil {
		t.Errorf("what nobody counts on was missed: %+v", e)
	}
}

func TestTheQuestionGoesToAPersonWhereTheChannelIsSilent(t *testing.T) {
	d := newEstimate(t)
	if err := d.estimate(time.Hour, 2*time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := d.ChannelShared(t.Context(), "C0INC", true); err != nil {
		t.Fatal(err)
	}
	d.now = d.now.Add(111 * time.Minute)
	d.work()
	for _, m := range d.told {
		if m.Kind == outbox.EstimateAsk && m.To != "U0ANA" {
			t.Errorf("it was asked in %s, which others read", m.To)
		}
	}
	if n := d.count(outbox.EstimateAsk); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
}

// That an estimate is missed is brought up once: who was told of it is not to be
// told again when its time passes, or passes once more.
func TestAnEstimateIsMissedOnce(t *testing.T) {
	for name, miss := range map[string]func(d *desk) error{
		"somebody said that it does not hold": func(d *desk) error { return d.estimate(3*time.Hour, 5*time.Hour) },
		"its end passes":                      func(d *desk) error { d.now = d.now.Add(2 * time.Hour); d.work(); return nil },
	} {
		d := newEstimate(t)
		if err := d.estimate(time.Hour, 2*time.Hour); err != nil {
			t.Fatal(err)
		}
		d.progress()
		if err := miss(d); err != nil {
			t.Fatal(err)
		}
		if e := d.acme().Owed(promise.Update).Event; e == nil {
			t.Fatalf("%s, and it is no event", name)
		}
		d.rang("It takes longer")
		d.now = d.now.Add(2 * time.Hour)
		d.work()
		if e := d.acme().Owed(promise.Update).Event; e != nil {
			t.Errorf("%s, they were told, and it is missed again: %v", name, e.Kinds)
		}
	}
}
