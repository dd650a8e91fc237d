package service_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/records"
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

// some is room for so many deliveries.
type some int

func (s *some) Free(string) bool { return *s > 0 }
func (s *some) Take(string)      { *s-- }

// What an attempt has come to stays, whatever is wrong with what would be claimed after it.
func TestADamagedTextBehindItTakesNoOutcomeBack(t *testing.T) {
	w := newWard(t, true)
	l := mustClaim(t, w.Bench, outbox.OpenChannel)
	w.now = w.now.Add(20 * time.Second) // the text is held no more
	w.damage("updates", []byte("acme"))
	next, err := w.Service.Settle(t.Context(), l, w.deliver(l), func() outbox.Room { n := some(4); return &n })
	if err != nil || len(next) > 0 {
		t.Fatalf("Settle = %v, %v; want the outcome alone", next, err)
	}
	if w.incident().Channel.ID == "" {
		t.Error("the channel that was opened is not known")
	}
	w.pass(time.Minute)
	w.everybodyReads()
}

// hurries notes which updates of a store are in a hurry.
type hurries struct {
	records.Store
	ahead []bool
}

func (s *hurries) Update(ctx context.Context, fn func(records.Tx) error) error {
	s.ahead = append(s.ahead, records.IsAhead(ctx))
	return s.Store.Update(ctx, fn)
}

// What somebody outside waits for passes what is still to be decided: an acknowledgement, a
// claim and the end of an attempt. A decision waits its turn.
func TestWhatWaitsOutsideIsInAHurry(t *testing.T) {
	s := servicetest.New(t, servicetest.Setup{Clients: []client.Client{acme}})
	kept := &hurries{Store: s.Store}
	s.Store = kept
	var l *view.Lease
	for _, tt := range []struct {
		what  string
		hurry bool
		do    func() error
	}{
		{"a declaration", false, func() error {
			_, err := s.Declare(t.Context(), ana, service.Declaration{Client: "acme", Kind: "outage", Impact: "checkout is down", Severity: 1})
			return err
		}},
		{"what comes in", true, func() error {
			_, err := s.Receive(t.Context(), nil, records.Envelope{ID: "E1", At: s.Now()})
			return err
		}},
		{"a claim", true, func() error { l = mustClaim(t, s, outbox.OpenChannel); return nil }},
		{"the end of an attempt", true, func() error {
			return s.Settle(t.Context(), l, outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: "C0INC1", Name: "inc-1-acme"}})
		}},
		{"a tick", false, func() error { s.Move(time.Hour); return s.Tick(t.Context()) }},
	} {
		kept.ahead = nil
		if err := tt.do(); err != nil {
			t.Fatal(err)
		}
		if len(kept.ahead) == 0 || slices.Contains(kept.ahead, !tt.hurry) {
			t.Errorf("%s was in a hurry: %v, want %v", tt.what, kept.ahead, tt.hurry)
		}
	}
}
