package incident

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
)

const homeTeam = "T0STUDIO"

// persons are the kinds of people who may ask for something.
var persons = map[string]Actor{
	"commander":        {ID: "U0ANA", Team: homeTeam, Home: homeTeam, InChannel: true},
	"comms":            {ID: "U0BEN", Team: homeTeam, Home: homeTeam, InChannel: true},
	"tech":             {ID: "U0TECH", Team: homeTeam, Home: homeTeam}, // has a role, and was not invited yet
	"member":           {ID: "U0CLEO", Team: homeTeam, Home: homeTeam, InChannel: true},
	"outsider":         {ID: "U0CLEO", Team: homeTeam, Home: homeTeam},
	"asked":            {ID: "U0ASKED", Team: homeTeam, Home: homeTeam},
	"asked to approve": {ID: "U0APPROVER", Team: homeTeam, Home: homeTeam},
	"admin":            {ID: "U0CLEO", Team: homeTeam, Home: homeTeam, Admin: true},
	"admin inside":     {ID: "U0CLEO", Team: homeTeam, Home: homeTeam, Admin: true, InChannel: true},
	"guest":            {ID: "U0GUEST", Team: homeTeam, Home: homeTeam, Guest: true, InChannel: true},
	"guest outside":    {ID: "U0GUEST", Team: homeTeam, Home: homeTeam, Guest: true},
	"guest with role":  {ID: "U0TECH", Team: homeTeam, Home: homeTeam, Guest: true},
	"trusted":          {ID: "U0GUS", Team: homeTeam, Home: homeTeam, Guest: true, Trusted: true, InChannel: true},
	"trusted outside":  {ID: "U0GUS", Team: homeTeam, Home: homeTeam, Guest: true, Trusted: true},
	"trusted asked":    {ID: "U0ASKED", Team: homeTeam, Home: homeTeam, Guest: true, Trusted: true},
	"client":           {ID: "U0DANA", Team: "T0ACME", Home: homeTeam, InChannel: true},
	"client, an admin": {ID: "U0DANA", Team: "T0ACME", Home: homeTeam, Admin: true},
	"client, trusted":  {ID: "U0DANA", Team: "T0ACME", Home: homeTeam, Guest: true, Trusted: true, InChannel: true}, // a slip in the config
	"bot":              {ID: "U0BOT", Team: homeTeam + "?", Home: homeTeam, InChannel: true},                        // as bot.actor makes it
	"nobody":           {},
	"no home":          {ID: "U0ANA", InChannel: true},
	"no team":          {ID: "U0DANA", Home: homeTeam, InChannel: true},
}

// rooms are the kinds of channel that an incident may have.
var rooms = map[string]func(*Incident){
	"not there yet": func(*Incident) {},
	"public":        func(inc *Incident) { inc.Channel.ID = "C0INC7" },
	"with a guest":  func(inc *Incident) { inc.Channel = Channel{ID: "C0INC7", Guests: []outbox.Guest{{User: "U0GUEST"}}} },
	"shared":        func(inc *Incident) { inc.Channel = Channel{ID: "C0INC7", Shared: true} },
	"private":       func(inc *Incident) { inc.Private, inc.Channel.ID = true, "C0INC7" },
	"being left":    func(inc *Incident) { inc.Private, inc.Moving, inc.Channel.ID = true, true, "C0INC7" },
}

const (
	crew    = "commander comms tech member outsider asked approver admin admin-inside"
	inside  = "commander comms tech member admin-inside"
	clients = "client client-admin client-trusted bot guest guest-outside guest-with-role"
)

// rights says for each action who may do it where the channel is open to the
// crew, and where the incident is private. Who is missing may not.
var rights = map[Action][2]string{
	Declare: {crew + " trusted trusted-outside trusted-asked", crew + " trusted trusted-outside trusted-asked"},
	See:     {crew + " guest guest-with-role trusted", inside + " guest guest-with-role trusted"},
	Change:  {inside + " admin trusted", inside + " trusted"},
	Send:    {"commander comms asked trusted-asked", "commander comms asked trusted-asked"},
	Approve: {inside + " approver admin trusted", inside + " approver trusted"},
	Join:    {crew + " trusted trusted-asked", inside + " asked approver trusted trusted-asked"},
	Clients: {crew, crew},
	GotIt:   {clients, clients},
	Write:   {clients, clients},

	WakeSelf:  {crew + " trusted trusted-outside trusted-asked", crew + " trusted trusted-outside trusted-asked"},
	WakeOther: {"admin admin-inside", "admin admin-inside"},
}

// short are the names of people in rights.
var short = map[string]string{"asked to approve": "approver", "client, an admin": "client-admin", "client, trusted": "client-trusted"}

// TestWhoMayDoWhat holds every action against every kind of person and channel.
// An action without a row fails.
func TestWhoMayDoWhat(t *testing.T) {
	for _, act := range Actions {
		row, ok := rights[act]
		if !ok {
			t.Errorf("the action %q has no row", act)
		}
		for room, set := range rooms {
			inc := &Incident{Number: 7, State: Open,
				Roles:   map[playbook.Role]string{playbook.Commander: "U0ANA", playbook.Comms: "U0BEN", playbook.Tech: "U0TECH"},
				Clients: []Affected{{Promises: []Promise{{Asked: []string{"U0ASKED"}}}, Request: &Request{Asked: []string{"U0APPROVER"}}}}}
			set(inc)
			may := strings.Fields(row[0])
			if inc.Private {
				may = strings.Fields(row[1])
			}
			for name, a := range persons {
				key := short[name]
				if key == "" {
					key = strings.ReplaceAll(name, " ", "-")
				}
				t.Run(fmt.Sprintf("%s, %s, channel %s", act, name, room), func(t *testing.T) {
					err := May(a, act, inc)
					if want := slices.Contains(may, key); (err == nil) != want {
						t.Errorf("May = %v, want allowed=%t", err, want)
					}
					if err != nil && fault.CodeOf(err) != fault.Denied {
						t.Errorf("the refusal %q has code %s, want %s", err, fault.CodeOf(err), fault.Denied)
					}
				})
			}
		}
	}
}

// Every action of the source is in the list that the table is held against, and
// every name in the table is a person.
func TestTheTableOfRightsIsWhole(t *testing.T) {
	source, err := os.ReadFile("permission.go")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^\t\w+ +Action = "([^"]+)"`).FindAllSubmatch(source, -1)
	if len(found) != len(Actions) {
		t.Errorf("%d actions are declared and %d are in Actions", len(found), len(Actions))
	}
	for _, m := range found {
		if !slices.Contains(Actions, Action(m[1])) {
			t.Errorf("the action %q is not in Actions", m[1])
		}
	}
	known := map[string]bool{}
	for name := range persons {
		key := short[name]
		if key == "" {
			key = strings.ReplaceAll(name, " ", "-")
		}
		known[key] = true
	}
	for act, row := range rights {
		for _, name := range strings.Fields(row[0] + " " + row[1]) {
			if !known[name] {
				t.Errorf("the row of %q names %q, who is nobody", act, name)
			}
		}
	}
}

// Without an incident only declaring is possible.
func TestNothingIsDoneToNoIncident(t *testing.T) {
	for _, act := range []Action{Write, See, Change, Send, Approve, Join} {
		if err := May(persons["commander"], act, nil); fault.CodeOf(err) != fault.Denied {
			t.Errorf("May(%s) without an incident = %v", act, err)
		}
	}
}
