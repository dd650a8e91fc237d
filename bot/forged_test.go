package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"candor/bot/inbox"
	"candor/bot/people"
	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/sandbox/blockkit"
)

// counter is a shop to which payloads are handed as Slack sends them, and whose
// answers are read. A form is shown whatever its trigger is, so that a forged press
// is answered like any other.
type counter struct {
	*shop
	said  string         // to people, in messages, forms and acknowledgements, since the last payload
	shown *blockkit.View // the form that was shown last; nil: none since the last payload
	n     int            // payloads so far
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{shop: newShop(t)}
	c.API = slack.New(c.slack.BotToken(), slack.OptionAPIURL("http://127.0.0.1/api/"), slack.OptionHTTPClient(c))
	c.who = people.New(c.API, c.Now)
	return c
}

// Do carries a call to the sandbox and notes what it says to people.
func (c *counter) Do(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	args, _ := url.ParseQuery(string(body))
	switch method := r.URL.Path[len("/api/"):]; method {
	case "views.open", "views.update", "views.push":
		var asked struct{ View json.RawMessage }
		if json.Unmarshal(body, &asked) != nil {
			asked.View = json.RawMessage(args.Get("view"))
		}
		c.show(method, asked.View)
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader([]byte(`{"ok":true,"view":{}}`)))}, nil
	case "chat.postEphemeral", "chat.postMessage":
		c.said += args.Get("text") + args.Get("blocks") + "\n"
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return inProcess{c.slack.Handler()}.Do(r)
}

// show takes a form, and fails the test if Slack would not.
func (c *counter) show(by string, form json.RawMessage) {
	c.t.Helper()
	v := &blockkit.View{}
	c.must(json.Unmarshal(form, v))
	if wrong := v.Check("modal"); len(wrong) > 0 {
		c.t.Errorf("%s: Slack refuses the form: %q", by, wrong)
	}
	c.shown, c.said = v, c.said+string(form)+"\n"
}

// takes hands the bot a payload and lets it answer.
func (c *counter) takes(payload object) {
	c.t.Helper()
	c.n++
	c.said, c.shown = "", nil
	text, err := json.Marshal(payload)
	c.must(err)
	got, err := inbox.Read(records.Envelope{ID: fmt.Sprint("forged-", c.n), Type: "interactive", Payload: text, At: c.clock})
	c.must(err)
	r := understood(got)
	r.ack = func(answer any) {
		text, err := json.Marshal(answer)
		c.must(err)
		var ack struct{ View json.RawMessage }
		c.must(json.Unmarshal(text, &ack))
		if c.said += string(text) + "\n"; ack.View != nil {
			c.show("the acknowledgement", ack.View)
		}
	}
	c.handle(context.Background(), r)
}

// from is who sends a payload, and from where.
func from(user, channel string) object {
	return object{"user": object{"id": user, "team_id": "T0STUDIO"}, "team": object{"id": "T0STUDIO"}, "trigger_id": "1.2.3", "channel": object{"id": channel}}
}

// pressing is a press of a button, or of an entry of a menu.
func pressing(act, user, value string) object {
	p := from(user, at(act))
	p["type"], p["container"] = "block_actions", object{"type": "message", "message_ts": "1.2", "channel_id": at(act), "is_ephemeral": true}
	action := object{"type": "button", "action_id": act, "block_id": "do", "value": value}
	if buttons()[act].menu {
		action = object{"type": "overflow", "action_id": act, "block_id": "do", "selected_option": object{"value": value}}
	}
	p["actions"] = []object{action}
	return p
}

// kept is all that the store keeps which a person may change, as text.
func (c *counter) kept() string {
	c.t.Helper()
	var all []any
	c.must(c.Service.Store.View(context.Background(), func(tx records.Tx) error {
		incidents, err := tx.LatestIncidents(math.MaxInt)
		c.must(err)
		clients, err := tx.Profiles()
		c.must(err)
		pending, err := tx.PendingDeliveries()
		c.must(err)
		all = []any{incidents, clients, pending}
		for _, inc := range incidents {
			lines, err := tx.Timeline(inc.Number)
			c.must(err)
			all = append(all, lines)
		}
		return nil
	}))
	text, err := json.Marshal(all)
	c.must(err)
	return string(text)
}

