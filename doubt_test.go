package candor_test

import (
	"testing"
	"time"

	"candor"
)

// A webhook whose answer was lost may have the text: it is repeated, and until it
// answers nothing that is said of it may take for granted that it has not.
func TestATextThatMayBeAtAWebhook(t *testing.T) {
	noAnswer := candor.DeliveryOutcome{Verdict: candor.Unknown, Reason: "no answer"}
	begin := func(t *testing.T) *desk {
		d := newDesk(t, candor.Client{ID: "acme", Name: "Acme Shop", Webhook: &candor.Webhook{URL: "https://acme.example/hook", Secret: "whsec_x"}}, "ana")
		d.declare("outage")
		d.fail[candor.ViaWebhook] = noAnswer
		d.write("ana", false)
		d.pass(15 * time.Second)
		return d
	}
	t.Run("is not taken back", func(t *testing.T) {
		d := begin(t)
		_, err := d.Undo(t.Context(), people["ana"], 1, "acme", 1)
		if candor.CodeOf(err) != candor.Conflict {
			t.Errorf("it is taken back: %v, want a refusal", err)
		}
		if _, err := d.Cancel(t.Context(), people["ana"], 1, "it was nothing"); candor.CodeOf(err) != candor.Conflict {
			t.Errorf("it is cancelled as if the client did not know: %v", err)
		}
	})
	t.Run("asks a person when its time is over", func(t *testing.T) {
		d := begin(t)
		d.now = d.now.Add(3 * time.Hour)
		d.work()
		if got := d.state(t, "INC-1/acme/update/1/webhook"); got != candor.Asks {
			t.Errorf("it is %s, want %s", got, candor.Asks)
		}
		if d.acme().Unsure != 1 {
			t.Error("the client counts as one that surely does not know")
		}
	})
	t.Run("asks also when a later attempt is refused", func(t *testing.T) {
		d := begin(t)
		d.fail[candor.ViaWebhook] = refusedThere
		d.pass(time.Minute)
		if got := d.state(t, "INC-1/acme/update/1/webhook"); got != candor.Asks {
			t.Errorf("it is %s, want %s", got, candor.Asks)
		}
	})
	t.Run("is there once it answers", func(t *testing.T) {
		d := begin(t)
		delete(d.fail, candor.ViaWebhook)
		d.pass(time.Minute)
		if got := d.state(t, "INC-1/acme/update/1/webhook"); got != candor.Delivered {
			t.Errorf("it is %s, want %s", got, candor.Delivered)
		}
	})
}

func (d *desk) state(t *testing.T, key string) candor.DeliveryState {
	t.Helper()
	var found *candor.Delivery
	err := d.Store.View(t.Context(), func(tx candor.Tx) (err error) {
		found, err = tx.Delivery(key)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found.State
}
