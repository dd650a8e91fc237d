package client

import "testing"

// A place is one however it is written, and belongs to a client who has it, also
// where it is switched off.
func TestOnePlaceWrittenInTwoWays(t *testing.T) {
	hook := func(s string) Client { return Client{Webhook: &Webhook{URL: s}} }
	person := func(mail, phone string) Client {
		return Client{Contacts: []Contact{{Name: "Dana", Email: mail, Phone: phone}}}
	}
	for name, tt := range map[string]struct {
		a, b Client
		same bool
	}{
		"a channel":                         {Client{Slack: "C0ONE"}, Client{Slack: "C0ONE"}, true},
		"two channels":                      {Client{Slack: "C0ONE"}, Client{Slack: "C0TWO"}, false},
		"no channel":                        {Client{}, Client{}, false},
		"a webhook in capitals":             {hook("https://a.example/in"), hook("HTTPS://A.Example/in"), true},
		"a webhook with its port":           {hook("https://a.example/in"), hook("https://a.example:443/in"), true},
		"a webhook with a slash":            {hook("https://a.example/in"), hook("https://a.example/in/"), true},
		"a webhook with a mark in it":       {hook("https://a.example/in"), hook("https://a.example/in#x"), true},
		"a webhook that is escaped":         {hook("https://a.example/in-box"), hook("https://a.example/in%2Dbox"), true},
		"webhooks that differ in the path":  {hook("https://a.example/in"), hook("https://a.example/In"), false},
		"webhooks that differ in the query": {hook("https://a.example/in?c=1"), hook("https://a.example/in?c=2"), false},
		"webhooks that differ in the port":  {hook("https://a.example:8443/in"), hook("https://a.example/in"), false},
		"an address, mail switched off":     {person("dana@acme.example", ""), person("Dana@ACME.example", ""), true},
		"the address of a lawyer":           {Client{Letters: "law@acme.example"}, person("law@acme.example", ""), true},
		"a phone":                           {person("", "+44 20 7946-0002"), person("", "+442079460002"), true},
		"two phones":                        {person("", "+44 20 7946 0002"), person("", "+44 20 7946 0003"), false},
	} {
		tt.a.ID, tt.b.ID, tt.a.Name, tt.b.Name = "a", "b", "A", "B"
		if got := len(Holder{Client: tt.a}.Sharing([]Holder{{Client: tt.b}})) > 0; got != tt.same {
			t.Errorf("%s: shared %t, want %t", name, got, tt.same)
		}
	}
}

// Who an incident knows by the same name is the same client; in the list the short
// word decides.
func TestWhoIsTheSameClient(t *testing.T) {
	globex := Client{ID: "globex", Name: "Globex Travel", Slack: "C0ONE"}
	renamed, namesake := globex, globex
	renamed.Name, namesake.ID = "Globex Group", "globex-2"
	for name, tt := range map[string]struct {
		a, b Holder
		same bool
	}{
		"renamed":                         {Holder{Client: globex}, Holder{Client: renamed}, true},
		"two of one name in the list":     {Holder{Client: globex}, Holder{Client: namesake}, false},
		"typed, and made since":           {Holder{Client: namesake}, Holder{Client: globex, In: "INC-1", OneOff: true}, true},
		"typed, another of the same word": {Holder{Client: renamed}, Holder{Client: globex, In: "INC-1", OneOff: true}, false},
		"gone, with another word now":     {Holder{Client: namesake}, Holder{Client: globex, In: "INC-1"}, true},
	} {
		if got := tt.a.OtherAt(Destination{Via: ViaSlack, To: "C0ONE"}, []Holder{tt.b}) == nil; got != tt.same {
			t.Errorf("%s: the same %t, want %t", name, got, tt.same)
		}
	}
}
