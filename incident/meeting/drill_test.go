package meeting

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/drill"
	"candor/incident/playbook"
	"candor/incident/schedule/scheduletest"
)

// A call that is offered in a drill keeps nobody from being called who is real.
func TestADrillBooksNoCalls(t *testing.T) {
	inc := &incident.Incident{State: incident.Open, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"},
		Clients: []incident.Affected{{Slots: []time.Time{scheduletest.At(60)}}}}
	if _, list := Calls(inc); len(list) != 1 {
		t.Errorf("an incident books %v", list)
	}
	inc.Drill = &drill.Drill{}
	if _, list := Calls(inc); len(list) != 0 {
		t.Errorf("a drill books %v", list)
	}
}
