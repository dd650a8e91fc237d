package update

import (
	"testing"
	"time"
)

// What a text says of since when it works is what a later one must not contradict, whichever
// text says it first.
func TestSinceWhenItWorksIsKept(t *testing.T) {
	fixed, solved := time.Date(2026, 3, 10, 14, 10, 0, 0, time.UTC), time.Date(2026, 3, 10, 14, 30, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		u    Update
		want time.Time
	}{
		{"it works again", Update{Kind: MonitoringUpdate, Times: map[string]time.Time{"since_fixed": fixed}}, fixed},
		{"the last word", Update{Kind: ResolvedUpdate, Times: map[string]time.Time{"resolved_at": solved, "to": fixed}}, solved},
		{"the question of the day after, before any last word", Update{Kind: Checkin24h, Times: map[string]time.Time{"to": solved}}, solved},
		{"a text that names another end", Update{Kind: Progress, Times: map[string]time.Time{"to": solved}}, time.Time{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.u.Works(); !got.Equal(tt.want) {
				t.Errorf("it works since %v, want %v", got, tt.want)
			}
			if got := WorksSince(tt.u.SaysTimes()); !got.Equal(tt.want) {
				t.Errorf("kept is %v, want %v", got, tt.want)
			}
		})
	}
}
