package service_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/update"
)

// An old question whether a client may hear later decides nothing once it works
// again: the final message is not put off by it.
func TestNothingIsPutOffOnceItIsResolved(t *testing.T) {
	for _, agrees := range []bool{true, false} {
		d := newDesk(t, withChannel, "ana", "ben")
		d.declare("outage")
		d.write("ana", false)
		d.pass(15 * time.Second)
		if _, err := d.TellLater(t.Context(), people["ana"], 1, incident.DecisionRequest{Client: "acme", Reason: "in the air", Second: "U0BEN", Until: d.now.Add(5 * time.Hour)}); err != nil {
			t.Fatal(err)
		}
		key := d.acme().Embargo.Key
		if _, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved}); err != nil {
			t.Fatal(err)
		}
		before := d.acme().Next().DueAt
		if err := d.answer("ben", key, agrees); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("agrees %t: %v", agrees, err)
		}
		if got := d.acme().Next().DueAt; !got.Equal(before) {
			t.Errorf("agrees %t: the final message was due %s, and is now due %s", agrees, before, got)
		}
	}
}

// under lets something be done while the clock is wrong by so much, for a few minutes,
// and sets it right.
func (d *desk) under(wrong time.Duration, do func()) {
	d.t.Helper()
	d.now = d.now.Add(wrong)
	d.work()
	d.skip(2 * time.Minute)
	do()
	d.skip(2 * time.Minute)
	d.now = d.now.Add(-wrong)
	d.skip(time.Minute)
	d.sound()
}

const aDay = 24 * time.Hour

// What two people decide while the clock is a day ahead, or is set back by a day after,
// holds as long as they meant, and no longer.
func TestWhatIsDecidedUnderAWrongClock(t *testing.T) {
	ask := func(d *desk) {
		d.t.Helper()
		_, err := d.TellLater(d.t.Context(), people["ana"], 1, incident.DecisionRequest{Client: "acme", Reason: "in the air", Second: "U0BEN", Until: d.now.Add(3 * time.Hour)})
		d.Must(err)
		d.work()
	}
	agree := func(d *desk) {
		d.t.Helper()
		d.Must(d.answer("ben", d.acme().Embargo.Key, true))
	}
	tests := []struct {
		name string
		do   func(*desk)
		due  int // minutes after all is right; 0: it is overdue, and was not put off
	}{
		{"asked and agreed a day ahead", func(d *desk) { d.under(aDay, func() { ask(d); agree(d) }) }, 3*60 - 3},
		{"asked a day ahead, agreed when it is right", func(d *desk) { d.under(aDay, func() { ask(d) }); agree(d) }, 3*60 - 3},
		{"asked when it is right, and agreed after a jump ahead and back", func(d *desk) { ask(d); d.under(aDay, func() {}); agree(d) }, 3*60 - 5},
		{"agreed, then a jump ahead and back", func(d *desk) { ask(d); agree(d); d.under(aDay, func() {}) }, 3*60 - 5},
		{"agreed, then a jump back and ahead", func(d *desk) { ask(d); agree(d); d.under(-aDay, func() {}) }, 3*60 - 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, withChannel, "ana", "ben")
			d.declare("data_loss")
			tt.do(d)
			l := d.acme().Embargo
			if in := int(l.Until.Sub(d.now).Minutes()); in < tt.due-2 || in > tt.due+2 {
				t.Errorf("it ends in %d min, want %d", in, tt.due)
			}
			if due := d.due(); due < tt.due-2 || due > tt.due+2 {
				t.Errorf("they hear in %d min, want %d", due, tt.due)
			}
		})
	}
}

// An answer that is too late under a wrong clock decides nothing then, and one that
// was asked for a day ago by a clock that was behind decides nothing now.
func TestAWrongClockDoesNotAnswer(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("data_loss")
	d.under(-aDay, func() {
		_, err := d.TellLater(t.Context(), people["ana"], 1, incident.DecisionRequest{Client: "acme", Reason: "in the air", Second: "U0BEN", Until: d.now.Add(3 * time.Hour)})
		d.Must(err)
	})
	before := d.acme().Next().DueAt
	if err := d.answer("ben", d.acme().Embargo.Key, true); fault.CodeOf(err) != fault.Conflict || !d.acme().Next().DueAt.Equal(before) {
		t.Errorf("agreed a day late: %v; due %s, was %s", err, d.acme().Next().DueAt, before)
	}
}

