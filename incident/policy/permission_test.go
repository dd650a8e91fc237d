package policy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/update"
)

const homeTeam = "T0STUDIO"

// persons are the kinds of people who may ask for something.
var persons = map[string]incident.Actor{
	"commander":        {ID: "U0ANA", Team: homeTeam, Home: homeTeam, InChannel: true},
	"comms":            {ID: "U0BEN", Team: homeTeam, Home: homeTeam, InChannel: true},
	"tech":             {ID: "U0TECH", Team: homeTeam, Home: homeTeam}, // has a role, and was not invited yet
	"account":          {ID: "U0ACCOUNT", Team: homeTeam, Home: homeTeam},
	"account of all":   {ID: "U0ACCOUNT", Team: homeTeam, Home: homeTeam, SendsAll: true},
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
	"trusted admin":    {ID: "U0GUS", Team: homeTeam, Home: homeTeam, Guest: true, Trusted: true, Admin: true},
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
var rooms = map[string]func(*incident.Incident){
	"not there yet": func(*incident.Incident) {},
	"public":        func(inc *incident.Incident) { inc.Channel.ID = "C0INC7" },
	"with a guest": func(inc *incident.Incident) {
		inc.Channel = incident.Channel{ID: "C0INC7", Guests: []outbox.Guest{{User: "U0GUEST"}}}
	},
	"shared":     func(inc *incident.Incident) { inc.Channel = incident.Channel{ID: "C0INC7", Shared: true} },
	"private":    func(inc *incident.Incident) { inc.Private, inc.Channel.ID = true, "C0INC7" },
	"being left": func(inc *incident.Incident) { inc.Private, inc.Moving, inc.Channel.ID = true, true, "C0INC7" },
}

const (
	crew   = "commander comms tech account account-of-all member outsider asked approver admin admin-inside"
	within = "commander comms tech account account-of-all member admin-inside"
	theirs = "client client-admin client-trusted bot guest guest-outside guest-with-role"

	everybody = crew + " trusted trusted-outside trusted-asked trusted-admin" // of the team
)

// rights says for each action who may do it: where the channel is open to the
// crew, where the incident is private, and of those who may only for the client
// that they were asked about. Who is missing may not.
var rights = map[Action]struct{ public, private, asked string }{
	Declare:   {everybody, everybody, ""},
	List:      {everybody + " guest guest-outside guest-with-role", everybody + " guest guest-outside guest-with-role", ""},
	Clients:   {crew, crew, ""},
	Figures:   {crew, crew, ""},
	WakeSelf:  {everybody, everybody, ""},
	WakeOther: {"admin admin-inside", "admin admin-inside", ""},

	See:    {crew + " guest guest-with-role trusted", within + " guest guest-with-role trusted", ""},
	Change: {within + " admin trusted", within + " trusted", ""},
	Keep:   {crew, within, ""},
	Join:   {crew + " trusted trusted-asked", within + " asked approver trusted trusted-asked", ""},

	Send:    {"commander comms account-of-all asked trusted-asked", "commander comms account-of-all asked trusted-asked", "asked trusted-asked"},
	Tend:    {"commander comms account account-of-all asked trusted-asked", "commander comms account account-of-all asked trusted-asked", "account asked trusted-asked"},
	Call:    {"commander comms account-of-all asked trusted-asked", "commander comms account-of-all asked trusted-asked", "asked trusted-asked"},
	Approve: {within + " approver admin trusted", within + " approver trusted", "approver"},
	GotIt:   {theirs, theirs, ""},
	Wish:    {theirs, theirs, ""},
	Write:   {theirs, theirs, ""},
}

// short are the names of people in rights.
var short = map[string]string{"asked to approve": "approver", "client, an admin": "client-admin", "client, trusted": "client-trusted"}

func nameInRights(person string) string {
	if key := short[person]; key != "" {
		return key
	}
	return strings.ReplaceAll(person, " ", "-")
}

// twoClients is an incident in which people were asked about acme alone.
func twoClients() *incident.Incident {
	return &incident.Incident{Number: 7, State: incident.Open,
		Roles: map[playbook.Role]string{playbook.Commander: "U0ANA", playbook.Comms: "U0BEN", playbook.Tech: "U0TECH", playbook.Account: "U0ACCOUNT"},
		Clients: []incident.Affected{
			{Client: client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}, Promises: []promise.Promise{{Kind: promise.Update, Asked: []string{"U0ASKED"}}, {Kind: promise.Review}}, Request: &approval.Request{Asked: []string{"U0APPROVER"}}},
			{Client: client.Client{ID: "globex", Name: "Globex Travel", Slack: "C0GLOBEX"}, Promises: []promise.Promise{{Kind: promise.Update, Asked: []string{"U0OTHER"}}}},
		}}
}

