package incident

import (
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/schedule"
	"candor/incident/update"
)

func TestAClientsOwnRhythmLiesOverTheDefault(t *testing.T) {
	c := client.Client{Cadence: map[client.Severity]client.Rhythm{1: {First: 10 * time.Minute, Every: schedule.Every(3 * time.Hour)}}}
	got := c.RhythmOf(1)
	want := client.Rhythm{First: 10 * time.Minute, Every: schedule.Every(3 * time.Hour), Mitigated: schedule.Every(3 * time.Hour), Monitoring: schedule.Every(3 * time.Hour), Final: 15 * time.Minute}
	if got != want {
		t.Errorf("RhythmOf(1) = %+v, want %+v", got, want)
	}
	if got := During(c.RhythmOf(3), update.Monitoring); got != schedule.Every(24*time.Hour) {
		t.Errorf("a small incident that is watched is heard of every %s, want 24h", got)
	}
	if got := c.RhythmOf(client.NearMiss); got != (client.Rhythm{}) {
		t.Errorf("a near miss owes %+v, want nothing", got)
	}
}

func TestTimesOfAnExpressionGoOnWhenItGetsBetter(t *testing.T) {
	times, err := schedule.ParseCadence("0 9,13,17 * * *")
	if err != nil {
		t.Fatal(err)
	}
	c := client.Client{Cadence: map[client.Severity]client.Rhythm{1: {Every: times}, 2: {Every: times, Monitoring: schedule.Every(time.Hour)}}}
	for _, tt := range []struct {
		sev    client.Severity
		status update.Status
		want   schedule.Cadence
	}{{1, update.Investigating, times}, {1, update.Mitigated, times}, {1, update.Monitoring, times}, {2, update.Monitoring, schedule.Every(time.Hour)}} {
		if got := During(c.RhythmOf(tt.sev), tt.status); got != tt.want {
			t.Errorf("severity %d, %s: %s, want %s", tt.sev, tt.status, got, tt.want)
		}
	}
}
