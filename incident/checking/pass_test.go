package checking

import (
	"testing"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/schedule/scheduletest"
)

func TestAGateTakesOneReasonForAllThatIsSkipped(t *testing.T) {
	pb := &playbook.Playbook{ID: "outage", Steps: []playbook.Step{
		{ID: "a", Phase: "assess", Gate: playbook.ResolveGate}, {ID: "b", Phase: "verify", Gate: playbook.ResolveGate}, {ID: "c", Phase: "learn", Gate: playbook.CloseGate}}}
	inc := &incident.Incident{State: incident.Open, Checklist: pb.Items(&facts.Facts{})}
	err := Pass(inc, []string{"a"}, playbook.Mark{Reason: " ", By: "U0ANA", At: scheduletest.At(1)})
	if fault.CodeOf(err) != fault.Invalid || inc.Checklist[0].State != playbook.ItemOpen {
		t.Fatalf("pass without a reason = %v, first step %q; want a refusal that changes nothing", err, inc.Checklist[0].State)
	}
	if err := Pass(inc, []string{"a"}, playbook.Mark{Reason: "it was a false alarm", By: "U0ANA", At: scheduletest.At(1)}); err != nil {
		t.Fatal(err)
	}
	if a, b, c := inc.Checklist[0], inc.Checklist[1], inc.Checklist[2]; a.State != playbook.ItemDone || b.State != playbook.ItemSkipped || b.Reason != "it was a false alarm" || c.State != playbook.ItemSkipped {
		t.Errorf("after the gate: %+v %+v %+v", a, b, c)
	}
}
