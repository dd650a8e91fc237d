package client

import (
	"slices"
	"strings"
)

// Way is a row of the table of ways: what is true of each text and each address
// on it. What it is in files and in forms follows from the row of its field. What a
// way does besides stands in a table of its room: its words for people in
// messages/screen, its sender in cmd/candor. The zero Way
// is one that nobody knows, of a later version: nothing leaves on it.
type Way struct {
	Via   string // as records and the config name it
	Field string // of the profile, where it is switched on
	At    string // where a file has the address, which is one client's alone: webhook.url; empty: the contacts have it
	Place string // what the address is, with its article: a channel
	Web   bool   // the address is one of the web, may hold a key and is not repeated

	// What leaves on it. Without any of these it is the plain words of the mail.
	Marked  bool // the words for Slack, with its marks
	Subject bool // a subject stands above the words
	Machine bool // the words stand in JSON with other facts: no person reads it there

	Each    bool // each person at the client is a destination of their own
	AnyCase bool // addresses that differ in capitals only are one
	Files   bool // a file can go with a text
	Thread  bool // later texts answer the first one; people there answer, and say that they have read it
	Doubt   Doubt

	on func(*Client) []Destination // where a client is reached on it; empty: it is not
}

// Doubt says what is done when nobody knows whether a text arrived.
type Doubt int

const (
	DoubtAsks    Doubt = iota // a person is asked: a repeat would be read twice, and nothing can be looked up
	DoubtLooks                // it is looked up there
	DoubtRepeats              // it is sent again: the receiver can tell a repeat
)

// Ways lists the names of the ways in the order in which screens show them.
var Ways = func() (names []string) {
	for _, w := range ways {
		names = append(names, w.Via)
	}
	return names
}()

// WayOf returns the row of a way; one that nobody knows has a name only.
func WayOf(via string) Way {
	for _, w := range ways {
		if w.Via == via {
			return w
		}
	}
	return Way{Via: via}
}

// addressIn is where a client is reached on a way that has one address.
func addressIn(field string) func(*Client) []Destination {
	return func(c *Client) []Destination { return []Destination{{To: c.Field(field)}} }
}

// Address is where a client is reached on a way that has one address; "" if it is
// not, or has none of its own there.
func (w Way) Address(c *Client) string {
	if w.At == "" {
		return ""
	}
	return c.Field(w.Field)
}

// Noun is what the address is, in a word.
func (w Way) Noun() string {
	_, noun, _ := strings.Cut(w.Place, " ")
	return noun
}

// ReadWays lists the ways on which a person reads the text.
func ReadWays() (list []Way) {
	for _, w := range ways {
		if !w.Machine {
			list = append(list, w)
		}
	}
	return list
}

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
	if d.Way().Each {
		return d.Via + "/" + d.To
	}
	return d.Via
}

// Way is the row of its way.
func (d Destination) Way() Way { return WayOf(d.Via) }

// same says whether both lead to one place. Mail servers do not tell Dana@ from
// dana@ any more, and one person should not get two mails.
func (d Destination) same(other Destination) bool {
	w := d.Way()
	return d.Via == other.Via && (d.To == other.To || w.AnyCase && strings.EqualFold(d.To, other.To) || w.Web && sameAddress(d.To, other.To))
}

// Lane is the queue that keeps the order at the destination.
func (d Destination) Lane() string { return d.Via + "/" + d.To }

// Destinations lists where a client's updates are delivered. It is empty for a
// client who is told by hand. Two contacts with the same address are one.
func (c *Client) Destinations() []Destination {
	if c.Manner == Lawyer {
		if d := c.atOneAddress(); d.To != "" {
			return []Destination{d}
		}
		return nil
	}
	var list []Destination
	for _, w := range ways {
		for _, d := range w.on(c) {
			d.Via, d.Optional = w.Via, slices.Contains(c.Optional, w.Via)
			if d.To != "" && !slices.ContainsFunc(list, d.same) {
				list = append(list, d)
			}
		}
	}
	return list
}

// Has says whether the client is still reached at the destination.
func (c *Client) Has(via, to string) bool {
	return slices.ContainsFunc(c.Destinations(), Destination{Via: via, To: to}.same)
}

// ToRender are the destinations whose text is made. Where nothing can leave,
// the text for Slack is copied, or said on the phone.
func ToRender(to []Destination) []Destination {
	if len(to) == 0 {
		return []Destination{{Via: ViaSlack}}
	}
	return to
}
