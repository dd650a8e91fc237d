package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"candor/bot/people"
	"candor/incident"
	"candor/incident/client"
	"candor/incident/playbook"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/update"
	"candor/messages/form"
	"candor/messages/kit"
	"candor/sandbox/blockkit"
)

// filled is a form as it stands before a person, filled in.
type filled struct {
	user   string
	view   *blockkit.View
	blocks []blockkit.Block
	held   blockkit.Values
}

// opened says of each form who opens it, by which button, and what they fill in beyond
// what it holds and what its menus offer first.
var opened = map[string]struct {
	opens func(*counter) (user, act, value string)
	fills map[string]string
}{
	kit.FormDeclare:   {by(kit.ActDeclare), map[string]string{form.FieldImpact: "the checkout is slow"}},
	kit.FormUpdate:    {by(kit.ActUpdate), nil},
	kit.FormTold:      {by(kit.ActTold), map[string]string{form.FieldText: "we are at it"}},
	kit.FormEta:       {by(kit.ActEtaNew), map[string]string{form.FieldEta: "2-4h"}},
	kit.FormChecklist: {by(kit.ActChecklist), map[string]string{form.FieldAdd: "ask the host"}},
	kit.FormDetails:   {by(kit.ActMore), map[string]string{form.FieldSeverity: "3"}},
	kit.FormQuestions: {by(kit.ActQuestions), nil},
	kit.FormCall:      {by(kit.ActCallCard), nil},
	kit.FormLater:     {by(kit.ActLater), map[string]string{form.FieldReason: "in the air", form.FieldUntil: "2h"}},
	kit.FormReject:    {by(kit.ActReject), map[string]string{form.FieldReason: "too early"}},
	kit.FormTakeBack:  {by(kit.ActTakeBack), map[string]string{form.FieldReason: "counted again"}},
	kit.FormPast:      {by(kit.ActPast), map[string]string{form.FieldSearch: "checkout"}},
	kit.FormClient:    {by(kit.ActClientNew), map[string]string{client.FieldName: "Initech"}},

	kit.FormPasteClients: {by(kit.ActClientPaste), map[string]string{form.FieldList: "Initech, Peter"}},

	kit.FormPreview: {func(c *counter) (string, string, string) {
		c.tell()
		return "U0ANA", kit.ActStill, about(0, "").String()
	}, nil},
	kit.FormPreviewAll: {func(c *counter) (string, string, string) {
		c.both()
		c.tell()
		return "U0ANA", kit.ActStill, toAll("").String()
	}, nil},
	kit.FormResolve: {func(c *counter) (string, string, string) {
		return "U0ANA", kit.ActMore, kit.MoreResolve + " " + about(0, "").String()
	}, map[string]string{form.FieldReason: "a drill"}},
	kit.FormClose: {func(c *counter) (string, string, string) {
		c.resolved()
		return "U0ANA", kit.ActMore, kit.MoreClose + " " + about(0, "").String()
	}, map[string]string{form.FieldReason: "a drill"}},
	kit.FormReview: {func(c *counter) (string, string, string) {
		c.resolved()
		return "U0ANA", kit.ActReview, about(0, update.PostmortemCover).String()
	}, nil},
	kit.FormClientMore: {func(c *counter) (string, string, string) {
		_, err := c.Service.Clients().Make(context.Background(), c.as("U0ANA"), "initech", client.ClientForm{Now: map[string]string{client.FieldName: "Initech"}})
		c.must(err)
		return "U0ANA", kit.ActClientMore, "0|initech|0|"
	}, nil},
	kit.FormNotTheirs: {func(c *counter) (string, string, string) {
		return "U0ANA", kit.ActRun, "INC-1 not acme but globex"
	}, map[string]string{form.FieldWhy: "a drill"}},
	kit.FormSheet:    {by(kit.ActSheet), nil},
	kit.FormSheetAsk: {by(kit.ActSheetAsk), nil},
	kit.FormExtent:   {by(kit.ActQuestions), nil},
	kit.FormNight:    {by(kit.ActGoodNight), nil},
	kit.FormFound:    {by(kit.ActChecklist), map[string]string{playbook.FieldFound + "outage.04": "the disk was full"}},
}

