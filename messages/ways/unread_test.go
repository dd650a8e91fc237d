package ways

import (
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
)

// What is said of the ways to a client follows from who reads there now.
func TestUnread(t *testing.T) {
	slack, mail := client.Destination{Via: client.ViaSlack, To: "C0ACME"}, client.Destination{Via: client.ViaEmail, To: "dana@acme.example"}
	dead := func(to client.Destination) []outbox.Result {
		return []outbox.Result{{To: to, Update: 1, State: outbox.Dead}}
	}
	unsure := dead(mail)
	unsure[0].Unsure = true
	for _, tt := range []struct {
		name, want  string
		away, email bool
		results     []outbox.Result
		none        bool
	}{
		{name: "all is well", email: true},
		{name: "nobody is in the channel", away: true, want: "so nothing is sent there", none: true},
		{name: "nobody is in the channel, and there is mail", away: true, email: true, want: "so nothing is sent there"},
		{name: "an address refused", email: true, results: dead(mail), want: "did not get to dana@acme.example"},
		{name: "it is not known whether it arrived", email: true, results: unsure},
		{name: "an address that is theirs no more", results: dead(mail)},
		{name: "a text in the channel did not arrive", results: dead(slack)},
	} {
		aff := &incident.Affected{Client: client.Client{Slack: "C0ACME", Email: tt.email, Contacts: []client.Contact{{Name: "Dana", Email: mail.To}}}, Away: tt.away, Results: tt.results}
		if got := Unread(aff); (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) || None(aff) != tt.none {
			t.Errorf("%s: %q, none %t", tt.name, got, None(aff))
		}
	}
}

// A newer text that a mail server took says nothing of whether it was read.
func TestNewerAccepted(t *testing.T) {
	d := outbox.Delivery{Update: 2, Data: outbox.Payload{Via: client.ViaEmail, To: "dana@acme.example"}}
	for _, tt := range []struct {
		name string
		r    outbox.Result
		want bool
	}{
		{"a newer one was taken", outbox.Result{To: client.Destination{Via: client.ViaEmail, To: "dana@acme.example"}, Update: 3, State: outbox.Delivered}, true},
		{"somebody looked", outbox.Result{To: client.Destination{Via: client.ViaEmail, To: "dana@acme.example"}, Update: 3, State: outbox.Delivered, Seen: true}, false},
		{"it is the same one", outbox.Result{To: client.Destination{Via: client.ViaEmail, To: "dana@acme.example"}, Update: 2, State: outbox.Delivered}, false},
		{"it came back, too", outbox.Result{To: client.Destination{Via: client.ViaEmail, To: "dana@acme.example"}, Update: 3, State: outbox.Dead}, false},
		{"somebody else has it", outbox.Result{To: client.Destination{Via: client.ViaEmail, To: "eve@acme.example"}, Update: 3, State: outbox.Delivered}, false},
	} {
		if got := NewerAccepted(&incident.Affected{Results: []outbox.Result{tt.r}}, d); got != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
}
