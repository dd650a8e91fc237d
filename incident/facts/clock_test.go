package facts

import (
	"testing"
	"time"
)

func TestOnTheirClock(t *testing.T) {
	zone := func(name string) *time.Location {
		z, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		return z
	}
	london, berlin, kolkata, lisbon := zone("Europe/London"), zone("Europe/Berlin"), zone("Asia/Kolkata"), zone("Europe/Lisbon")
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		text, want string
		readers    []*time.Location
	}{
		{"waiting for the host until 15:30", "waiting for the host until 16:30 CET", []*time.Location{berlin}},
		{"the host began at 2 pm, it takes until 3.30pm", "the host began at 15:00 CET, it takes until 16:30 CET", []*time.Location{berlin}},
		{"between 14:00 and 15:30", "between 19:30 IST and 21:00 IST", []*time.Location{kolkata}},
		{"until 15:30", "until 15:30 GMT", []*time.Location{berlin, kolkata}},
		{"until 15:30", "until 15:30 GMT", []*time.Location{lisbon, london}},
		{"until 15:30", "until 15:30 WET", []*time.Location{lisbon}},
		{"Our host deleted the disk by mistake at 13:20.", "Our host deleted the disk by mistake at 13:20 GMT.", []*time.Location{london}},
		{"at 13:20, and it is back since 14:00 GMT", "at 13:20 GMT, and it is back since 14:00 GMT", []*time.Location{london}},
		{"between 12:00 and 13:30", "between 12:00 and 13:30 GMT", []*time.Location{london}},
		{"13:00–14:00, again at 2.30pm", "13:00–14:00 GMT, again at 14:30 GMT", []*time.Location{london}},
		{"from 14:00 to 15:30 (UTC), at 9:05:30", "from 14:00 to 15:30 (UTC), at 9:05:30", []*time.Location{london}},
		{"at 17:55 our time", "at 17:55 our time", []*time.Location{london}},
		{"until 15:30", "until 15:30", nil},
		{"until 23:30", "until 23:30 GMT", []*time.Location{berlin}},
		{"until 15:30 GMT", "until 15:30 GMT", []*time.Location{berlin}},
		{"until 16:30 your time", "until 16:30 your time", []*time.Location{berlin}},
		{"from 14:00 to 15:30 (UTC)", "from 14:00 to 15:30 (UTC)", []*time.Location{berlin}},
		{"at 127.0.0.1:5432 in version 1.15", "at 127.0.0.1:5432 in version 1.15", []*time.Location{berlin}},
		{"25:30 and 13 pm", "25:30 and 13 pm", []*time.Location{berlin}},
		{"at 12 pm, at 12.05 p.m.", "at 13:00 CET, at 13:05 CET", []*time.Location{berlin}},
		{"the host repairs it at 5 pm Eastern", "the host repairs it at 5 pm Eastern", []*time.Location{london}},
		{"at 5 pm Eastern", "at 5 pm Eastern", []*time.Location{berlin}},
		{"at 11 am ET, 8:00 PT (New York and Seattle)", "at 11 am ET, 8:00 PT (New York and Seattle)", []*time.Location{london}},
		{"at 17:00 (New York), 17:00 in Sydney", "at 17:00 (New York), 17:00 in Sydney", []*time.Location{london}},
		{"at 17:00 in Sydney", "at 17:00 in Sydney", []*time.Location{berlin}},
		{"at 17:00 in WooCommerce (Ben looks)", "at 18:00 CET in WooCommerce (Ben looks)", []*time.Location{berlin}},
		{"at 18:00 MESZ", "at 18:00 MESZ", []*time.Location{berlin}},
		{"You wrote “it stopped at 9:30 today”; our log says 13:40.", "You wrote “it stopped at 9:30 today”; our log says 14:40 CET.", []*time.Location{berlin}},
		{"You wrote \"it stopped at 9:30\"", "You wrote \"it stopped at 9:30\"", []*time.Location{london}},
		{"“until 15:30”", "“until 16:30 CET”", []*time.Location{berlin}},
		{"at 12 am, at 12.05 a.m.", "at 01:00 CET, at 01:05 CET", []*time.Location{berlin}},
	} {
		if got := OnTheirClock(tt.text, now, london, tt.readers...); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
		if got := OnTheirClock(tt.want, now, london, tt.readers...); got != tt.want {
			t.Errorf("said again, %q becomes %q", tt.want, got)
		}
	}
}