func by(act string) func(*counter) (string, string, string) {
	return func(c *counter) (string, string, string) {
		user, value := ready[act](c.shop)
		return user, act, value
	}
}

// resolved ends INC-1 before anybody was told.
func (c *counter) resolved() {
	c.t.Helper()
	_, err := c.Service.Resolve(context.Background(), c.as("U0ANA"), 1, service.Solved{Answers: servicetest.Solved})
	c.must(err)
	c.work()
}

// before says which choice in another form leads to one.
var before = map[string]struct{ field, value string }{
	kit.FormExtent: {"data_lost", "yes"},
	kit.FormFound:  {"step:outage.04", "done"},
}

// opensForm opens a form and fills it in.
func opensForm(t *testing.T, id string) (*counter, *filled) {
	t.Helper()
	c := newCounter(t)
	row := opened[id]
	if row.opens == nil {
		t.Fatal("it is never opened here; say by what")
	}
	user, act, value := row.opens(c)
	c.takes(pressing(act, user, value))
	if first, ok := before[id]; ok {
		f := c.fill(user, nil)
		f.choose(first.field, first.value)
		c.takes(f.submission())
	}
	f := c.fill(user, row.fills)
	if f.view.CallbackID != id {
		t.Fatalf("what opened is %s: %s", f.view.CallbackID, c.said)
	}
	return c, f
}

// fill reads the form that is shown, and fills in what it demands.
func (c *counter) fill(user string, with map[string]string) *filled {
	c.t.Helper()
	if c.shown == nil {
		c.t.Fatalf("no form opened: %s", c.said)
	}
	n := 0
	_, blocks, err := blockkit.Complete(c.shown.Blocks, func(prefix string) string { n++; return fmt.Sprint(prefix, n) })
	c.must(err)
	f := &filled{user, c.shown, blocks, blockkit.Values{}}
	for pl := range blockkit.Elements(blocks) {
		text, given := with[pl.Block.BlockID]
		switch {
		case !pl.Stateful():
		case given:
			f.held.Set(pl, []string{text})
		case pl.Optional || pl.Block.Type != "input" || len(f.held.Of(pl)) > 0:
		case len(pl.AllOptions()) > 0:
			f.held.Set(pl, []string{pl.AllOptions()[0].Value})
		case pl.Element.Type == "users_select":
			f.held.Set(pl, []string{"U0BEN"})
		default:
			f.held.Set(pl, []string{"the server was restarted"})
		}
	}
	return f
}

// choose sets a field whose id begins so.
func (f *filled) choose(block, value string) {
	for pl := range blockkit.Elements(f.blocks) {
		if pl.Stateful() && strings.Contains(pl.Block.BlockID, block) {
			f.held.Set(pl, []string{value})
		}
	}
}

// submission is the form as Slack hands it in.
func (f *filled) submission() object {
	return f.forged(f.view.PrivateMetadata, f.held.State(f.blocks))
}

// forged is the form as somebody hands it in who has changed what stands in it.
func (f *filled) forged(metadata string, state any) object {
	p := from(f.user, "")
	delete(p, "channel")
	p["type"] = "view_submission"
	p["view"] = object{"id": "V1", "type": "modal", "callback_id": f.view.CallbackID, "private_metadata": metadata, "hash": "1.x",
		"title": object{"type": "plain_text", "text": f.view.Title.Text}, "blocks": json.RawMessage(f.view.Blocks), "state": state}
	return p
}

// refused says whether a form was handed back with errors.
func (c *counter) refused() bool {
	return strings.Contains(c.said, `"response_action":"errors"`)
}

// Each form is opened and handed in as it is meant to be; without that the attacks
// would prove nothing.
func TestEveryFormCanBeHandedIn(t *testing.T) {
	sweeps(t)
	for _, id := range slices.Sorted(maps.Keys(forms())) {
		t.Run(id, func(t *testing.T) {
			c, f := opensForm(t, id)
			c.takes(f.submission())
			if c.refused() || broken(c.said) {
				t.Errorf("it is handed back: %s", c.said)
			}
		})
	}
}

// broken says whether an answer is that something of ours broke, or may have.
func broken(said string) bool {
	return failed(said) || strings.Contains(said, "this may not have been done")
}

// silent says whether a form closed without a word.
func silent(said string) bool { return strings.TrimSpace(said) == "null" }