// texts are the texts for clients that are on their way.
func (c *counter) texts() (n int) {
	c.t.Helper()
	c.must(c.Service.Store.View(context.Background(), func(tx records.Tx) error {
		n = 0
		pending, err := tx.PendingDeliveries()
		for _, d := range pending {
			if d.Kind == outbox.ClientText {
				n++
			}
		}
		return err
	}))
	return n
}

// values are those of buttons that were made up, or come from elsewhere: nothing is
// done by one. secret is the number of an incident that the person may not see.
func values(right string, secret int64) map[string]string {
	ref, err := view.ParseRef(right)
	if err != nil { // of a button that is about no incident
		ref = about(0, right)
	}
	with := func(change func(*view.Ref)) string {
		forged := ref
		change(&forged)
		return forged.String()
	}
	list := map[string]string{
		"nothing": "", "words": "this was a button", "cut short": "1|acme", "bars": "|||", "a number that is none": "one|acme|0|", "an N that is none": "1|acme|N|",
		"a number too large": "99999999999999999999|acme|0|", "an N too large": "1|acme|99999999999999999999|", "a byte of nothing": "\x00|\x00|\x00|\x00", "much too long": strings.Repeat("1|acme|0|", 1000),
	}
	if ref.Number == 0 {
		return list
	}
	for _, n := range []int64{0, -1, 99, math.MaxInt64, math.MinInt64, secret} {
		list[fmt.Sprint("the incident ", n)] = with(func(r *view.Ref) { r.Number = n })
	}
	for _, id := range []string{"globex", "nobody", "Acme Shop", "ACME", "acme ", strings.Repeat("a", 2900)} {
		if id != "globex" || ref.Client != incident.AllClients { // who is one of all may stand in their place: the key says who
			list["the client "+id[:min(len(id), 9)]] = with(func(r *view.Ref) { r.Client = id })
		}
	}
	return list
}

// secret declares an incident that only Ben sees, and returns its number.
func (c *counter) secret() int64 {
	c.t.Helper()
	inc, err := c.Service.Declare(context.Background(), c.as("U0BEN"), service.Declaration{Client: "globex", Impact: "the vault is open", Severity: 1, Kind: "security"})
	c.must(err)
	if !inc.Private {
		c.t.Fatal("it is not private")
	}
	return inc.Number
}

// A value that was made up, or is another incident's or another client's, does
// nothing, whatever the button, and its reader is told so in words.
func TestAForgedValueDoesNothing(t *testing.T) {
	sweeps(t)
	for _, act := range slices.Sorted(maps.Keys(buttons())) {
		if act == kit.ActDeclare || act == kit.ActDismiss || act == kit.ActWhole { // their value is not read
			continue
		}
		t.Run(act, func(t *testing.T) {
			c := newCounter(t)
			user, right := ready[act](c.shop)
			word := ""
			if buttons()[act].menu {
				word, right, _ = strings.Cut(right, " ")
			}
			secret := c.secret()
			for name, value := range values(right, secret) {
				for _, option := range map[bool][]string{true: options, false: {word}}[buttons()[act].menu] {
					before := c.kept()
					c.takes(pressing(act, user, strings.TrimSpace(option+" "+value)))
					switch {
					case c.kept() != before:
						t.Errorf("%s %s: it changed something; the answer: %s", option, name, c.said)
					case failed(c.said) || strings.Contains(c.said, "this may not have been done"):
						t.Errorf("%s %s: it broke: %s", option, name, c.said)
					case strings.TrimSpace(c.said) == "":
						t.Errorf("%s %s: there is no answer", option, name)
					case strings.Contains(c.said, "vault"):
						t.Errorf("%s %s: it tells of an incident that they may not see: %s", option, name, c.said)
					}
				}
			}
		})
	}
}

