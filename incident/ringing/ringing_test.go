package ringing

import (
	"testing"
	"time"

	"candor/incident/outbox"
	"candor/incident/schedule/scheduletest"
)

// What a call to a phone stands for: what waited when it was made, and for a minute
// the other clients of its incident. Nothing else is silenced by it.
func TestWhatACallHasSaid(t *testing.T) {
	call := outbox.Delivery{Incident: 1, Client: "acme", Promise: 2, State: outbox.Delivered, Data: outbox.Payload{Also: "INC-2"}}
	rings := call
	rings.State = outbox.InFlight
	tests := []struct {
		name string
		call outbox.Delivery
		of   outbox.Delivery
		at   time.Duration // when the other was queued, after the call
		said bool
	}{
		{"the same, from before it", call, outbox.Delivery{Incident: 1, Client: "acme", Promise: 2}, 0, true},
		{"the same promise, later", call, outbox.Delivery{Incident: 1, Client: "acme", Promise: 2}, time.Second, false},
		{"another promise, soon", call, outbox.Delivery{Incident: 1, Client: "acme", Promise: 3}, 59 * time.Second, true},
		{"another client, soon", call, outbox.Delivery{Incident: 1, Client: "globex", Promise: 2}, 59 * time.Second, true},
		{"another client, a minute later", call, outbox.Delivery{Incident: 1, Client: "globex", Promise: 2}, time.Minute, false},
		{"an incident that it named", call, outbox.Delivery{Incident: 2}, 0, true},
		{"an incident that it named, later", call, outbox.Delivery{Incident: 2}, time.Second, false},
		{"an incident that it did not name", call, outbox.Delivery{Incident: 3}, 0, false},
		{"it has not rung yet", rings, outbox.Delivery{Incident: 1, Client: "acme", Promise: 2}, 0, false},
	}
	for _, tt := range tests {
		tt.of.QueuedAt = scheduletest.At(0).Add(tt.at)
		if got := hasSaid(&tt.call, &tt.of, scheduletest.At(0)); got != tt.said {
			t.Errorf("%s: said %t, want %t", tt.name, got, tt.said)
		}
	}
}
