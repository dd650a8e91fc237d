package delivery

import (
	"context"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
)

// Ways hands each delivery to the sender of its way: a client's text by its
// Via, everything for the team to Slack, and a call that wakes a person to Ring.
// A way that is not set up refuses, so that a person is told.
type Ways struct {
	Slack   Sender
	Email   Sender
	Webhook Sender
	Ring    Sender
}

// Do carries out one attempt.
func (w Ways) Do(ctx context.Context, l *view.Lease, p kit.Post) outbox.DeliveryOutcome {
	way := w.Slack
	switch d := l.Delivery; {
	case d.Kind == outbox.WakeCall:
		way = w.Ring
	case d.Kind == outbox.ClientText && d.Via == client.ViaEmail:
		way = w.Email
	case d.Kind == outbox.ClientText && d.Via == client.ViaWebhook:
		way = w.Webhook
	}
	if way == nil {
		return refused("this way of sending is not set up. Whoever runs Candor has to add it to the config")
	}
	return way.Do(ctx, l, p)
}
