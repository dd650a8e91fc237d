package service_test

import (
	"testing"

	"candor/incident/client"
	"candor/incident/team"
)

// Who is told in a channel is what the list says now, and what an incident knows that the
// list has forgotten.
func TestThatNobodyReadsAClientsChannelIsFoundByIt(t *testing.T) {
	d := newDesk(t, client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}, "ana")
	d.declare("outage")
	away := func(channel string, want bool) {
		t.Helper()
		if err := d.ClientChannel(t.Context(), channel, func([]string) (bool, error) { return !want, nil }); err != nil {
			t.Fatal(err)
		}
		inc, err := d.Peek(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if got := inc.Clients[0].Away; got != want {
			t.Errorf("in %s nobody reads: %t, want %t", channel, got, want)
		}
	}
	for channel, want := range map[string]bool{"C0ACME": true, "C0ELSE": false, "": false} {
		if got := d.Clients().ToldIn(t.Context(), channel); got != want {
			t.Errorf("somebody is told in %q: %t, want %t", channel, got, want)
		}
	}
	away("C0ACME", true)
	d.reconfigure(func(r *team.Roster) { r.Clients[0].Slack = "C0NEW" })
	away("C0NEW", false) // before any change of the incident
	d.reconfigure(func(r *team.Roster) { r.Clients = nil })
	away("C0NEW", true)
	if !d.Clients().ToldIn(t.Context(), "C0NEW") {
		t.Error("nobody is told in C0NEW, and an incident knows who is")
	}
	asked := false
	if err := d.ClientChannel(t.Context(), "C0ELSE", func([]string) (bool, error) { asked = true; return true, nil }); err != nil || asked {
		t.Errorf("another channel: %v, Slack was asked: %t", err, asked)
	}
}
