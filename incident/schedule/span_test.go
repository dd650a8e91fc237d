package schedule_test

import (
	"strings"
	"testing"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
)

const day = 24 * time.Hour

func TestParseSpan(t *testing.T) {
	tests := []struct {
		name, text string
		want       time.Duration
	}{
		{"seconds", "90s", 90 * time.Second},
		{"minutes", "30m", 30 * time.Minute},
		{"two units", "1h30m", 90 * time.Minute},
		{"days and hours", "1d12h", 36 * time.Hour},
		{"as our own texts write it", "1 h 30 min", 90 * time.Minute},
		{"in words", "90 minutes", 90 * time.Minute},
		{"one of it", "1 hour", time.Hour},
		{"days in words", "2 days", 2 * day},
		{"short words", "2 hrs 5 mins 10 secs", 2*time.Hour + 5*time.Minute + 10*time.Second},
		{"the minutes without their unit", "1h30", 90 * time.Minute},
		{"and with a space before them", "1 h 05", 65 * time.Minute},
		{"half an hour", "1.5h", 90 * time.Minute},
		{"half a day", "0.5 days", 12 * time.Hour},
		{"a part of an hour is exact", "0.57h", 34*time.Minute + 12*time.Second},
		{"milliseconds", "1500ms", 1500 * time.Millisecond},
		{"parted by commas", "1 day, 2 hours,", 26 * time.Hour},
		{"the parts are added up", "30m 1h", 90 * time.Minute},
		{"capital letters", "1H 30Min", 90 * time.Minute},
		{"no-break spaces", "1\u00a0h\u202f30\u00a0min", 90 * time.Minute},
		{"spaces without a width", "\ufeff2\u200b \u2060days", 2 * day},
		{"spaces around it, and line breaks", " \t30\n m\r\n", 30 * time.Minute},
		{"a year", "366d", 366 * day},
		{"none at all", "0m", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := schedule.ParseSpan(tt.text, 0); got != tt.want || err != nil {
				t.Errorf("ParseSpan(%q) = %s, %v, want %s", tt.text, got, err, tt.want)
			}
		})
	}
}

func TestParseSpanSaysWhatToWrite(t *testing.T) {
	const example = "Write one like 30m, 24h or 1d."
	tests := []struct{ text, want string }{
		{"", `“” is not a valid duration. ` + example},
		{"30", `“30” is not a valid duration. Write the unit too: 30s, 30m, 30h or 30d.`},
		{" 30\u00a0", `“ 30\u00a0” is not a valid duration. Write the unit too: 30s, 30m, 30h or 30d.`},
		{"hourly", `“hourly” is not a valid duration. ` + example},
		{"-1h", `“-1h” is not a valid duration. ` + example},
		{"1h-30m", `“1h-30m” is not a valid duration. ` + example},
		{"1h90", `“1h90” is not a valid duration. ` + example},
		{"1d12", `“1d12” is not a valid duration. ` + example},
		{"30 1h", `“30 1h” is not a valid duration. ` + example},
		{"5 months", `“5 months” is not a valid duration. ` + example},
		{"1w", `“1w” is not a valid duration. ` + example},
		{"d", `“d” is not a valid duration. ` + example},
		{"1e3s", `“1e3s” is not a valid duration. ` + example},
		{"NaNh", `“NaNh” is not a valid duration. ` + example},
		{"½h", `“½h” is not a valid duration. ` + example},
		{"999ms", "999ms is too short. Write 1s or more."},
		{"0 s", "0 s is too short. Write 1s or more."},
		{"367 days", "367 days is too long. Write 366d or less."},
		{"366d 1s", "366d 1s is too long. Write 366d or less."},
		{"99999999999999h", "99999999999999h is too long. Write 366d or less."},
		{strings.Repeat("9", 400) + "d", strings.Repeat("9", 60) + "… is too long. Write 366d or less."},
	}
	for _, tt := range tests {
		got, err := schedule.ParseSpan(tt.text, time.Second)
		if fault.CodeOf(err) != fault.Invalid || err.Error() != tt.want || got != 0 {
			t.Errorf("ParseSpan(%.30q) = %s, %v, want %s", tt.text, got, err, tt.want)
		}
	}
}

// Whatever people write, a span is within its limits, and an error is one line.
func FuzzParseSpan(f *testing.F) {
	for _, s := range []string{"30m", "1 h 30 min", "1h30", "1d12h", "1.5h", "0s", "-1h", "99999999999999999999d", "1\u00a0h", "1h\u200b30", "½h", "1d1d1d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := schedule.ParseSpan(text, time.Second)
		switch {
		case err != nil && (fault.CodeOf(err) != fault.Invalid || strings.ContainsAny(err.Error(), "\n\r")):
			t.Errorf("ParseSpan(%q): %v is no sentence on one line", text, err)
		case err == nil && (d < time.Second || d > 366*day):
			t.Errorf("ParseSpan(%q) = %s", text, d)
		}
	})
}
