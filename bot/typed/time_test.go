package typed

import (
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/schedule"
	"candor/incident/schedule/scheduletest"
	"candor/messages"
)

// began is a Tuesday afternoon that stands still.
var began = scheduletest.Start

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestWhen(t *testing.T) {
	const past, future = true, false
	now := began.Add(40 * time.Second)
	tests := []struct {
		name, text, zone string
		past             bool
		want             string
	}{
		{"now", "now", "UTC", past, "2026-03-10 14:00:40"},
		{"a promise is whole minutes", "45m", "UTC", future, "2026-03-10 14:45:00"},
		{"a promise of a minute keeps its seconds", "90s", "UTC", future, "2026-03-10 14:02:10"},
		{"as our own texts write it", "1 h 20 min", "UTC", future, "2026-03-10 15:20:00"},
		{"minutes without their unit", "1h30", "UTC", future, "2026-03-10 15:30:00"},
		{"without spaces", "1h30m", "UTC", future, "2026-03-10 15:30:00"},
		{"in words", "In 2 hours", "UTC", future, "2026-03-10 16:00:00"},
		{"half hours", "1.5h", "UTC", future, "2026-03-10 15:30:00"},
		{"days", "2 days", "UTC", future, "2026-03-12 14:00:00"},
		{"ago", "40m ago", "UTC", past, "2026-03-10 13:20:40"},
		{"a duration of the past", "40 min", "UTC", past, "2026-03-10 13:20:40"},
		{"later today", "16:15", "UTC", future, "2026-03-10 16:15:00"},
		{"one digit", "9:05", "UTC", past, "2026-03-10 09:05:00"},
		{"tomorrow, since it has passed today", "09:30", "UTC", future, "2026-03-11 09:30:00"},
		{"this morning", "11:40", "UTC", past, "2026-03-10 11:40:00"},
		{"last night", "23:15", "UTC", past, "2026-03-09 23:15:00"},
		{"this minute has passed", "14:00", "UTC", past, "2026-03-10 14:00:00"},
		{"this minute is not to come", "14:00", "UTC", future, "2026-03-11 14:00:00"},
		{"the typist's zone", "19:35", "Asia/Kolkata", future, "2026-03-10 14:05:00"},
		{"the typist's day", "23:50", "America/New_York", past, "2026-03-10 03:50:00"},
		{"tomorrow", "tomorrow 09:30", "Europe/Berlin", future, "2026-03-11 08:30:00"},
		{"yesterday", "Yesterday  22:10", "UTC", past, "2026-03-09 22:10:00"},
		{"today", "today 13:00", "UTC", past, "2026-03-10 13:00:00"},
		{"this morning in words", "9:40 this morning", "UTC", past, "2026-03-10 09:40:00"},
		{"last night at eleven", "last night at 11", "UTC", past, "2026-03-09 23:00:00"},
		{"last night after midnight", "2 last night", "UTC", past, "2026-03-10 02:00:00"},
		{"midnight last night", "midnight last night", "UTC", past, "2026-03-10 00:00:00"},
		{"yesterday evening", "yesterday evening at 8", "UTC", past, "2026-03-09 20:00:00"},
		{"o'clock", "10 o clock today", "UTC", past, "2026-03-10 10:00:00"},
		{"this evening", "7 this evening", "UTC", future, "2026-03-10 19:00:00"},
		{"tomorrow morning", "9 tomorrow morning", "UTC", future, "2026-03-11 09:00:00"},
		{"in the afternoon", "3 in the afternoon", "UTC", future, "2026-03-10 15:00:00"},
		{"noon", "noon tomorrow", "UTC", future, "2026-03-11 12:00:00"},
		{"noon yesterday", "yesterday at noon", "UTC", past, "2026-03-09 12:00:00"},
		{"half an hour ago", "half an hour ago", "UTC", past, "2026-03-10 13:30:40"},
		{"a date", "2026-03-12 08:00", "Europe/Berlin", future, "2026-03-12 07:00:00"},
		{"a date with T", "2026-03-12T08:00", "UTC", future, "2026-03-12 08:00:00"},
		{"after the clocks change", "2026-03-30 08:00", "Europe/London", future, "2026-03-30 07:00:00"},
		{"with a zone, as our forms show it", "15:30 GMT", "Europe/Berlin", future, "2026-03-10 15:30:00"},
		{"another zone", "16:30 cet", "UTC", future, "2026-03-10 15:30:00"},
		{"a zone of the other season", "15:30 BST", "Europe/London", future, "2026-03-10 14:30:00"},
		{"a distance from UTC", "15:30 UTC+1", "UTC", future, "2026-03-10 14:30:00"},
		{"a distance alone", "15:30 +00:30", "UTC", future, "2026-03-10 15:00:00"},
		{"a place", "15:30 Europe/Berlin", "UTC", future, "2026-03-10 14:30:00"},
		{"Eastern time", "11:30 ET", "UTC", future, "2026-03-10 15:30:00"},
		{"afternoon", "3pm", "UTC", future, "2026-03-10 15:00:00"},
		{"afternoon, spelled out", "3:30 p.m.", "UTC", future, "2026-03-10 15:30:00"},
		{"midnight of twelve", "12am", "UTC", future, "2026-03-11 00:00:00"},
		{"twelve is noon", "12 pm", "UTC", past, "2026-03-10 12:00:00"},
		{"with a point", "15.30", "UTC", future, "2026-03-10 15:30:00"},
		{"with points before and behind", "15.30.", "UTC", future, "2026-03-10 15:30:00"},
		{"a date in figures", "11.3. 9:00", "UTC", future, "2026-03-11 09:00:00"},
		{"a date in figures with its year", "11.03.2026 9:00", "UTC", future, "2026-03-11 09:00:00"},
		{"in French", "15h30", "UTC", future, "2026-03-10 15:30:00"},
		{"in German", "15:30 Uhr", "UTC", future, "2026-03-10 15:30:00"},
		{"a day of the week", "Monday 9:00", "UTC", future, "2026-03-16 09:00:00"},
		{"the day of the week that it is", "tue 15:00", "UTC", future, "2026-03-10 15:00:00"},
		{"the day of the week that it is, passed", "tue 9:00", "UTC", future, "2026-03-17 09:00:00"},
		{"the last Monday", "mon 9:00", "UTC", past, "2026-03-09 09:00:00"},
		{"tomorrow, and the hour", "tomorrow 9", "UTC", future, "2026-03-11 09:00:00"},
		{"as we say it", "tomorrow at 09:00 GMT", "UTC", future, "2026-03-11 09:00:00"},
		{"the day behind it", "14:28 GMT yesterday", "UTC", past, "2026-03-09 14:28:00"},
		{"the end of the day", "24:00", "UTC", future, "2026-03-11 00:00:00"},
		{"the end of the day before", "24:00", "UTC", past, "2026-03-10 00:00:00"},
		{"midnight", "midnight", "UTC", future, "2026-03-11 00:00:00"},
		{"a date with its day", "Wednesday 25 March, 09:30 GMT", "UTC", future, "2026-03-25 09:30:00"},
		{"a date the American way", "Mar 25th, 2026 9:30 am", "UTC", future, "2026-03-25 09:30:00"},
		{"a date of last year", "30 December 10:00", "UTC", past, "2025-12-30 10:00:00"},
		{"as a menu shows it", "15:30 GMT (in 1 h 30 min)", "UTC", future, "2026-03-10 15:30:00"},
		{"ISO, in UTC", "2026-03-12T08:00:00Z", "Europe/Berlin", future, "2026-03-12 08:00:00"},
		{"in quotes", "“15:30”", "UTC", future, "2026-03-10 15:30:00"},
		{"a space that does not break", "tomorrow\u00a09:00", "UTC", future, "2026-03-11 09:00:00"},
		{"what has no width", "15\u200b:30\u2060", "UTC", future, "2026-03-10 15:30:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := (Clock{Now: now, Zone: mustZone(t, tt.zone)}).When(tt.text, tt.past)
			if err != nil || got.UTC().Format(time.DateTime) != tt.want {
				t.Errorf("when(%q, %s, past %v) = %s, %v, want %s", tt.text, tt.zone, tt.past, got.UTC().Format(time.DateTime), err, tt.want)
			}
		})
	}
}

