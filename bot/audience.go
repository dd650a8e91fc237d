package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/slack-go/slack/slackevents"

	"candor/bot/people"
	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/screen"
)

// joined follows who comes into an incident's channel: a guest of whom nobody
// knows whether they are of the team silences it.
func (b *Bot) joined(ctx context.Context, e *slackevents.MemberJoinedChannelEvent) error {
	b.moved(e.Channel)
	if err := b.clientMoved(ctx, e.Channel); err != nil || e.User == b.Self {
		return err
	}
	inc, err := b.Service.In(ctx, e.Channel)
	if err != nil || inc == nil {
		return err
	}
	u, err := b.who.Person(ctx, e.User)
	if err == nil && !people.IsGuest(u) && !u.IsStranger {
		return nil
	}
	if b.Shared != nil { // what is known about the channel's readers is old
		b.Shared(e.Channel)
	}
	if err != nil || u.IsStranger { // whoever posts there next asks again
		return err
	}
	return b.Service.GuestsIn(ctx, e.Channel, outbox.Guest{User: e.User, Name: u.RealName})
}

func (b *Bot) left(ctx context.Context, e *slackevents.MemberLeftChannelEvent) error {
	b.moved(e.Channel)
	if b.Shared != nil {
		b.Shared(e.Channel)
	}
	return errors.Join(b.Service.GuestLeft(ctx, e.Channel, e.User), b.clientMoved(ctx, e.Channel))
}

// clientMoved follows who is in a client's channel.
func (b *Bot) clientMoved(ctx context.Context, channel string) error {
	if b.Reads == nil {
		return nil
	}
	return b.Service.ClientChannel(ctx, channel, func(ours []string) (bool, error) { return b.Reads(ctx, channel, ours) })
}

// pressGuest is what a person of the team says about a guest.
func pressGuest(said outbox.GuestAnswer) aboutIncident {
	return func(b *Bot, ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
		inc, err := b.Service.AnswerGuest(ctx, a, inc.Number, outbox.Guest{User: ref.Key, Answer: said})
		if err != nil {
			return answer{}, err
		}
		return answer{Post: screen.GuestAnswered(inc, ref.Key, said)}, nil
	}
}

// moved follows that somebody has come to a channel or left it: they may act, and
// see in their Home, what they could not before.
func (b *Bot) moved(channel string) {
	b.who.Forget(channel)
	b.Stir()
}

// notice follows what happens in Slack: what a client answers, who comes to a
// channel, who else can read it. It also draws the Home of a person who opens it.
func (b *Bot) notice(ctx context.Context, r *request) {
	if err := b.heed(ctx, r); err != nil {
		b.Log.Error("what happened in Slack was not taken note of", "event", r.event.InnerEvent.Type, "err", err)
	}
}

func (b *Bot) heed(ctx context.Context, r *request) error {
	switch e := r.event.InnerEvent.Data.(type) {
	case *slackevents.MessageEvent:
		return b.said(ctx, r, e)
	case *slackevents.ChannelSharedEvent:
		return b.shared(ctx, e.Channel, true)
	case *slackevents.ChannelUnsharedEvent:
		return b.shared(ctx, e.Channel, e.IsExtShared) // ended with one company, perhaps not with another
	case *slackevents.AppHomeOpenedEvent:
		if e.Tab == "home" && b.outsider(ctx, r) == nil {
			b.homes.Open(ctx, e.User, e.View != nil)
		}
	case *slackevents.MemberJoinedChannelEvent:
		return b.joined(ctx, e)
	case *slackevents.MemberLeftChannelEvent:
		return b.left(ctx, e)
	}
	return nil
}

func (b *Bot) shared(ctx context.Context, channel string, outside bool) error {
	if b.Shared != nil {
		b.Shared(channel)
	}
	if err := b.Service.ChannelShared(ctx, channel, outside); err != nil {
		return fmt.Errorf("channel %s: %w", channel, err)
	}
	return b.clientMoved(ctx, channel)
}
