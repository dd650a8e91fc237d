package delivery

import (
	"context"
	"testing"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
)

// named is a sender that says which one it is.
type named string

func (n named) Do(context.Context, *view.Lease, kit.Post) outbox.DeliveryOutcome {
	return outbox.DeliveryOutcome{Verdict: outbox.Sent, Reason: string(n)}
}

func TestEachTextGoesToTheSenderOfItsWay(t *testing.T) {
	all := Ways{Team: named("team"), Ring: named("ring"), Paper: named("paper"), Clients: map[string]Sender{}}
	for _, via := range client.Ways {
		all.Clients[via] = named(via)
	}
	text := func(via string) *view.Lease {
		return &view.Lease{Delivery: outbox.Delivery{Kind: outbox.ClientText, Via: via}}
	}
	for _, via := range client.Ways {
		if got := all.Do(t.Context(), text(via), kit.Post{}); got.Reason != via {
			t.Errorf("a text by %s is given to the sender %q", via, got.Reason)
		}
		if got := (Ways{}).Do(t.Context(), text(via), kit.Post{}); got.Verdict != outbox.Refused {
			t.Errorf("without its sender a text by %s is %s, want refused", via, got.Verdict)
		}
	}
	card := &view.Lease{Delivery: outbox.Delivery{Kind: outbox.Card, Via: client.ViaEmail}}
	if got := all.Do(t.Context(), card, kit.Post{}); got.Reason != "team" {
		t.Errorf("what is for the team is given to %q", got.Reason)
	}
	if got := all.Do(t.Context(), text("pigeon"), kit.Post{}); got.Verdict != outbox.Refused {
		t.Errorf("on a way that nobody knows a text is %s, want refused: it is not for Slack", got.Verdict)
	}
	ring := &view.Lease{Delivery: outbox.Delivery{Kind: outbox.WakeCall}}
	if got := all.Do(t.Context(), ring, kit.Post{}); got.Reason != "ring" {
		t.Errorf("a call is given to %q", got.Reason)
	}
	pdf := &view.Lease{Delivery: outbox.Delivery{Kind: outbox.Paper, Via: client.ViaEmail}}
	if got := all.Do(t.Context(), pdf, kit.Post{}); got.Reason != "paper" {
		t.Errorf("a review as a PDF is given to %q", got.Reason)
	}
	if got := (Ways{}).Do(t.Context(), pdf, kit.Post{}); got.Verdict != outbox.Refused {
		t.Errorf("where none is made, a PDF is %s, want refused", got.Verdict)
	}
}
