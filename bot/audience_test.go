package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/team"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/sandbox/world"
)

// cardPause is the time between two edits of a card.
const cardPause = 3 * time.Second

// inChannel is a bench on which INC-1 has its channel, with Ana in it.
func inChannel(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	at := began
	b.Service.Now = func() time.Time { at = at.Add(cardPause); return at }
	b.declared()
	b.delivers()
	b.must(b.slack.Regrade("@cleo", false, true))
	return b
}

// trusts names the guests who are of the team.
func (b *bench) trusts(users ...string) {
	b.t.Helper()
	b.company.Reconfigure(func(r *team.Roster) { r.TrustedGuests = users })
}

func (b *bench) joins(user string) {
	b.t.Helper()
	b.hears(object{"type": "member_joined_channel", "channel": "C0INC1", "channel_type": "C", "user": user})
}

func (b *bench) leaves(user string) {
	b.t.Helper()
	b.hears(object{"type": "member_left_channel", "channel": "C0INC1", "channel_type": "C", "user": user})
}

// only returns the deliveries of a kind.
func only(kind string, list []outbox.Delivery) (found []outbox.Delivery) {
	for _, d := range list {
		if d.Kind == kind {
			found = append(found, d)
		}
	}
	return found
}

func TestWhoSilencesAChannel(t *testing.T) {
	tests := []struct {
		name, user string
		trusted    []string
		asked      int  // questions to who is in charge
		forgotten  bool // what was known of the channel's readers
	}{
		{"a member", "U0BEN", nil, 0, false},
		{"an unknown guest", "U0CLEO", nil, 1, true},
		{"a trusted guest", "U0CLEO", []string{"U0CLEO"}, 0, true},
		{"somebody of another company", "U0DANA", nil, 0, true},
		{"somebody whom Slack does not show us", "U0EVE", nil, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := inChannel(t)
			b.trusts(tt.trusted...)
			forgotten := false
			b.Shared = func(channel string) { forgotten = channel == "C0INC1" }
			b.joins(tt.user)
			b.joins(tt.user) // Slack repeats itself
			asked := only(outbox.AskGuest, b.delivers())
			if len(asked) != tt.asked || len(b.incident(1).Channel.Guests) != tt.asked || forgotten != tt.forgotten {
				t.Errorf("%d questions, guests %+v, forgotten %t", len(asked), b.incident(1).Channel.Guests, forgotten)
			}
			if len(asked) > 0 && (asked[0].To != "U0ANA" || asked[0].Data.Name != "Cleo Lindqvist") {
				t.Errorf("asked %+v", asked[0])
			}
		})
	}
}

func TestAnswersAboutAGuest(t *testing.T) {
	press := func(b *bench, act, user string) error {
		r := ana("press" + act + user)
		r.user = user
		r.action = &slack.BlockAction{ActionID: act, Value: view.Ref{Number: 1, Key: "U0CLEO"}.String()}
		_, err := b.press(context.Background(), r)
		return err
	}
	t.Run("colleague", func(t *testing.T) {
		b := inChannel(t)
		b.joins("U0CLEO")
		b.delivers()
		if err := press(b, kit.ActColleague, "U0BEN"); fault.CodeOf(err) != fault.Denied {
			t.Errorf("answered by somebody who is not in the channel: %v", err)
		}
		b.must(press(b, kit.ActColleague, "U0ANA"))
		list := b.delivers()
		if len(only(outbox.Card, list)) != 1 || len(only(outbox.GuestSaid, list)) != 1 {
			t.Errorf("delivered %+v, want the card and the question as one line", list)
		}
		if err := press(b, kit.ActTakeOut, "U0ANA"); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("answered twice: %v", err)
		}
		b.leaves("U0CLEO")
		b.joins("U0CLEO") // known by now
		if len(only(outbox.AskGuest, b.delivers())) != 0 {
			t.Error("asked again about a colleague")
		}
	})
	t.Run("client", func(t *testing.T) {
		b := inChannel(t)
		b.joins("U0CLEO")
		b.delivers()
		b.must(press(b, kit.ActTakeOut, "U0ANA"))
		if kicks := only(outbox.Kick, b.delivers()); len(kicks) != 1 || kicks[0].To != "C0INC1" || kicks[0].Users[0] != "U0CLEO" {
			t.Errorf("kicked %+v", kicks)
		}
		if g := b.incident(1).Channel.Guests; len(g) != 0 {
			t.Errorf("still silenced by %+v", g)
		}
	})
	t.Run("stop", func(t *testing.T) {
		b := inChannel(t)
		b.joins("U0CLEO")
		b.must(press(b, kit.ActStopHere, "U0ANA"))
		if list := b.delivers(); len(only(outbox.Card, list)) != 0 {
			t.Errorf("posted %+v", list)
		}
		b.leaves("U0CLEO")
		if len(only(outbox.Card, b.delivers())) != 1 {
			t.Error("the channel stays silent after they left")
		}
	})
}

