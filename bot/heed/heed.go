// Package heed follows what happens in Slack without anybody having asked for it: what a
// client answers, who comes to a channel or leaves it, who else can read it.
package heed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"candor/bot/inbox"
	"candor/bot/people"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/service"
	"candor/incident/upkeep"
	"candor/messages/aside"
)

// Listener follows what happens. Set the fields before use; its methods may be called
// from any goroutine.
type Listener struct {
	Service *service.Service
	API     *slack.Client
	Who     *people.Directory
	Log     *slog.Logger
	Self    string // the bot's user id
	Command string // the slash command

	Shared func(channel string)                                                   // its audience changed, before anything else happens
	Reads  func(ctx context.Context, channel string, ours []string) (bool, error) // nil: nobody knows
	Stir   func()                                                                 // what Homes show may have changed
	Opened func(ctx context.Context, user string, again bool)                     // a Home

	mu      sync.Mutex
	sure    bool     // Slack was asked since events may have been missed
	unasked []string // those of whom Slack is still to be asked
}

// Happened is one event, and what is known of whoever did it.
type Happened struct {
	Event    *slackevents.EventsAPIEvent
	User     string
	Asker    func(context.Context) (incident.Actor, error)
	Outsider func(context.Context) error // refuses people of another company
}

// joined follows who comes into an incident's channel: a guest of whom nobody
// knows whether they are of the team silences it.
func (l *Listener) joined(ctx context.Context, e *slackevents.MemberJoinedChannelEvent) error {
	l.moved(e.Channel)
	if err := l.clientMoved(ctx, e.Channel); err != nil || e.User == l.Self {
		return err
	}
	inc, err := l.Service.In(ctx, e.Channel)
	if err != nil || inc == nil {
		return err
	}
	u, err := l.Who.Person(ctx, e.User)
	if err == nil && !people.IsGuest(u) && !u.IsStranger {
		return nil
	}
	l.Shared(e.Channel)             // what is known about the channel's readers is old
	if err != nil || u.IsStranger { // whoever posts there next asks again
		return err
	}
	return l.Service.GuestsIn(ctx, e.Channel, outbox.Guest{User: e.User, Name: u.RealName})
}

func (l *Listener) left(ctx context.Context, e *slackevents.MemberLeftChannelEvent) error {
	l.moved(e.Channel)
	l.Shared(e.Channel)
	return errors.Join(l.Service.GuestLeft(ctx, e.Channel, e.User), l.clientMoved(ctx, e.Channel))
}

// clientMoved follows who is in a client's channel.
func (l *Listener) clientMoved(ctx context.Context, channel string) error {
	if l.Reads == nil {
		return nil
	}
	return l.Service.ClientChannel(ctx, channel, func(ours []string) (bool, error) { return l.Reads(ctx, channel, ours) })
}

// moved follows that somebody has come to a channel or left it: they may act, and
// see in their Home, what they could not before.
func (l *Listener) moved(channel string) {
	l.Who.Forget(channel)
	l.Stir()
}

// notice follows what happens in Slack: what a client answers, who comes to a
// channel, who else can read it. It also draws the Home of a person who opens it.
func (l *Listener) Notice(ctx context.Context, h Happened) {
	if err := l.heed(ctx, h); err != nil {
		l.Log.Error("what happened in Slack was not taken note of", "event", h.Event.InnerEvent.Type, "err", err)
	}
}

func (l *Listener) heed(ctx context.Context, h Happened) error {
	switch e := h.Event.InnerEvent.Data.(type) {
	case *slackevents.MessageEvent:
		return l.said(ctx, h, e)
	case *slackevents.ChannelSharedEvent:
		return l.shared(ctx, e.Channel, true)
	case *slackevents.ChannelUnsharedEvent:
		return l.shared(ctx, e.Channel, e.IsExtShared) // ended with one company, perhaps not with another
	case *slackevents.AppHomeOpenedEvent:
		if e.Tab == "home" && h.Outsider(ctx) == nil {
			l.Opened(ctx, e.User, e.View != nil)
		}
	case *slackevents.MemberJoinedChannelEvent:
		return l.joined(ctx, e)
	case *slackevents.MemberLeftChannelEvent:
		return l.left(ctx, e)
	case *slackevents.UserChangeEvent:
		return l.Service.AccountChanged(ctx, e.User.ID, e.User.Deleted)
	}
	return nil
}

func (l *Listener) shared(ctx context.Context, channel string, outside bool) error {
	l.Shared(channel)
	if err := l.Service.ChannelShared(ctx, channel, outside); err != nil {
		return fmt.Errorf("channel %s: %w", channel, err)
	}
	return l.clientMoved(ctx, channel)
}

