package bot

import (
	"testing"
	"time"

	"candor"
)

func TestReadCadence(t *testing.T) {
	inc := &candor.Incident{Clients: []candor.Affected{{Client: candor.Client{ID: "acme"}}}}
	two := &candor.Incident{Clients: append(inc.Clients, candor.Affected{Client: candor.Client{ID: "globex"}})}
	times := candor.Cadence{Cron: "0 9,13 * * MON-FRI"}
	tests := []struct {
		text           string
		inc            *candor.Incident
		want           candor.Cadence
		client, asking string
	}{
		{"30m", inc, candor.Every(30 * time.Minute), "acme", ""},
		{"every 2 hours", inc, candor.Every(2 * time.Hour), "acme", ""},
		{"1 h 30 min  ACME asked by Dana Fox", two, candor.Every(90 * time.Minute), "acme", "Dana Fox"},
		{"30m", two, candor.Every(30 * time.Minute), candor.AllClients, ""},
		{"0 9,13 * * MON-FRI globex", two, times, "globex", ""},
		{"0 9,13 * * MON-FRI Asked by Dana", inc, times, "acme", "Dana"},
		{"usual", inc, candor.Cadence{}, "acme", ""},
		{"usual globex", two, candor.Cadence{}, "globex", ""},
	}
	for _, tt := range tests {
		c, client, asking, err := readCadence(tt.text, tt.inc)
		if err != nil || c != tt.want || client != tt.client || asking != tt.asking {
			t.Errorf("readCadence(%q) = %q, %s, %q, %v; want %q, %s, %q", tt.text, c, client, asking, err, tt.want, tt.client, tt.asking)
		}
	}
	for _, text := range []string{"", "acme", "30", "soon", "30m globex", "TZ=Europe/Paris", "@every 1s", "0 0 30 2 *", "0s", "500d"} {
		if c, _, _, err := readCadence(text, inc); candor.CodeOf(err) != candor.Invalid {
			t.Errorf("readCadence(%q) = %q, %v, want a refusal", text, c, err)
		}
	}
}
