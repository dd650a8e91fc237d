package typed

import (
	"testing"
	"time"

	"candor/incident/byhand"
)

// What they had read, and when: it is no call of now.
func TestAReportOfWhatTheyHadRead(t *testing.T) {
	now := began.Add(40 * time.Minute)
	tests := []struct {
		typed string
		how   byhand.How
		at    string // "" now
		text  string
	}{
		{"read at 14:12: that it works again", byhand.ByRead, "14:12", "that it works again"},
		{"They had read it 14:12: all orders are gone", byhand.ByRead, "14:12", "all orders are gone"},
		{"They read at 14:12 that we replace the disk", byhand.ByRead, "14:12", "we replace the disk"},
		{"they have read it at 14:12, that all orders are gone", byhand.ByRead, "14:12", "all orders are gone"},
		{"read at 14:12", byhand.ByRead, "14:12", ""},
		{"read 10 min ago: all orders are gone", byhand.ByRead, "14:30", "all orders are gone"},
		{"call: she read at 14:12 that we replace the disk", byhand.ByCall, "", "she read at 14:12 that we replace the disk"},
		{"they read our mail of 10 March", "", "", "they read our mail of 10 March"},
		{"read the logs to them", "", "", "read the logs to them"},
	}
	for _, tt := range tests {
		r, _, err := (Clock{Now: now, Zone: time.UTC}).Report("acme", tt.typed)
		at := ""
		if !r.At.IsZero() {
			at = r.At.UTC().Format("15:04")
		}
		if err != nil || r.How != tt.how || at != tt.at || r.Text != tt.text {
			t.Errorf("%q is %q at %q: %q, %v; want %q at %q: %q", tt.typed, r.How, at, r.Text, err, tt.how, tt.at, tt.text)
		}
	}
	if _, _, err := (Clock{Now: now, Zone: time.UTC}).Report("acme", "read at 99:12: all is gone"); err == nil {
		t.Error("it takes 99:12 for a time")
	}
}
