package service_test

import (
	"errors"
	"testing"
	"time"

	"candor/incident/audit"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
)

// A webhook whose answer was lost may have the text: it is repeated, and until it
// answers nothing that is said of it may take for granted that it has not.
func TestATextThatMayBeAtAWebhook(t *testing.T) {
	noAnswer := outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "no answer"}
	begin := func(t *testing.T) *desk {
		d := newDesk(t, client.Client{ID: "acme", Name: "Acme Shop", Webhook: &client.Webhook{URL: "https://acme.example/hook", Secret: "whsec_x"}}, "ana")
		d.declare("outage")
		d.fail[client.ViaWebhook] = noAnswer
		d.write("ana", false)
		d.pass(15 * time.Second)
		return d
	}
	t.Run("is not taken back", func(t *testing.T) {
		d := begin(t)
		_, err := d.Undo(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: 1})
		if fault.CodeOf(err) != fault.Conflict {
			t.Errorf("it is taken back: %v, want a refusal", err)
		}
		if _, err := d.Cancel(t.Context(), people["ana"], 1, "it was nothing"); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("it is cancelled as if the client did not know: %v", err)
		}
	})
	t.Run("asks a person when its time is over", func(t *testing.T) {
		d := begin(t)
		d.now = d.now.Add(3 * time.Hour)
		d.work()
		if got := d.state(t, "INC-1/acme/update/1/webhook"); got != outbox.NeedsDecision {
			t.Errorf("it is %s, want %s", got, outbox.NeedsDecision)
		}
		if !d.written(timeline.Perhaps, "It is not known whether update 1 reached Acme Shop") {
			t.Error("the timeline does not say that nobody knows")
		}
		if d.acme().Unsure != 1 {
			t.Error("the client counts as one that surely does not know")
		}
	})
	t.Run("asks also when a later attempt is refused", func(t *testing.T) {
		d := begin(t)
		d.fail[client.ViaWebhook] = refusedThere
		d.pass(time.Minute)
		if got := d.state(t, "INC-1/acme/update/1/webhook"); got != outbox.NeedsDecision {
			t.Errorf("it is %s, want %s", got, outbox.NeedsDecision)
		}
	})
	t.Run("is given up with its update when the incident is closed", func(t *testing.T) {
		d := begin(t)
		d.now = d.now.Add(3 * time.Hour)
		d.work()
		if _, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved}); err != nil {
			t.Fatal(err)
		}
		d.rang("It works again")
		if _, err := d.Close(t.Context(), people["ana"], 1, service.Closing{Reason: "small team"}); err != nil {
			t.Fatal(err)
		}
		err := d.Store.View(t.Context(), func(tx records.Tx) error {
			u, err := tx.ClientUpdate(1, "acme", 1)
			if err == nil && u.State != update.Failed {
				t.Errorf("nothing moves, and the update is %s, want %s", u.State, update.Failed)
			}
			return errors.Join(err, audit.Check(tx))
		})
		if err != nil {
			t.Error(err)
		}
	})
	t.Run("is there once it answers", func(t *testing.T) {
		d := begin(t)
		delete(d.fail, client.ViaWebhook)
		d.pass(time.Minute)
		if got := d.state(t, "INC-1/acme/update/1/webhook"); got != outbox.Delivered {
			t.Errorf("it is %s, want %s", got, outbox.Delivered)
		}
	})
}

func (d *desk) state(t *testing.T, key string) outbox.DeliveryState {
	t.Helper()
	return d.delivery(key).State
}

func (d *desk) delivery(key string) (found *outbox.Delivery) {
	d.t.Helper()
	d.Must(d.Store.View(d.t.Context(), func(tx records.Tx) (err error) {
		found, err = tx.Delivery(key)
		return err
	}))
	return found
}

// A text that is leaving right now is not taken back: it would arrive all the same.
func TestATextThatIsLeavingIsNotTakenBack(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("outage")
	d.write("ana", false)
	d.Move(4 * time.Second)
	d.work() // who may have to be woken
	d.Move(7 * time.Second)
	l := mustClaim(t, d.Bench, outbox.ClientText)
	if _, err := d.Undo(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: 1}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("it is taken back: %v, want a refusal", err)
	}
	d.Must(d.Settle(t.Context(), l, servicetest.Arrives(l)))
	if aff := d.acme(); aff.Heard != 1 || len(aff.Drafts) > 0 {
		t.Errorf("it arrived; heard %d, and %d drafts stand there", aff.Heard, len(aff.Drafts))
	}
}

// A public channel that was on its way when the incident turned private is left for
// a private one.
func TestAPublicChannelOnItsWayIsLeft(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	_, err := d.Declare(t.Context(), people["ana"], service.Declaration{Client: "acme", Kind: "outage", Impact: "the shop does not open", Doing: "checking", Severity: 1})
	d.Must(err)
	l := mustClaim(t, d.Bench, outbox.OpenChannel)
	_, err = d.MovePrivate(t.Context(), people["ana"], 1)
	d.Must(err)
	d.Must(d.Settle(t.Context(), l, servicetest.Arrives(l)))
	d.work()
	opened := 0
	for _, m := range d.told {
		if m.Kind == outbox.OpenChannel && m.Data.Opens == outbox.OpensPrivate {
			opened++
		}
	}
	if opened != 1 || d.incident().Moving {
		t.Errorf("%d private channels were opened; it is still moving: %t", opened, d.incident().Moving)
	}
}

// A private channel that could not be made is tried again when somebody acts, and
// until then the incident is nowhere.
func TestAPrivateChannelThatCouldNotBeMadeIsTriedAgain(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("outage")
	_, err := d.MovePrivate(t.Context(), people["ana"], 1)
	d.Must(err)
	d.Carry(func(l *view.Lease) outbox.DeliveryOutcome {
		if l.Delivery.Kind == outbox.OpenChannel {
			return outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "the app may not"}
		}
		return servicetest.Arrives(l)
	})
	if !d.incident().Moving {
		t.Fatal("it is said to be there")
	}
	_, err = d.Note(t.Context(), people["ana"], 1, service.Note{Text: "the app may again"})
	d.Must(err)
	d.work()
	if inc := d.incident(); inc.Moving || len(inc.Old) != 1 {
		t.Errorf("still moving: %t, left: %v", inc.Moving, inc.Old)
	}
}

// A guest of whom somebody said that they are a colleague is not asked about again.
func TestAColleagueOfTheIncidentIsAskedAboutOnce(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("outage")
	guest := outbox.Guest{User: "U0CLEO", Name: "Cleo"}
	comes := func() int {
		d.Must(d.GuestsIn(t.Context(), "C0INC", guest))
		d.work()
		return d.count(outbox.AskGuest)
	}
	if n := comes(); n != 1 {
		t.Fatalf("asked %d times about a guest", n)
	}
	guest.Answer = outbox.Trusted
	_, err := d.AnswerGuest(t.Context(), people["ana"], 1, guest)
	d.Must(err)
	if n := comes(); n != 1 {
		t.Errorf("asked %d times about a colleague", n)
	}
}