// unheard says whether a message stands where no client of an incident reads, so
// that it is not worth a commit either. A store that cannot say decides nothing.
func (l *Listener) Unheard(ctx context.Context, e *slackevents.EventsAPIEvent) bool {
	if u, ok := e.InnerEvent.Data.(*slackevents.UserChangeEvent); ok {
		return !l.matters(ctx, u.User.ID, u.User.Deleted)
	}
	m, ok := e.InnerEvent.Data.(*slackevents.MessageEvent)
	if !ok {
		channel, user := inbox.Came(e)
		return l.expected(ctx, channel, user)
	}
	if l.called(ctx, m) {
		return false
	}
	concerns, err := l.Service.Concerns(ctx, inbox.Place(m), inbox.Written(m).Timestamp)
	return err == nil && !concerns
}

// expected says whether who came into a channel may act there, and nothing else follows.
func (l *Listener) expected(ctx context.Context, channel, user string) bool {
	if channel == "" || user != l.Self && !l.Who.Colleague(user) || l.Service.Clients().ToldIn(ctx, channel) {
		return false
	}
	l.moved(channel)
	return true
}

// said passes on what was written. The domain knows whether it may be about an
// incident; most is not, and costs one look.
func (l *Listener) said(ctx context.Context, h Happened, e *slackevents.MessageEvent) error {
	w := inbox.Written(e)
	if w == nil {
		return nil
	}
	if l.called(ctx, e) {
		return l.point(ctx, h, e)
	}
	place := inbox.Place(e)
	if concerns, err := l.Service.Concerns(ctx, place, w.Timestamp); err != nil || !concerns {
		return err
	}
	a := l.author(ctx, h, e)
	reply := outbox.Reply{TS: w.Timestamp, User: w.User, Text: typed.Readable(w.Text), Files: inbox.FileNames(w)}
	if gone := w != e.Message; gone || e.SubType == slack.MsgSubTypeMessageChanged {
		return l.Service.ReplyChanged(ctx, a, place, service.ReplyChange{Reply: reply, Gone: gone})
	}
	reply.Name = l.Who.Called(ctx, w.User)
	if ours, err := l.asked().Answered(ctx, a, place, reply); err != nil || ours {
		return err
	}
	reply.Link = l.permalink(ctx, e.Channel, w.Timestamp)
	return l.Service.Replied(ctx, a, place, reply)
}

// called says whether a message speaks to Candor, in a channel that no client reads: there
// somebody waits for an answer.
func (l *Listener) called(ctx context.Context, e *slackevents.MessageEvent) bool {
	w := inbox.Written(e)
	return w != nil && e.SubType == "" && strings.Contains(w.Text, "<@"+l.Self+">") && !l.Service.Clients().ToldIn(ctx, e.Channel)
}

// point says to whoever called how Candor is spoken to: it reads what is written for the
// incident, and takes commands alone.
func (l *Listener) point(ctx context.Context, h Happened, e *slackevents.MessageEvent) error {
	if h.Outsider(ctx) != nil {
		return nil
	}
	text := aside.Called(l.Command).Text
	opts := []slack.MsgOption{slack.MsgOptionText(text, false)}
	if ts := inbox.Written(e).ThreadTimestamp; ts != "" {
		opts = append(opts, slack.MsgOptionTS(ts))
	}
	if _, err := l.API.PostEphemeralContext(ctx, e.Channel, h.User, opts...); err != nil {
		l.Log.Info("who spoke to Candor in a channel could not be told how to", "channel", e.Channel, "err", err)
	}
	return nil
}

// asked is where it is kept what clients answer who were asked how to tell them.
func (l *Listener) asked() *upkeep.Desk {
	return &upkeep.Desk{Firm: &l.Service.Firm, Desk: l.Service.Desk()}
}

// author finds out who wrote a message. Whom Slack does not show us is taken for
// the client's: a colleague's line that is copied does less harm than a question
// that nobody sees.
func (l *Listener) author(ctx context.Context, h Happened, e *slackevents.MessageEvent) incident.Actor {
	a, err := h.Asker(ctx)
	if err != nil {
		l.Log.Info("Slack does not say who wrote in a client's channel; taken for the client", "user", h.User, "err", err)
		a.Team += "?"
	}
	return a
}

// permalink is the address of a message; empty if Slack does not say.
func (l *Listener) permalink(ctx context.Context, channel, ts string) string {
	link, err := l.API.GetPermalinkContext(ctx, &slack.PermalinkParameters{Channel: channel, Ts: ts})
	if err != nil || !strings.HasPrefix(link, "https://") || strings.ContainsAny(link, "<>| \n") {
		l.Log.Info("a copy has no link to its message", "channel", channel, "err", err)
		return ""
	}
	return link
}
