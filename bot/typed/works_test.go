package typed

import (
	"strings"
	"testing"
	"time"
)

func TestSinceWhenItWorks(t *testing.T) {
	c := Clock{Now: time.Date(2026, 3, 10, 14, 30, 0, 0, time.UTC), Zone: time.UTC}
	for _, tt := range []struct{ text, want, refused string }{
		{"", "", ""},
		{"again", "", ""},
		{"it works again!", "", ""},
		{"for everyone", "", ""},
		{"now", "10 14:30", ""},
		{"14:10", "10 14:10", ""},
		{"20m ago", "10 14:10", ""},
		{"since 20 minutes", "10 14:10", ""}, {"since 14:10", "10 14:10", ""},
		{"yesterday 14:45", "09 14:45", ""},
		{"03:00", "10 03:00", ""},
		{"01:30", "10 01:30", ""}, // longer ago than until it is again
		{"14:45", "", "“14:45” is still to come. Nothing was sent."},
		{"17:00", "", "is still to come"},
		{"maybe", "", "“maybe” is not a valid time since when it works. Nothing was sent."},
		{"14:10 for most people", "", "If something does not work yet, press Client update."},
	} {
		got, err := c.Works(tt.text)
		if tt.refused != "" {
			if err == nil || !strings.Contains(err.Error(), tt.refused) {
				t.Errorf("%q: %v, want it refused: %s", tt.text, err, tt.refused)
			}
			continue
		}
		if was := strings.TrimPrefix(got.Format("02 15:04"), "01 00:00"); err != nil || was != tt.want {
			t.Errorf("%q: %q, %v; want %q", tt.text, was, err, tt.want)
		}
	}
}
