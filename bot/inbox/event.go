package inbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"candor/incident/records"
)

// lightly lets the library hand on messages without reading them: it would read each with all of
// its blocks, most of them our own, and lose one in which it does not understand a block. What we
// read of a message is [event]. It is done before the first connection.
var lightly = sync.OnceFunc(func() { slackevents.EventsAPIInnerEventMapping[slackevents.Message] = struct{}{} })

// event is what is read of an event. Whatever else is in it is looked past, and so is what is no
// text where one should be.
type event struct {
	Type    string `json:"type"`
	EventID string `json:"event_id"`
	TeamID  string `json:"team_id"`
	Event   struct {
		message
		Message  *message `json:"message"`
		Previous *message `json:"previous_message"`

		Channel     string `json:"channel"`
		ChannelType string `json:"channel_type"`
		Inviter     string `json:"inviter"`
		Team        string `json:"team"`
		StillShared bool   `json:"is_ext_shared"` // with another company, after it ended with one

		Tab  string `json:"tab"` // of a Home
		View *struct {
			ID string `json:"id"`
		} `json:"view"`
	} `json:"event"`
}

// message is what is read of a message, in an event or as the event.
type message struct {
	Type     string `json:"type"`
	SubType  string `json:"subtype"`
	User     who    `json:"user"`
	UserTeam string `json:"user_team"`
	BotID    string `json:"bot_id"`
	Text     string `json:"text"`
	TS       string `json:"ts"`
	ThreadTS string `json:"thread_ts"`
	Files    []struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"files"`
}

// who did it: an id, or of an account that changed what it is now.
type who struct {
	ID      string
	Deleted bool
}

// UnmarshalJSON reads either. What is neither is nobody.
func (w *who) UnmarshalJSON(b []byte) error {
	if json.Unmarshal(b, &w.ID) == nil {
		return nil
	}
	var u struct {
		ID      string `json:"id"`
		Deleted bool   `json:"deleted"`
	}
	if json.Unmarshal(b, &u) == nil {
		w.ID, w.Deleted = u.ID, u.Deleted
	}
	return nil
}

// slack is the message as the library has it; nil of none.
func (m *message) slack() *slack.Msg {
	if m == nil {
		return nil
	}
	msg := &slack.Msg{Type: m.Type, SubType: m.SubType, User: m.User.ID, BotID: m.BotID, Text: m.Text, Timestamp: m.TS, ThreadTimestamp: m.ThreadTS}
	for _, f := range m.Files {
		if f.ID != "" || f.Name != "" {
			msg.Files = append(msg.Files, slack.File{ID: f.ID, Name: f.Name})
		}
	}
	return msg
}

func readEvent(env records.Envelope) (*Request, error) {
	var e event
	wrong, err := (*json.UnmarshalTypeError)(nil), json.Unmarshal(env.Payload, &e)
	if err != nil && !errors.As(err, &wrong) {
		return nil, err
	}
	if e.Event.Type == "" {
		return nil, fmt.Errorf("an event without a type, in %q", e.Type)
	}
	if e.EventID != "" {
		env.ID = "event " + e.EventID // Slack may send the same event in another envelope
	}
	r := &Request{Envelope: env, Team: e.TeamID}
	r.Event = &slackevents.EventsAPIEvent{Type: e.Type, TeamID: e.TeamID, InnerEvent: slackevents.EventsAPIInnerEvent{Type: e.Event.Type, Data: e.inner(r)}}
	return r, nil
}

// inner is what happened, as the library has it; nil of what nobody follows. It sets who did it
// and where, as far as that counts.
func (e *event) inner(r *Request) any {
	in := &e.Event
	switch slackevents.EventsAPIType(in.Type) {
	case slackevents.AppHomeOpened:
		opened := &slackevents.AppHomeOpenedEvent{Type: in.Type, User: in.User.ID, Channel: in.Channel, Tab: in.Tab}
		if in.View != nil {
			opened.View = &slack.View{ID: in.View.ID}
		}
		r.User = in.User.ID
		return opened
	case slackevents.Message:
		m := &slackevents.MessageEvent{Type: in.Type, SubType: in.SubType, User: in.User.ID, UserTeam: in.UserTeam, BotID: in.BotID, Text: in.Text, TimeStamp: in.TS, ThreadTimeStamp: in.ThreadTS,
			Channel: in.Channel, ChannelType: in.ChannelType, Message: in.Message.slack(), PreviousMessage: in.Previous.slack()}
		if m.Message == nil {
			m.Message = in.slack()
		}
		r.Channel, r.Team = in.Channel, in.UserTeam // outside stands the team that owns the channel, whoever wrote
		if w := Written(m); w != nil {
			r.User = w.User
		}
		return m
	case slackevents.MemberJoinedChannel:
		r.Channel = in.Channel
		return &slackevents.MemberJoinedChannelEvent{Type: in.Type, User: in.User.ID, Channel: in.Channel, ChannelType: in.ChannelType, Team: in.Team, Inviter: in.Inviter}
	case slackevents.MemberLeftChannel:
		r.Channel = in.Channel
		return &slackevents.MemberLeftChannelEvent{Type: in.Type, User: in.User.ID, Channel: in.Channel, ChannelType: in.ChannelType, Team: in.Team}
	case slackevents.UserChange:
		return &slackevents.UserChangeEvent{Type: in.Type, User: slackevents.User{ID: in.User.ID, Deleted: in.User.Deleted}}
	case slackevents.ChannelShared:
		r.Channel = in.Channel
		return &slackevents.ChannelSharedEvent{Type: in.Type, Channel: in.Channel}
	case slackevents.ChannelUnshared:
		r.Channel = in.Channel
		return &slackevents.ChannelUnsharedEvent{Type: in.Type, Channel: in.Channel, IsExtShared: in.StillShared}
	}
	return nil
}

// Written is the message that an event is about, as it is or, if it was
// deleted, as it was; nil if the event does not say.
func Written(e *slackevents.MessageEvent) *slack.Msg {
	if e.SubType == slack.MsgSubTypeMessageDeleted || e.Message != nil && e.Message.SubType == "tombstone" {
		return e.PreviousMessage
	}
	return e.Message
}
