package hour

import (
	"testing"
	"time"
)

func TestFind(t *testing.T) {
	for text, want := range map[string]string{
		"Orders fail since 09:12.":                                              "09:12",
		"back at 9.15 CET, not before 10 am":                                    "9.15 CET|10 am",
		"from 15:00-16:00 CET":                                                  "15:00|16:00 CET",
		"2026-05-04T10:15:00-00:00 orders fail":                                 "10:15:00",
		"1530 UTC, 14h30 and noon":                                              "1530 UTC|14h30|noon",
		"It took 17h00m, 02:15 min and cost 10.30 €":                            "",
		"It took 1h30, and ended after 2h15":                                    "",
		"From 9h30 on, after 14h30 and at 1h15":                                 "9h30|14h30|1h15",
		"upgraded from 1.22 to 1.23":                                            "",
		"The release went out at 9.15, and from 9.20 to 10.30 nobody could pay": "9.15|9.20|10.30",
		"version 3.14, a ratio of 2:1, 45 minutes":                              "",
	} {
		got := ""
		for _, c := range Find(text, func(int) bool { return false }) {
			if got != "" {
				got += "|"
			}
			got += text[c.From:c.To]
		}
		if got != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

// A stamp of ISO 8601 counts from UTC; of two times side by side one names the zone.
func TestZones(t *testing.T) {
	for text, zoned := range map[string]bool{"2026-05-04T10:15:00 fails": true, "15:00 to 16:00 CET": true, "at 15:00 we call": false, "15:00 -0700 it failed": true, "15:00:10 +02:00": true, "15:00 -16:00": false} {
		list := Find(text, func(int) bool { return false })
		if len(list) == 0 || list[0].Zoned != zoned {
			t.Errorf("%q: %+v", text, list)
		}
	}
	now := time.Date(2026, 5, 4, 23, 0, 0, 0, time.UTC)
	if at := Find("08:00", func(int) bool { return false })[0].At(now, time.UTC); at.Day() != 5 {
		t.Errorf("08:00 is %v, seen from %v", at, now)
	}
}
