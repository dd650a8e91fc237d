package delivery

import (
	"strings"
	"testing"
	"time"

	"candor/incident/forget"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
)

// Nothing goes to whom was forgotten, on whatever way it was to go.
func TestNothingIsSentToWhomWasForgotten(t *testing.T) {
	l := new(forget.List)
	l.Add(time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC), "U0DANA", "dana@acme.example")
	for _, d := range []outbox.Delivery{{Kind: outbox.Direct, To: "U0DANA"}, {Kind: outbox.WakeCall, To: "U0DANA"}, {Kind: outbox.ClientText, Via: "email", To: "dana@acme.example"}} {
		d.To = l.Text(d.To)
		if got := (Ways{}).Do(t.Context(), &view.Lease{Delivery: d}, kit.Post{}); got.Verdict != outbox.Refused || !strings.Contains(got.Reason, "asked to be forgotten") {
			t.Errorf("%s to %s: %+v", d.Kind, d.To, got)
		}
	}
}
