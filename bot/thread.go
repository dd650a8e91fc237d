package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"candor/bot/inbox"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/service"
)

// unheard says whether a message stands where no client of an incident reads, so
// that it is not worth a commit either. A store that cannot say decides nothing.
func (b *Bot) unheard(ctx context.Context, e *slackevents.EventsAPIEvent) bool {
	m, ok := e.InnerEvent.Data.(*slackevents.MessageEvent)
	if !ok {
		channel, user := inbox.Came(e)
		return b.expected(ctx, channel, user)
	}
	concerns, err := b.Service.Concerns(ctx, inbox.Place(m), inbox.Written(m).Timestamp)
	return err == nil && !concerns
}

// expected says whether who came into a channel may act there, and nothing else follows.
func (b *Bot) expected(ctx context.Context, channel, user string) bool {
	if channel == "" || user != b.Self && !b.who.Colleague(user) || b.Service.Clients().ToldIn(ctx, channel) {
		return false
	}
	b.moved(channel)
	return true
}

// said passes on what was written. The domain knows whether it may be about an
// incident; most is not, and costs one look.
func (b *Bot) said(ctx context.Context, r *request, e *slackevents.MessageEvent) error {
	w := inbox.Written(e)
	if w == nil {
		return nil
	}
	place := inbox.Place(e)
	if concerns, err := b.Service.Concerns(ctx, place, w.Timestamp); err != nil || !concerns {
		return err
	}
	a := b.author(ctx, r, e)
	reply := outbox.Reply{TS: w.Timestamp, User: w.User, Text: typed.Readable(w.Text), Files: inbox.FileNames(w)}
	if gone := w != e.Message; gone || e.SubType == slack.MsgSubTypeMessageChanged {
		return b.Service.ReplyChanged(ctx, a, place, service.ReplyChange{Reply: reply, Gone: gone})
	}
	reply.Name = b.who.Called(ctx, w.User)
	reply.Link = b.permalink(ctx, e.Channel, w.Timestamp)
	return b.Service.Replied(ctx, a, place, reply)
}

// author finds out who wrote a message. Whom Slack does not show us is taken for
// the client's: a colleague's line that is copied does less harm than a question
// that nobody sees.
func (b *Bot) author(ctx context.Context, r *request, e *slackevents.MessageEvent) incident.Actor {
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		b.Log.Info("Slack does not say who wrote in a client's channel; taken for the client", "user", r.user, "err", err)
		a.Team += "?"
	}
	return a
}

// permalink is the address of a message; empty if Slack does not say.
func (b *Bot) permalink(ctx context.Context, channel, ts string) string {
	link, err := b.API.GetPermalinkContext(ctx, &slack.PermalinkParameters{Channel: channel, Ts: ts})
	if err != nil || !strings.HasPrefix(link, "https://") || strings.ContainsAny(link, "<>| \n") {
		b.Log.Info("a copy has no link to its message", "channel", channel, "err", err)
		return ""
	}
	return link
}