// A trusted guest acts like a member where they are, and sees nothing elsewhere.
func TestTrustedGuestsAct(t *testing.T) {
	b := inChannel(t)
	r := ana("note")
	r.user = "U0CLEO"
	if _, err := b.run(context.Background(), r, "INC-1 note x"); fault.CodeOf(err) != fault.Denied {
		t.Errorf("a guest wrote a note: %v", err)
	}
	b.trusts("U0CLEO")
	if _, err := b.run(context.Background(), r, "INC-1"); fault.CodeOf(err) != fault.Denied {
		t.Errorf("a trusted guest who is not in the channel reads it: %v", err)
	}
	b.changes(func(inc *incident.Incident) { inc.Roles[playbook.Tech] = "U0CLEO" })
	if _, err := b.run(context.Background(), r, "INC-1 note x"); err != nil {
		t.Errorf("a trusted guest with a role: %v", err)
	}
}

// What the sender finds out about a channel's readers is answered like the event.
func TestAGuestWhomTheSenderMeets(t *testing.T) {
	b := newBench(t)
	at := began
	b.Service.Now = func() time.Time { return at }
	b.declared()
	b.delivers()
	at = at.Add(8 * time.Minute)
	b.must(b.Service.Tick(context.Background()))
	l, err := b.company.Claim(context.Background(), nil)
	b.must(err)
	for l != nil && (l.Delivery.Kind == outbox.AskQuiet || l.Delivery.Kind == outbox.StepDue) { // whom a reminder would not wake, and a step that is due
		b.must(b.company.Settle(context.Background(), l, outbox.DeliveryOutcome{Verdict: outbox.Sent}))
		l, err = b.company.Claim(context.Background(), nil)
		b.must(err)
	}
	if l == nil || l.Delivery.Kind != outbox.Reminder {
		t.Fatalf("claimed %+v, want the reminder", l)
	}
	b.must(b.company.Settle(context.Background(), l, outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "a guest", Guests: []outbox.Guest{{User: "U0CLEO", Name: "Cleo"}}}))
	list := b.delivers()
	if direct := only(outbox.Direct, list); len(direct) != 1 || direct[0].To != "U0ANA" {
		t.Errorf("delivered %+v, want the reminder for Ana in person", list)
	}
	if len(only(outbox.AskGuest, list)) != 1 || len(only(outbox.Notice, list)) != 0 {
		t.Errorf("delivered %+v, want one question and no complaint", list)
	}
}

// Who was invited comes, and so do we: that is not worth a commit. A guest, somebody of whom
// nothing is known, and whoever comes to where a client reads are.
func TestWhoIsExpectedInAChannel(t *testing.T) {
	b := inChannel(t)
	ctx := context.Background()
	for _, tt := range []struct {
		name          string
		channel, user string
		want          bool
	}{
		{"ourselves", "C0INC1", world.AppUser, true},
		{"who has just declared", "C0INC1", "U0ANA", true},
		{"somebody of whom nothing is known", "C0INC1", "U0BEN", false},
		{"a guest", "C0INC1", "U0CLEO", false},
		{"ourselves where a client reads", "C0ACME", world.AppUser, false},
		{"a colleague where a client reads", "C0ACME", "U0ANA", false},
	} {
		for _, user := range []string{"U0ANA", "U0CLEO"} {
			_, err := b.who.Person(ctx, user)
			b.must(err)
		}
		b.who.Joins(tt.channel, "U0NOBODY")
		e := b.envelope("e", "Ev", object{"type": "member_joined_channel", "channel": tt.channel, "channel_type": "C", "user": tt.user}).event
		if got := b.heeds.Unheard(ctx, e); got != tt.want {
			t.Errorf("%s: expected %t, want %t", tt.name, got, tt.want)
		}
		if there, err := b.who.In(ctx, tt.channel, "U0NOBODY"); tt.want && (there || err != nil && !strings.Contains(err.Error(), "channel_not_found")) {
			t.Errorf("%s: who is in the channel is still believed (%v)", tt.name, err)
		}
	}
}
