package service_test

import (
	"slices"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/promise"
	"candor/incident/service"
	"candor/incident/team"
)

// Our holidays, as the config has them now, are those of every incident that goes on.
func TestOurHolidaysReachAnIncident(t *testing.T) {
	d := fourteen(t)
	off := []string{"2026-12-25"}
	d.reconfigure(func(r *team.Roster) { r.Holidays = off })
	inc, err := d.SetDoing(t.Context(), people["ana"], 1, "looking at the log")
	if err != nil || !slices.Equal(inc.Off, off) || !slices.Equal(inc.Office("U0ANA").Off, off) {
		t.Errorf("its holidays are %v, %v", inc.Off, err)
	}
}

// The reminders of what is due in days know our holidays as those of the morning do: also
// those that were written down since it was promised.
func TestOurHolidaysReachWhatIsDueInDays(t *testing.T) {
	d := fourteen(t)
	d.changeIncident(func(inc *incident.Incident) {
		inc.Promise(&inc.Clients[0], promise.Checkin24, time.Date(2026, 3, 12, 9, 30, 0, 0, time.UTC), d.now)
	})
	for holiday, want := range map[string]string{"2026-03-25": "16 09:00", "2026-03-16": "17 09:00"} {
		d.reconfigure(func(r *team.Roster) { r.Holidays = []string{holiday} })
		inc, err := d.Note(t.Context(), people["ana"], 1, service.Note{Text: "looked at the log on " + holiday})
		if err != nil {
			t.Fatal(err)
		}
		if next := inc.Clients[0].Owed(promise.Checkin24).At(promise.TheNextPerson).UTC().Format("2 15:04"); next != want {
			t.Errorf("with %s off the next person hears of the question on the %s, want %s", holiday, next, want)
		}
	}
}
