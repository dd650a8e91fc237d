package candor

import (
	"fmt"
	"testing"
)

// TestWhoMayDoWhat holds every action against every kind of person and channel.
// An action without a row fails.
func TestWhoMayDoWhat(t *testing.T) {
	const home = "T0STUDIO"
	people := map[string]Actor{
		"commander":        {ID: "U0ANA", Team: home, Home: home, InChannel: true},
		"comms":            {ID: "U0BEN", Team: home, Home: home, InChannel: true},
		"member":           {ID: "U0CLEO", Team: home, Home: home, InChannel: true},
		"outsider":         {ID: "U0CLEO", Team: home, Home: home},
		"asked":            {ID: "U0ASKED", Team: home, Home: home},
		"asked to approve": {ID: "U0APPROVER", Team: home, Home: home},
		"admin":            {ID: "U0CLEO", Team: home, Home: home, Admin: true},
		"guest":            {ID: "U0GUEST", Team: home, Home: home, Guest: true, InChannel: true},
		"guest outside":    {ID: "U0GUEST", Team: home, Home: home, Guest: true},
		"client":           {ID: "U0DANA", Team: "T0ACME", Home: home, InChannel: true},
		"nobody":           {},
		"no home":          {ID: "U0ANA", InChannel: true},
	}
	type row map[string]bool         // person → may; a person who is missing may not
	rows := map[Action]map[bool]row{ // action → private → row
		Declare: {
			false: {"commander": true, "comms": true, "member": true, "outsider": true, "asked": true, "asked to approve": true, "admin": true},
			true:  {"commander": true, "comms": true, "member": true, "outsider": true, "asked": true, "asked to approve": true, "admin": true},
		},
		See: {
			false: {"commander": true, "comms": true, "member": true, "outsider": true, "asked": true, "asked to approve": true, "admin": true, "guest": true},
			true:  {"commander": true, "comms": true, "member": true, "guest": true},
		},
		Change: {
			false: {"commander": true, "comms": true, "member": true, "admin": true},
			true:  {"commander": true, "comms": true, "member": true},
		},
		Send: {
			false: {"commander": true, "comms": true, "asked": true},
			true:  {"commander": true, "comms": true, "asked": true},
		},
		Approve: {
			false: {"commander": true, "comms": true, "member": true, "admin": true, "asked to approve": true},
			true:  {"commander": true, "comms": true, "member": true, "asked to approve": true},
		},
		Join: {
			false: {"commander": true, "comms": true, "member": true, "outsider": true, "asked": true, "asked to approve": true, "admin": true},
			true:  {"commander": true, "comms": true, "member": true, "asked": true, "asked to approve": true},
		},
		Clients: {
			false: {"commander": true, "comms": true, "member": true, "outsider": true, "asked": true, "asked to approve": true, "admin": true},
			true:  {"commander": true, "comms": true, "member": true, "outsider": true, "asked": true, "asked to approve": true, "admin": true},
		},
		WakeSelf: {
			false: {"commander": true, "comms": true, "member": true, "outsider": true, "asked": true, "asked to approve": true, "admin": true},
			true:  {"commander": true, "comms": true, "member": true, "outsider": true, "asked": true, "asked to approve": true, "admin": true},
		},
		WakeOther: {
			false: {"admin": true},
			true:  {"admin": true},
		},
	}
	for _, act := range Actions {
		for _, private := range []bool{false, true} {
			row, ok := rows[act][private]
			if !ok {
				t.Errorf("the action %s has no row for private=%t", act, private)
			}
			inc := &Incident{Number: 7, State: Open, Private: private,
				Roles:   map[Role]string{Commander: "U0ANA", Comms: "U0BEN"},
				Clients: []Affected{{Promises: []Promise{{Asked: []string{"U0ASKED"}}}, Request: &Request{Asked: []string{"U0APPROVER"}}}}}
			for name, a := range people {
				t.Run(fmt.Sprintf("%s %s private=%t", name, act, private), func(t *testing.T) {
					err := May(a, act, inc)
					if (err == nil) != row[name] {
						t.Errorf("May = %v, want allowed=%t", err, row[name])
					}
					if err != nil && CodeOf(err) != Denied {
						t.Errorf("the refusal %q has code %s, want %s", err, CodeOf(err), Denied)
					}
				})
			}
		}
	}
}
