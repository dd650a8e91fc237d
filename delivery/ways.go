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

// senders has for each way to a client who sends there.
var senders = map[string]func(Ways) Sender{
	client.ViaSlack:   func(w Ways) Sender { return w.Slack },
	client.ViaEmail:   func(w Ways) Sender { return w.Email },
	client.ViaWebhook: func(w Ways) Sender { return w.Webhook },
}

// Do carries out one attempt.
func (w Ways) Do(ctx context.Context, l *view.Lease, p kit.Post) outbox.DeliveryOutcome {
	way := w.Slack
	switch d := l.Delivery; {
	case d.Kind == outbox.WakeCall:
		way = w.Ring
	case d.Kind == outbox.ClientText:
		way = nil
		if of := senders[d.Via]; of != nil {
			way = of(w)
		}
	}
	if way == nil {
		return refused("this way of sending is not set up. Whoever runs Candor has to add it to the config")
	}
	return way.Do(ctx, l, p)
}
