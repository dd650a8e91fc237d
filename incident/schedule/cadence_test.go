package schedule

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule/scheduletest"
)

func TestAStepProposesTheFirstPointOfItsGridAtLeastHalfAStepAway(t *testing.T) {
	tests := []struct {
		name string
		step time.Duration
		zone string
		now  string // in the zone
		want string
	}{
		{"on the grid", 30 * time.Minute, "UTC", "2026-03-10 14:00", "2026-03-10 14:30"},
		{"exactly half a step is enough", 30 * time.Minute, "UTC", "2026-03-10 14:15", "2026-03-10 14:30"},
		{"less than half a step goes to the next point", 30 * time.Minute, "UTC", "2026-03-10 14:16", "2026-03-10 15:00"},
		{"hourly", time.Hour, "UTC", "2026-03-10 14:40", "2026-03-10 16:00"},
		{"four hours", 4 * time.Hour, "UTC", "2026-03-10 14:05", "2026-03-10 20:00"},
		{"across midnight", 4 * time.Hour, "UTC", "2026-03-10 21:59", "2026-03-11 00:00"},
		{"a step that does not divide the day starts again at midnight", 7 * time.Hour, "UTC", "2026-03-10 20:00", "2026-03-11 00:00"},
		{"the grid is the client's, not ours", time.Hour, "Asia/Kolkata", "2026-03-10 14:05", "2026-03-10 15:00"},
		{"seconds work as hours do", 30 * time.Second, "UTC", "2026-03-10 14:00", "2026-03-10 14:00"},
		{"a day keeps the time of day", 24 * time.Hour, "UTC", "2026-03-10 14:07", "2026-03-11 14:07"},
		{"a day keeps the time of day when the clocks change", 24 * time.Hour, "Europe/London", "2026-03-28 14:07", "2026-03-29 14:07"},
		{"the clocks jump over the point: it is then", 4 * time.Hour, "America/Sao_Paulo", "2018-11-03 21:00", "2018-11-04 01:00"},
		{"the clocks go forward in the night", time.Hour, "Europe/London", "2026-03-29 00:40", "2026-03-29 03:00"},
		{"a midnight that does not exist", time.Hour, "America/Sao_Paulo", "2018-11-03 23:20", "2018-11-04 01:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			loc := scheduletest.Zone(t, tt.zone)
			now, err := time.ParseInLocation("2006-01-02 15:04", tt.now, loc)
			if err != nil {
				t.Fatal(err)
			}
			got := Every(tt.step).Propose(now, loc)
			if s := got.In(loc).Format("2006-01-02 15:04"); s != tt.want {
				t.Errorf("Every(%s).Propose(%s, %s) = %s, want %s", tt.step, tt.now, tt.zone, s, tt.want)
			}
		})
	}
}

func TestTheHourThatComesTwiceIsNoReasonToWaitLonger(t *testing.T) {
	london := scheduletest.Zone(t, "Europe/London")
	now := time.Date(2026, 10, 25, 0, 40, 0, 0, time.UTC) // 01:40 by the clock, for the first time
	if got, want := Every(30*time.Minute).Propose(now, london), now.Add(20*time.Minute); !got.Equal(want) {
		t.Errorf("the next word is proposed for %s, want %s", got.In(london), want.In(london))
	}
}

func TestAProposedTimeIsAlwaysBetweenHalfAStepAndThreeHalvesAway(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/London", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham", "Australia/Lord_Howe"} {
		loc := scheduletest.Zone(t, name)
		for _, step := range []time.Duration{time.Second, 20 * time.Second, 10 * time.Minute, 20 * time.Minute, 45 * time.Minute, time.Hour, 4 * time.Hour} {
			for now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); now.Year() == 2026; now = now.Add(17*time.Hour + 13*time.Minute + 7*time.Second) {
				got := Every(step).Propose(now, loc).Sub(now)
				if got < step/2 || got > 3*step/2 {
					t.Fatalf("Every(%s).Propose(%s, %s) is %s away", step, now, name, got)
				}
			}
		}
	}
}

