package inbox

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"candor/incident/records"
	"candor/incident/visible"
)

// Request is one thing that somebody asked for, or that happened.
type Request struct {
	Envelope  records.Envelope
	User      string
	Team      string // the person's own workspace, as far as Slack says; it may be an organisation
	Channel   string // where it was asked or happened; empty: nowhere
	Thread    string // in which the pressed message stands; empty outside threads
	Trigger   string // opens a form within three seconds, once
	Reply     string // response_url; empty for forms
	Text      string // of a command
	Action    *slack.BlockAction
	View      *slack.View // the form that was submitted, or in which a button was pressed
	Ephemeral bool        // the button stands in a message that only its reader sees
	Event     *slackevents.EventsAPIEvent
	Shortcut  *Shortcut // nil: none was used
	Submit    bool
	Closed    bool // a form was closed; Slack does not say what was filled in
	Late      bool // taken up by a later process: forms and triggers are gone

	ack    func(any)
	placed bool // it has a place in its lane
}

// Shortcut is what a person did with a message.
type Shortcut struct {
	ID     string // as in the manifest
	TS     string // the message's
	Author string // the Slack user who wrote it; empty: an app
	App    bool   // an app wrote it
	Team   string // the author's workspace, as far as Slack says
	Name   string // of the app that wrote it
	Text   string // as Slack sent it: of an app it may be empty, where its blocks say all
	Beside string // what its attachments say, where an alarm says most
}

// Who is who wrote the message, as Slack's markup mentions them; of an app its name.
func (s *Shortcut) Who() string {
	if s.Author != "" && !s.App {
		return "<@" + s.Author + ">"
	}
	return cmp.Or(s.Name, "An app")
}

// spoken says whether the acknowledgement itself can tell the person something.
func (r *Request) spoken() bool {
	return r.Submit || r.Envelope.Type == socketmode.RequestTypeSlashCommands
}

// Acknowledge tells Slack that a request arrived, once; payload is nil, or what the
// person is shown at once: errors of a form, the next one, an answer to a command.
func (r *Request) Acknowledge(payload any) {
	if ack := r.ack; ack != nil {
		r.ack = nil
		ack(payload)
	}
}

// Read makes a request of an envelope. It takes what is needed and looks at nothing
// else: what Slack or another app put beside that costs nobody their press. With an
// error the request is who asked and where they can be answered, or nil.
func Read(env records.Envelope) (*Request, error) {
	if env.ID == "" { // it could be neither acknowledged nor finished
		return nil, errors.New("an envelope without an id")
	}
	if env.Type == socketmode.RequestTypeEventsAPI {
		return readEvent(env)
	}
	p, err := partsOf(env.Payload)
	if err != nil {
		return nil, err
	}
	switch env.Type {
	case socketmode.RequestTypeSlashCommands:
		return &Request{Envelope: env, User: p.text("user_id"), Team: p.text("team_id"), Channel: p.text("channel_id"),
			Trigger: p.text("trigger_id"), Reply: p.text("response_url"), Text: visible.Text(p.text("text"))}, nil
	case socketmode.RequestTypeInteractive:
		return readInteraction(env, p)
	}
	return nil, fmt.Errorf("unknown envelope type %q", env.Type)
}

