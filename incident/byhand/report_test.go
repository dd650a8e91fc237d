package byhand

import (
	"strings"
	"testing"
	"time"

	"candor/incident/schedule/scheduletest"
)

// What a client read is recorded by hand only where a copy of the data does not know it:
// after the moment of that copy, and not in the time to come.
func TestWhenTheyCanHaveReadIt(t *testing.T) {
	at := scheduletest.At
	tests := []struct {
		name     string
		how      How
		at, asOf int // minutes from the start; -1: not given
		now      int
		want     string // part of the refusal; "" none
	}{
		{"a call of now", ByCall, -1, -1, 20, ""},
		{"a call, after data was put back", ByCall, -1, 10, 20, ""},
		{"a call of earlier", ByCall, 5, -1, 20, ""},
		{"a call that is still to come", ByCall, 21, -1, 20, "is still to come"},
		{"read, and no data was put back", ByRead, 12, -1, 20, "is in the timeline"},
		{"read, and nobody says when", ByRead, -1, 10, 20, "Say when Acme Shop read it"},
		{"read after the copy", ByRead, 12, 10, 20, ""},
		{"read in the minute of the copy", ByRead, 10, 10, 20, ""},
		{"read before the copy", ByRead, 9, 10, 20, "is known here"},
		{"read in the time to come", ByRead, 21, 10, 20, "is still to come"},
	}
	confirmed := Report{How: ByRead}
	confirmed.Copy.AsOf, confirmed.Copy.At = at(10), at(15)
	for minute, want := range map[int]string{9: "is known here", 12: "", 16: "is in the timeline"} {
		confirmed.At = at(minute)
		if err := confirmed.CheckTime("Acme Shop", time.Time{}, at(20)); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("what the copy knows is confirmed, and they read it at minute %d: %v, want %q", minute, err, want)
		}
	}
	for _, tt := range tests {
		r := Report{How: tt.how}
		if tt.at >= 0 {
			r.At = at(tt.at)
		}
		var asOf time.Time
		if tt.asOf >= 0 {
			asOf = at(tt.asOf)
		}
		err := r.CheckTime("Acme Shop", asOf, at(tt.now))
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}
