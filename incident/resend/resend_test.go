package resend

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/update"
)

// Who presses a button that stood there before the client heard something newer sends nothing.
func TestWhatIsOvertakenIsNotSentAgain(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 30, 0, 0, time.UTC)
	inc := &incident.Incident{State: incident.Open, Clients: []incident.Affected{{Updates: 3, Heard: 3}}}
	d := &outbox.Delivery{Via: "slack", To: "C1"}
	for n, want := range map[int]string{2: "heard something newer", 3: "reached in another place"} {
		err := Worth(inc, &inc.Clients[0], Copy{Update: &update.Update{N: n, Kind: update.Progress, State: update.Sent}, Delivery: d}, now)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("update %d: %v, want %q", n, err, want)
		}
	}
}
