package service_test

import (
	"testing"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/team"
	"candor/incident/update"
)

func TestTestCalls(t *testing.T) {
	n := newNight(t)
	admin := incident.Actor{ID: "U0CLEO", Team: "T0STUDIO", Home: "T0STUDIO", Admin: true}
	ben := incident.Actor{ID: "U0BEN", Team: "T0STUDIO", Home: "T0STUDIO"}
	n.people(append([]team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}}, n.roster.People[1:]...)...)
	tests := []struct {
		name string
		by   incident.Actor
		to   string
		want fault.Code
	}{
		{"oneself", ben, "U0BEN", ""},
		{"an admin another", admin, "U0BEN", ""},
		{"another", ben, "U0CLEO", fault.Denied},
		{"a guest", incident.Actor{ID: "U0BEN", Team: "T0STUDIO", Home: "T0STUDIO", Guest: true}, "U0BEN", fault.Denied},
		{"without an address", ana, "U0ANA", fault.Conflict},
		{"a client", incident.Actor{ID: "U0BEN", Team: "T0ACME", Home: "T0STUDIO"}, "U0BEN", fault.Denied},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := n.TestCall(tt.by, tt.to)
			if fault.CodeOf(err) != tt.want || err == nil && p.Slack != tt.to {
				t.Errorf("TestCall = %s, %v, want code %q", p.Slack, err, tt.want)
			}
			if tt.want == fault.Conflict {
				return
			}
			if _, err := n.Colleague(t.Context(), tt.by, tt.to); fault.CodeOf(err) != tt.want {
				t.Errorf("Colleague = %v, want code %q", err, tt.want)
			}
			if err := n.TestCalled(t.Context(), tt.by, tt.to, outbox.DeliveryOutcome{Verdict: outbox.Sent}); fault.CodeOf(err) != tt.want {
				t.Errorf("TestCalled = %v, want code %q", err, tt.want)
			}
		})
	}
	n.must(nil, n.TestCalled(t.Context(), ben, "U0BEN", outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "it did not answer"}))
	if r := n.reach("U0BEN"); r.Why != "it did not answer" || !r.FailedAt.Equal(n.now) {
		t.Errorf("after a test that failed: %+v", r)
	}
	n.must(nil, n.TestCalled(t.Context(), ben, "U0BEN", outbox.DeliveryOutcome{Verdict: outbox.Sent}))
	if r := n.reach("U0BEN"); r.Why != "" || !r.FailedAt.IsZero() || !r.RangAt.Equal(n.now) {
		t.Errorf("after a test that arrived: %+v", r)
	}
}

// The store never learns a wake address: it is in the config alone.
func TestNoWakeAddressIsStored(t *testing.T) {
	n := newNight(t)
	n.must(n.Write(t.Context(), ana, 1, incident.Proposal{Kind: update.FirstNoticeUnknown}))
	n.until("14:41")
	inc, err := n.Get(t.Context(), ana, 1)
	n.must(nil, err)
	if u := inc.Clients[0].Drafts["U0ANA"]; u.Sender.Name != "Ana Ruiz" || u.Sender.Wake != "" {
		t.Errorf("the stored draft is signed by %q and knows the address %q", u.Sender.Name, u.Sender.Wake.Reveal())
	}
}
