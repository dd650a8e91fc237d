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
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// Two contacts on Slack and a webhook: what is missing on one way is a debt.
var twoWays = client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Webhook: &client.Webhook{URL: "https://acme.example/hook", Secret: "whsec_x"}}

var (
	refusedThere = outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "their server does not take it"}
	arrived      = outbox.DeliveryOutcome{Verdict: outbox.Sent}
)

func TestWhatIsMissingOnOneWayIsADebt(t *testing.T) {
	d := newDesk(t, twoWays, "ana")
	d.declare("outage")
	d.fail[client.ViaWebhook] = refusedThere
	d.write("ana", false)
	d.pass(15 * time.Second)

	aff := d.acme()
	if kept, settled := d.score(aff); kept != 0 || settled != 1 {
		t.Errorf("kept %d of %d, want 0 of 1: it has not arrived everywhere", kept, settled)
	}
	if aff.ToldAt.IsZero() || len(aff.Missing) != 1 || aff.Missing[0].To.Via != client.ViaWebhook {
		t.Fatalf("told at %s, debts %+v", aff.ToldAt, aff.Missing)
	}
	if problems := d.count(outbox.Problem); problems != 1 {
		t.Errorf("%d problems shown, want 1", problems)
	}
	d.pass(10 * time.Minute)
	if problems := d.count(outbox.Problem); problems != 2 {
		t.Errorf("after ten minutes %d problems shown, want 2: people are reminded", problems)
	}

	delete(d.fail, client.ViaWebhook)
	if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: aff.Missing[0].Key}, outbox.SendAgain); err != nil {
		t.Fatal(err)
	}
	d.pass(2 * time.Second)
	aff = d.acme()
	if kept, _ := d.score(aff); kept != 1 || len(aff.Missing) != 0 {
		t.Errorf("after it has arrived: kept %d, debts %+v", kept, aff.Missing)
	}
	d.pass(time.Minute)
	if n := len(d.sent); n != 2 {
		t.Errorf("%d texts left, want one on each way", n)
	}
}

func TestADebtEnds(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	tests := []struct {
		name string
		do   func(d *desk)
		kept int // of the promises that were settled
	}{
		{"given up: kept in part only", func(d *desk) {
			if _, err := d.ResolveDelivery(d.t.Context(), people["ana"], view.Ref{Number: 1, Key: d.acme().Missing[0].Key}, outbox.GiveUp); err != nil {
				d.t.Fatal(err)
			}
		}, 0},
		{"overtaken by a newer update there", func(d *desk) {
			delete(d.fail, client.ViaWebhook)
			if _, err := d.Tell(d.t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Holding}); err != nil {
				d.t.Fatal(err)
			}
			d.pass(15 * time.Second)
		}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, twoWays, "ana")
			d.declare("outage")
			d.fail[client.ViaWebhook] = refusedThere
			d.write("ana", false)
			d.pass(15 * time.Second)
			key := d.acme().Missing[0].Key
			tt.do(d)
			aff := d.acme()
			if kept, _ := d.score(aff); kept != tt.kept || len(aff.Missing) != 0 {
				t.Errorf("kept %d, want %d; debts %+v", kept, tt.kept, aff.Missing)
			}
			shown := d.count(outbox.Problem)
			d.pass(3 * time.Hour)
			if again := d.count(outbox.Problem); again != shown {
				t.Errorf("people are still reminded: %d problems after %d", again, shown)
			}
			if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: key}, outbox.SendAgain); fault.CodeOf(err) != fault.Conflict {
				t.Errorf("the old copy can still be sent: %v", err)
			}
		})
	}
}

// A way that is optional neither settles a promise nor is it owed.
func TestAnOptionalWayIsNotOwed(t *testing.T) {
	c := twoWays
	c.Optional = []string{client.ViaWebhook}
	for name, fail := range map[string]string{"the optional way fails": client.ViaWebhook, "the required way fails": client.ViaSlack} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, c, "ana")
			d.declare("outage")
			d.fail[fail] = refusedThere
			d.write("ana", false)
			d.pass(15 * time.Second)
			aff := d.acme()
			kept, settled := d.score(aff)
			if len(aff.Missing) != 0 {
				t.Errorf("debts %+v", aff.Missing)
			}
			if want := fail == client.ViaWebhook; (kept == 1) != want || (settled == 1) != want {
				t.Errorf("kept %d of %d; settled, want %t", kept, settled, want)
			}
			if aff.ToldAt.IsZero() {
				t.Error("the client has read it and counts as not told")
			}
		})
	}
}