// A form that claims to be about something else is handed back, and nothing is done.
func TestAFormThatClaimsToBeOfSomethingElse(t *testing.T) {
	sweeps(t)
	for _, id := range slices.Sorted(maps.Keys(forms())) {
		if id == kit.FormDeclare || id == kit.FormPast { // they are about nothing yet
			continue
		}
		t.Run(id, func(t *testing.T) {
			c, f := opensForm(t, id)
			for name, metadata := range values(f.view.PrivateMetadata, c.secret()) {
				if len(metadata) > 3000 { // Slack keeps no more
					continue
				}
				before := c.kept()
				c.takes(f.forged(metadata, f.held.State(f.blocks)))
				if c.kept() != before || broken(c.said) || silent(c.said) || strings.Contains(c.said, "vault") {
					t.Errorf("%s: changed %t; the answer: %s", name, c.kept() != before, c.said)
				}
			}
		})
	}
}

// Who may not is refused at every form, also at one that was open before.
func TestWhoMayNotIsRefusedAtEveryForm(t *testing.T) {
	sweeps(t)
	for _, id := range slices.Sorted(maps.Keys(forms())) {
		if id == kit.FormDeclare || id == kit.FormPast || id == kit.FormClient || id == kit.FormClientMore || id == kit.FormPasteClients {
			continue
		}
		t.Run(id, func(t *testing.T) {
			c, f := opensForm(t, id)
			f.user = "U0CLEO"
			for _, as := range []string{"outside", "a guest", "a guest, of a private incident", "of a private incident"} {
				if !strings.HasPrefix(as, "a guest") && (id == kit.FormSheet || id == kit.FormSheetAsk) { // they are of a client, whom all of the team may see
					continue
				}
				c.must(c.slack.Regrade("@cleo", false, strings.HasPrefix(as, "a guest")))
				c.who = people.New(c.API, c.Now)
				c.changes(func(inc *incident.Incident) {
					inc.Private, inc.Impact = strings.HasSuffix(as, "private incident"), "the vault is open"
				})
				before := c.kept()
				c.takes(f.submission())
				if c.kept() != before || broken(c.said) || silent(c.said) || as != "outside" && strings.Contains(c.said, "vault") {
					t.Errorf("%s: changed %t; the answer: %s", as, c.kept() != before, c.said)
				}
			}
		})
	}
}

// formsAfterTheEnd may be handed in when an incident is over.
var formsAfterTheEnd = map[string]string{
	kit.FormTold: "a talk that took place is noted", kit.FormReview: "what is learned is written afterwards", kit.FormReject: "an old request may be put away",
	kit.FormQuestions: "bad news that turns out takes the close back", kit.FormExtent: "bad news that turns out takes the close back",
}

// A form that was opened before the incident ended tells no client and changes nothing.
func TestAFormOfWhatHasEnded(t *testing.T) {
	sweeps(t)
	for _, id := range slices.Sorted(maps.Keys(forms())) {
		if id == kit.FormDeclare || id == kit.FormPast || id == kit.FormClient || id == kit.FormClientMore || id == kit.FormPasteClients || id == kit.FormSheet || id == kit.FormSheetAsk {
			continue
		}
		for _, state := range []incident.State{incident.Closed, incident.Cancelled} {
			t.Run(id+" "+string(state), func(t *testing.T) {
				c, f := opensForm(t, id)
				was := c.incident(1)
				c.changes(func(inc *incident.Incident) {
					inc.DropPromises("it has ended", c.clock)
					inc.State, inc.ClosedAt = state, c.clock
				})
				before := c.kept()
				c.takes(f.submission())
				if c.kept() != before && (formsAfterTheEnd[id] == "" || c.incident(1).State == incident.Cancelled && id != kit.FormReview && id != kit.FormReject) || broken(c.said) || c.kept() == before && silent(c.said) {
					t.Errorf("changed %t; the answer: %s", c.kept() != before, c.said)
				}
				c.changes(func(inc *incident.Incident) {
					entries := inc.Entries
					*inc = *was
					inc.Entries = entries
				})
			})
		}
	}
}

