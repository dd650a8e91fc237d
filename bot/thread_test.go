package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/bot/inbox"
	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/update"
	"candor/incident/view"
)

type object = map[string]any

// threadTS is the first message to Acme, in whose thread they answer.
const threadTS = "1773151210.000000"

// delivers settles everything that is queued as if Slack had taken it, and
// returns it.
func (b *bench) delivers() (done []outbox.Delivery) {
	b.t.Helper()
	b.company.Carry(func(l *view.Lease) outbox.DeliveryOutcome {
		r := outbox.Receipt{Channel: l.Delivery.To, TS: fmt.Sprintf("1773151211.%06d", l.Number)}
		switch l.Delivery.Kind {
		case outbox.OpenChannel:
			r = outbox.Receipt{Channel: "C0INC1", Name: "inc-1-acme"}
			if l.Delivery.MakesPrivate(l.View.Incident.Private) {
				r = outbox.Receipt{Channel: "C0NEW", Name: "inc-1"}
			}
		case outbox.ClientText:
			r.TS = threadTS
		}
		done = append(done, l.Delivery)
		return outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: r}
	})
	return done
}

// answering is a bench on which Acme has had the first word.
func answering(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	at := began
	b.Service.Now = func() time.Time { return at }
	b.Now = b.Service.Now
	b.told()
	at = at.Add(20 * time.Second)
	b.delivers()
	return b
}

// reply is a message event in the thread; more changes or adds fields.
func reply(user, team, ts, text string, more object) object {
	e := object{"type": "message", "channel": "C0ACME", "channel_type": "channel", "user": user, "user_team": team, "ts": ts, "thread_ts": threadTS, "text": text}
	for k, v := range more {
		e[k] = v
	}
	return e
}

// envelope wraps an event as Slack does.
func (b *bench) envelope(id, event string, inner object) *request {
	b.t.Helper()
	payload, err := json.Marshal(object{"type": "event_callback", "team_id": "T0STUDIO", "event_id": event, "event": inner})
	b.must(err)
	r, err := inbox.Read(records.Envelope{ID: id, Type: "events_api", Payload: payload, At: began})
	b.must(err)
	return understood(r)
}

var events int

// hears lets the bot take an event, unless it means nothing to it.
func (b *bench) hears(inner object) {
	b.t.Helper()
	events++
	r := b.envelope(fmt.Sprint("envelope-", events), fmt.Sprint("Ev", events), inner)
	if !inbox.Idle(r.event) {
		b.handle(context.Background(), r)
	}
}

func copies(list []outbox.Delivery) (found []outbox.Delivery) {
	for _, d := range list {
		if d.Kind == outbox.Copy || d.Kind == outbox.Recopy {
			found = append(found, d)
		}
	}
	return found
}

func TestWhoseWordsAreCopied(t *testing.T) {
	tests := []struct {
		name   string
		event  object
		copied bool
	}{
		{"the client's", reply("U0DANA", "T0ACME", "1.1", "Is it safe?", nil), true},
		{"the client's, without a team in the event", reply("U0DANA", "", "1.1", "Is it safe?", nil), true},
		{"a guest's", reply("U0CLEO", "", "1.1", "Is it safe?", nil), true},
		{"of somebody whom Slack does not show us", reply("U0EVE", "", "1.1", "Is it safe?", nil), true},
		{"also sent to the channel", reply("U0DANA", "T0ACME", "1.1", "Is it safe?", object{"subtype": "thread_broadcast"}), true},
		{"with a file", reply("U0DANA", "T0ACME", "1.1", "", object{"subtype": "file_share", "files": []object{{"id": "F1", "name": "error.png"}}}), true},
		{"a colleague's", reply("U0BEN", "T0STUDIO", "1.1", "We look.", nil), false},
		{"of a bot", reply("U0BOT", "T0ACME", "1.1", "Beep.", object{"bot_id": "B0BOT"}), false},
		{"our own", reply("U0APP", "T0STUDIO", "1.1", "Update.", object{"bot_id": "B0APP"}), false},
		{"not in a thread", reply("U0DANA", "T0ACME", "1.1", "Hello?", object{"thread_ts": ""}), true},
		{"a colleague's, not in a thread", reply("U0BEN", "T0STUDIO", "1.1", "We look.", object{"thread_ts": ""}), false},
		{"the first of a thread", reply("U0DANA", "T0ACME", threadTS, "Hello?", nil), true},
		{"in another thread", reply("U0DANA", "T0ACME", "1.1", "Hello?", object{"thread_ts": "1.0"}), true},
		{"in another channel", reply("U0DANA", "T0ACME", "1.1", "Hello?", object{"channel": "C0GLOBEX"}), false},
		{"a line of Slack's", reply("U0DANA", "T0ACME", "1.1", "has joined", object{"subtype": "channel_join"}), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := answering(t)
			b.must(b.slack.Regrade("@cleo", false, true))
			b.hears(tt.event)
			list := copies(b.delivers())
			if (len(list) == 1) != tt.copied || len(b.incident(1).Clients[0].Asked) != len(list) {
				t.Errorf("%d copies, and the card shows %+v", len(list), b.incident(1).Clients[0].Asked)
			}
		})
	}
}

