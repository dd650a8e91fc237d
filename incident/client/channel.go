package client

import (
	"slices"
	"strings"
)

// The ways on which an update reaches a client.
const (
	ViaSlack   = "slack"   // into a Slack channel that is shared with the client
	ViaEmail   = "email"   // to one contact
	ViaWebhook = "webhook" // to an address of the client's
)

// Ways lists the ways in the order in which screens show them.
var Ways = []string{ViaSlack, ViaEmail, ViaWebhook}

// Destination is one place that an update is delivered to. Each has a delivery
// of its own; all that share a way carry the same text.
type Destination struct {
	Via      string `json:"via"`
	To       string `json:"to"`                 // the channel's id, the mail address, or the URL
	Name     string `json:"name,omitempty"`     // of the person, for mail
	Optional bool   `json:"optional,omitempty"` // the promise is kept without it
}

// Key names the destination among those of one update.
func (d Destination) Key() string {
	if d.Via == ViaEmail { // one delivery for each recipient
		return d.Via + "/" + d.To
	}
	return d.Via
}

// same says whether both lead to one place. Mail servers do not tell Dana@ from
// dana@ any more, and one person should not get two mails.
func (d Destination) same(other Destination) bool {
	return d.Via == other.Via && (d.To == other.To || d.Via == ViaEmail && strings.EqualFold(d.To, other.To))
}

// Lane is the queue that keeps the order at the destination.
func (d Destination) Lane() string { return d.Via + "/" + d.To }

// Destinations lists where a client's updates are delivered. It is empty for a
// client who is told by hand. Two contacts with the same address are one.
func (c *Client) Destinations() []Destination {
	var list []Destination
	add := func(d Destination) {
		d.Optional = slices.Contains(c.Optional, d.Via)
		if !slices.ContainsFunc(list, d.same) {
			list = append(list, d)
		}
	}
	if c.Slack != "" {
		add(Destination{Via: ViaSlack, To: c.Slack})
	}
	for _, ct := range c.Contacts {
		if c.Email && ct.Email != "" {
			add(Destination{Via: ViaEmail, To: ct.Email, Name: ct.Name})
		}
	}
	if c.Webhook != nil && c.Webhook.URL != "" {
		add(Destination{Via: ViaWebhook, To: c.Webhook.URL})
	}
	return list
}

// Has says whether the client is still reached at the destination.
func (c *Client) Has(via, to string) bool {
	return slices.ContainsFunc(c.Destinations(), Destination{Via: via, To: to}.same)
}