func TestQuietNextLetsPeopleSleep(t *testing.T) {
	tests := []struct{ name, now, want string }{
		{"in the afternoon after its step", "2026-03-10 14:05", "2026-03-10 16:00"},
		{"late in the evening", "2026-03-10 20:05", "2026-03-11 09:30"},
		{"at night", "2026-03-11 02:40", "2026-03-11 09:30"},
		{"early in the morning", "2026-03-11 07:40", "2026-03-11 10:00"},
		{"just before nine in the evening", "2026-03-10 18:59", "2026-03-10 20:00"},
		{"the step lands on nine in the evening", "2026-03-10 19:30", "2026-03-11 09:30"},
	}
	loc := scheduletest.Zone(t, "Europe/London")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now, _ := time.ParseInLocation("2006-01-02 15:04", tt.now, loc)
			if got := Quiet(Every(2*time.Hour).Propose(now, loc), loc).In(loc).Format("2006-01-02 15:04"); got != tt.want {
				t.Errorf("quiet, two hours after %s, = %s, want %s", tt.now, got, tt.want)
			}
		})
	}
}

func TestAnExpressionsTimesAreTheClients(t *testing.T) {
	const workdays = "0 9,13,17 * * MON-FRI"
	tests := []struct{ name, expr, zone, after, want string }{
		{"the next of the day", workdays, "Europe/London", "2026-03-10 14:00", "2026-03-10 17:00"},
		{"strictly after", workdays, "Europe/London", "2026-03-10 13:00", "2026-03-10 17:00"},
		{"over the weekend", workdays, "Europe/London", "2026-03-13 17:00", "2026-03-16 09:00"},
		{"in their zone, not in ours", workdays, "Asia/Kolkata", "2026-03-10 12:59", "2026-03-10 13:00"},
		{"a time that the clocks jump over is when they jump", "30 1 * * *", "Europe/London", "2026-03-28 12:00", "2026-03-29 02:00"},
		{"a time that comes twice counts once", "30 1 * * *", "Europe/London", "2026-10-25 01:30", "2026-10-26 01:30"},
		{"a midnight that does not exist", "0 0 * * *", "America/Sao_Paulo", "2018-11-03 12:00", "2018-11-04 01:00"},
		{"a day that was left out", "0 9 30 12 *", "Pacific/Apia", "2011-12-29 12:00", "2011-12-31 00:00"},
		{"each week", "@weekly", "UTC", "2026-03-10 14:00", "2026-03-15 00:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			loc := scheduletest.Zone(t, tt.zone)
			after, err := time.ParseInLocation("2006-01-02 15:04", tt.after, loc)
			if err != nil {
				t.Fatal(err)
			}
			c := mustCadence(t, tt.expr)
			if got := c.Next(after, loc).In(loc).Format("2006-01-02 15:04"); got != tt.want {
				t.Errorf("%s.Next(%s, %s) = %s, want %s", c, tt.after, tt.zone, got, tt.want)
			}
		})
	}
}

