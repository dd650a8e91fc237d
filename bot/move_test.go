package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/view"
)

// moved is a bench on which INC-1 has left its channel C0INC1 for C0NEW.
func moved(t *testing.T) *bench {
	t.Helper()
	b := inChannel(t)
	b.changes(func(inc *incident.Incident) {
		inc.Impact = "the vault is open"
		inc.Private, inc.Old = true, []incident.Left{{ID: "C0INC1", At: began}}
		inc.Channel = incident.Channel{ID: "C0NEW", Name: "inc-1"}
	})
	return b
}

func TestCommandsInAChannelThatWasLeft(t *testing.T) {
	b := moved(t)
	rev := b.incident(1).Rev
	for _, v := range verbs() {
		for _, user := range []string{"U0ANA", "U0BEN"} {
			r := ana(v.name + user)
			r.user, r.channel = user, "C0INC1"
			a, err := b.run(context.Background(), r, v.name+" x")
			said := a.Text + blocksText(a.Blocks)
			if err != nil {
				said = b.apologise(err)
			}
			if strings.Contains(said, "vault") || failed(said) {
				t.Errorf("%s by %s is answered %q", v.name, user, said)
			}
		}
	}
	r := ana("alone")
	r.channel = "C0INC1"
	if _, err := b.run(context.Background(), r, ""); fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "INC-1 goes on elsewhere. Ask <@U0ANA> to join.") {
		t.Errorf("the command alone is answered %v", err)
	}
	if b.incident(1).Rev != rev {
		t.Error("the incident was changed from there")
	}
}

// What happens in a channel that was left is not the incident's any more.
func TestAChannelThatWasLeftIsNobodys(t *testing.T) {
	b := moved(t)
	rev := b.incident(1).Rev
	b.joins("U0CLEO") // a guest
	b.hears(object{"type": "channel_shared", "channel": "C0INC1"})
	if inc := b.incident(1); inc.Rev != rev || inc.Channel.Shared || len(inc.Channel.Guests) > 0 {
		t.Errorf("the incident is %+v", inc.Channel)
	}
}

func TestWhatMovesAnIncident(t *testing.T) {
	b := inChannel(t)
	tests := []struct {
		text  string
		moves bool
	}{{"INC-1 kind outage", false}, {"INC-1 sev 2", false}, {"INC-1 kind data_loss", true}}
	for _, tt := range tests {
		a, err := b.runs(tt.text)
		b.must(err)
		inc := b.incident(1)
		if inc.Private != tt.moves || inc.Moving != tt.moves || strings.Contains(a.Text, "moves to a private channel") != tt.moves {
			t.Errorf("%s: private %t, moving %t, answered %q", tt.text, inc.Private, inc.Moving, a.Text)
		}
	}
	if _, err := b.runs("INC-1 private now"); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("moved twice: %v", err)
	}
}

// While it moves, being in the channel that it leaves proves nothing: everybody
// may join that.
func TestNobodyReadsAlongWhileItMoves(t *testing.T) {
	b := inChannel(t)
	r := ana("see")
	r.user = "U0BEN"
	if _, err := b.run(context.Background(), r, "INC-1"); err != nil {
		t.Errorf("before: %v", err)
	}
	b.who.Joins("C0INC1", "U0BEN")
	_, err := b.runs("INC-1 private now")
	b.must(err)
	if _, err := b.run(context.Background(), r, "INC-1"); fault.CodeOf(err) != fault.Denied {
		t.Errorf("while it moves: %v", err)
	}
}

