package service_test

import (
	"context"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/audit"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/schedule/scheduletest"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// Whatever waits, the clock jumps an hour or ten years and comes back, or stays
// where it jumped to: nothing is sent twice, nothing is lost, and who expects
// news is still brought up.
func TestTheClockJumps(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	night := time.Date(2026, 3, 11, 2, 10, 0, 0, time.UTC)
	saturday := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	day := scheduletest.Start
	must := func(d *desk, err error) {
		d.t.Helper()
		if err != nil {
			d.t.Fatal(err)
		}
	}
	scenes := []struct {
		name   string
		at     time.Time
		sev    client.Severity
		client func(*client.Client)
		do     func(*desk)
	}{
		{"a first notice that waits for Monday", saturday, 3, nil, func(*desk) {}},
		{"a client that sleeps until it opens", night, 1, nil, func(d *desk) {
			t, err := d.Write(d.t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown, Night: update.NightTillOpening})
			must(d, err)
			_, err = d.Send(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: t.Update.Hash()})
			must(d, err)
		}},
		{"fixed times", day, 1, func(c *client.Client) {
			c.Cadence = map[client.Severity]client.Rhythm{1: {Every: schedule.Cadence{Cron: "0 9,13,15,17 * * *"}}}
		}, func(d *desk) { d.write("ana", false) }},
		{"a slower rhythm that waits to be told", day, 1, nil, func(d *desk) {
			d.write("ana", false)
			_, err := d.SetCadence(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, incident.CadenceOverride{Cadence: schedule.Every(time.Hour)})
			must(d, err)
		}},
		{"something that happened", day, 2, nil, func(d *desk) {
			d.write("ana", false)
			d.pass(15 * time.Second)
			_, err := d.Edit(d.t.Context(), people["ana"], 1, incident.Details{Severity: 1})
			must(d, err)
		}},
		{"an estimate that the client read", day, 1, nil, func(d *desk) {
			d.write("ana", false)
			d.pass(15 * time.Second)
			must(d, d.estimate(time.Hour, 2*time.Hour))
			d.progress()
		}},
		{"an automatic text to come", day, 1, func(c *client.Client) { c.Automatic = true }, func(d *desk) {
			d.write("ana", false)
			d.pass(15 * time.Second)
		}},
		{"a text that is held", day, 1, nil, func(d *desk) { d.write("ana", false) }},
	}
	const years = 10 * 365 * 24 * time.Hour
	for _, scene := range scenes {
		for _, jump := range []time.Duration{time.Hour, -time.Hour, years, -years} {
			for _, back := range []bool{true, false} {
				t.Run(scene.name+" "+jump.String()+map[bool]string{true: " and back", false: ""}[back], func(t *testing.T) {
					c := estimated
					if scene.client != nil {
						scene.client(&c)
					}
					d := newDesk(t, c, "ana", "ben")
					d.reconfigure(func(r *team.Roster) {
						for i := range r.People {
							r.People[i].Phone = "+44 20 7946 0001"
						}
					})
					d.now = scene.at
					_, err := d.Declare(t.Context(), people["ana"], service.Declaration{Client: "acme", Kind: "outage", Impact: "the shop does not open", Doing: "checking what happened", Severity: scene.sev})
					must(d, err)
					d.work()
					scene.do(d)
					d.now = d.now.Add(jump)
					d.work()
					d.sound()
					if back {
						d.now = d.now.Add(time.Minute - jump)
						d.work()
						d.sound()
					}
					d.leads()
				})
			}
		}
	}
}