func TestWhatIsCopied(t *testing.T) {
	b := answering(t)
	b.hears(reply("U0DANA", "T0ACME", "1.1", "Look: <https://evil.example/x|our bank> &lt;!here&gt; <@U0ANA>", object{"files": []object{{"name": "error.png"}}}))
	list := copies(b.delivers())
	if len(list) != 1 || list[0].To != "C0INC1" || !slices.Equal(list[0].Users, []string{"U0ANA"}) {
		t.Fatalf("copied %+v, want one for Ana in the incident's channel", list)
	}
	r := list[0].Replies[0]
	if r.Name != "Dana Fox" || r.Text != "Look: https://evil.example/x <!here> @U0ANA" || !slices.Equal(r.Files, []string{"error.png"}) || r.Link != "" {
		t.Errorf("copied %+v", r) // Slack knows of no such message, so there is no link
	}
}

// Who talks to them is mentioned for the first thing that they write after each text,
// and for every question; not for each line of what goes on.
func TestWhoIsMentionedForWhatTheyWrite(t *testing.T) {
	b := answering(t)
	at := b.Now().Add(time.Hour)
	b.Service.Now = func() time.Time { return at }
	b.Now = b.Service.Now
	for n, tt := range []struct {
		text string
		told bool // they were told something just before
		want bool
	}{
		{"We wait.", false, true},
		{"We still wait.", false, false},
		{"When will it work?", false, true},
		{"Nobody answers us.", false, false},
		{"Thank you, we wait.", true, true},
		{"And we wait.", false, false},
	} {
		at = at.Add(time.Hour)
		if tt.told {
			b.changes(func(inc *incident.Incident) { inc.Clients[0].ToldAt = at.Add(-time.Minute) })
		}
		b.hears(reply("U0DANA", "T0ACME", fmt.Sprintf("1.%d", n), tt.text, nil))
		list := copies(b.delivers())
		if len(list) != 1 || (len(list[0].Users) > 0) != tt.want {
			t.Errorf("%q: %d copies, and somebody is mentioned: %t", tt.text, len(list), !tt.want)
		}
	}
}

// Slack repeats events, in the same envelope or in another one.
func TestAReplyIsCopiedOnce(t *testing.T) {
	b := answering(t)
	e := reply("U0DANA", "T0ACME", "1.1", "Is it safe?", nil)
	one, again := b.envelope("a", "Ev1", e), b.envelope("b", "Ev1", e)
	if one.env.ID != again.env.ID || one.env.ID == "" {
		t.Errorf("the same event is %q and %q", one.env.ID, again.env.ID)
	}
	for range 3 {
		b.hears(e)
	}
	if list := copies(b.delivers()); len(list) != 1 || len(list[0].Replies) != 1 {
		t.Errorf("copied %+v, want it once", list)
	}
}

// Before the first word they write in the channel, and when all is over in a thread.
func TestRepliesBeforeAndAfter(t *testing.T) {
	b := newBench(t)
	b.declared()
	b.delivers()
	b.hears(reply("U0DANA", "T0ACME", "1.1", "Hello?", nil))
	if list := copies(b.delivers()); len(list) != 1 {
		t.Errorf("before the first word: copied %+v", list)
	}

	b = answering(t)
	b.changes(func(inc *incident.Incident) {
		inc.State, inc.Roles[playbook.Comms] = incident.Closed, "U0BEN"
		inc.Clients[0].Owed(promise.Update).Outcome = promise.Dropped
	})
	b.hears(reply("U0DANA", "T0ACME", "1.0", "Good morning", object{"thread_ts": ""}))
	b.hears(reply("U0DANA", "T0ACME", "1.1", "It is down again.", nil))
	if list := copies(b.delivers()); len(list) != 1 || list[0].To != "U0BEN" {
		t.Errorf("of a closed incident: copied %+v, want it for Ben, who talked to them", list)
	}
}

