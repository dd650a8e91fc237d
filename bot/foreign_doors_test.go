package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"candor/bot/inbox"
	"candor/bot/people"
	"candor/incident"
	"candor/incident/records"
)

// strangers are people who see something of ours and are not of the team, each as
// payloads may name them.
var strangers = []struct{ name, user, team string }{
	{"a client", "U0DANA", "T0ACME"},
	{"a client, whose payload claims our team", "U0DANA", "T0STUDIO"},
	{"a client, without a team", "U0DANA", ""},
	{"somebody whom Slack does not show us, who claims our team", "U0EVE", "T0STUDIO"},
	{"of a third company", "U0EVE", "T0GLOBEX"},
	{"a guest of ours", "U0CLEO", "T0STUDIO"},
	{"a bot", "U0APP", "T0STUDIO"},
	{"nobody", "", ""},
}

// doors are the ways in which somebody reaches the bot, beside buttons and forms.
var doors = map[string]func(user, team string) (kind string, payload object){
	"the shortcut into the timeline, in the client's channel":   shortcut("timeline", "C0ACME"),
	"the shortcut into the timeline, in the incident's channel": shortcut("timeline", "C0INC1"),
	"the shortcut that declares":                                shortcut("open", "C0ACME"),
	"a shortcut that we do not have":                            shortcut("delete", "C0ACME"),
	"a command":                                                 command("INC-1 note it was us", "C0ACME"),
	"a command that tells":                                      command("INC-1 still we are at it", "C0ACME"),
	"a command in the incident's channel":                       command("cancel it was nothing", "C0INC1"),
	"the command alone":                                         command("", "C0INC1"),
	"a command in a direct message":                             command("list", "D0STRANGER"),
	"a message in the incident's channel":                       said(object{"channel": "C0INC1", "thread_ts": ""}),
	"a message in another client's channel":                     said(object{"channel": "C0GLOBEX", "thread_ts": ""}),
	"a message in a direct message with the app":                said(object{"channel": "D0STRANGER", "channel_type": "im", "thread_ts": ""}),
	"an edit of a message that nobody copied":                   edited("9.9", "it is fixed, thank you"),
	"an edit of what a client wrote":                            edited("1.1", "it is fixed, thank you"),
	"a deletion of what a client wrote":                         removed("1.1"),
	"the Home": func(user, _ string) (string, object) {
		return "events_api", object{"type": "event_callback", "team_id": "T0STUDIO", "event_id": "Ev" + user, "event": object{"type": "app_home_opened", "user": user, "tab": "home", "channel": "D0STRANGER"}}
	},
}

func shortcut(id, channel string) func(string, string) (string, object) {
	return func(user, team string) (string, object) {
		p := from(user, channel)
		p["type"], p["callback_id"], p["user"] = "message_action", id, object{"id": user, "team_id": team}
		p["message"] = object{"type": "message", "ts": "1.1", "user": "U0ANA", "text": "it was our mistake"}
		return "interactive", p
	}
}

func command(text, channel string) func(string, string) (string, object) {
	return func(user, team string) (string, object) {
		return "slash_commands", object{"command": "/incident", "text": text, "user_id": user, "team_id": team, "channel_id": channel, "trigger_id": "1.2.3"}
	}
}

func said(more object) func(string, string) (string, object) {
	return func(user, team string) (string, object) {
		return event(reply(user, team, "8.8", "close INC-1", more))
	}
}

func edited(ts, text string) func(string, string) (string, object) {
	return func(user, team string) (string, object) {
		return event(object{"type": "message", "subtype": "message_changed", "channel": "C0ACME", "channel_type": "channel", "ts": "7.7", "message": reply(user, team, ts, text, object{"thread_ts": ""})})
	}
}

func removed(ts string) func(string, string) (string, object) {
	return func(user, team string) (string, object) {
		return event(object{"type": "message", "subtype": "message_deleted", "channel": "C0ACME", "channel_type": "channel", "ts": "7.7", "deleted_ts": ts, "previous_message": reply(user, team, ts, "", object{"thread_ts": ""})})
	}
}

func event(inner object) (string, object) {
	return "events_api", object{"type": "event_callback", "team_id": "T0STUDIO", "event_id": fmt.Sprint("Ev", inner["ts"]), "event": inner}
}

// People who are not of the team change nothing and read nothing of ours, whichever
// way they come and whatever their payload claims: a client's own words, which they
// may change, excepted.
func TestStrangersAtEveryDoor(t *testing.T) {
	sweeps(t)
	for _, who := range strangers {
		c := visited(t, who.user)
		for _, name := range slices.Sorted(maps.Keys(doors)) {
			own := who.user == "U0DANA" && strings.HasSuffix(name, "of what a client wrote")
			before := c.kept()
			c.comes(doors[name](who.user, who.team))
			if (c.kept() != before) != own {
				t.Errorf("%s, %s: changed %t: %s", who.name, name, c.kept() != before, c.said)
			}
			if failed(c.said) || strings.Contains(c.said, "vault") || strings.Contains(c.said, "invoices") || c.shown != nil {
				t.Errorf("%s, %s: they read: %s", who.name, name, c.said)
			}
			if own {
				c = visited(t, who.user)
			}
		}
	}
}

// visited is a counter at which Dana has written something, and a stranger comes.
func visited(t *testing.T, user string) *counter {
	t.Helper()
	c := newCounter(t)
	c.tell()
	c.heardFrom("U0DANA", "T0ACME", "1.1", "Where are the invoices?")
	if c.acme().CopyOf("1.1") == "" {
		t.Fatal("it was not copied")
	}
	c.must(c.slack.Regrade("@cleo", false, user == "U0CLEO"))
	c.who = people.New(c.API, c.Now)
	c.changes(func(inc *incident.Incident) { inc.Impact, inc.Channel.ID = "the vault is open", "C0INC1" })
	return c
}

// heardFrom lets somebody write in Acme's thread.
func (c *counter) heardFrom(user, team, ts, text string) {
	c.t.Helper()
	_, payload := event(reply(user, team, ts, text, object{"thread_ts": ""}))
	c.comes("events_api", payload)
	c.work()
}

// comes hands the bot a payload of any kind.
func (c *counter) comes(kind string, payload object) {
	c.t.Helper()
	c.n++
	c.said, c.shown = "", nil
	text, err := json.Marshal(payload)
	c.must(err)
	got, err := inbox.Read(records.Envelope{ID: fmt.Sprint("came-", c.n), Type: kind, Payload: text, At: c.clock})
	c.must(err)
	if got.Event != nil && (inbox.Idle(got.Event) || c.heeds.Unheard(context.Background(), got.Event)) {
		return
	}
	c.handle(context.Background(), understood(got))
	if log := c.log.String(); strings.Contains(log, "broke the bot") {
		c.t.Fatal(log)
	}
}
