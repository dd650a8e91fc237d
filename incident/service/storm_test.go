package service_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/view"
)

// newStorm is a desk whose people have phones, and somebody to escalate to.
func newStorm(t *testing.T, c client.Client) *desk {
	t.Helper()
	d := newDesk(t, c, "ana", "ben")
	d.reconfigure(func(r *team.Roster) {
		r.EscalateTo = []string{"U0BEN"}
		for i := range r.People {
			r.People[i].Wake = "https://wake.example/x"
		}
	})
	return d
}

// calm says that within ten minutes the team hears of a promise a few times:
// half an hour is usual, so its step is seven and a half minutes at least.
func (d *desk) calm() {
	d.t.Helper()
	reminders, direct, rings := d.count(outbox.Reminder), d.count(outbox.Direct), d.count(outbox.WakeCall)
	d.pass(10 * time.Minute)
	reminders, direct, rings = d.count(outbox.Reminder)-reminders, d.count(outbox.Direct)-direct, d.count(outbox.WakeCall)-rings
	if reminders < 2 || reminders > 6 || direct > 12 || rings < 2 || rings > 4 {
		d.t.Errorf("in ten minutes %d reminders in the channel, %d direct messages and %d calls", reminders, direct, rings)
	}
}

// The first word leaves at 14:00 and promises 14:30. Slack takes it at 14:29:40.
func TestATextThatArrivesSecondsBeforeTheTimeThatItPromises(t *testing.T) {
	d := newStorm(t, withChannel)
	d.declare("outage")
	d.fail[client.ViaSlack] = outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "Slack has trouble", After: 20 * time.Second}
	d.write("ana", false)
	d.skip(29 * time.Minute)
	d.pass(20 * time.Second)
	d.fail = map[string]outbox.DeliveryOutcome{}
	d.pass(30 * time.Second)
	if p := d.acme().Owed(promise.Update); p.N != 2 || p.DueAt.Sub(p.MadeAt) > 30*time.Second {
		t.Fatalf("owed is %+v; want what was promised for 14:30 seconds before", p)
	}
	d.calm()
}

// An older text turns out to have arrived after a newer one: the time that it
// promised comes half a minute later.
func TestATimeThatTurnsOutToBePromisedIsClose(t *testing.T) {
	d := newStorm(t, client.Client{ID: "acme", Name: "Acme Shop", Email: true, Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}})
	d.declare("outage")
	d.fail[client.ViaEmail] = outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "no answer to the last dot"}
	d.write("ana", false)
	d.pass(12 * time.Second)
	d.fail = map[string]outbox.DeliveryOutcome{}
	d.skip(28 * time.Minute)
	d.tell(byhand.ByMessenger, time.Hour)
	d.pass(75 * time.Second)
	if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: "INC-1/acme/update/1/email/dana@acme.example"}, outbox.ItArrived); err != nil {
		t.Fatal(err)
	}
	d.calm()
}

// Ana promises news in a minute.
func TestATimeThatAPersonChoseIsClose(t *testing.T) {
	d := newStorm(t, withChannel)
	d.declare("outage")
	d.tell(byhand.ByMessenger, time.Minute)
	before := d.count(outbox.Reminder)
	d.pass(50 * time.Second)
	if n := d.count(outbox.Reminder) - before; n > 0 {
		t.Errorf("reminded %d times in the minute that Ana chose", n)
	}
	d.calm()
}

// What the client was told has passed when two people agree to tell it later:
// it waits already, and the ladder goes on.
func TestToPutOffWhatIsOverdueIsNoStorm(t *testing.T) {
	d := newStorm(t, withChannel)
	d.declare("data_loss")
	d.tell(byhand.ByVoicemail, 70*time.Minute)
	d.fact(facts.DataLost, facts.Yes)
	d.skip(75 * time.Minute)
	due := d.acme().Owed(promise.Update).DueAt
	if err := d.agreeLater(5 * time.Hour); err != nil {
		t.Fatal(err)
	}
	if p := d.acme().Owed(promise.Update); !p.DueAt.Equal(due) || p.Rung < outbox.TooLate {
		t.Errorf("due %s, rung %d; want %s as before, and as late", p.DueAt, p.Rung, due)
	}
	before := d.count(outbox.Reminder)
	d.pass(10 * time.Minute)
	if n := d.count(outbox.Reminder) - before; n > 2 {
		t.Errorf("reminded %d times in ten minutes", n)
	}
}

// What was put off is late again: the phones that rang before ring again.
func TestALadderThatBeganAgainRings(t *testing.T) {
	d := newStorm(t, withChannel)
	d.declare("data_loss")
	d.fact(facts.DataLost, facts.Yes)
	d.skip(40 * time.Minute)
	before := d.count(outbox.WakeCall)
	if err := d.agreeLater(2 * time.Hour); err != nil || before == 0 {
		t.Fatalf("%d calls before it was put off, %v", before, err)
	}
	d.skip(2*time.Hour - time.Second)
	if n := d.count(outbox.WakeCall) - before; n > 0 {
		t.Errorf("%d calls while it was put off", n)
	}
	d.skip(30 * time.Minute)
	if n := d.count(outbox.WakeCall) - before; n < 2 {
		t.Errorf("%d calls in the half hour after it was late again", n)
	}
}

// agreeLater has Ana and Ben decide that Acme hears later.
func (d *desk) agreeLater(after time.Duration) error {
	d.t.Helper()
	_, err := d.TellLater(d.t.Context(), people["ana"], 1, incident.DecisionRequest{Client: "acme", Reason: "the owner is in the air", Second: "U0BEN", Until: d.now.Add(after)})
	if err != nil {
		return err
	}
	_, err = d.Decide(d.t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", Key: d.acme().Embargo.Key}, true)
	return err
}

// The final message is reminded of as the update in whose place it comes: as often, also
// where that had waited for the client's hours.
func TestTheFinalMessageIsRemindedOfAsOftenAsTheUpdate(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("outage")
	d.write("ana", false)
	d.skip(31 * time.Minute)
	var step time.Duration
	d.changeIncident(func(inc *incident.Incident) {
		p := inc.Clients[0].Next()
		p.From, p.MadeAt = p.MadeAt, p.MadeAt.Add(-15*time.Hour)
		step = p.Step()
	})
	if _, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved}); err != nil {
		t.Fatal(err)
	}
	if p := d.acme().Next(); p.Kind != promise.Final || p.Step() != step {
		t.Errorf("the ladder of %s is laid over %s, was %s", p.Kind, p.Step(), step)
	}
}
