package service_test

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	watch "candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/view"
)

// sleeps lets Ana say good night at 14:05.
func (n *night) sleeps(on string, c watch.Choice) {
	n.t.Helper()
	n.until("14:05")
	n.must(n.Watch(n.t.Context(), ana, 1, watch.Request{Act: watch.GoodNight, Until: clockTime("22:00"), To: on, Choice: c}))
	n.work()
}

// Whose phones ring while Ana sleeps. Acme expects news by 14:30.
func TestWhoIsRungWhileSomebodySleeps(t *testing.T) {
	tests := []struct {
		name string
		does func(*night)
		list string // who is on the escalation list
		want string // until 14:45
	}{
		{"she chose it: she, and then others before everybody", func(n *night) { n.sleeps("U0BEN", watch.Choice{Untaken: true}) }, "U0BEN U0CLEO",
			"14:15 U0ANA, 14:35 U0CLEO, 14:40 U0ANA, 14:40 U0BEN"},
		{"she did not: who is on it, and never she", func(n *night) { n.sleeps("U0BEN", watch.Choice{}) }, "U0BEN U0CLEO", "14:15 U0BEN, 14:35 U0CLEO, 14:40 U0BEN"},
		{"nobody is on it: the next of the list", func(n *night) { n.sleeps("", watch.Choice{}) }, "U0CLEO", "14:15 U0CLEO, 14:35 U0CLEO, 14:40 U0CLEO"},
		{"nobody else is there: she", func(n *night) { n.sleeps("", watch.Choice{}) }, "", "14:15 U0ANA, 14:35 U0ANA, 14:40 U0ANA"},
		{"the channel is shared: the same", func(n *night) {
			n.sleeps("U0BEN", watch.Choice{})
			n.must(nil, n.ChannelShared(n.t.Context(), "C0INC1", true))
		}, "U0BEN U0CLEO", "14:15 U0BEN, 14:35 U0BEN, 14:35 U0CLEO, 14:40 U0BEN"},
		{"Ben took it: as if she were not there", func(n *night) {
			n.sleeps("U0BEN", watch.Choice{Untaken: true})
			n.until("14:10")
			n.must(n.Watch(n.t.Context(), ben, 1, watch.Request{Act: watch.Take, N: 1}))
		}, "U0BEN U0CLEO", "14:35 U0CLEO, 14:40 U0BEN, 14:40 U0CLEO"},
		{"Ben cannot: the next of the list", func(n *night) {
			n.sleeps("U0BEN", watch.Choice{})
			n.until("14:06")
			n.must(n.Watch(n.t.Context(), ben, 1, watch.Request{Act: watch.Refuse, N: 1}))
		}, "U0CLEO", "14:15 U0CLEO, 14:35 U0CLEO, 14:40 U0CLEO"},
		{"she got up: as always", func(n *night) {
			n.sleeps("U0BEN", watch.Choice{Untaken: true})
			n.must(n.Watch(n.t.Context(), ana, 1, watch.Request{Act: watch.GetUp}))
		}, "U0BEN", "14:35 U0BEN, 14:40 U0ANA, 14:40 U0BEN"},
		{"Acme was told: nobody", func(n *night) {
			n.sleeps("U0BEN", watch.Choice{Untaken: true})
			n.told("16:00")
		}, "U0BEN U0CLEO", ""},
		{"the clock goes back after the call: not again", func(n *night) {
			n.sleeps("U0BEN", watch.Choice{Untaken: true})
			n.until("14:16")
			n.now = clockTime("14:12")
			n.must(nil, n.Tick(n.t.Context()))
			n.until("14:29")
		}, "U0BEN U0CLEO", "14:15 U0ANA, 14:35 U0CLEO, 14:40 U0ANA, 14:40 U0BEN"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := newNight(t, strings.Fields(tt.list)...)
			tt.does(n)
			n.until("14:44")
			if got := strings.Join(n.rings, ", "); got != tt.want {
				t.Errorf("the phones rang %s, want %s", got, tt.want)
			}
		})
	}
}

// Once the client has waited for an hour and nobody has answered, whoever sleeps is rung
// too: a promise never goes unseen.
func TestWhoSleepsIsRungAtLast(t *testing.T) {
	n := newNight(t, "U0BEN")
	n.sleeps("U0BEN", watch.Choice{})
	n.until("15:29")
	if got := strings.Join(n.rings, ", "); strings.Contains(got, "U0ANA") {
		t.Errorf("before an hour is over the phones rang %s", got)
	}
	n.until("15:31")
	if got := strings.Join(n.rings, ", "); !strings.Contains(got, "15:30 U0ANA") {
		t.Errorf("after an hour the phones rang %s", got)
	}
}

// A step that is due while its owner sleeps is brought up when they are up.
func TestNoStepIsBroughtToWhoSleeps(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("outage")
	until := d.now.Add(3 * time.Hour)
	d.must(d.Watch(t.Context(), people["ana"], 1, watch.Request{Act: watch.GoodNight, Until: until}))
	d.skip(until.Sub(d.now) - time.Minute)
	if n := d.count("step"); n != 0 {
		t.Errorf("%d messages about steps while she sleeps", n)
	}
	d.skip(2 * time.Minute)
	if n := d.count("step"); n == 0 {
		t.Error("no message about steps once she is up")
	}
}

// At 08:00 the team is told how it stands, and who is asked to take over; not where somebody
// has taken it in the night.
func TestTheMorningTellsNobodyWhereSomebodyHasIt(t *testing.T) {
	for name, tt := range map[string]struct {
		taken, hers bool
		want        int
	}{"nobody took it": {false, false, 1}, "Ben took it": {true, false, 0}, "Ben took it, and left her one role": {true, true, 0}} {
		n := newNight(t, "U0BEN")
		told := 0
		n.leave = func(l *view.Lease) (outbox.DeliveryOutcome, bool) {
			if l.Delivery.Kind == outbox.NightOver {
				told++
			}
			return outbox.DeliveryOutcome{}, false
		}
		n.until("23:30")
		n.must(n.Watch(n.t.Context(), ana, 1, watch.Request{Act: watch.GoodNight, Until: clockTime("11:00").AddDate(0, 0, 1), To: "U0BEN"}))
		n.work()
		if tt.taken {
			n.must(n.Watch(n.t.Context(), ben, 1, watch.Request{Act: watch.Take, N: 1}))
		}
		if tt.hers {
			n.must(n.Edit(n.t.Context(), ben, 1, incident.Details{Roles: map[playbook.Role]string{playbook.Account: "U0ANA"}, Names: map[string]string{"U0ANA": "Ana Ruiz"}}))
		}
		n.Until(clockTime("07:59").AddDate(0, 0, 1))
		if told != 0 {
			t.Errorf("%s: the team was told %d times at night", name, told)
		}
		if n.Until(clockTime("08:01").AddDate(0, 0, 1)); told != tt.want {
			t.Errorf("%s: the team was told %d times in the morning, want %d", name, told, tt.want)
		}
	}
}
