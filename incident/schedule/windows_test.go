package schedule

import (
	"testing"
	"time"
)

// A list that comes out of Outlook names its zones as Windows does.
func TestZonesOfWindows(t *testing.T) {
	for name, want := range map[string]string{
		"W. Europe Standard Time": "Europe/Berlin", "gmt standard time": "Europe/London", " Eastern Daylight Time": "America/New_York",
		"Standard Time": "", "Europe/Berlin": "", "EST": "", "": "", "Mars Standard Time": "",
	} {
		if got := WindowsZone(name); got != want {
			t.Errorf("WindowsZone(%q) = %q, want %q", name, got, want)
		}
	}
	for place, zone := range windowsZones {
		if _, err := time.LoadLocation(zone); err != nil {
			t.Errorf("%s: %v", place, err)
		}
	}
}
