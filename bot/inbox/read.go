package inbox

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"candor/incident/work"
)

// Request is one thing that somebody asked for, or that happened.
type Request struct {
	Envelope  work.Envelope
	User      string
	Team      string
	Channel   string
	Thread    string // in which the pressed message stands; empty outside threads
	Trigger   string // opens a form within three seconds, once
	Reply     string // response_url; empty for forms
	Text      string // of a command
	Action    *slack.BlockAction
	View      *slack.View // the form that was submitted, or in which a button was pressed
	Ephemeral bool        // the button stands in a message that only its reader sees
	Event     *slackevents.EventsAPIEvent
	Submit    bool
	Late      bool // taken up by a later process: forms and triggers are gone

	ack func(any)
}

// Acknowledge tells Slack that a request arrived, once; payload is nil, or what the
// person is shown at once: errors of a form, the next one, an answer to a command.
func (r *Request) Acknowledge(payload any) {
	if ack := r.ack; ack != nil {
		r.ack = nil
		ack(payload)
	}
}

// Read makes a request of an envelope.
func Read(env work.Envelope) (*Request, error) {
	if env.ID == "" { // it could be neither acknowledged nor finished
		return nil, errors.New("an envelope without an id")
	}
	switch env.Type {
	case socketmode.RequestTypeSlashCommands:
		var c slack.SlashCommand
		if err := json.Unmarshal(env.Payload, &c); err != nil {
			return nil, err
		}
		return &Request{Envelope: env, User: c.UserID, Team: c.TeamID, Channel: c.ChannelID, Trigger: c.TriggerID, Reply: c.ResponseURL, Text: c.Text}, nil
	case socketmode.RequestTypeInteractive:
		return readInteraction(env)
	case socketmode.RequestTypeEventsAPI:
		e, err := slackevents.ParseEvent(env.Payload, slackevents.OptionNoVerifyToken())
		if err != nil {
			return nil, err
		}
		if c, ok := e.Data.(*slackevents.EventsAPICallbackEvent); ok && c.EventID != "" {
			env.ID = "event " + c.EventID // Slack may send the same event in another envelope
		}
		r := &Request{Envelope: env, Team: e.TeamID, Event: &e}
		switch inner := e.InnerEvent.Data.(type) {
		case *slackevents.AppHomeOpenedEvent:
			r.User = inner.User
		case *slackevents.MessageEvent:
			r.User, r.Channel = writer(inner), inner.Channel
		}
		return r, nil
	}
	return nil, fmt.Errorf("unknown envelope type %q", env.Type)
}

// unmarshalInteraction reads a press or a form. The message in which a button
// stands may hold what other apps put there and the library cannot read; nothing
// of it is needed, so it never costs the press.
func unmarshalInteraction(payload []byte) (c slack.InteractionCallback, err error) {
	if err = json.Unmarshal(payload, &c); err == nil {
		return c, nil
	}
	var parts map[string]json.RawMessage
	if json.Unmarshal(payload, &parts) != nil {
		return c, err
	}
	delete(parts, "message")
	rest, err := json.Marshal(parts)
	if err != nil {
		return c, err
	}
	c = slack.InteractionCallback{}
	return c, json.Unmarshal(rest, &c)
}

func readInteraction(env work.Envelope) (*Request, error) {
	c, err := unmarshalInteraction(env.Payload)
	if err != nil {
		return nil, err
	}
	r := &Request{Envelope: env, User: c.User.ID, Team: c.Team.ID, Channel: c.Channel.ID, Trigger: c.TriggerID, Reply: c.ResponseURL}
	if r.Channel == "" {
		r.Channel = c.Container.ChannelID
	}
	r.Thread = c.Container.ThreadTs
	if c.User.TeamID != "" && c.User.TeamID != c.Team.ID { // somebody of another company in a shared channel
		r.Team = c.User.TeamID
	}
	switch c.Type {
	case slack.InteractionTypeBlockActions:
		if len(c.ActionCallback.BlockActions) != 1 {
			return nil, fmt.Errorf("%d actions in one payload", len(c.ActionCallback.BlockActions))
		}
		r.Action = c.ActionCallback.BlockActions[0]
		r.Ephemeral = c.Container.IsEphemeral
		if c.View.ID != "" && c.View.Type == slack.VTModal { // a Home is no form that could be changed or closed
			r.View = &c.View
		}
		return r, nil
	case slack.InteractionTypeViewSubmission:
		r.View, r.Submit = &c.View, true
		return r, nil
	}
	return nil, fmt.Errorf("interaction of type %q", c.Type)
}

// Written is the message that an event is about, as it is or, if it was
// deleted, as it was; nil if the event does not say.
func Written(e *slackevents.MessageEvent) *slack.Msg {
	if e.SubType == slack.MsgSubTypeMessageDeleted || e.Message != nil && e.Message.SubType == "tombstone" {
		return e.PreviousMessage
	}
	return e.Message
}

// writer is who wrote the message that an event is about.
func writer(e *slackevents.MessageEvent) string {
	if w := Written(e); w != nil {
		return w.User
	}
	return ""
}
