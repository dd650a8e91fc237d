package delivery

import (
	"context"

	"candor/incident/forget"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
)

// Ways hands each delivery to the sender of its way: a client's text by its
// Via, everything for the team to Team, and a call that wakes a person to Ring.
// A way that is not set up refuses, so that a person is told.
type Ways struct {
	Team    Sender // into Slack
	Ring    Sender
	Paper   Sender            // a review as a PDF; nil: none is made
	Clients map[string]Sender // by the names of the ways to a client
}

// Do carries out one attempt.
func (w Ways) Do(ctx context.Context, l *view.Lease, p kit.Post) outbox.DeliveryOutcome {
	if forget.Is(l.Delivery.To) {
		return refused("they asked to be forgotten, and nothing is sent to them. Give it up, and write to somebody else")
	}
	way := w.Team
	switch d := l.Delivery; d.Kind {
	case outbox.WakeCall:
		way = w.Ring
	case outbox.Paper:
		way = w.Paper
	case outbox.ClientText, outbox.AskClient:
		way = w.Clients[d.Via]
	}
	if way == nil {
		return refused("this way of sending is not set up. Whoever runs Candor has to add it to the config")
	}
	return way.Do(ctx, l, p)
}
