package work

import (
	"log/slog"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/firm"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/schedule/scheduletest"
	"candor/incident/timeline"
)

// noted is a transaction that also takes lines and records.
type noted struct {
	queued
	lines []timeline.Entry
	kept  int // entries of the incident as it was stored last
	put   *outbox.Delivery
}

func (n *noted) Append(e timeline.Entry) error            { n.lines = append(n.lines, e); return nil }
func (n *noted) PutDelivery(d *outbox.Delivery) error     { n.put = d; return nil }
func (n *noted) PutIncident(inc *incident.Incident) error { n.kept = inc.Entries; return nil }

// What becomes of a review as a PDF stands in the timeline and ends with that: nobody is
// asked to send it again, who is in charge is told, and what the card says of the review
// itself stays.
func TestWhatBecomesOfAReviewAsAPDF(t *testing.T) {
	for _, tt := range []struct {
		name    string
		o       outbox.DeliveryOutcome
		state   outbox.DeliveryState
		doubted bool
		line    timeline.Kind
		notices int
	}{
		{"it arrived", outbox.DeliveryOutcome{Verdict: outbox.Sent}, outbox.Delivered, false, timeline.Printed, 0},
		{"it was refused", outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "no such address"}, outbox.Dead, false, timeline.NotPrinted, 1},
		{"nobody knows", outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "no answer"}, outbox.Dead, true, timeline.NotPrinted, 1},
		{"it is tried again", outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the browser crashed"}, outbox.Waiting, false, "", 0},
	} {
		aff := incident.Affected{Client: client.Client{ID: "acme", Name: "Acme Shop"}, Results: []outbox.Result{{To: client.Destination{Via: client.ViaEmail, To: "dana@acme.example"}, Update: 9, State: outbox.Delivered}}}
		inc := &incident.Incident{Number: 1, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"}, Clients: []incident.Affected{aff}}
		tx := &noted{}
		w := Begin(&firm.Firm{Log: slog.New(slog.DiscardHandler)}, tx, inc, scheduletest.Start)
		d := &outbox.Delivery{Key: "INC-1/acme/update/9/paper", Kind: outbox.Paper, Client: "acme", Update: 9, Via: client.ViaEmail, To: "dana@acme.example", State: outbox.InFlight}
		if err := w.Finish(d, tt.o); err != nil {
			t.Fatal(err)
		}
		if d.State != tt.state || d.Doubted != tt.doubted || tx.put != d || len(tx.list) != tt.notices {
			t.Errorf("%s: it is %s, doubted %t, with %d notices", tt.name, d.State, d.Doubted, len(tx.list))
		}
		if inc.Clients[0].Results[0].State != outbox.Delivered {
			t.Errorf("%s: the card says of the review itself that it is %s", tt.name, inc.Clients[0].Results[0].State)
		}
		if got := len(tx.lines); (tt.line == "") != (got == 0) || got > 0 && (tx.lines[0].Kind != tt.line || tx.kept != 1) {
			t.Errorf("%s: the lines are %+v, and %d are counted", tt.name, tx.lines, tx.kept)
		}
	}
}
