package service_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/service"
)

// An old question whether a client may hear later decides nothing once it works
// again: the final message is not put off by it.
func TestNothingIsPutOffOnceItIsResolved(t *testing.T) {
	for _, agrees := range []bool{true, false} {
		d := newDesk(t, withChannel, "ana", "ben")
		d.declare("outage")
		d.write("ana", false)
		d.pass(15 * time.Second)
		if _, err := d.TellLater(t.Context(), people["ana"], 1, incident.DecisionRequest{Client: "acme", Reason: "in the air", Second: "U0BEN", Until: d.now.Add(5 * time.Hour)}); err != nil {
			t.Fatal(err)
		}
		key := d.acme().Embargo.Key
		if _, err := d.Resolve(t.Context(), people["ana"], 1, service.Closing{Reason: "a drill"}); err != nil {
			t.Fatal(err)
		}
		before := d.acme().Next().DueAt
		if err := d.answer("ben", key, agrees); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("agrees %t: %v", agrees, err)
		}
		if got := d.acme().Next().DueAt; !got.Equal(before) {
			t.Errorf("agrees %t: the final message was due %s, and is now due %s", agrees, before, got)
		}
	}
}
