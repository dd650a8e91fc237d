package incident

import (
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/promise"
	"candor/incident/update"
)

// Who does not want to be called is promised no call.
func TestWhoWritesOnlyIsPromisedNoCall(t *testing.T) {
	for m, want := range map[client.Manner]bool{client.Usual: true, client.CallsFirst: true, client.WritingOnly: false, client.Lawyer: false} {
		if m.Calls() != want {
			t.Errorf("%q: may be called: %t", m, !want)
		}
	}
}

// While a client's lawyer writes, nobody is reminded to ask how it goes.
func TestNobodyAsksHowItGoesWhileTheLawyerWrites(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	for m, want := range map[client.Manner]int{client.Usual: 4, client.WritingOnly: 4, client.Lawyer: 1} {
		inc := &Incident{Number: 1, State: Resolved, Severity: 1, Chosen: Full, Clients: []Affected{{Client: client.Client{ID: "acme", Manner: m}}}}
		inc.afterwards(&inc.Clients[0], now.AddDate(0, 0, 5), now)
		if got := len(inc.Clients[0].Promises); got != want {
			t.Errorf("%q: %d promises afterwards, want %d", m, got, want)
		}
	}
}

// A promised call that nobody tried to make is owned by the next text, once; what the
// client does not know of, or has asked for itself, is not.
func TestWhichMissedCallATextOwns(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Affected, *promise.Promise)
		minute int // after the time of the call
		owned  bool
	}{
		{"nobody called", nil, 15, true},
		{"it is hardly late", nil, 9, false},
		{"a text has owned it", func(_ *Affected, p *promise.Promise) { p.Owned = true }, 15, false},
		{"somebody tried shortly before", func(aff *Affected, _ *promise.Promise) { aff.Call = Call{By: "U0ANA", At: at(55), Over: true} }, 15, false},
		{"somebody tried long before", func(aff *Affected, _ *promise.Promise) { aff.Call = Call{By: "U0ANA", At: at(20), Over: true} }, 15, true},
		{"they know of no time", func(_ *Affected, p *promise.Promise) { p.Morning = true }, 15, false},
		{"they asked for it", func(_ *Affected, p *promise.Promise) { p.Wished = true }, 15, false},
		{"their lawyer writes now, and it is still to come", func(aff *Affected, _ *promise.Promise) { aff.Client.Manner = client.Lawyer }, -30, true},
		{"their lawyer writes now, and somebody called", func(aff *Affected, _ *promise.Promise) {
			aff.Client.Manner, aff.Call = client.Lawyer, Call{By: "U0ANA", At: at(55), Over: true}
		}, 15, false},
		{"it was made", func(_ *Affected, p *promise.Promise) { p.Settle(2, at(60)) }, 15, false},
		{"they chose another time", func(_ *Affected, p *promise.Promise) { p.Owned = true; p.Move(at(61)) }, 15, true},
	} {
		inc := &Incident{State: Open, Clients: []Affected{{Client: shop, ToldAt: at(0)}}}
		aff := &inc.Clients[0]
		p := inc.Promise(aff, promise.Meeting, at(60), at(0))
		if tt.change != nil {
			tt.change(aff, p)
		}
		now := at(60 + tt.minute)
		if got := aff.LateCall(now); !got.IsZero() != tt.owned {
			t.Errorf("%s: %v, want that it is owned: %t", tt.name, got, tt.owned)
		}
		u := update.Update{Kind: update.Progress}
		inc.Stamp(aff, &u, now)
		inc.ApplyTold(aff, &u, now)
		if tt.owned && !aff.LateCall(now).IsZero() {
			t.Errorf("%s: it would be owned again", tt.name)
		}
		if dropped := p.Outcome == promise.Dropped; dropped != (tt.owned && aff.Client.Manner == client.Lawyer) {
			t.Errorf("%s: nobody is to call them any more: %t", tt.name, dropped)
		}
	}
}