func TestAnExpressionSkipsATimeThatIsAlmostNow(t *testing.T) {
	for _, tt := range []struct{ expr, now, want string }{
		{"0 9,13,17 * * *", "12:29", "13:00"},
		{"0 9,13,17 * * *", "12:31", "17:00"},
		{"*/20 * * * *", "14:09", "14:20"},
		{"*/20 * * * *", "14:11", "14:40"},
		{"0 9 * * *", "23:00", "09:00"}, // ten hours are not almost now, though less than half a day
	} {
		now, err := time.Parse("2006-01-02 15:04", "2026-03-10 "+tt.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := mustCadence(t, tt.expr).Propose(now, time.UTC).Format("15:04"); got != tt.want {
			t.Errorf("%s.Propose(%s) = %s, want %s", tt.expr, tt.now, got, tt.want)
		}
	}
}

func mustCadence(t *testing.T, text string) Cadence {
	t.Helper()
	c, err := ParseCadence(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestParseCadence(t *testing.T) {
	for text, want := range map[string]Cadence{
		"30m": Every(30 * time.Minute), "1h30m": Every(90 * time.Minute), "1d": Every(24 * time.Hour), "1d12h": Every(36 * time.Hour), "1s": Every(time.Second),
		"@every 30m": Every(30 * time.Minute), "@daily": {Cron: "@daily"}, "* * * * *": {Cron: "* * * * *"},
		" 0  9,13,17 * *  MON-FRI ": {Cron: "0 9,13,17 * * MON-FRI"}, "0 9 31 * *": {Cron: "0 9 31 * *"}, "0 0 1 1 *": {Cron: "0 0 1 1 *"},
	} {
		if got, err := ParseCadence(text); got != want || err != nil {
			t.Errorf("ParseCadence(%q) = %+v, %v, want %+v", text, got, err, want)
		}
	}
	for text, says := range map[string]string{
		"": "is missing", "0s": "too short", "367d": "too long", "999999h": "too long", "30": "not a valid interval", "-1h": "not a valid interval", "soon": "not a valid interval",
		"TZ=Europe/Paris": "zone", "TZ=Europe/Paris 0 9 * * *": "zone", "CRON_TZ=UTC 0 9 * * *": "zone",
		"@every 1s": "too short", "@every 59s": "too short", "@every -1h": "not a valid interval", "@every ": "not a valid interval", "@reboot": "not a valid interval", "@": "not a valid interval",
		"0 0 30 2 *": "every year", "0 0 29 2 *": "every year", "0 9 * * 7": "not a valid interval", "0 9 * *": "not a valid interval", "0 0 9 * * *": "six fields",
		"60 * * * *": "not a valid interval", "*/0 * * * *": "not a valid interval", "5-1 * * * *": "not a valid interval", "0 9 * * MON-": "not a valid interval",
		strings.Repeat("0,", 200) + "0 * * * *": "longer",
	} {
		got, err := ParseCadence(text)
		if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), says) {
			t.Errorf("ParseCadence(%q) = %+v, %v; want a sentence with %q", text, got, err, says)
		}
	}
}

func TestACadenceKeepsItsTextForm(t *testing.T) {
	type record struct {
		Every Cadence `json:"every"`
	}
	for text, want := range map[string]string{"30m": "30m", "90m": "1h30m", "1d": "24h", "20s": "20s", "1h0m20s": "1h0m20s", "0 9 * * *": "0 9 * * *"} {
		stored, err := json.Marshal(record{mustCadence(t, text)})
		if err != nil || string(stored) != fmt.Sprintf(`{"every":%q}`, want) {
			t.Errorf("%s is stored as %s, %v", text, stored, err)
		}
		var r record
		if err := json.Unmarshal(stored, &r); err != nil || r.Every != mustCadence(t, text) {
			t.Errorf("%s is read as %+v, %v", stored, r, err)
		}
	}
}

func FuzzParseCadence(f *testing.F) {
	for _, s := range []string{"30m", "1d12h", "0 9,13,17 * * MON-FRI", "TZ=Europe/Paris", "CRON_TZ=", "@every 0s", "@every -1h", "@daily", "0 0 30 2 *",
		"*/0 * * * *", "0-59/99999999999 * * * *", "? ? ? ? ?", "@every 9999999999999h", "1,,2 * * * *", "\x00 * * * *"} {
		f.Add(s)
	}
	chatham := time.FixedZone("UTC+12:45", 12*3600+45*60)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCadence(text)
		if err != nil {
			if fault.CodeOf(err) != fault.Invalid || strings.ContainsAny(err.Error(), "\n\r") {
				t.Fatalf("ParseCadence(%q): %v is no sentence on one line", text, err)
			}
			return
		}
		for _, loc := range []*time.Location{time.UTC, chatham} {
			next := c.Next(scheduletest.Start, loc)
			if !next.After(scheduletest.Start) || next.Sub(scheduletest.Start) > longestStep+24*time.Hour {
				t.Fatalf("%q.Next(%s) = %s", text, scheduletest.Start, next)
			}
			if following := c.Next(next, loc); c.Cron != "" && following.Sub(next) < time.Minute {
				t.Fatalf("%q comes twice within a minute: %s, %s", text, next, following)
			}
		}
		if again, err := ParseCadence(c.String()); err != nil || again != c {
			t.Fatalf("%q is %+v; its text %q is read as %+v, %v", text, c, c, again, err)
		}
	})
}
