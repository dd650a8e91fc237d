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

// What may never leave again is not offered once more; a correction goes where the wrong words stand.
func TestWhatIsSpent(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 30, 0, 0, time.UTC)
	aff := incident.Affected{Updates: 3, Heard: 3}
	aff.Client.Slack = "C2"
	inc := &incident.Incident{State: incident.Open, Clients: []incident.Affected{aff}}
	for _, tt := range []struct {
		name string
		u    update.Update
		to   string
		want bool
	}{
		{"still theirs", update.Update{N: 3, Kind: update.Progress}, "C2", false},
		{"they are reached elsewhere now", update.Update{N: 3, Kind: update.Progress}, "C1", true},
		{"a correction of what stands there", update.Update{N: 3, Kind: update.Correction, Corrects: 1}, "C1", false},
		{"they have heard something newer", update.Update{N: 2, Kind: update.Progress}, "C2", true},
		{"Candor wrote it by itself", update.Update{N: 3, Kind: update.AutoHolding}, "C2", true},
	} {
		c := Copy{Update: &tt.u, Delivery: &outbox.Delivery{Via: "slack", To: tt.to}}
		if got := Spent(inc, &inc.Clients[0], c, now); got != tt.want {
			t.Errorf("%s: spent %t, want %t", tt.name, got, tt.want)
		}
	}
}

// What is too late says why: what it promises has passed, or it is too old. What still waits
// in time is not.
func TestWhatIsTooLateIsNotSentAgain(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 30, 0, 0, time.UTC)
	inc := &incident.Incident{State: incident.Open, Clients: []incident.Affected{{Updates: 3, Heard: 3}}}
	for name, tt := range map[string]struct {
		expires, next time.Time
		want          string
	}{
		"old":               {now, time.Time{}, "it is too old by now"},
		"its time is over":  {now, now.Add(-time.Minute), "promises a time that has passed"},
		"in time":           {now.Add(time.Minute), time.Time{}, "reached in another place"},
		"it never gets old": {time.Time{}, time.Time{}, "reached in another place"},
	} {
		u := &update.Update{N: 3, Kind: update.Progress, State: update.Sent, NextAt: tt.next}
		err := Worth(inc, &inc.Clients[0], Copy{Update: u, Delivery: &outbox.Delivery{Via: "slack", To: "C1", Expires: tt.expires}}, now)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}