// A copy that was stuck before the other arrived is a debt as soon as it does.
func TestTheFirstCopyThatArrivesSettles(t *testing.T) {
	d := newDesk(t, twoWays, "ana")
	d.declare("outage")
	d.fail[client.ViaWebhook] = refusedThere
	d.fail[client.ViaSlack] = outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "Slack asked to wait"}
	d.write("ana", false)
	d.pass(15 * time.Second)
	if aff := d.acme(); aff.Out != 1 || len(aff.Missing) != 0 || !aff.ToldAt.IsZero() {
		t.Fatalf("one copy stuck, the other on its way: out %d, debts %+v, told %s", aff.Out, aff.Missing, aff.ToldAt)
	}
	d.fail[client.ViaSlack] = arrived
	d.pass(time.Minute)
	if aff := d.acme(); aff.Out != 0 || len(aff.Missing) != 1 || aff.ToldAt.IsZero() {
		t.Errorf("one copy arrived: out %d, debts %+v, told %s", aff.Out, aff.Missing, aff.ToldAt)
	}
}

// A text of which nobody knew turns out to have arrived, long after the time that
// it names: people are reminded as of any late promise, not every second.
func TestATextThatArrivedAfterItsOwnNextTime(t *testing.T) {
	d := newDesk(t, client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}, "ana")
	d.declare("outage")
	d.fail[client.ViaSlack] = outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "no answer"}
	d.write("ana", false)
	d.pass(40 * time.Minute) // its next time was 14:30
	if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: "INC-1/acme/update/1/slack"}, outbox.ItArrived); err != nil {
		t.Fatal(err)
	}
	before := d.count(outbox.Reminder)
	d.pass(5 * time.Minute)
	if n := d.count(outbox.Reminder) - before; n < 1 || n > 2 {
		t.Errorf("%d reminders within five minutes, want one or two", n)
	}
	owed := d.acme().Owed(promise.Update)
	if want := time.Date(2026, 3, 10, 14, 30, 0, 0, time.UTC); !owed.DueAt.Equal(want) || owed.Step() <= 0 {
		t.Errorf("news was due %s, want %s as the text says; step %s", owed.DueAt, want, owed.Step())
	}
}

// A text is held no longer than half of the time until the next one that it
// names: with a rhythm of seconds it would expire before it leaves.
func TestAHeldTextLeavesBeforeTheTimeThatItNames(t *testing.T) {
	c := client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}
	d := newDesk(t, c, "ana")
	d.declare("outage")
	p := incident.Proposal{Kind: update.FirstNoticeUnknown, NextAt: d.now.Add(4 * time.Second)}
	tell, err := d.Tell(t.Context(), people["ana"], 1, p)
	if err != nil {
		t.Fatal(err)
	}
	if wait := tell.Held.Sub(d.now); wait <= 0 || wait > 2*time.Second {
		t.Errorf("it is held for %s, want at most two seconds", wait)
	}
	d.pass(3 * time.Second)
	if len(d.sent) != 1 {
		t.Errorf("%d texts left, want 1", len(d.sent))
	}
}

// An old text turns out to have arrived after the client has read a newer one
// elsewhere: what counts stays with the newer one, but for an earlier time that
// stands in the old one.
func TestAnOldTextThatTurnsOutToHaveArrived(t *testing.T) {
	d := newDesk(t, twoWays, "ana")
	d.declare("outage")
	d.fail[client.ViaSlack] = outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "no answer"}
	d.fail[client.ViaWebhook] = refusedThere
	old := d.write("ana", false).Update
	d.pass(5 * time.Minute)
	delete(d.fail, client.ViaWebhook)
	tell, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown, NextAt: old.NextAt.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	newer := tell.Update
	d.pass(15 * time.Second)
	if aff := d.acme(); aff.Heard != 2 || !newer.NextAt.After(old.NextAt) {
		t.Fatalf("heard %d, next %s after %s: want the second, with a later time", aff.Heard, newer.NextAt, old.NextAt)
	}
	told, lines := d.acme().ToldAt, d.count(outbox.Line)
	if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: "INC-1/acme/update/1/slack"}, outbox.ItArrived); err != nil {
		t.Fatal(err)
	}
	d.pass(5 * time.Second)
	aff := d.acme()
	if aff.Heard != 2 || !aff.ToldAt.Equal(told) {
		t.Errorf("heard %d at %s, want 2 at %s", aff.Heard, aff.ToldAt, told)
	}
	if p := aff.Owed(promise.Update); !p.DueAt.Equal(old.NextAt) {
		t.Errorf("news is due %s, want %s: they have read that", p.DueAt, old.NextAt)
	}
	if n := d.count(outbox.Line) - lines; n != 1 {
		t.Errorf("%d lines say so, want 1", n)
	}
}