// sound checks the invariants, and that nothing arrived twice.
func (d *desk) sound() {
	d.t.Helper()
	if err := d.Store.View(d.t.Context(), audit.Check); err != nil {
		d.t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range d.sent {
		if seen[m.Key] {
			d.t.Fatalf("%s was sent twice", m.Key)
		}
		seen[m.Key] = true
	}
	if n := len(d.automatics()); n > 1 {
		d.t.Fatalf("%d automatic texts for one promise", n)
	}
}

// leads follows what the client expects to its time, wherever the clock stands:
// what was approved has arrived by then, and somebody has been reminded.
func (d *desk) leads() {
	d.t.Helper()
	for range 40 { // what else falls due on the way
		var next time.Time
		err := d.Store.View(d.t.Context(), func(tx records.Tx) (err error) { next, err = tx.NextWake(); return err })
		if err != nil {
			d.t.Fatal(err)
		}
		p := d.acme().Owed(promise.Update)
		if p == nil {
			d.t.Fatal("nothing is owed to a client that is still hurt")
		}
		if p.Nags > 0 && d.acme().Out == 0 || next.IsZero() || next.After(p.DueAt.Add(time.Minute)) {
			break
		}
		if next.After(d.now) {
			d.now = next
		}
		d.minutes(1)
		d.sound()
	}
	aff := d.acme()
	p := aff.Owed(promise.Update)
	if p.Nags == 0 || d.count(outbox.Reminder) == 0 {
		d.t.Errorf("at %s nobody has been reminded of what is due %s: %+v", d.now, p.DueAt, p)
	}
	if aff.Out != 0 {
		d.t.Errorf("update %d was approved and has not left", aff.Out)
	}
	err := d.Store.View(context.Background(), func(tx records.Tx) error {
		for n := 1; n <= aff.Updates; n++ {
			u, err := tx.ClientUpdate(1, "acme", n)
			if err != nil {
				return err
			}
			shown := u.State == update.Failed && d.count(outbox.Problem) > 0 // its time passed while it was held
			if u.State != update.Sent && !shown && !update.Automatic(u.Kind) {
				d.t.Errorf("update %d is %s", n, u.State)
			}
		}
		return nil
	})
	if err != nil {
		d.t.Error(err)
	}
}

// What Candor decided while the clock was ten years ahead, and nobody saw, it
// decides again when the clock is right.
func TestWhatAWrongClockDecidedIsDecidedAgain(t *testing.T) {
	const years = 10 * 365 * 24 * time.Hour
	ahead := func(d *desk) {
		d.t.Helper()
		d.now = d.now.Add(years)
		if err := d.Tick(d.t.Context()); err != nil {
			d.t.Fatal(err)
		}
		d.now = d.now.Add(-years)
		d.work()
		d.sound()
	}
	t.Run("an estimate has not ended", func(t *testing.T) {
		d := newEstimate(t)
		if err := d.estimate(time.Hour, 2*time.Hour); err != nil {
			t.Fatal(err)
		}
		d.progress()
		ahead(d)
		if e := d.acme().Owed(promise.Update).Event; e != nil {
			t.Errorf("the client should hear at once: %+v", e)
		}
		d.now = d.now.Add(111 * time.Minute)
		d.work()
		if n := d.count(outbox.EstimateAsk); n != 1 {
			t.Errorf("asked %d times whether it holds, want once", n)
		}
	})
	t.Run("an automatic text is still to come", func(t *testing.T) {
		d := newAgreed(t, agreed)
		ahead(d)
		if got := d.automatics(); len(got) != 0 {
			t.Fatalf("ten years late the client reads %q", got)
		}
		d.minutes(41)
		if got := d.automatics(); len(got) != 1 {
			t.Errorf("the client reads %q, want one automatic text", got)
		}
	})
}

// The clock was three hours ahead while Slack had trouble, and is set right: what
// waits in the queue does not wait three hours.
func TestAClockThatWasAheadSilencesNobody(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("outage")
	d.pass(5 * time.Second)
	ahead := d.now.Add(3 * time.Hour)
	right := d.now
	d.now = ahead
	if err := d.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.Carry(func(*view.Lease) outbox.DeliveryOutcome { // for a moment
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "Slack has trouble"}
	})
	d.now = right.Add(10 * time.Second) // the clock is set right
	before, direct := d.count(outbox.Reminder), d.count(outbox.Direct)
	d.skip(45 * time.Minute) // the first word was due after 15
	if n := d.count(outbox.Reminder) - before; n == 0 {
		t.Errorf("%d reminders in the channel and %d direct messages in the 45 minutes after the clock was set right; the first word was due after 15", n, d.count(outbox.Direct)-direct)
	}
}

// A reminder that was due while a client was open, and that nobody was there to
// make, is made at night: once. Each tick until the morning would try it again.
func TestWhatWasDueBeforeTheNightIsBroughtUpOnce(t *testing.T) {
	d := newDesk(t, withChannel, "ana") // open from 09:00 to 17:00
	if _, err := d.Declare(t.Context(), people["ana"], service.Declaration{Client: "acme", Kind: "outage", Impact: "a picture is missing", Doing: "checking what happened", Severity: 3}); err != nil {
		t.Fatal(err)
	}
	d.work()
	if _, err := d.Told(t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByCall, Text: "we are at it", NextAt: d.now.Add(2 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	d.work()
	before := d.count(outbox.Reminder)
	d.now = d.now.Add(8 * time.Hour) // 22:00; what was due at 16:00 was missed
	d.work()
	d.pass(10 * time.Second)
	if n := d.count(outbox.Reminder) - before; n != 1 {
		t.Errorf("%d reminders, want 1", n)
	}
	inc, err := d.Get(t.Context(), people["ana"], 1)
	if err != nil {
		t.Fatal(err)
	}
	if wake := inc.Wake(); !wake.After(d.now) {
		t.Errorf("it wakes at %s, and it is %s: each tick commits until the morning", wake, d.now)
	}
}

// What was resolved and closed while the clock was a day ahead ended when it did: the steps
// of the day after are not a day late, and nothing that is promised since was promised before.
func TestWhatEndedWhileTheClockWasAhead(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("outage")
	d.write("ana", false)
	d.minutes(5)
	right := d.now
	d.now = d.now.Add(29 * time.Hour)
	d.work()
	if _, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Told(t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByMessenger, Text: "It works again."}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Close(t.Context(), people["ana"], 1, service.Closing{Reason: "small team"}); err != nil {
		t.Fatal(err)
	}
	d.now = right.Add(time.Minute)
	d.work()
	inc := d.incident()
	for name, at := range map[string]time.Time{"resolved": inc.ResolvedAt, "closed": inc.ClosedAt} {
		if at.After(d.now) || at.Before(right.Add(-time.Minute)) {
			t.Errorf("%s at %s; it is %s, and the clock was right at %s", name, at, d.now, right)
		}
	}
	d.sound()
}