// TestWhoMayDoWhat holds every action against every kind of person, of channel and
// of client. An action without a row, here or in the policy, fails.
func TestWhoMayDoWhat(t *testing.T) {
	for act := Declare; act < actions; act++ {
		row, ok := rights[act]
		if !ok || table[act].name == "" {
			t.Errorf("the action %d (%s) has no row: here %t, in the policy %t", int(act), act, ok, table[act].name != "")
		}
		for room, set := range rooms {
			inc := twoClients()
			set(inc)
			may := strings.Fields(row.public)
			if inc.Private {
				may = strings.Fields(row.private)
			}
			for name, a := range persons {
				key := nameInRights(name)
				only := slices.Contains(strings.Fields(row.asked), key)
				for client, want := range map[string]bool{"acme": slices.Contains(may, key), "globex": slices.Contains(may, key) && !only, incident.AllClients: slices.Contains(may, key) && !only, "": slices.Contains(may, key) && !only, "nobody": slices.Contains(may, key) && !only} {
					err := May(a, act, inc, client)
					if (err == nil) != want {
						t.Errorf("%s, %s, channel %s, client %q: %v, want allowed=%t", act, name, room, client, err, want)
					}
					if err != nil && (fault.CodeOf(err) != fault.Denied || len(err.Error()) < 40 || strings.ContainsAny(err.Error(), "{}")) {
						t.Errorf("%s, %s, client %q: the refusal %q (%s) is no sentence", act, name, client, err, fault.CodeOf(err))
					}
				}
				if some := MayForSome(a, act, inc); (some == nil) != slices.Contains(may, key) {
					t.Errorf("%s, %s, channel %s, for some client: %v", act, name, room, some)
				}
			}
		}
	}
	for act := range rights {
		if act <= 0 || act >= actions {
			t.Errorf("rights has a row for %s, which is no action", act)
		}
	}
}

// Whoever is asked first for something may tell the client of it. Once it is over, who looks
// after the client speaks with them, too, where no news is owed.
func TestWhoOwesItMayTellIt(t *testing.T) {
	for _, row := range promise.Table {
		inc := twoClients()
		inc.State, inc.Clients[0].Promises = incident.Resolved, []promise.Promise{{Kind: row.Kind}}
		a := incident.Actor{ID: inc.Holder(row.Owner), Team: homeTeam, Home: homeTeam}
		for _, act := range []Action{Telling(row.Draft), Call} {
			if err := May(a, act, inc, "acme"); err != nil {
				t.Errorf("%s of %s, by %s: %v", act, row.Kind, row.Owner, err)
			}
		}
		after, news := persons["account"], row.Rings && row.Kind != promise.Meeting
		if may := May(after, Call, inc, "acme") == nil; may == news {
			t.Errorf("a call while they are owed %s, by whoever looks after them: %t", row.Kind, may)
		}
		if May(after, Send, inc, "acme") == nil || May(after, Tend, inc, "acme") != nil {
			t.Errorf("%s: whoever looks after them may send all, or nothing", row.Kind)
		}
	}
}

// Who is asked about something that is due in days, in place of who owes it, sends that and
// no news.
func TestWhoIsAskedAfterwards(t *testing.T) {
	inc := twoClients()
	inc.State, inc.Clients[0].Promises = incident.Resolved, []promise.Promise{{Kind: promise.Review, Asked: []string{"U0ASKED"}}}
	if a := persons["asked"]; May(a, Tend, inc, "acme") != nil || May(a, Call, inc, "acme") != nil || May(a, Send, inc, "acme") == nil {
		t.Error(May(a, Tend, inc, "acme"), May(a, Call, inc, "acme"), May(a, Send, inc, "acme"))
	}
}

// Each kind of text stands in one table. What is of the weeks after keeps what is owed in
// days, or tells nothing new of the harm.
func TestWhichTextsAreOfTheWeeksAfter(t *testing.T) {
	for _, k := range update.Kinds {
		tends, ok := tended[k.ID]
		if !ok {
			t.Errorf("%s has no row", k.ID)
		}
		if tends && (!k.Aftercare || k.BadNews || k.Corrects || k.TellsAll || k.Recovers || k.Opens) {
			t.Errorf("%s is sent by whoever looks after the client: %+v", k.ID, k)
		}
	}
	for _, row := range promise.Table {
		if row.Owner == playbook.Account && !tended[row.Draft] {
			t.Errorf("%s stands on the list of whoever looks after the client, who may not send %s", row.Kind, row.Draft)
		}
	}
	if len(tended) != len(update.Kinds) {
		t.Errorf("%d rows, and %d kinds", len(tended), len(update.Kinds))
	}
}

// Every name in the table of rights is a person.
func TestTheTableOfRightsNamesPeople(t *testing.T) {
	known := map[string]bool{}
	for name := range persons {
		known[nameInRights(name)] = true
	}
	for act, row := range rights {
		for _, name := range strings.Fields(row.public + " " + row.private + " " + row.asked) {
			if !known[name] {
				t.Errorf("the row of %q names %q, who is nobody", act, name)
			}
		}
	}
}