func TestWhenSaysWhatToWrite(t *testing.T) {
	for _, text := range []string{"", "soon", "25:00", "14", "half past 3", "15pm", "13:60", "24:30", "quarter to nine", "tomorrow", "3 apples", "Monday 10 March 9:00", "30 February 9:00", "10/03 9:00", "11.03.", "30.02. 9:00", "15:30 CST", "-5m", "5 months", "1h foo", "400d", "99999999h", "tomorrow", "tomorrow 26:00", "2026-13-40 10:00", strings.Repeat("x", 5000)} {
		at, err := Clock{Now: began, Zone: time.UTC}.When(text, false)
		if fault.CodeOf(err) != fault.Invalid || !at.IsZero() {
			t.Errorf("when(%q) = %s, %v", text, at, err)
			continue
		}
		if s := err.Error(); !strings.Contains(s, "Nothing was changed.") || !strings.Contains(s, "45m") || len(s) > 400 {
			t.Errorf("when(%.20q) says: %s", text, s)
		}
	}
}

func FuzzWhen(f *testing.F) {
	for _, s := range []string{"45m", "1 h 20 min", "16:15", "tomorrow 09:30", "2026-03-10 09:30", "now", "40m ago", "1.5h", "02:30", "", "15:30 GMT", "3.30 pm", "Monday 9", "24:00", "Wednesday 25 March 2026, 09:30 (UTC+5:45)", "mar 25th 9am pt", "“15h30”"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	zone := mustZone(f, "Europe/London")
	now := time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC) // the clocks are about to change
	f.Fuzz(func(t *testing.T, text string, past bool) {
		at, err := Clock{Now: now, Zone: zone}.When(text, past)
		if err != nil {
			if fault.CodeOf(err) != fault.Invalid || !at.IsZero() {
				t.Fatalf("when(%q) = %s, %v", text, at, err)
			}
			return
		}
		if p, ok := parse(schedule.Plain(text), Clock{Now: now, Zone: zone}); ok && p.day.known() { // as it was written
			return
		}
		if past == at.After(now) && !at.Equal(now) {
			t.Errorf("when(%q, past %v) = %s, now is %s", text, past, at, now)
		}
	})
}

