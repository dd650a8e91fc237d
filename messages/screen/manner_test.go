package screen

import (
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
)

func TestAMannerThatOnlyTheIncidentKeepsSaysWhatToWriteIntoTheConfig(t *testing.T) {
	for _, m := range client.Manners {
		aff := &incident.Affected{Client: client.Client{Name: "Acme Shop", Manner: m, Provisioned: true}}
		want := "write manner: " + string(m) + " into"
		if m == client.Usual {
			want = "take manner out"
		}
		if got := MannerKept(aff, false).Text; !strings.Contains(got, want) {
			t.Errorf("%q does not say what to write into the config file: %s", m, got)
		}
		if got := MannerKept(aff, true).Text; strings.Contains(got, "config file") {
			t.Errorf("%q is kept, and the config file is named: %s", m, got)
		}
	}
}
