package lapse

import (
	"slices"
	"testing"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/schedule/scheduletest"
)

// What becomes of each kind while the incident's channel takes nothing internal.
func TestAChannelThatTakesNoPosts(t *testing.T) {
	takenBack := []string{outbox.AllLeft, outbox.RoleGap, outbox.DrillBegun, outbox.DrillScore, outbox.Sheet, outbox.PinSheet, outbox.Invite, outbox.Topic, outbox.Card, outbox.Pin, outbox.Line}
	heldBack := []string{outbox.NightOver, outbox.Reminder, outbox.EstimateAsk, outbox.Copy, outbox.Problem, outbox.AsOfCopy, outbox.ApprovalAsk}
	for _, k := range outbox.Kinds() {
		if k.Lapses && k.Name != outbox.Pin || k.Manner == outbox.Deletes { // their rules do not ask the channel
			continue
		}
		for _, shared := range []bool{false, true} {
			inc := &incident.Incident{Channel: incident.Channel{ID: "C0INC1", Shared: shared}, Card: outbox.Receipt{Channel: "C0INC1", TS: "1.1"}}
			stands := &outbox.Delivery{Receipt: outbox.Receipt{Channel: "C0INC1", TS: "2.2"}}
			if got, want := Obsolete(inc, &outbox.Delivery{Kind: k.Name}, stands), shared && slices.Contains(takenBack, k.Name); got != want {
				t.Errorf("shared: %t; a %s is taken back: %t, want %t", shared, k.Name, got, want)
			}
		}
	}
	for _, k := range outbox.Kinds() {
		inc := &incident.Incident{Channel: incident.Channel{ID: "C0INC1", Shared: true}}
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
	inc := &incident.Incident{Channel: incident.Channel{ID: "C0INC2"}, Old: []incident.Left{{ID: "C0INC1"}}}
	message := func(channel, ts string) *outbox.Delivery {
		return &outbox.Delivery{Receipt: outbox.Receipt{Channel: channel, TS: ts}}
	}
	here, left, never := message("C0INC2", "1.1"), message("C0INC1", "1.1"), message("", "")
	for _, k := range outbox.Kinds() {
		if k.Manner != outbox.Edits && k.Manner != outbox.Deletes {
			continue
		}
		d := &outbox.Delivery{Kind: k.Name}
		if Obsolete(inc, d, here) || !Obsolete(inc, d, never) || !Obsolete(inc, d, nil) {
			t.Errorf("%s: moot of a message that stands %t, that never came to be %t, that is lost %t", k.Name, Obsolete(inc, d, here), Obsolete(inc, d, never), Obsolete(inc, d, nil))
		}
		if got, want := Obsolete(inc, d, left), k.Manner == outbox.Edits; got != want {
			t.Errorf("%s: moot of a message in a channel that was left %t, want %t", k.Name, got, want)
		}
	}
}

func TestWhatStandsDoesNotExpire(t *testing.T) {
	inc := &incident.Incident{Number: 1, Roles: map[playbook.Role]string{}}
	for _, k := range outbox.Kinds() {
		d := inc.NewDelivery(k.Name, "x", scheduletest.At(0))
		if stands := k.Name == outbox.Problem || k.Name == outbox.AsOfCopy || k.Name == outbox.AskGuest || k.Name == outbox.StepDue || k.Name == outbox.TakeOver || k.Name == outbox.ClockDue; d.Expires.IsZero() != stands {
			t.Errorf("a %s expires at %s; does it stand until somebody reads it? %t", k.Name, d.Expires, stands)
		}
	}
}

// A question that was answered or asked anew before it was delivered is not
// delivered any more.
func TestAQuestionThatIsNoneIsMoot(t *testing.T) {
	inc := &incident.Incident{State: incident.Open, Clients: []incident.Affected{{Embargo: &incident.Decision{Key: "INC-7/acme/later/2"}}}}
	old, now := &outbox.Delivery{Kind: outbox.Second, Key: "INC-7/acme/later/1"}, &outbox.Delivery{Kind: outbox.Second, Key: "INC-7/acme/later/2"}
	if !Obsolete(inc, old, nil) || Obsolete(inc, now, nil) {
		t.Error("the older question is moot, the newer is not")
	}
	inc.Clients[0].Embargo.AgreedAt = scheduletest.At(1)
	if !Obsolete(inc, now, nil) {
		t.Error("it was answered")
	}
	inc.Clients[0].Embargo = nil
	if !Obsolete(inc, now, nil) {
		t.Error("they were told")
	}
}

// The channel of an incident that is over is not opened any more, unless the incident moves
// into it: what stands in the old one stays where others read it until then.
func TestAnIncidentThatIsOverOpensNoChannelButMovesOn(t *testing.T) {
	open := &outbox.Delivery{Kind: outbox.OpenChannel}
	for _, tt := range []struct {
		state  incident.State
		moving bool
		want   bool
	}{{incident.Open, false, false}, {incident.Cancelled, false, true}, {incident.Cancelled, true, false}} {
		if got := Obsolete(&incident.Incident{State: tt.state, Moving: tt.moving}, open, nil); got != tt.want {
			t.Errorf("%s, moving %t: given up %t, want %t", tt.state, tt.moving, got, tt.want)
		}
	}
}