// What waits for the old channel does not go there; what people must answer
// reaches them.
func TestWhatWaitsWhileItMoves(t *testing.T) {
	b := inChannel(t)
	_, err := b.runs("INC-1 sev 2") // queues a card
	b.must(err)
	_, err = b.runs("INC-1 private now")
	b.must(err)
	list := b.delivers()
	for _, d := range list {
		if d.To == "C0INC1" && d.Kind != outbox.Farewell {
			t.Errorf("%s went to the old channel", d.Key)
		}
	}
	for _, kind := range []string{outbox.OldCard, outbox.Farewell, outbox.Invite, outbox.Topic, outbox.Card, outbox.Pin} {
		if len(only(kind, list)) != 1 {
			t.Errorf("%d deliveries of kind %s, want 1", len(only(kind, list)), kind)
		}
	}
	if inc := b.incident(1); inc.Moving || inc.Channel.ID != "C0NEW" || inc.Card.Channel != "C0NEW" {
		t.Errorf("it is in %+v, its card %+v", inc.Channel, inc.Card)
	}
}

// claims takes the next delivery of a kind, in flight, and settles others.
func (b *bench) claims(kind string) *view.Lease {
	b.t.Helper()
	for {
		l, err := b.company.Claim(context.Background(), nil)
		b.must(err)
		if l == nil {
			return nil
		}
		if l.Delivery.Kind == kind {
			return l
		}
		b.settles(l, outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: l.Delivery.To, TS: "1.1"}})
	}
}

func (b *bench) settles(l *view.Lease, o outbox.DeliveryOutcome) {
	b.t.Helper()
	b.must(b.company.Settle(context.Background(), l, o))
}

// What was tried in the old channel and is tried again goes to the new one.
func TestWhatIsTriedAgainFollows(t *testing.T) {
	b := inChannel(t)
	_, err := b.runs("INC-1 sev 2")
	b.must(err)
	l := b.claims(outbox.Card)
	if l == nil || l.Delivery.To != "C0INC1" {
		t.Fatalf("claimed %+v, want the card", l)
	}
	b.settles(l, outbox.DeliveryOutcome{Verdict: outbox.Retry, After: 10 * cardPause})
	_, err = b.runs("INC-1 private now")
	b.must(err)
	for _, d := range b.delivers() {
		if d.Kind == outbox.Card && d.To != "C0NEW" {
			t.Errorf("the card is tried again in %s", d.To)
		}
	}
	if inc := b.incident(1); inc.Card.Channel != "C0NEW" {
		t.Errorf("its card is %+v", inc.Card)
	}
}

// The card that is just being edited may still land: the neutral words come
// after it.
func TestTheOldCardIsWipedLast(t *testing.T) {
	b := inChannel(t)
	_, err := b.runs("INC-1 sev 2")
	b.must(err)
	card := b.claims(outbox.Card)
	now := b.Service.Now()
	b.Service.Now = func() time.Time { return now } // its lease does not lapse
	_, err = b.runs("INC-1 private now")
	b.must(err)
	if l := b.claims(outbox.OldCard); l != nil {
		t.Error("the old card is wiped while an edit of it is under way")
	}
	b.settles(card, outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: "C0INC1", TS: card.View.Incident.Card.TS}})
	if l := b.claims(outbox.OldCard); l == nil || l.Delivery.Data.TS != card.View.Incident.Card.TS {
		t.Errorf("wiped %+v, want the old card", l)
	}
}

// A card that is just being posted for the first time is wiped when it is there.
func TestACardThatComesLateIsWiped(t *testing.T) {
	b := newBench(t)
	at := began
	b.Service.Now = func() time.Time { at = at.Add(cardPause); return at }
	b.declared()
	open := b.claims(outbox.OpenChannel)
	b.settles(open, outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: "C0INC1", Name: "inc-1-acme"}})
	card := b.claims(outbox.Card)
	_, err := b.runs("INC-1 private now")
	b.must(err)
	b.settles(card, outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: "C0INC1", TS: "7.7"}})
	list := b.delivers()
	if wiped := only(outbox.OldCard, list); len(wiped) != 1 || wiped[0].Data.Channel != "C0INC1" || wiped[0].Data.TS != "7.7" {
		t.Errorf("wiped %+v, want the card 7.7", wiped)
	}
	if inc := b.incident(1); inc.Card.Channel != "C0NEW" {
		t.Errorf("its card is %+v", inc.Card)
	}
}