// sweeps leaves a test out that tries everything, where that costs too much.
func sweeps(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
}

// aboutIncidents are the buttons of an incident, each with an entry of its menu.
func aboutIncidents() (list [][2]string) {
	for _, act := range slices.Sorted(maps.Keys(buttons())) {
		switch row := buttons()[act]; {
		case row.menu:
			for _, option := range options {
				list = append(list, [2]string{act, option + " "})
			}
		case row.incident != nil:
			list = append(list, [2]string{act, ""})
		}
	}
	return list
}

// made is a counter at which a button may be pressed, and its value.
func made(t *testing.T, act, option string) (c *counter, user, value string) {
	t.Helper()
	c = newCounter(t)
	user, value = ready[act](c.shop)
	if option != "" {
		_, value, _ = strings.Cut(value, " ")
	}
	return c, user, option + value
}

// Who is not in a private incident does nothing to it and reads nothing of it,
// whatever they press; a guest does nothing anywhere.
func TestWhoMayNotIsRefusedAtEveryButton(t *testing.T) {
	sweeps(t)
	for _, b := range aboutIncidents() {
		t.Run(strings.Join(b[:], " "), func(t *testing.T) {
			c, _, value := made(t, b[0], b[1])
			for _, as := range []string{"a colleague, of a private incident", "a guest", "a guest, of a private incident"} {
				c.must(c.slack.Regrade("@cleo", false, strings.HasPrefix(as, "a guest")))
				c.who = people.New(c.API, c.Now)
				c.changes(func(inc *incident.Incident) {
					inc.Private, inc.Impact = strings.HasSuffix(as, "private incident"), "the vault is open"
				})
				before := c.kept()
				c.takes(pressing(b[0], "U0CLEO", value))
				switch {
				case c.kept() != before:
					t.Errorf("%s: it changed something; the answer: %s", as, c.said)
				case failed(c.said) || c.said == "":
					t.Errorf("%s: the answer: %s", as, c.said)
				case c.shown != nil || strings.Contains(c.said, "vault") || strings.Contains(c.said, "Acme"):
					t.Errorf("%s: they read of it: %s", as, c.said)
				}
			}
		})
	}
}

// A colleague who is not in the channel of a public incident reads of it; no client
// hears through them, and nothing is changed but that they join.
func TestWhoIsOutsideChangesNothing(t *testing.T) {
	sweeps(t)
	for _, b := range aboutIncidents() {
		t.Run(strings.Join(b[:], " "), func(t *testing.T) {
			c, _, value := made(t, b[0], b[1])
			before := c.kept()
			c.takes(pressing(b[0], "U0CLEO", value))
			if b[0] != kit.ActJoin && c.kept() != before || failed(c.said) || c.said == "" {
				t.Errorf("changed %t; the answer: %s", c.kept() != before, c.said)
			}
		})
	}
}

// ofAcme is what is kept of Acme in INC-1, as text.
func (c *counter) ofAcme() string {
	c.t.Helper()
	text, err := json.Marshal(c.acme())
	c.must(err)
	return string(text)
}

// ofAll are the buttons that are about an incident as a whole: which of its clients
// they name makes no difference.
var ofAll = []string{kit.ActSmall, kit.ActNormal, kit.ActFull, kit.ActJoin, kit.ActEtaHolds, kit.ActEtaNone, kit.ActReopen, kit.ActNotDown, kit.ActMistake, kit.ActSendAll, kit.ActAnswerGroup}