// At the change of the clocks a time of day comes twice, or not at all.
func TestWhenTheClocksChange(t *testing.T) {
	const past, future = true, false
	for _, tt := range []struct {
		zone, now, text string
		past            bool
		want            string
	}{
		{"Europe/London", "2026-10-25T01:45:00Z", "01:40", past, "2026-10-25T01:40:00Z"},
		{"Europe/London", "2026-03-10T22:30:00Z", "midnight tonight", future, "2026-03-11T00:00:00Z"},
		{"Europe/London", "2026-03-10T22:30:00Z", "midnight tomorrow night", future, "2026-03-12T00:00:00Z"},
		{"Europe/London", "2026-03-10T22:30:00Z", "midnight at the end of Friday 13 March (00:00 GMT)", future, "2026-03-14T00:00:00Z"},
		{"Europe/London", "2026-03-10T22:30:00Z", "midnight at the start of Monday 9 March", past, "2026-03-09T00:00:00Z"},
		{"Europe/London", "2026-10-25T00:45:00Z", "01:40", past, "2026-10-25T00:40:00Z"},
		{"Europe/London", "2026-10-25T00:45:00Z", "01:40", future, "2026-10-25T01:40:00Z"},
		{"Europe/London", "2026-10-25T00:20:00Z", "01:40", future, "2026-10-25T00:40:00Z"},
		{"Europe/London", "2026-10-25T00:20:00Z", "01:40 GMT", future, "2026-10-25T01:40:00Z"},
		{"Europe/London", "2026-10-25T12:00:00Z", "01:40", past, "2026-10-25T01:40:00Z"},
		{"Europe/London", "2026-03-29T00:30:00Z", "01:30", future, "2026-03-29T01:00:00Z"},
		{"Europe/London", "2026-03-29T00:30:00Z", "02:30", future, "2026-03-29T01:30:00Z"},
		{"Australia/Lord_Howe", "2026-04-04T14:50:00Z", "01:45", future, "2026-04-04T15:15:00Z"},
		{"Australia/Lord_Howe", "2026-04-04T15:05:00Z", "01:55", past, "2026-04-04T14:55:00Z"},
		{"Australia/Lord_Howe", "2026-10-03T15:20:00Z", "02:15", future, "2026-10-03T15:30:00Z"},
		{"America/Havana", "2026-03-08T04:30:00Z", "00:30", future, "2026-03-08T05:00:00Z"},
		{"America/Havana", "2026-03-08T04:30:00Z", "tomorrow 00:30", future, "2026-03-08T05:00:00Z"},
		{"Pacific/Chatham", "2026-09-26T13:50:00Z", "03:00", future, "2026-09-26T14:00:00Z"},
	} {
		now, err := time.Parse(time.RFC3339, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Clock{Now: now, Zone: mustZone(t, tt.zone)}.When(tt.text, tt.past)
		if err != nil || got.UTC().Format(time.RFC3339) != tt.want {
			t.Errorf("%s at %s, past %v: %s is %s, %v; want %s", tt.zone, tt.now, tt.past, tt.text, got.UTC().Format(time.RFC3339), err, tt.want)
		}
	}
}

// The same letters mean another time in India than in Ireland: where both are
// clients, nobody guesses.
func TestAZoneNameThatMeansTwoTimes(t *testing.T) {
	delhi, dublin := mustZone(t, "Asia/Kolkata"), mustZone(t, "Europe/Dublin")
	at, err := Clock{Now: began, Zone: time.UTC, Others: []*time.Location{delhi}}.When("20:30 IST", false)
	if err != nil || !at.Equal(began.Add(time.Hour)) {
		t.Errorf("the client's clock shows it: %s, %v", at, err)
	}
	if at, err := (Clock{Now: began, Zone: dublin, Others: []*time.Location{delhi}}).When("20:30 IST", false); err == nil {
		t.Errorf("it was guessed: %s", at)
	}
}

func TestATimeThatHasJustPassed(t *testing.T) {
	c := Clock{Now: began, Zone: time.UTC}
	for text, want := range map[string]bool{
		"13:30": true, "13:30 GMT": true, "14:00": true, "2:30": true, "14:30": false, "tomorrow 13:30": false, "1:30": false, "45m": false, "soon": false, "": false, "2026-03-10 13:30": false,
	} {
		if got := c.Passed(text); got != want {
			t.Errorf("%q has passed: %v, want %v", text, got, want)
		}
	}
}

// Whatever our own screens show as a time can be typed, and means the same.
func TestWhatOurScreensShowCanBeTyped(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/London", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe", "America/Havana", "Pacific/Chatham", "Africa/Casablanca", "Asia/Shanghai"} {
		c := client.Client{TimeZone: name}
		for minutes := -400 * 24 * 60; minutes < 400*24*60; minutes += 1397 {
			at := began.Add(time.Duration(minutes) * time.Minute)
			reads(t, messages.ClientTime(at, began, &c), at, c.Zone(), at.Before(began))
		}
	}
}

// reads fails unless a text that was shown for an instant means it.
func reads(t *testing.T, text string, at time.Time, shown *time.Location, past bool) {
	t.Helper()
	for _, typist := range []string{"UTC", "Europe/Berlin", "America/Los_Angeles"} {
		c := Clock{Now: began, Zone: mustZone(t, typist), Others: []*time.Location{shown}}
		if got, err := c.When(text, past); err != nil || !got.Equal(at) {
			t.Errorf("%s, typed in %s, is %s, %v; want %s", text, typist, got.UTC().Format(time.DateTime), err, at.UTC().Format(time.DateTime))
		}
	}
}

// A next time before which nobody can write is no promise.
func TestANextTimeIsNotTooSoon(t *testing.T) {
	for text, refused := range map[string]bool{"30s": true, "59s": true, "1m": false, "5m": false, "14:00": false} {
		if _, err := (Clock{Now: began, Zone: time.UTC}).Next(text); (fault.CodeOf(err) == fault.Invalid) != refused {
			t.Errorf("next %s: %v", text, err)
		}
	}
}
