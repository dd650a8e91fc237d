package update

import "testing"

// A first notice says where things stand for who reads it, and takes back nothing that
// others have heard before.
func TestAFirstNoticeMovesNothingBack(t *testing.T) {
	for _, tt := range []struct {
		kind string
		was  Status
		want bool
	}{
		{FirstNoticeUnknown, Monitoring, false}, {FirstNoticeKnown, Mitigated, false}, {FirstNoticeKnown, Investigating, true}, {FirstNoticeUnknown, "", true},
		{MonitoringUpdate, Investigating, true}, {MitigatedUpdate, Monitoring, true}, {Holding, Monitoring, false},
	} {
		if got := KindOf(tt.kind).Moves(tt.was); got != tt.want {
			t.Errorf("%s while %q: moves it %t, want %t", tt.kind, tt.was, got, tt.want)
		}
	}
}