// Who is alone is asked after four hours, whatever the clock did meanwhile, and can
// answer then.
func TestWhoIsAloneIsAskedInTheirTime(t *testing.T) {
	for _, wrong := range []time.Duration{aDay, 3 * time.Hour, -aDay} {
		for _, during := range []bool{true, false} {
			d := newDesk(t, withChannel, "ana")
			d.declare("data_loss")
			ask := func() {
				_, err := d.TellLater(t.Context(), people["ana"], 1, incident.DecisionRequest{Client: "acme", Reason: "in the air", Until: d.now.Add(12 * time.Hour)})
				d.Must(err)
			}
			if during {
				d.under(wrong, ask)
			} else {
				ask()
				d.under(wrong, func() {})
			}
			if wrong < 0 && during { // that was a day ago: nobody was asked then, and the client is told
				continue
			}
			if n := d.count(outbox.Second); n != 0 {
				t.Errorf("wrong by %s, asked meanwhile %t: the question came at once", wrong, during)
			}
			if err := d.answer("ana", d.acme().Embargo.Key, true); fault.CodeOf(err) != fault.Conflict {
				t.Errorf("wrong by %s, asked meanwhile %t: answered at once: %v", wrong, during, err)
			}
			d.skip(4*time.Hour + time.Minute)
			if n := d.count(outbox.Second); n != 1 {
				t.Errorf("wrong by %s, asked meanwhile %t: asked %d times after four hours, want once", wrong, during, n)
			}
			if err := d.answer("ana", d.acme().Embargo.Key, true); err != nil {
				t.Errorf("wrong by %s, asked meanwhile %t: answered after four hours: %v", wrong, during, err)
			}
			if in := d.acme().Embargo.Until.Sub(d.now); in > 8*time.Hour {
				t.Errorf("wrong by %s, asked meanwhile %t: it ends in %s", wrong, during, in)
			}
		}
	}
}

// Who declares, and who confirms a loss, while the clock is a day ahead is not given a
// day more to tell the client. A time that the client has read is that of the nearest
// day: they saw the hour.
func TestADeadlineOfAWrongClockIsSetRight(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.work() // it is alive before
	d.under(aDay, func() { d.declare("data_loss") })
	if due := d.due(); due > 15 || due < 10 {
		t.Errorf("declared a day ahead: the first notice is due in %d min, want 15 after it", due)
	}
	d = newDesk(t, withChannel, "ana", "ben")
	d.declare("data_loss")
	d.write("ana", false)
	d.under(aDay, func() { d.fact(facts.DataLost, facts.Yes) })
	if by := d.inc().Disclosure(d.acme()).Sub(d.now); by > time.Hour {
		t.Errorf("a loss confirmed a day ahead is to be told in %s, want an hour after it", by)
	}
	for wrong, want := range map[time.Duration]time.Duration{aDay: 30 * time.Minute, 3 * time.Hour: 3*time.Hour + 30*time.Minute} {
		d = newDesk(t, withChannel, "ana", "ben")
		d.declare("outage")
		var said time.Time
		d.under(wrong, func() {
			d.write("ana", false)
			d.pass(15 * time.Second)
			said = d.acme().Owed(promise.Update).DueAt
		})
		if due := d.acme().Owed(promise.Update).DueAt; due.Format("15:04") != said.Format("15:04") || due.Sub(d.now) > want {
			t.Errorf("%s ahead a client read %s, and is to hear %s", wrong, said, due)
		}
	}
}

// A program that is started again while the clock is ahead, once or often, knows that it
// was ahead when the clock is set right: nobody gets the day longer to tell the client.
func TestAClockThatWasAheadIsSetRightAfterARestart(t *testing.T) {
	for restarts := range 4 {
		d := newDesk(t, withChannel, "ana", "ben")
		d.work()
		d.under(aDay, func() {
			d.declare("data_loss")
			d.fact(facts.DataLost, facts.Yes)
			for range restarts {
				d.Restart(func(string) {})
				d.skip(2 * time.Minute)
			}
		})
		if due := d.due(); due > 15 {
			t.Errorf("%d restarts: the first notice is due in %d min, want 15 after it was declared", restarts, due)
		}
		if by := d.inc().Disclosure(d.acme()).Sub(d.now); by > time.Hour {
			t.Errorf("%d restarts: the loss is to be told in %s, want an hour after it was known", restarts, by)
		}
	}
}

// Bad news of any kind that two people put off comes back when their time is over, not
// at the next promise after it.
func TestWhatWasPutOffComesBackAtItsTime(t *testing.T) {
	for q, a := range map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.Intruder: facts.Suspected, facts.Personal: facts.Yes} {
		d := opened(t, withChannel, "outage")
		d.fact(q, a)
		if _, err := d.TellLater(t.Context(), people["ana"], 1, incident.DecisionRequest{Client: "acme", Reason: "in the air", Second: "U0BEN", Until: d.now.Add(90 * time.Minute)}); err != nil {
			t.Fatal(err)
		}
		until := d.acme().Embargo.Until
		d.work()
		d.Must(d.answer("ben", d.acme().Embargo.Key, true))
		if _, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Holding, NextAt: d.now.Add(80 * time.Minute)}); err != nil {
			t.Fatalf("%s: still, meanwhile: %v", q, err)
		}
		d.pass(15 * time.Second)
		d.skip(75 * time.Minute)
		if _, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Holding, NextAt: d.now.Add(90 * time.Minute), Words: map[string]string{"action_now": "comparing the copies"}}); err != nil {
			t.Fatalf("%s: still, once more: %v", q, err)
		}
		d.pass(15 * time.Second)
		if p := d.acme().Next(); p == nil || p.DueAt.After(until) || p.SaidDue.IsZero() {
			t.Errorf("%s: it is due at %v, and was put off until %s", q, p, until)
		}
		d.skip(until.Sub(d.now) + time.Minute)
		if p := d.acme().Next(); d.inc().MustHear(d.acme()) == nil || p.Nags == 0 {
			t.Errorf("%s: nobody was reminded at %s", q, d.now)
		}
		d.sound()
	}
}