// readInteraction reads a press or a form.
func readInteraction(env records.Envelope, p parts) (*Request, error) {
	user, at := p.in("user"), p.in("container")
	r := &Request{
		Envelope: env, User: user.text("id"), Trigger: p.text("trigger_id"), Reply: p.text("response_url"),
		Team:    cmp.Or(user.text("team_id"), p.in("team").text("id")), // the person's own comes first: the other one is where they are
		Channel: cmp.Or(p.in("channel").text("id"), at.text("channel_id")), Thread: at.text("thread_ts"),
	}
	switch kind := p.text("type"); kind {
	case string(slack.InteractionTypeBlockActions):
		actions := p.list("actions")
		if len(actions) != 1 {
			return r, fmt.Errorf("%d actions in one payload", len(actions))
		}
		action := readField(actions[0])
		r.Action, r.Ephemeral = &action, at.flag("is_ephemeral")
		if v := readView(p["view"]); v.ID != "" && v.Type == slack.VTModal { // a Home is no form that could be changed or closed
			r.View = v
		}
		return r, nil
	case string(slack.InteractionTypeViewSubmission):
		r.View, r.Submit = readView(p["view"]), true
		return r, nil
	case string(slack.InteractionTypeViewClosed):
		r.View, r.Closed = readView(p["view"]), true
		return r, nil
	case string(slack.InteractionTypeMessageAction):
		m := p.in("message")
		r.Shortcut = &Shortcut{ID: p.text("callback_id"), TS: m.text("ts"), Author: m.text("user"), App: m.text("bot_id") != "", Team: m.text("user_team"),
			Name: cmp.Or(m.text("username"), m.in("bot_profile").text("name")), Text: m.text("text")}
		for _, raw := range m.list("attachments") {
			a, _ := partsOf(raw)
			r.Shortcut.Beside += strings.Join([]string{a.text("fallback"), a.text("title"), a.text("text")}, "\n") + "\n"
		}
		if r.Shortcut.Team == "" {
			r.Shortcut.Team = m.text("team")
		}
		r.Thread = m.text("thread_ts")
		return r, nil
	default:
		return nil, fmt.Errorf("interaction of type %q", kind)
	}
}

// readField reads what was pressed, chosen or typed. What the library cannot read
// of it is left out.
func readField(raw json.RawMessage) (f slack.BlockAction) {
	if json.Unmarshal(raw, &f) == nil {
		return f
	}
	p, _ := partsOf(raw)
	f = slack.BlockAction{ActionID: p.text("action_id"), BlockID: p.text("block_id"), Type: slack.ActionType(p.text("type")), Value: p.text("value")}
	f.SelectedOption.Value = p.in("selected_option").text("value")
	f.SelectedUser, f.SelectedConversation = p.text("selected_user"), p.text("selected_conversation")
	return f
}

// readView reads a form: what it is, its fields, and what they were filled in with.
func readView(raw json.RawMessage) *slack.View {
	p, _ := partsOf(raw)
	v := &slack.View{
		ID: p.text("id"), Type: slack.ViewType(p.text("type")), CallbackID: p.text("callback_id"),
		PrivateMetadata: p.text("private_metadata"), Hash: p.text("hash"), State: &slack.ViewState{Values: map[string]map[string]slack.BlockAction{}},
	}
	v.Title = &slack.TextBlockObject{Type: slack.PlainTextType, Text: p.in("title").text("text")}
	for _, block := range p.list("blocks") {
		var one slack.Blocks
		if json.Unmarshal(slices.Concat([]byte("["), block, []byte("]")), &one) == nil {
			v.Blocks.BlockSet = append(v.Blocks.BlockSet, one.BlockSet...)
		}
	}
	for block, fields := range p.in("state").in("values") {
		v.State.Values[block] = map[string]slack.BlockAction{}
		list, _ := partsOf(fields)
		for id, field := range list {
			typed := readField(field)
			typed.Value = visible.Text(typed.Value)
			v.State.Values[block][id] = typed
		}
	}
	return v
}

// parts are the members of a JSON object, each to be read for itself.
type parts map[string]json.RawMessage

func partsOf(raw json.RawMessage) (p parts, err error) {
	err = json.Unmarshal(raw, &p)
	return p, err
}

// in is an object in an object; empty if it is not there, or none.
func (p parts) in(key string) parts {
	inner, _ := partsOf(p[key])
	return inner
}

// text is a text in an object; empty if it is not there, or none.
func (p parts) text(key string) (s string) {
	if json.Unmarshal(p[key], &s) != nil {
		return ""
	}
	return s
}

func (p parts) flag(key string) (yes bool) {
	return json.Unmarshal(p[key], &yes) == nil && yes
}

func (p parts) list(key string) (list []json.RawMessage) {
	if json.Unmarshal(p[key], &list) != nil {
		return nil
	}
	return list
}
