// Package webhook is what a client's machine reads: an update as JSON.
package webhook

import (
	"encoding/json"
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/update"
)

// typeOfAll names what a webhook carries.
const typeOfAll = "incident.update"

// message is the body of a webhook, in this order of fields. It holds what
// the client reads and nothing else.
type message struct {
	Type      string `json:"type"`
	Timestamp string `json:"timestamp"` // RFC 3339, in UTC, as all times
	Data      data   `json:"data"`
}

type data struct {
	Incident string  `json:"incident"` // INC-7
	Client   string  `json:"client"`
	Kind     string  `json:"kind"`   // what the update is: progress; see kindOf
	Status   string  `json:"status"` // what the client knows with it: investigating to resolved
	Number   int     `json:"number"` // of the update, from 1
	Text     string  `json:"text"`   // plain
	Next     *string `json:"next_update_at"`
	Sender   string  `json:"sender"`
}

// Notice makes the exact body of a webhook from an update and its plain text.
func Notice(inc *incident.Incident, client *client.Client, u update.Update, text string) (outbox.Text, error) {
	n := message{Type: typeOfAll, Timestamp: rfc3339(u.At), Data: data{
		Incident: inc.Name(), Client: client.ID, Kind: kindOf(inc, client, u.Kind), Status: string(update.StatusAfter(u.Kind, inc.StatusOf(inc.Affected(client.ID)))),
		Number: u.N, Text: text, Sender: u.Sender.Name,
	}}
	if n.Data.Number == 0 { // a draft has the next number
		n.Data.Number = 1
		if aff := inc.Affected(client.ID); aff != nil {
			n.Data.Number = aff.Updates + 1
		}
	}
	if !u.NextAt.IsZero() {
		next := rfc3339(u.NextAt)
		n.Data.Next = &next
	}
	body, err := json.Marshal(n)
	if err != nil {
		return outbox.Text{}, fmt.Errorf("render %s for a webhook: %w", u.Kind, err)
	}
	return outbox.Text{Body: string(body)}, nil
}

// breachConfirmed is what a text about a break-in is once somebody did get in: a machine that shows the
// kind to people must not say that it is a suspicion.
const breachConfirmed = "breach-confirmed"

// kindOf says what an update is, in the word that a machine shows or acts upon.
func kindOf(inc *incident.Incident, client *client.Client, kind string) string {
	known := &inc.Facts
	if aff := inc.Affected(client.ID); aff != nil {
		known = inc.FactsOf(aff)
	}
	if kind == update.BreachSuspected && known.Is(facts.Intruder, facts.Confirmed) {
		return breachConfirmed
	}
	return kind
}

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339) }
