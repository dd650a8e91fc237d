package delivery

import (
	"net/url"

	"candor/incident/client"
	"candor/incident/outbox"
)

// bound is how many attempts may be under way at once: on a way, and at one host of it.
// A host that does not answer holds only its own.
type bound struct{ way, host int }

// slackWay is the way of all that is not a client's text, and of a client's text in Slack.
const slackWay = client.ViaSlack

// ring is the way of calls that wake a person.
const ring = "ring"

// bounds by way. Slack takes a message a second in a channel, and lanes keep to that; so
// many channels are seldom written to at once.
var bounds = map[string]bound{
	slackWay:          {64, 64},
	client.ViaEmail:   {16, 16}, // one server hands on for all
	client.ViaWebhook: {16, 4},
	ring:              {8, 4},
}

// other is the bound of a way that has none of its own.
var other = bound{8, 4}

// hands counts what is under way, by way and by host.
type hands map[[2]string]int

// place is the way of a delivery and the host at which it waits.
func place(d *outbox.Delivery) (way, host string) {
	switch {
	case d.Kind == outbox.WakeCall:
		way = ring
	case d.Kind != outbox.ClientText || d.Via == "":
		return slackWay, ""
	default:
		way = d.Via
	}
	if u, err := url.Parse(d.To); err == nil {
		host = u.Host
	}
	return way, host
}

// free says whether a hand is free for a delivery.
func (h hands) free(d *outbox.Delivery) bool {
	way, host := place(d)
	most, ok := bounds[way]
	if !ok {
		most = other
	}
	return h[[2]string{way}] < most.way && (host == "" || h[[2]string{way, host}] < most.host)
}

func (h hands) take(d *outbox.Delivery) { h.add(d, 1) }

func (h hands) give(d *outbox.Delivery) { h.add(d, -1) }

func (h hands) add(d *outbox.Delivery, n int) {
	way, host := place(d)
	keys := [][2]string{{"", ""}, {way}}
	if host != "" {
		keys = append(keys, [2]string{way, host})
	}
	for _, k := range keys {
		if h[k] += n; h[k] == 0 {
			delete(h, k)
		}
	}
}

// all is how many are under way.
func (h hands) all() int { return h[[2]string{}] }
