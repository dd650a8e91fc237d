package service_test

import (
	"slices"
	"testing"

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
