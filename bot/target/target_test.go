package target

import (
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/playbook"
)

// What is shown of a text for all clients is what people read before what a system gets,
// and never a text for somebody to whom nobody can write.
func TestWhoseTextStandsForThoseOfAll(t *testing.T) {
	ways := map[string]client.Client{
		"phone": {ID: "phone"}, "slack": {ID: "slack", Slack: "C0ACME"},
		"hook": {ID: "hook", Webhook: &client.Webhook{URL: "https://acme.example/hook"}},
	}
	for _, tt := range []struct {
		clients []string
		want    string
	}{
		{[]string{"phone", "slack"}, "slack"},
		{[]string{"hook", "slack"}, "slack"},
		{[]string{"phone", "hook"}, "hook"},
		{[]string{"hook", "phone", "slack"}, "slack"},
		{[]string{"slack", "hook"}, "slack"},
		{[]string{"phone"}, ""},
	} {
		inc := &incident.Incident{Roles: map[playbook.Role]string{playbook.Comms: "U0ANA"}}
		for _, name := range tt.clients {
			inc.Clients = append(inc.Clients, incident.Affected{Client: ways[name]})
		}
		got := ""
		if one := FirstToRead(inc, incident.Actor{ID: "U0ANA", Team: "T0", Home: "T0"}, incident.AllClients); one != nil {
			got = one.Client.ID
		}
		if got != tt.want {
			t.Errorf("%v: the text of %q is shown, want %q", tt.clients, got, tt.want)
		}
	}
}
