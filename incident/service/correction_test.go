package service_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
)

// correction is what is wrong and what is right.
func correction(n int) incident.Proposal {
	return incident.Proposal{Kind: update.Correction, Corrects: n, Words: map[string]string{
		"wrong": "the shop does not open", "right": "Only the checkout does not open.", "how_found": "We tried it ourselves.", "action_now": "looking for the reason",
	}}
}

// A correction goes to those who have what was wrong, or may have it, and in its place to where
// it is missing: they would not hear of it at all.
func TestACorrectionGoesToThoseWhoHaveIt(t *testing.T) {
	unsure := outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "no answer"}
	later := outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "Slack asked to wait"}
	tests := []struct {
		name  string
		fail  map[string]outbox.DeliveryOutcome // of the wrong text
		since func(d *desk)
		want  []string // where the correction goes
	}{
		{"both have it", nil, nil, []string{"C0ACME", "https://acme.example/hook"}},
		{"one refused it", map[string]outbox.DeliveryOutcome{client.ViaWebhook: refusedThere}, nil, []string{"C0ACME", "https://acme.example/hook"}},
		{"one has not got it yet: it gets what is right", map[string]outbox.DeliveryOutcome{client.ViaWebhook: later}, nil, []string{"C0ACME", "https://acme.example/hook"}},
		{"nobody knows whether one has it", map[string]outbox.DeliveryOutcome{client.ViaSlack: unsure}, nil, []string{"C0ACME", "https://acme.example/hook"}},
		{"they moved since: it goes where the wrong words stand", nil, func(d *desk) { d.reconfigure(func(r *team.Roster) { r.Clients[0].Slack = "C0ELSEWHERE" }) }, []string{"C0ACME", "https://acme.example/hook"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, twoWays, "ana")
			d.declare("outage")
			for via, o := range tt.fail {
				d.fail[via] = o
			}
			d.write("ana", false)
			d.pass(12 * time.Second)
			if tt.since != nil {
				tt.since(d)
			}
			before := len(d.sent)
			clear(d.fail)
			if _, err := d.Tell(t.Context(), people["ana"], 1, correction(1)); err != nil {
				t.Fatal(err)
			}
			list, err := d.Updates(t.Context(), people["ana"], 1, "acme")
			if err != nil || len(list) != 2 {
				t.Fatal(list, err)
			}
			var got []string
			for _, to := range list[1].To {
				got = append(got, to.To)
			}
			if len(got) != len(tt.want) || got[0] != tt.want[0] || got[len(got)-1] != tt.want[len(tt.want)-1] {
				t.Errorf("it goes to %v, want %v", got, tt.want)
			}
			d.pass(2 * time.Minute)
			for _, m := range d.sent[before:] {
				if m.Update == 1 && m.Via == client.ViaWebhook {
					t.Error("the wrong text left after it was corrected")
				}
			}
		})
	}
}

// Whether a text in doubt has arrived, nobody knows better once it is given up
// or a newer one has come: what is wrong in it may stand there.
func TestACorrectionReachesWhatWasInDoubt(t *testing.T) {
	tests := []struct {
		name string
		end  func(d *desk)
	}{
		{"a newer update has arrived there", func(d *desk) {
			if _, err := d.Tell(d.t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Holding}); err != nil {
				d.t.Fatal(err)
			}
		}},
		{"given up", func(d *desk) {
			if _, err := d.ResolveDelivery(d.t.Context(), people["ana"], view.Ref{Number: 1, Key: d.acme().Missing[0].Key}, outbox.GiveUp); err != nil {
				d.t.Fatal(err)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, twoWays, "ana")
			d.declare("outage")
			d.fail[client.ViaSlack] = outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "no answer"}
			d.write("ana", false)
			d.pass(2 * time.Minute)
			clear(d.fail)
			tt.end(d)
			d.pass(15 * time.Second)
			if n := len(d.acme().Missing); n != 0 {
				t.Fatalf("%d debts are left, want none", n)
			}
			if _, err := d.Tell(t.Context(), people["ana"], 1, correction(1)); err != nil {
				t.Fatal(err)
			}
			list, err := d.Updates(t.Context(), people["ana"], 1, "acme")
			if err != nil {
				t.Fatal(err)
			}
			if to := list[len(list)-1].To; len(to) != 2 {
				t.Errorf("it goes to %v, want both: the wrong words may stand in Slack", to)
			}
		})
	}
}

