package service_test

import (
	"slices"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/lessons"
	"candor/incident/outbox"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/review"
	"candor/incident/schedule/scheduletest"
	"candor/incident/team"
)

// owing is a desk at which an incident is over, but for a change that ana makes by Thursday.
// The first minute is a Tuesday, 14:00.
func owing(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t, withChannel, "ana", "ben")
	d.now = scheduletest.Start
	d.declare("outage")
	d.changeIncident(func(inc *incident.Incident) {
		inc.Affected("acme").Owed(promise.Update).End(promise.Dropped, "none", d.now)
		inc.Affected("acme").NoPromise = "none"
		inc.Changes = review.Changes{{N: 1, Text: "test it", Owner: "U0ANA", At: d.now, DueAt: d.now.Add(51 * time.Hour)}}
	})
	return d
}

func (d *desk) changeIncident(fn func(*incident.Incident)) {
	d.t.Helper()
	err := d.Store.Update(d.t.Context(), func(tx records.Tx) error {
		inc, err := tx.Incident(1)
		if err != nil {
			return err
		}
		fn(inc)
		return tx.PutIncident(inc)
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// mornings are when the message of a morning reached somebody.
func (d *desk) mornings(user string) (list []string) {
	for _, m := range d.told {
		if m.Kind == outbox.Morning && m.To == user {
			list = append(list, m.NotTill.UTC().Format("Mon 15:04"))
		}
	}
	return list
}

func TestOneMessageAMorning(t *testing.T) {
	d := owing(t)
	d.skip(70 * time.Hour) // until Friday noon
	if got := d.mornings("U0ANA"); !slices.Equal(got, []string{"Wed 09:00", "Fri 09:00"}) {
		t.Errorf("ana is written to at %v", got)
	}
	if got := d.mornings("U0BEN"); got != nil {
		t.Errorf("ben is written to at %v", got)
	}
}

// Nothing is sent where nothing is left to do when the message would leave.
func TestNoMessageWhereNothingIsLeft(t *testing.T) {
	d := owing(t)
	if _, _, err := d.Conclude(t.Context(), people["ana"], 1, lessons.Lesson{Done: 1}); err != nil {
		t.Fatal(err)
	}
	d.skip(46 * time.Hour)
	if got := d.mornings("U0ANA"); got != nil {
		t.Errorf("ana is written to at %v", got)
	}
}

// A program that was away for a morning brings it up as it returns, and in the night on
// the next morning: once.
func TestAMorningThatWasMissed(t *testing.T) {
	for away, want := range map[time.Duration]string{21 * time.Hour: "Wed 11:00", 30 * time.Hour: "Thu 09:00"} {
		d := owing(t)
		d.now = d.now.Add(away)
		d.work()
		d.skip(20 * time.Hour)
		if got := d.mornings("U0ANA"); len(got) == 0 || got[0] != want || slices.Contains(got[1:], want) {
			t.Errorf("away for %s: ana is written to at %v, want %s first", away, got, want)
		}
	}
}

// What does not reach its owner goes to the next person on the list, once.
func TestAMorningThatDoesNotReachItsOwner(t *testing.T) {
	d := owing(t)
	d.reconfigure(func(r *team.Roster) { r.EscalateTo = []string{"U0ANA", "U0BEN"} })
	d.refuse = "U0ANA"
	d.skip(20 * time.Hour)
	if got := d.mornings("U0BEN"); len(got) != 1 {
		t.Errorf("ben is written to at %v", got)
	}
	d.refuse = ""
}

// Who gets the list of another is asked for what stands there, and may do it.
func TestWhoGetsTheListOfAnotherMayDoIt(t *testing.T) {
	d := owing(t)
	d.changeIncident(func(inc *incident.Incident) {
		aff := inc.Affected("acme")
		for _, p := range []promise.Promise{{Kind: promise.Review, DueAt: d.now.Add(27 * time.Hour)}, {Kind: promise.Checkin7, DueAt: d.now.Add(200 * time.Hour)}} {
			p.N, p.MadeAt = len(aff.Promises)+1, d.now
			aff.Promises = append(aff.Promises, p)
		}
	})
	d.reconfigure(func(r *team.Roster) { r.EscalateTo = []string{"U0ANA", "U0BEN"} })
	d.refuse = "U0ANA"
	d.skip(20 * time.Hour)
	d.refuse = ""
	d.changeIncident(func(inc *incident.Incident) {
		aff := inc.Affected("acme")
		if err := policy.May(people["ben"], policy.Tend, inc, "acme"); err != nil || len(aff.Owed(promise.Checkin7).Asked) > 0 {
			t.Errorf("of the review: %v; a check-in that is not on the list was asked of %v", err, aff.Owed(promise.Checkin7).Asked)
		}
	})
}

// A clock that was ahead had the message sent early: by the right one it comes again.
func TestTheMorningAfterAClockThatWasAhead(t *testing.T) {
	d := owing(t)
	right := d.now
	d.now = right.AddDate(0, 0, 7)
	d.work()
	d.now = right.Add(time.Minute)
	d.work()
	before := len(d.mornings("U0ANA"))
	d.skip(20 * time.Hour)
	if got := d.mornings("U0ANA"); len(got) != before+1 {
		t.Errorf("ana is written to at %v", got)
	}
}

// Steps that fall due while the incident is worked on come in one message, which is edited.
func TestStepsOfAnHourAreOneMessage(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	d.skip(50 * time.Minute)
	posted, edited := 0, 0
	for _, m := range d.told {
		switch {
		case m.Kind == outbox.StepDue:
			posted++
		case m.Kind == outbox.Answered && m.Client == "":
			edited++
		}
	}
	if posted != 1 || edited == 0 {
		t.Errorf("%d messages and %d edits about steps in 50 minutes, want one message", posted, edited)
	}
}
