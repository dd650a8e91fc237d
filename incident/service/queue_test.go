package service_test

import (
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/view"
)

// A worker whose lease has lapsed is refused: somebody else decides by now.
func TestALateWorkerIsRefused(t *testing.T) {
	s := servicetest.New(t, servicetest.Setup{Clients: []client.Client{acme}})
	if _, err := s.Declare(t.Context(), ana, service.Declaration{Client: "acme", Kind: "outage", Impact: "checkout is down", Severity: 1}); err != nil {
		t.Fatal(err)
	}

	slow := mustClaim(t, s, outbox.OpenChannel)
	if l, err := s.Claim(t.Context(), nil); l != nil || err != nil {
		t.Fatalf("what is in flight was claimed again: %+v, %v", l, err)
	}
	s.Move(31 * time.Second) // the lease has lapsed
	if l, err := s.Claim(t.Context(), nil); l != nil || err != nil {
		t.Fatalf("a lapsed delivery is tried again without a pause: %+v, %v", l, err)
	}
	s.Move(time.Second)
	second := mustClaim(t, s, outbox.OpenChannel)
	if second.Number == slow.Number {
		t.Fatalf("both leases have number %d", slow.Number)
	}

	made := outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: "C0LATE", Name: "late"}}
	if err := s.Settle(t.Context(), slow, made); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("the late worker settles with %v, want it refused", err)
	}
	made.Receipt = outbox.Receipt{Channel: "C0INC1", Name: "inc-1-acme"}
	if err := s.Settle(t.Context(), second, made); err != nil {
		t.Fatal(err)
	}
	inc, err := s.In(t.Context(), "C0INC1")
	if err != nil || inc == nil {
		t.Errorf("the incident has no channel: %+v, %v", inc, err)
	}
}

func mustClaim(t *testing.T, s *servicetest.Bench, kind string) *view.Lease {
	t.Helper()
	l, err := s.Claim(t.Context(), nil)
	if err != nil || l == nil || l.Delivery.Kind != kind {
		t.Fatalf("Claim = %+v, %v; want a lease for %s", l, err, kind)
	}
	return l
}