// Nothing that is no action is permitted, to nobody.
func TestWhatHasNoRowIsRefused(t *testing.T) {
	for _, act := range []Action{-1, 0, actions, actions + 1} {
		if err := May(persons["commander"], act, twoClients(), "acme"); fault.CodeOf(err) != fault.Denied {
			t.Errorf("May(%s) = %v", act, err)
		}
	}
}

// Who was asked about one client is told so when they answer for another.
func TestTheRefusalSaysWhomSomebodyWasAskedAbout(t *testing.T) {
	err := May(persons["asked"], Send, twoClients(), "globex")
	want := "Globex Travel was *not* told: you were asked about another client. <@U0BEN> talks to Globex Travel; ask them, or ask <@U0ANA> to invite you."
	if err == nil || err.Error() != want {
		t.Errorf("it says %v, want %s", err, want)
	}
	err = May(persons["member"], Send, twoClients(), "globex")
	want = "The client was *not* told: <@U0BEN> talks to the client in INC-7. Ask them to send it, or take over with: comms <@U0CLEO>."
	if err == nil || err.Error() != want {
		t.Errorf("it says %v, want %s", err, want)
	}
}

// What a refusal proposes is not refused as well, to whom it is proposed: whoever takes over
// may, whoever joins can do it then, and nobody is sent to themselves.
func TestWhatARefusalProposesIsNotRefused(t *testing.T) {
	proposes := 0
	for name, a := range persons {
		for room, furnish := range rooms {
			for _, state := range []incident.State{incident.Open, incident.Resolved, incident.Closed, incident.Cancelled} {
				for act := Declare; act < actions; act++ {
					inc := twoClients()
					furnish(inc)
					inc.State = state
					err := May(a, act, inc, "acme")
					if err == nil {
						continue
					}
					text := err.Error()
					joined := a
					joined.InChannel = true
					takes := strings.Contains(text, "take over with: comms")
					joins := strings.Contains(text, "oin <#") || strings.Contains(text, "invite you")
					if takes || joins {
						proposes++
					}
					switch who := name + " in " + room + ", " + string(state) + ": " + act.String() + ": " + text; {
					case takes && (a.Guest || inc.Over()):
						t.Errorf("no role can be given to them there: %s", who)
					case takes && !joins && May(a, Change, inc, "") != nil:
						t.Errorf("they may not: %s", who)
					case joins && May(joined, act, inc, "acme") != nil && May(joined, Change, inc, "") != nil:
						t.Errorf("who is in may not either: %s", who)
					case strings.Contains(text, "oin <#") && inc.Private:
						t.Errorf("nobody joins a private channel: %s", who)
					case strings.Contains(text, "sk <@"+a.ID+">"):
						t.Errorf("they are sent to themselves: %s", who)
					}
				}
			}
		}
	}
	if proposes == 0 {
		t.Error("nothing was proposed")
	}
}

// Without an incident only what is about none is possible.
func TestNothingIsDoneToNoIncident(t *testing.T) {
	for act := Declare; act < actions; act++ {
		if table[act].of == ofFirm {
			continue
		}
		if err := May(persons["commander"], act, nil, ""); fault.CodeOf(err) != fault.Denied {
			t.Errorf("May(%s) without an incident = %v", act, err)
		}
	}
}

// Somebody who was asked to agree that a client hears later may join, and may
// tell them instead; not any longer once it is decided.
func TestTheSecondPersonMayActWhileTheyAreAsked(t *testing.T) {
	a := incident.Actor{ID: "U0BEN", Team: "T0STUDIO", Home: "T0STUDIO"}
	inc := &incident.Incident{Private: true, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"}, Clients: []incident.Affected{{Embargo: &incident.Decision{Second: "U0BEN"}}}}
	for _, act := range []Action{Join, Send} {
		if err := May(a, act, inc, ""); err != nil {
			t.Errorf("%s while asked: %v", act, err)
		}
	}
	inc.Clients[0].Embargo.AgreedAt = time.Now()
	for _, act := range []Action{Join, Send, See} {
		if err := May(a, act, inc, ""); err == nil {
			t.Errorf("%s is allowed after it was decided", act)
		}
	}
	inc.Clients[0].Embargo, inc.TakeBack = nil, &incident.Decision{Second: "U0BEN"} // the same of taking something back
	if err := May(a, Send, inc, ""); err != nil {
		t.Errorf("while asked about the whole: %v", err)
	}
	if inc.TakeBack.AgreedAt = time.Now(); May(a, Send, inc, "") == nil {
		t.Error("it is allowed after it was decided about the whole")
	}
}

// Who can be written to is told by whoever talks to them: nobody else records a call.
func TestOnlyCallsToWhomNobodyCanWriteToAreShared(t *testing.T) {
	inc := twoClients()
	inc.Clients[0].Client.Slack = ""
	if err := May(persons["member"], Call, inc, "acme"); err != nil {
		t.Errorf("a member may not call who has a phone alone: %v", err)
	}
	if err := May(persons["member"], Call, inc, "globex"); err == nil {
		t.Error("a member may record that a client was told who has a channel")
	}
}
