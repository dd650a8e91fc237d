package typed

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/phrase"
	"candor/incident/schedule"
)

func TestReadCadence(t *testing.T) {
	inc := &incident.Incident{Clients: []incident.Affected{{Client: client.Client{ID: "acme"}}}}
	two := &incident.Incident{Clients: append(inc.Clients, incident.Affected{Client: client.Client{ID: "globex"}})}
	times := schedule.Cadence{Cron: "0 9,13 * * MON-FRI"}
	tests := []struct {
		text           string
		inc            *incident.Incident
		want           schedule.Cadence
		client, asking string
	}{
		{"30m", inc, schedule.Every(30 * time.Minute), "acme", ""},
		{"every 2 hours", inc, schedule.Every(2 * time.Hour), "acme", ""},
		{"1 h 30 min  ACME asked by Dana Fox", two, schedule.Every(90 * time.Minute), "acme", "Dana Fox"},
		{"hourly", inc, schedule.Every(time.Hour), "acme", ""},
		{"every hour, please", inc, schedule.Every(time.Hour), "acme", ""},
		{"every half hour globex asked by Dana", two, schedule.Every(30 * time.Minute), "globex", "Dana"},
		{"twice a day", inc, schedule.Every(12 * time.Hour), "acme", ""},
		{"every forty-five minutes", inc, schedule.Every(45 * time.Minute), "acme", ""},
		{"30m", two, schedule.Every(30 * time.Minute), incident.AllClients, ""},
		{"0 9,13 * * MON-FRI globex", two, times, "globex", ""},
		{"0 9,13 * * MON-FRI Asked by Dana", inc, times, "acme", "Dana"},
		{"3d acme sure", two, schedule.Every(72 * time.Hour), "acme", ""},
		{"usual", inc, schedule.Cadence{}, "acme", ""},
		{"usual globex", two, schedule.Cadence{}, "globex", ""},
	}
	for _, tt := range tests {
		wish, client, err := Cadence(tt.text, tt.inc)
		if err != nil || wish.Cadence != tt.want || client != tt.client || wish.AskedBy != tt.asking || wish.Sure != strings.HasSuffix(tt.text, "sure") {
			t.Errorf("readCadence(%q) = %+v, %s, %v; want %q, %s, %q", tt.text, wish, client, err, tt.want, tt.client, tt.asking)
		}
	}
	for _, text := range []string{"", "acme", "30", "soon", "30m globex", "TZ=Europe/Paris", "@every 1s", "0 0 30 2 *", "0s", "500d"} {
		if wish, _, err := Cadence(text, inc); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("readCadence(%q) = %q, %v, want a refusal", text, wish.Cadence, err)
		}
	}
}

// How often a client wants to hear, as it is read out of the report of a call, is read as typed, too: a press types it.
func TestHowOftenIsRead(t *testing.T) {
	inc := &incident.Incident{Clients: []incident.Affected{{Client: client.Client{ID: "acme"}}}}
	for _, often := range []string{"hourly", "half-hourly", "half hourly", "twice an hour", "once an hour", "once a day", "twice a day", "daily",
		"every half hour", "every half an hour", "every hour", "every other hour", "every second hour", "every two hours", "every 2 hours", "every 20 minutes", "every twenty minutes"} {
		if got := phrase.HowOften("she wants news " + often); got != often {
			t.Errorf("%q is read out of a report as %q", often, got)
		}
		if wish, _, err := Cadence(often+" acme", inc); err != nil || wish.Cadence.IsZero() {
			t.Errorf("%q is no rhythm: %v", often, err)
		}
	}
}