// changes sets an incident as if much had happened.
func (b *bench) changes(fn func(*incident.Incident)) {
	b.t.Helper()
	b.must(b.Service.Store.Update(context.Background(), func(tx records.Tx) error {
		inc, err := tx.Incident(1)
		if err != nil {
			return err
		}
		fn(inc)
		return tx.PutIncident(inc)
	}))
}

func TestABurstIsFewMessages(t *testing.T) {
	b := answering(t)
	for n := range 20 {
		b.hears(reply("U0DANA", "T0ACME", fmt.Sprint("1.", n), fmt.Sprint("line ", n), nil))
	}
	aff := b.incident(1).Clients[0]
	keys := map[string]bool{}
	for _, c := range aff.Copied {
		keys[c.Key] = true
	}
	if len(keys) != 3 || len(aff.Asked) != 20 {
		t.Errorf("20 lines became %d messages, and %d wait", len(keys), len(aff.Asked))
	}
	b.hears(reply("U0DANA", "T0ACME", "1.99", strings.Repeat("ü", 9000), nil))
	if aff = b.incident(1).Clients[0]; len(aff.Asked) != 20 || aff.AskedMore != 1 {
		t.Errorf("%d wait and %d more, want 20 and 1", len(aff.Asked), aff.AskedMore)
	}
}

func TestRepliesThatChange(t *testing.T) {
	said := reply("U0DANA", "T0ACME", "1.1", "One", nil)
	changed := func(text string) object {
		return object{"type": "message", "subtype": "message_changed", "channel": "C0ACME", "message": reply("U0DANA", "T0ACME", "1.1", text, nil), "previous_message": said}
	}
	gone := object{"type": "message", "subtype": "message_deleted", "channel": "C0ACME", "deleted_ts": "1.1", "previous_message": said}

	t.Run("before the copy left", func(t *testing.T) {
		b := answering(t)
		b.hears(said)
		b.hears(changed("Two"))
		list := copies(b.delivers())
		if len(list) != 1 || list[0].Replies[0].Text != "Two" {
			t.Errorf("copied %+v, want one copy with the new words", list)
		}
	})
	t.Run("afterwards", func(t *testing.T) {
		b := answering(t)
		b.hears(said)
		b.delivers()
		b.hears(changed("One")) // a preview was added
		b.hears(changed("Two"))
		b.hears(changed("Two"))
		b.hears(changed("Three"))
		if list := copies(b.delivers()); len(list) != 1 || list[0].Kind != outbox.Recopy {
			t.Errorf("edited by %+v, want one edit", list)
		}
		if asked := b.incident(1).Clients[0].Asked; len(asked) != 1 || asked[0].Text != "Three" {
			t.Errorf("the card shows %+v", asked)
		}
		b.hears(gone)
		b.hears(gone)
		if list := copies(b.delivers()); len(list) != 1 {
			t.Errorf("taken back by %+v, want one edit", list)
		}
		if asked := b.incident(1).Clients[0].Asked; len(asked) != 0 {
			t.Errorf("the card still shows %+v", asked)
		}
	})
	t.Run("never copied", func(t *testing.T) {
		b := answering(t)
		b.hears(changed("Two"))
		b.hears(gone)
		if list := copies(b.delivers()); len(list) != 0 {
			t.Errorf("copied %+v", list)
		}
	})
}

// An update answers what was written before it was approved, and nothing later.
func TestAnUpdateAnswersWhatCameBefore(t *testing.T) {
	b := answering(t)
	b.hears(reply("U0DANA", "T0ACME", "1.1", "We lose orders.", nil))
	at := b.Now().Add(time.Second)
	b.Service.Now = func() time.Time { return at }
	_, err := b.Service.Tell(context.Background(), incident.Actor{ID: "U0ANA", Team: b.Home, Home: b.Home}, 1, incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "We found it.", "impact_now": "Orders are slow."}})
	b.must(err)
	at = at.Add(time.Second)
	b.hears(reply("U0DANA", "T0ACME", "1.2", "Still none.", nil))
	at = at.Add(20 * time.Second)
	b.delivers()
	if asked := b.incident(1).Clients[0].Asked; len(asked) != 1 || asked[0].Text != "Still none." {
		t.Errorf("the card shows %+v, want what came after", asked)
	}
}