func TestNothingToCorrect(t *testing.T) {
	d := newDesk(t, twoWays, "ana")
	d.declare("outage")
	if _, err := d.Tell(t.Context(), people["ana"], 1, correction(0)); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("before anything was sent: %v, want Conflict", err)
	}
	d.fail[client.ViaSlack], d.fail[client.ViaWebhook] = refusedThere, refusedThere
	d.write("ana", false)
	d.pass(12 * time.Second)
	if _, err := d.Tell(t.Context(), people["ana"], 1, correction(1)); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("of what nobody has: %v, want Conflict", err)
	}
}

// After the last word a correction still goes out, and what it promises is kept.
func TestACorrectionAfterTheLastWord(t *testing.T) {
	d := newDesk(t, twoWays, "ana")
	d.declare("outage")
	d.write("ana", false)
	d.pass(12 * time.Second)
	if _, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Told(t.Context(), people["ana"], 1, byhand.Report{Text: "it works again"}); err != nil {
		t.Fatal(err)
	}
	p := correction(1)
	p.NextAt = d.now.Add(time.Hour)
	if _, err := d.Tell(t.Context(), people["ana"], 1, p); err != nil {
		t.Fatal(err)
	}
	d.pass(12 * time.Second)
	owed := d.acme().Owed(promise.Afterword)
	if owed == nil || !owed.DueAt.Equal(p.NextAt) {
		t.Fatalf("owed %+v, want word by %s", owed, p.NextAt)
	}
	if _, err := d.Close(t.Context(), people["ana"], 1, service.Closing{Reason: "small team"}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("closed with a promise open: %v", err)
	}
	d.pass(time.Hour)
	if d.count(outbox.Reminder) == 0 {
		t.Error("nobody was reminded of what the correction promised")
	}
	if _, err := d.Told(t.Context(), people["ana"], 1, byhand.Report{Text: "nothing more was wrong"}); err != nil {
		t.Fatal(err)
	}
	if d.acme().Owed(promise.Afterword) != nil {
		t.Error("it is still owed")
	}
}

// A copy that is tried again and then recalled, since it was corrected, is owed no more.
func TestADebtOfACorrectedCopyEnds(t *testing.T) {
	d := newDesk(t, twoWays, "ana")
	d.declare("outage")
	d.fail[client.ViaWebhook] = refusedThere
	d.write("ana", false)
	d.pass(12 * time.Second)
	if len(d.acme().Missing) != 1 {
		t.Fatal(d.acme().Missing)
	}
	d.fail[client.ViaWebhook] = outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "their webhook has trouble"}
	if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: d.acme().Missing[0].Key}, outbox.SendAgain); err != nil {
		t.Fatal(err)
	}
	d.pass(3 * time.Second)
	if _, err := d.Tell(t.Context(), people["ana"], 1, correction(1)); err != nil {
		t.Fatal(err)
	}
	d.pass(15 * time.Second)
	for _, debt := range d.acme().Missing {
		t.Errorf("still reminded of %s", debt.Key)
	}
	d.skip(3 * time.Hour)
	if d.written(timeline.RemindedMissing, "Reminded that update 1 is missing") {
		t.Error("people were reminded of it")
	}
}

// Who says when they were told what was wrong, and not in which text, means the one that had
// left by then: of several clients each has texts of its own.
func TestACorrectionIsAboutTheTextOfItsTime(t *testing.T) {
	for _, tt := range []struct {
		minutes int // after the first text; -1: nobody says when
		want    int
	}{{-1, 2}, {0, 1}, {10, 1}, {30, 2}} {
		d := newDesk(t, withChannel, "ana")
		d.declare("outage")
		d.write("ana", false)
		first := d.now
		d.skip(20 * time.Minute)
		d.say(incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "We restarted the web server.", "impact_now": "The shop is slow."}})
		d.skip(11 * time.Minute)
		p := correction(0)
		if tt.minutes >= 0 {
			p.Times = map[string]time.Time{"wrong_at": first.Add(time.Duration(tt.minutes) * time.Minute).Truncate(time.Minute)}
		}
		d.say(p)
		list, err := d.Updates(t.Context(), people["ana"], 1, "acme")
		if err != nil || list[len(list)-1].Corrects != tt.want {
			t.Errorf("told %d min after the first text: it is about text %d, %v; want %d", tt.minutes, list[len(list)-1].Corrects, err, tt.want)
		}
	}
}
