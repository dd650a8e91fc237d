package incident

import (
	"slices"
	"testing"

	"candor/incident/outbox"
	"candor/incident/playbook"
)

// What becomes of each kind while the incident's channel takes nothing internal.
func TestAChannelThatTakesNoPosts(t *testing.T) {
	takenBack := []string{outbox.Invite, outbox.Topic, outbox.Card, outbox.Pin, outbox.Line}
	heldBack := []string{outbox.Reminder, outbox.EstimateAsk, outbox.Copy, outbox.Problem, outbox.AsOfCopy, outbox.ApprovalAsk}
	for _, k := range outbox.Kinds() {
		if k.Lapses && k.Name != outbox.Pin || k.Manner == outbox.Deletes { // their rules do not ask the channel
			continue
		}
		for _, shared := range []bool{false, true} {
			inc := &Incident{Channel: Channel{ID: "C0INC1", Shared: shared}, Card: outbox.Receipt{Channel: "C0INC1", TS: "1.1"}}
			stands := &outbox.Delivery{Receipt: outbox.Receipt{Channel: "C0INC1", TS: "2.2"}}
			if got, want := inc.Obsolete(&outbox.Delivery{Kind: k.Name}, stands), shared && slices.Contains(takenBack, k.Name); got != want {
				t.Errorf("shared: %t; a %s is taken back: %t, want %t", shared, k.Name, got, want)
			}
		}
	}
	for _, k := range outbox.Kinds() {
		inc := &Incident{Channel: Channel{ID: "C0INC1", Shared: true}}
		if got, want := inc.HeldBack(&outbox.Delivery{Kind: k.Name}), slices.Contains(heldBack, k.Name); got != want {
			t.Errorf("a %s is held back from a shared channel: %t, want %t", k.Name, got, want)
		}
		if inc.HeldBack(&outbox.Delivery{Kind: k.Name, To: "U0ANA"}) {
			t.Errorf("a %s to a person is held back", k.Name)
		}
	}
}

// An edit needs a message that stands where something may be shown; a removal
// needs a message.
func TestAnEditNeedsItsMessage(t *testing.T) {
	inc := &Incident{Channel: Channel{ID: "C0INC2"}, Old: []Left{{ID: "C0INC1"}}}
	message := func(channel, ts string) *outbox.Delivery {
		return &outbox.Delivery{Receipt: outbox.Receipt{Channel: channel, TS: ts}}
	}
	here, left, never := message("C0INC2", "1.1"), message("C0INC1", "1.1"), message("", "")
	for _, k := range outbox.Kinds() {
		if k.Manner != outbox.Edits && k.Manner != outbox.Deletes {
			continue
		}
		d := &outbox.Delivery{Kind: k.Name}
		if inc.Obsolete(d, here) || !inc.Obsolete(d, never) || !inc.Obsolete(d, nil) {
			t.Errorf("%s: moot of a message that stands %t, that never came to be %t, that is lost %t", k.Name, inc.Obsolete(d, here), inc.Obsolete(d, never), inc.Obsolete(d, nil))
		}
		if got, want := inc.Obsolete(d, left), k.Manner == outbox.Edits; got != want {
			t.Errorf("%s: moot of a message in a channel that was left %t, want %t", k.Name, got, want)
		}
	}
}

func TestWhatStandsDoesNotExpire(t *testing.T) {
	inc := &Incident{Number: 1, Roles: map[playbook.Role]string{}}
	for _, k := range outbox.Kinds() {
		d := inc.NewDelivery(k.Name, "x", at(0))
		if stands := k.Name == outbox.Problem || k.Name == outbox.AsOfCopy || k.Name == outbox.AskGuest || k.Name == outbox.StepDue; d.Expires.IsZero() != stands {
			t.Errorf("a %s expires at %s; does it stand until somebody reads it? %t", k.Name, d.Expires, stands)
		}
	}
}
