package kit

import (
	"strings"
	"testing"
	"time"

	"candor/messages/scene"
)

func TestTimesForTheTeam(t *testing.T) {
	w := Pen{Now: scene.At("14:00")}
	tests := []struct {
		name string
		at   time.Time
		want string
	}{
		{"today", scene.At("14:30"), "<!date^1795444200^{time}|14:30 UTC>"},
		{"tomorrow has its day", scene.At("09:30").AddDate(0, 0, 1), "<!date^1795512600^{date_short_pretty} {time}|24 Nov 09:30 UTC>"},
		{"half a day away has its day", scene.At("01:30"), "<!date^1795397400^{date_short_pretty} {time}|23 Nov 01:30 UTC>"},
		{"in half a minute has its seconds", scene.At("14:00").Add(30 * time.Second), "<!date^1795442430^{time_secs}|14:00:30 UTC>"},
	}
	for _, tt := range tests {
		if got := w.At(tt.at); got != tt.want {
			t.Errorf("%s: at(%s) = %s, want %s", tt.name, tt.at, got, tt.want)
		}
		if got, want := (Pen{Now: w.Now, Plain: true}).At(tt.at), tt.want[strings.Index(tt.want, "|")+1:len(tt.want)-1]; got != want {
			t.Errorf("%s: plain at(%s) = %s, want %s", tt.name, tt.at, got, want)
		}
	}
}
