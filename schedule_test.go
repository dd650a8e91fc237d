package candor

import (
	"testing"
	"time"
)

// at0 is the instant from which table tests count: a Tuesday, 14:00 UTC, in
// winter, when London keeps UTC.
var at0 = time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return at0.Add(time.Duration(minutes) * time.Minute) }

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestNextUpdateIsTheFirstPointOfTheGridAtLeastHalfAStepAway(t *testing.T) {
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
		{"the clocks go forward in the night", time.Hour, "Europe/London", "2026-03-29 00:40", "2026-03-29 03:00"},
		{"a midnight that does not exist", time.Hour, "America/Sao_Paulo", "2018-11-03 23:20", "2018-11-04 01:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			loc := zone(t, tt.zone)
			now, err := time.ParseInLocation("2006-01-02 15:04", tt.now, loc)
			if err != nil {
				t.Fatal(err)
			}
			got := NextUpdate(tt.step, loc, now)
			if s := got.In(loc).Format("2006-01-02 15:04"); s != tt.want {
				t.Errorf("NextUpdate(%s, %s, %s) = %s, want %s", tt.step, tt.zone, tt.now, s, tt.want)
			}
		})
	}
}

func TestNextUpdateIsAlwaysBetweenHalfAStepAndThreeHalves(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/London", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham", "Australia/Lord_Howe"} {
		loc := zone(t, name)
		for _, step := range []time.Duration{time.Second, 20 * time.Second, 10 * time.Minute, 20 * time.Minute, 45 * time.Minute, time.Hour, 4 * time.Hour} {
			for now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); now.Year() == 2026; now = now.Add(17*time.Hour + 13*time.Minute + 7*time.Second) {
				got := NextUpdate(step, loc, now).Sub(now)
				if got < step/2 || got > 3*step/2+time.Hour { // an hour more where the clocks change
					t.Fatalf("NextUpdate(%s, %s, %s) is %s away", step, name, now, got)
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
	loc := zone(t, "Europe/London")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now, _ := time.ParseInLocation("2006-01-02 15:04", tt.now, loc)
			if got := QuietNext(2*time.Hour, loc, now).Format("2006-01-02 15:04"); got != tt.want {
				t.Errorf("QuietNext(2h, %s) = %s, want %s", tt.now, got, tt.want)
			}
		})
	}
}

func TestAClientsOwnRhythmLiesOverTheDefault(t *testing.T) {
	c := Client{Cadence: map[Severity]Rhythm{1: {First: 10 * time.Minute, Every: 3 * time.Hour}}}
	got := c.RhythmOf(1)
	want := Rhythm{First: 10 * time.Minute, Every: 3 * time.Hour, Mitigated: 3 * time.Hour, Monitoring: 3 * time.Hour, Final: 15 * time.Minute}
	if got != want {
		t.Errorf("RhythmOf(1) = %+v, want %+v", got, want)
	}
	if got := c.RhythmOf(3).Step(Monitoring); got != 24*time.Hour {
		t.Errorf("a small incident that is watched is heard of every %s, want 24h", got)
	}
	if got := c.RhythmOf(NearMiss); got != (Rhythm{}) {
		t.Errorf("a near miss owes %+v, want nothing", got)
	}
}

func TestBusinessDaysSkipWeekends(t *testing.T) {
	friday := time.Date(2026, 3, 13, 23, 0, 0, 0, time.UTC)
	if got, want := BusinessDays(1, time.UTC, friday), time.Date(2026, 3, 16, 17, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("BusinessDays(1, Friday) = %s, want %s", got, want)
	}
	if got, want := BusinessDays(5, time.UTC, at0), time.Date(2026, 3, 17, 17, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("BusinessDays(5, Tuesday) = %s, want %s", got, want)
	}
}