// What is missing somewhere is given up when the incident is closed.
func TestNobodyIsRemindedAfterItWasClosed(t *testing.T) {
	d := newDesk(t, twoWays, "ana")
	d.declare("outage")
	d.fail[client.ViaWebhook] = refusedThere
	d.write("ana", false)
	d.pass(12 * time.Second)
	if _, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Told(t.Context(), people["ana"], 1, byhand.Report{Text: "it works again"}); err != nil {
		t.Fatal(err)
	}
	d.pass(5 * time.Second)
	if _, err := d.Close(t.Context(), people["ana"], 1, service.Closing{Reason: "small team"}); err != nil {
		t.Fatal(err)
	}
	d.pass(5 * time.Second)
	before := d.count(outbox.Problem)
	clear(d.fail)
	if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: "INC-1/acme/update/1/webhook"}, outbox.SendAgain); err == nil {
		t.Error("it can be sent again after the end")
	}
	d.skip(5 * time.Hour)
	if n := d.count(outbox.Problem) - before; n > 0 {
		t.Errorf("%d messages with buttons in 5 hours after it was closed", n)
	}
}

// What is closed is over: a copy that is sent again, or still tried, would arrive
// or get stuck with nobody to hear of it.
func TestAnIncidentIsNotClosedWhileACopyIsOnItsWay(t *testing.T) {
	d := newDesk(t, twoWays, "ana")
	d.declare("outage")
	d.write("ana", false)
	d.pass(20 * time.Minute)
	closing := func() (c service.Closing) {
		for _, it := range d.incident().OpenItems() {
			c.Done = append(c.Done, it.ID)
		}
		return c
	}
	last := incident.Proposal{Kind: update.ResolvedUpdate, Words: map[string]string{"impact_past": "the shop did not open", "data_line": "No data was lost."}}
	resolving := service.Solved{Answers: servicetest.Solved, Last: &last}
	tell, err := d.Resolve(t.Context(), people["ana"], 1, resolving)
	if err != nil {
		t.Fatal(err)
	}
	d.fail[client.ViaWebhook] = refusedThere
	if _, err := d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: tell.Update.Hash(), Reason: "short"}); err != nil {
		t.Fatal(err)
	}
	d.pass(15 * time.Second)
	d.fail[client.ViaWebhook] = outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "busy"}
	if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: d.acme().Missing[0].Key}, outbox.SendAgain); err != nil {
		t.Fatal(err)
	}
	d.work()
	if _, err := d.Close(t.Context(), people["ana"], 1, closing()); fault.CodeOf(err) != fault.Conflict {
		t.Fatalf("closed while a copy is sent again: %v, want a refusal", err)
	}
	delete(d.fail, client.ViaWebhook)
	d.pass(2 * time.Minute)
	if _, err := d.Close(t.Context(), people["ana"], 1, closing()); err != nil {
		t.Errorf("not closed although everything has arrived: %v", err)
	}
}

// They know from then on, though it does not count: what they hear later is not
// the first that they hear.
func TestAnOptionalCopyIsTheFirstThatTheyHear(t *testing.T) {
	c := twoWays
	c.Optional = []string{client.ViaSlack}
	d := newDesk(t, c, "ana")
	d.declare("outage")
	d.fail[client.ViaWebhook] = outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "busy"}
	d.write("ana", false)
	d.pass(15 * time.Second)
	if aff := d.acme(); aff.FirstAt.IsZero() || !aff.FirstAt.Equal(aff.ToldAt) {
		t.Errorf("told at %s, first at %s", aff.ToldAt, aff.FirstAt)
	}
}
