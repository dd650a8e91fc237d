package service_test

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/restore"
	"candor/incident/service"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// putBack makes of the desk's store one that came out of a copy of this moment, two
// minutes later.
func (d *desk) putBack() {
	d.t.Helper()
	asOf := d.now
	d.now = d.now.Add(2 * time.Minute)
	d.Must(d.Store.Update(d.t.Context(), func(tx records.Tx) error {
		return tx.SetRestored(restore.Mark{AsOf: asOf, At: d.now})
	}))
	mark, err := d.TakeUpRestored(d.t.Context())
	if err != nil || mark == nil || !mark.AsOf.Equal(asOf) {
		d.t.Fatalf("TakeUpRestored = %v, %v", mark, err)
	}
}

func (d *desk) changeDelivery(key string, change func(*outbox.Delivery)) {
	d.t.Helper()
	d.Must(d.Store.Update(d.t.Context(), func(tx records.Tx) error {
		m, err := tx.Delivery(key)
		if err != nil {
			return err
		}
		change(m)
		return tx.PutDelivery(m)
	}))
}

func (d *desk) confirm() {
	d.t.Helper()
	_, err := d.Confirm(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"})
	d.Must(err)
	d.work()
}

var reached = map[string]client.Client{
	client.ViaSlack:   {ID: "acme", Name: "Acme Shop", Slack: "C0ACME"},
	client.ViaEmail:   {ID: "acme", Name: "Acme Shop", Email: true, Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}},
	client.ViaWebhook: {ID: "acme", Name: "Acme Shop", Webhook: &client.Webhook{URL: "https://acme.example/hook", Secret: "whsec_x"}},
}

// What was on its way at the moment of the copy is looked up where that can be, and
// asks where it cannot; it leaves in no way before a person has confirmed the client.
func TestAfterARestoreNothingLeavesByItself(t *testing.T) {
	tests := []struct {
		via  string
		look outbox.DeliveryOutcome // what a look finds
		want outbox.DeliveryState   // after two minutes
		was  func(*outbox.Delivery) // at the moment of the copy; nil: held
	}{
		{client.ViaSlack, outbox.DeliveryOutcome{Verdict: outbox.Sent}, outbox.Delivered, nil},
		{client.ViaSlack, outbox.DeliveryOutcome{Verdict: outbox.Absent}, outbox.Dead, nil},
		{client.ViaSlack, outbox.DeliveryOutcome{Verdict: outbox.Blind}, outbox.NeedsDecision, nil},
		{client.ViaSlack, outbox.DeliveryOutcome{Verdict: outbox.Sent}, outbox.Delivered, func(d *outbox.Delivery) { // long in doubt, and just looked up
			d.State, d.Looking, d.DoubtAt, d.Lease = outbox.InFlight, true, d.QueuedAt.Add(-time.Hour), 7
		}},
		{client.ViaEmail, outbox.DeliveryOutcome{}, outbox.NeedsDecision, nil},
		{client.ViaWebhook, outbox.DeliveryOutcome{}, outbox.NeedsDecision, nil},
	}
	for _, tt := range tests {
		t.Run(tt.via+" "+string(tt.look.Verdict), func(t *testing.T) {
			d := newDesk(t, reached[tt.via], "ana", "ben")
			d.declare("outage")
			d.write("ana", false) // and it is held for a moment
			key := ""
			for _, to := range d.acme().Client.Destinations() {
				key = "INC-1/acme/update/1/" + to.Key()
			}
			d.fail[tt.via] = tt.look
			if tt.was != nil {
				d.changeDelivery(key, tt.was)
			}
			d.putBack()
			d.pass(2 * time.Minute)
			if got := d.state(t, key); got != tt.want {
				t.Fatalf("it is %s, want %s", got, tt.want)
			}
			delete(d.fail, tt.via)
			if n := d.count(outbox.AsOfCopy); n != 1 {
				t.Errorf("people were asked %d times whether what is known is right, want once", n)
			}
			if tt.want == outbox.Delivered {
				return
			}
			if n := d.count(outbox.Problem); n != 1 {
				t.Errorf("the text stands before people %d times, want once", n)
			}
			sent := len(d.sent)
			again := func() { // not even where a person asks for it
				_, _ = d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", Key: key}, outbox.SendAgain)
				d.pass(10 * time.Second)
			}
			if again(); len(d.sent) != sent {
				t.Fatal("it left before anybody confirmed the client")
			}
			d.confirm()
			if len(d.sent) != sent {
				t.Error("it left with the confirmation, and nobody asked for that")
			}
			if _, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Client: "acme", Kind: update.FirstNoticeUnknown}); err != nil {
				t.Errorf("after it a text is refused: %v", err)
			}
			if d.pass(time.Minute); len(d.sent) <= sent {
				t.Error("after it a text does not leave")
			}
		})
	}
}

