package client

import (
	"slices"
	"testing"
)

func TestByWhatAnotherClientIsKnown(t *testing.T) {
	acme := Client{ID: "acme", Name: "Acme Shop", Service: "Acme online shop", Aliases: []string{"ACME Ltd"}, Domains: []string{"acme.example"},
		Contacts: []Contact{{Name: "Dana Fox"}, {Name: "Max"}}}
	globex := Client{ID: "globex", Name: "Globex Travel", Service: "booking site", Contacts: []Contact{{Name: "Front desk", Email: "desk@globex.example"}, {Name: "Dana Fox", Email: "dana@mail.example"}}}
	hotel := Client{ID: "hotel", Name: "Hotel Astoria", Service: "Voyager"}
	for _, tt := range []struct {
		name     string
		own      Client
		book     []Client
		has, not []string
	}{
		{"short name, person, domain", globex, []Client{acme, globex}, []string{"Acme Shop", "Acme", "ACME Ltd", "acme.example"}, []string{"Max", "Globex", "Dana Fox"}},
		{"what it is called only if that is a name", acme, []Client{globex, hotel}, []string{"Globex Travel", "Globex", "globex.example", "Voyager"}, []string{"booking site", "mail.example", "Front desk", "Hotel", "Dana Fox"}},
		{"a part of our own name is ours", Client{ID: "acme-two", Name: "Acme Shop of Bristol"}, []Client{acme}, []string{"ACME Ltd", "Dana Fox"}, []string{"Acme", "Acme Shop"}},
	} {
		list := Others(tt.book, &tt.own)
		for _, n := range tt.has {
			if !slices.Contains(list, n) {
				t.Errorf("%s: %q is not in %q", tt.name, n, list)
			}
		}
		for _, n := range tt.not {
			if slices.Contains(list, n) {
				t.Errorf("%s: %q is in %q", tt.name, n, list)
			}
		}
	}
}
