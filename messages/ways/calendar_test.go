package ways

import (
	"testing"

	"candor/incident/update"
)

// Whoever sends a text reads what its mail does to the client's calendar.
func TestWhatAMailDoesToTheirCalendarIsSaid(t *testing.T) {
	for want, i := range map[string]update.Invite{
		"The mail puts the call into their calendar: *16:30 CET*, 30 minutes.":    {N: 2, Offer: true},
		"The mail changes the call in their calendar to *16:30 CET*, 30 minutes.": {N: 1, Seq: 1},
		"The mail takes the call of *16:30 CET* out of their calendar.":           {N: 1, Seq: 2, Off: true},
	} {
		if got := Calendar(&i, "16:30 CET"); got != want {
			t.Errorf("%+v reads %q, want %q", i, got, want)
		}
	}
}
