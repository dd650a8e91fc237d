package holidays

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)

// event is a calendar with one entry.
func event(lines ...string) string {
	return calendar(append([]string{"SUMMARY:A day off"}, lines...)...)
}

func calendar(lines ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
}

func TestWhichDaysAFileMeans(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, text, want string }{
		{"a day", event("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261226"), "2026-12-25"},
		{"a day without its end", event("DTSTART;VALUE=DATE:20261225"), "2026-12-25"},
		{"a day that ends on itself", event("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261225"), "2026-12-25"},
		{"three days", event("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227"), "2026-12-24 2026-12-25 2026-12-26"},
		{"for so long", event("DTSTART;VALUE=DATE:20261224", "DURATION:P2D"), "2026-12-24 2026-12-25"},
		{"from midnight by a clock of its own", event("DTSTART;TZID=\"Customized Time Zone\":20261225T000000", "DTEND;TZID=\"Customized Time Zone\":20261226T000000"), "2026-12-25"},
		{"from midnight in Berlin, in UTC", event("DTSTART:20261224T230000Z", "DTEND:20261225T230000Z"), "2026-12-25"},
		{"a meeting", event("DTSTART;TZID=Europe/Berlin:20261225T100000", "DTEND;TZID=Europe/Berlin:20261225T110000"), ""},
		{"from the evening to the night after the next", event("DTSTART:20261224T190000", "DTEND:20261226T020000"), "2026-12-25"},
		{"every year", event("DTSTART;VALUE=DATE:20201225", "RRULE:FREQ=YEARLY"), "2025-12-25 2026-12-25 2027-12-25 2028-12-25 2029-12-25 2030-12-25"},
		{"every year until", event("DTSTART;VALUE=DATE:20201225", "RRULE:FREQ=YEARLY;UNTIL=20261225"), "2025-12-25 2026-12-25"},
		{"the fourth Thursday in November", event("DTSTART;VALUE=DATE:20251127", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2"), "2025-11-27 2026-11-26"},
		{"but not then", event("DTSTART;VALUE=DATE:20251225", "RRULE:FREQ=YEARLY;COUNT=3", "EXDATE;VALUE=DATE:20261225,20271225"), "2025-12-25"},
		{"on these days, too", event("DTSTART;VALUE=DATE:20260403", "RDATE;VALUE=DATE:20270326,20280414"), "2026-04-03 2027-03-26 2028-04-14"},
		{"cancelled", event("DTSTART;VALUE=DATE:20261225", "STATUS:CANCELLED"), ""},
		{"moved", event("DTSTART;VALUE=DATE:20260504", "RRULE:FREQ=YEARLY;COUNT=2", "END:VEVENT", "BEGIN:VEVENT", "UID:1", "RECURRENCE-ID;VALUE=DATE:20270504", "DTSTART;VALUE=DATE:20270507"), "2026-05-04 2027-05-07"},
		{"twice", event("DTSTART;VALUE=DATE:20261225", "END:VEVENT", "BEGIN:VEVENT", "UID:2", "DTSTART;VALUE=DATE:20261225"), "2026-12-25"},
		{"long ago and far ahead", event("DTSTART;VALUE=DATE:20191225", "END:VEVENT", "BEGIN:VEVENT", "UID:2", "DTSTART;VALUE=DATE:20401225"), ""},
		{"with a mark at its beginning", "\ufeff" + event("DTSTART;VALUE=DATE:20261225"), "2026-12-25"},
		{"none", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n", ""},
	} {
		got, err := parse(tt.text, berlin, now)
		if s := strings.Join(got, " "); err != nil || s != tt.want {
			t.Errorf("%s: %s, %v; want %s", tt.name, s, err, tt.want)
		}
	}
}

// What is wrong is said, with the entry that it is in; nothing takes long.
func TestAFileThatIsNone(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", "it is not iCalendar"},
		{"a page", "<!doctype html><title>Sign in</title>", "it is not iCalendar"},
		{"cut off", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n", "it is not iCalendar"},
		{"no beginning", event("UID:2"), `its entry "A day off" does not say when it begins`},
		{"no day", event("DTSTART:Christmas"), `its entry "A day off" has "Christmas" where a day should be`},
		{"without a name", calendar("DTSTART;VALUE=DATE:2026"), `its entry "1" has "2026" where a day should be`},
		{"a year long and more", event("DTSTART;VALUE=DATE:20250101", "DTEND;VALUE=DATE:20270101"), `its entry "A day off" lasts 730 days`},
		{"every second", event("DTSTART;VALUE=DATE:20250101", "RRULE:FREQ=SECONDLY"), `its entry "A day off" repeats within a day`},
		{"every hour of a day", event("DTSTART;VALUE=DATE:20250101", "RRULE:FREQ=DAILY;BYHOUR=1,2,3"), `its entry "A day off" repeats within a day`},
		{"since the Romans", event("DTSTART;VALUE=DATE:00010101", "RRULE:FREQ=DAILY"), `its entry "A day off" begins before 1900 and repeats`},
		{"a rule of nothing", event("DTSTART;VALUE=DATE:20250101", "RRULE:every year"), `its entry "A day off" repeats by a rule that cannot be read`},
		{"backwards", event("DTSTART;VALUE=DATE:20250101", "RRULE:FREQ=DAILY;INTERVAL=-1"), `its entry "A day off" repeats by a rule that cannot be read`},
		{"too many entries", "BEGIN:VCALENDAR\r\n" + strings.Repeat("BEGIN:VEVENT\r\nEND:VEVENT\r\n", maxEvents+1) + "END:VCALENDAR\r\n", "it has more than 5000 entries"},
		{"never", event("DTSTART;VALUE=DATE:19000101", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), ""},
	} {
		begun := time.Now()
		_, err := parse(tt.text, time.UTC, now)
		if got := said(err); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("%s took %s", tt.name, took)
		}
	}
}

func TestAFileIsBounded(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large.ics")
	if err := os.WriteFile(large, []byte(strings.Repeat("x", maxSize+1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{large: "it has more than 1 MB", dir: "it is no file", "/dev/zero": "it is no file", filepath.Join(dir, "none.ics"): "no such file or directory"} {
		if _, err := Read(path, time.UTC, now); said(err) != want {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}

func said(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func FuzzCalendar(f *testing.F) {
	f.Add(event("DTSTART;VALUE=DATE:20201225", "RRULE:FREQ=YEARLY;BYMONTH=12", "EXDATE:20261225T000000Z"))
	f.Add(event("DTSTART;TZID=Europe/Berlin:20261225T000000", "DURATION:P1D", "RDATE;VALUE=PERIOD:20270101T000000Z/P1D"))
	f.Fuzz(func(t *testing.T, text string) {
		list, err := parse(text, time.UTC, now)
		if err == nil && len(list) > maxDays {
			t.Errorf("%d days", len(list))
		}
		for _, day := range list {
			if _, err := time.Parse(time.DateOnly, day); err != nil {
				t.Error(err)
			}
		}
	})
}