// No text leaves that a person writes, approves or has ready, and none by itself.
func TestAfterARestoreNoTextLeavesBeforeAPersonConfirms(t *testing.T) {
	begin := func(t *testing.T, change func(*client.Client)) *desk {
		c := reached[client.ViaSlack]
		change(&c)
		d := newDesk(t, c, "ana", "ben")
		d.declare("outage")
		return d
	}
	refused := func(t *testing.T, what string, err error) {
		t.Helper()
		if fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "a copy as of") {
			t.Errorf("%s: %v, want that it has to be confirmed first", what, err)
		}
	}
	t.Run("written", func(t *testing.T) {
		d := begin(t, func(*client.Client) {})
		draft, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
		d.Must(err)
		d.putBack()
		_, err = d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: draft.Update.Hash()})
		refused(t, "a draft", err)
		_, err = d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Client: "acme", Kind: update.FirstNoticeUnknown})
		refused(t, "one press", err)
		_, err = d.Told(t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByCall, Text: "they know"})
		if err != nil {
			t.Errorf("what was said by hand cannot be recorded: %v", err)
		}
	})
	t.Run("approved", func(t *testing.T) {
		d := begin(t, func(c *client.Client) { c.Approval = client.Approval{Rule: client.ApprovalOther} })
		d.write("ana", false)
		r := d.acme().Request
		d.putBack()
		_, err := d.Approve(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", N: r.N}, r.Update.Hash())
		refused(t, "an approval", err)
	})
	t.Run("by itself", func(t *testing.T) {
		d := newAgreed(t, agreed)
		sent := len(d.sent)
		d.putBack()
		if d.skip(2 * time.Hour); len(d.sent) != sent || d.count(outbox.Problem) > 0 {
			t.Errorf("%d texts left by themselves, and %d could not", len(d.sent)-sent, d.count(outbox.Problem))
		}
	})
}

// Incidents declared after the copy have numbers, in Slack and in clients' texts: none
// of those is given out again. What had come in by then is not done again.
func TestAfterARestoreNumbersGoOnFurtherUp(t *testing.T) {
	d := newDesk(t, reached[client.ViaSlack], "ana")
	d.declare("outage")
	d.Must(d.Store.Update(t.Context(), func(tx records.Tx) error {
		_, err := tx.Receive(records.Envelope{ID: "E1", Type: "slash_commands", At: d.now})
		return err
	}))
	d.putBack()
	if list, err := d.Inbox(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("the inbox holds %v, %v; want nothing", list, err)
	}
	if mark, err := d.TakeUpRestored(t.Context()); mark != nil || err != nil { // as at each later start
		t.Errorf("a second time: %v, %v", mark, err)
	}
	inc, err := d.Declare(t.Context(), people["ana"], service.Declaration{Client: "acme", Kind: "outage", Impact: "search is slow", Doing: "checking", Severity: 2})
	if err != nil || inc.Number != 1002 {
		t.Errorf("the next one is %v, %v, want INC-1002", inc, err)
	}
	d.confirm()
	if _, err := d.Confirm(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("confirmed twice: %v", err)
	}
	if !d.written(timeline.Restored, "put back from a copy") || !d.written(timeline.Confirmed, "Acme Shop") {
		t.Error("the timeline does not say what was restored and who confirmed it")
	}
}

// A store that is put back twice before anybody has confirmed a client is known as of the
// older of both copies only, and who answers the question of the first restore has not
// answered the second.
func TestTwoRestoresBeforeAnybodyConfirms(t *testing.T) {
	d := newDesk(t, reached[client.ViaSlack], "ana")
	d.declare("outage")
	d.putBack()
	first := *d.acme().Restored
	d.pass(5 * time.Minute)
	d.putBack()
	second := *d.acme().Restored
	if !second.AsOf.Equal(first.AsOf) || !second.At.After(first.At) {
		t.Errorf("known as of %v, want as of %v", second.AsOf, first.AsOf)
	}
	d.work()
	ref := view.Ref{Number: 1, Client: "acme", Key: first.Key()}
	if _, err := d.Confirm(t.Context(), people["ana"], ref); fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "earlier copy") || d.acme().Restored == nil {
		t.Errorf("the question of the first restore: %v", err)
	}
	if n := d.count(outbox.AsOfCopy) - d.count(outbox.Remove); n != 1 {
		t.Errorf("%d questions stand, want the newest", n)
	}
	ref.Key = second.Key()
	_, err := d.Confirm(t.Context(), people["ana"], ref)
	d.Must(err)
	if d.acme().Restored != nil {
		t.Error("it is not confirmed")
	}
}

// The text that follows a call was read between the copy and the restore: nobody is asked
// to write it again.
func TestWhatWasReadAfterACallIsNotWrittenAgain(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("data_loss")
	d.fact(facts.DataLost, facts.Yes)
	said := []facts.Question{facts.DataLost}
	_, err := d.Told(t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByCall, Text: "we lost the orders", Said: said})
	d.Must(err)
	if d.acme().Owed(promise.Written) == nil {
		t.Fatal("nothing is owed in writing")
	}
	d.putBack()
	_, err = d.Told(t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByRead, Text: "that we lost the orders", At: d.now, Said: said})
	d.Must(err)
	if p := d.acme().Owed(promise.Written); p != nil {
		t.Errorf("they have read it, and it is still owed in writing: %+v", p)
	}
}

// A call that was made between the copy and the restore is written down with its time, and
// was not late because its record was lost.
func TestACallOfWhichTheCopyDidNotKnowWasInTime(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("data_loss")
	d.fact(facts.DataLost, facts.Yes)
	d.disclose()
	due := d.acme().Owed(promise.Meeting).DueAt
	d.skip(due.Sub(d.now) - 5*time.Minute)
	d.putBack()
	d.skip(30 * time.Minute)
	n := d.acme().Owed(promise.Meeting).N
	_, err := d.Told(t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByCall, Text: "we lost the orders", At: due.Add(-2 * time.Minute), Said: []facts.Question{facts.DataLost}})
	d.Must(err)
	if p := d.acme().PromiseN(n); p.Outcome != promise.Kept || !p.SettledAt.Equal(due.Add(-2*time.Minute)) {
		t.Errorf("the call two minutes before its time is %s, at %s, due %s", p.Outcome, p.SettledAt, due)
	}
}