// wrong are values that no form offers, and nobody types.
var wrong = map[string]string{
	"much too long": strings.Repeat("much too long ", 300), "one word": strings.Repeat("w", 4000), "bytes": "\x00\x01\u202e\u200b", "a mention": "<!channel> <@U0NOBODY>",
	"negative": "-1", "beyond all numbers": "999999999999999999999999", "beyond all time": "9223372036854775807", "infinite": "1e400", "nobody": "U0NOBODY", "the client's": "U0DANA",
	"an option that is none": "nonsense", "empty": "", "blank": " \n\t ", "a client": "globex", "a past day": "1970-01-01 00:00", "a far day": "9999-12-31 23:59",
}

// alone are those that each field is tried with by itself.
var alone = []string{"much too long", "bytes", "empty", "beyond all numbers", "an option that is none"}

// What nobody could have typed or chosen breaks nothing, and nothing of any length is kept.
func TestAFormWithImpossibleValues(t *testing.T) {
	sweeps(t)
	for _, id := range slices.Sorted(maps.Keys(forms())) {
		t.Run(id, func(t *testing.T) {
			c, f := opensForm(t, id)
			right := f.held.State(f.blocks)["values"].(map[string]any)
			for name, value := range wrong {
				for block := range right {
					if !slices.Contains(alone, name) {
						continue
					}
					state := maps.Clone(right)
					state[block] = impossible(value, kindOf(right[block]))
					c.takes(f.forged(f.view.PrivateMetadata, object{"values": state}))
					if broken(c.said) {
						t.Errorf("%s is %s: %s", block, name, c.said)
					}
				}
				for _, kind := range []string{"text", "select", "several", "user"} {
					all := map[string]any{}
					for _, block := range slices.Concat([]string{"forged", "", form.FieldWho, form.FieldKind, form.FieldNext, form.FieldSecond}, slices.Collect(maps.Keys(right))) {
						all[block] = impossible(value, kind)
					}
					if c.takes(f.forged(f.view.PrivateMetadata, object{"values": all})); broken(c.said) {
						t.Errorf("everything is %s: %s", name, c.said)
					}
				}
			}
			for name, state := range map[string]any{"nothing": nil, "no values": object{}, "a text": "x", "values of another kind": object{"values": []int{1}}, "fields of another kind": object{"values": object{"kind": []int{1}}}} {
				if c.takes(f.forged(f.view.PrivateMetadata, state)); broken(c.said) {
					t.Errorf("the state is %s: %s", name, c.said)
				}
			}
		})
	}
}

// What is longer than anybody can type is kept nowhere, whatever the field.
func TestNothingIsKeptThatNobodyCanType(t *testing.T) {
	sweeps(t)
	for _, id := range slices.Sorted(maps.Keys(forms())) {
		t.Run(id, func(t *testing.T) {
			_, f := opensForm(t, id)
			for block, field := range f.held.State(f.blocks)["values"].(map[string]any) {
				if kindOf(field) != "text" {
					continue
				}
				c, f := opensForm(t, id)
				state := f.held.State(f.blocks)["values"].(map[string]any)
				state[block] = impossible(strings.Repeat("much too long ", 300), "text")
				c.takes(f.forged(f.view.PrivateMetadata, object{"values": state}))
				if text := longest(c.kept()); len(text) > 3500 || broken(c.said) {
					t.Errorf("%s: a text of %d bytes is kept; the answer: %s", block, len(text), c.said)
				}
			}
		})
	}
}

// impossible is a field that holds a value in the way of its kind.
func impossible(value, kind string) object {
	field := object{"type": kind}
	switch kind {
	case "select":
		field["selected_option"] = object{"value": value}
	case "several":
		field["selected_options"] = []object{{"value": value}, {"value": value + "2"}}
	case "user":
		field["selected_user"], field["selected_conversation"] = value, value
	default:
		field["value"] = value
	}
	return object{"v": field}
}

// kindOf is in which way a field holds its value.
func kindOf(field any) string {
	text := fmt.Sprint(field)
	for word, kind := range map[string]string{"selected_options": "several", "selected_option:": "select", "selected_user": "user", "selected_conversation": "user"} {
		if strings.Contains(text, word) {
			return kind
		}
	}
	return "text"
}

// longest is the longest text in some JSON.
func longest(kept string) (found string) {
	for _, text := range strings.Split(kept, `"`) {
		if len(text) > len(found) {
			found = text
		}
	}
	return found
}