// Where two clients are affected, a button of the one says nothing to the other and
// changes nothing of what is theirs.
func TestAButtonOfOneClientIsNotTheOthers(t *testing.T) {
	sweeps(t)
	for _, b := range aboutIncidents() {
		t.Run(strings.Join(b[:], " "), func(t *testing.T) {
			c, user, value := made(t, b[0], b[1])
			switch inc := c.incident(1); {
			case slices.Contains(ofAll, b[0]):
				return
			case len(inc.Clients) == 1:
				c.both()
			}
			was, texts := c.ofAcme(), c.texts()
			c.takes(pressing(b[0], user, strings.Replace(value, "|acme|", "|globex|", 1)))
			if c.texts() > texts || broken(c.said) || c.said == "" {
				t.Errorf("%d texts leave; the answer: %s", c.texts()-texts, c.said)
			}
			if now := c.ofAcme(); now != was {
				t.Errorf("what was\n%s\nis now\n%s\nthe answer: %s", was, now, c.said)
			}
		})
	}
}

// afterTheEnd are the buttons that still do something to an incident that is over: what
// they do tells no client, and puts nothing off.
var afterTheEnd = map[string]string{
	kit.ActJoin: "whoever was asked may still read it", kit.ActNotAbout: "what they write later is about something else", kit.ActIsAbout: "the same",
	kit.ActUndo: "what is on its way is taken back", kit.ActWithdraw: "the same", kit.ActArrived: "what became of a text is found out later", kit.ActGiveUp: "the same",
	kit.ActUsual: "how they want to be spoken to is for later ones", kit.ActCallFirst: "the same", kit.ActWriteOnly: "the same", kit.ActLawyer: "the same",
	kit.ActUp:   "who sleeps gets up, whatever became of it",
	kit.ActMade: "what changes is made after the end, too", kit.ActSaid: "the record is completed", kit.ActAnswered: "the same", kit.ActConfirm: "the same",
}

// A button of an incident that has ended meanwhile tells no client, and changes
// nothing but what may still come afterwards.
func TestAButtonOfWhatHasEnded(t *testing.T) {
	sweeps(t)
	for _, b := range aboutIncidents() {
		for _, state := range []incident.State{incident.Closed, incident.Cancelled} {
			t.Run(strings.Join(b[:], " ")+string(state), func(t *testing.T) {
				c, user, value := made(t, b[0], b[1])
				was := c.incident(1)
				c.changes(func(inc *incident.Incident) {
					inc.DropPromises("it has ended", c.clock)
					inc.State, inc.ClosedAt = state, c.clock
				})
				before, texts := c.kept(), c.texts()
				c.takes(pressing(b[0], user, value))
				if c.texts() > texts || failed(c.said) || c.said == "" {
					t.Errorf("%d texts leave; the answer: %s", c.texts()-texts, c.said)
				}
				if c.kept() != before && afterTheEnd[b[0]] == "" {
					t.Errorf("it changed; the answer: %s", c.said)
				}
				c.changes(func(inc *incident.Incident) { // as the store has to be found when the test ends
					entries, out := inc.Entries, inc.Affected("acme").Out
					*inc = *was
					inc.Entries, inc.Affected("acme").Out = entries, out
				})
			})
		}
	}
}

// Of a reminder for several clients that is put off, each is said: also of whom it was
// not, while for others it was.
func TestASnoozeOfSeveralSaysWhatBecameOfEach(t *testing.T) {
	for about, other := range map[string]string{"acme": "Globex Travel", "globex": "Acme Shop"} {
		c := newCounter(t)
		c.both()
		c.changes(func(inc *incident.Incident) { inc.Affected(about).Owed(promise.Update).Asked = []string{"U0CLEO"} })
		inc := c.incident(1)
		var group []outbox.Member
		for _, aff := range inc.Clients {
			group = append(group, outbox.Member{Client: aff.Client.ID, Promise: aff.Owed(promise.Update).N})
		}
		c.takes(pressing(kit.ActSnooze, "U0CLEO", toAll(view.FormatGroup(inc, group)).String()))
		done, refused := strings.Index(c.said, "The next reminder comes"), strings.Index(c.said, "*"+other+"*: "+other+" was *not* told")
		if done < 0 || refused < 0 {
			t.Errorf("asked about %s, Cleo reads: %s", about, c.said)
		}
	}
}
