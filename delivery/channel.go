package delivery

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/view"
)

// codeOf returns Slack's code of an error, "" if it is none of Slack's.
func codeOf(err error) string {
	e, _ := errors.AsType[slack.SlackErrorResponse](err)
	return e.Err
}

// lastSuffix is how often a taken name is tried with another number behind it.
const lastSuffix = 9

// openChannel creates an incident's channel. Before it tries again, and before
// it takes another name, it looks for one that it made without learning of it.
func (s *Slack) openChannel(ctx context.Context, l *view.Lease) outbox.DeliveryOutcome {
	inc := *l.View.Incident
	turned := inc.Private && !l.Delivery.MakesPrivate(inc.Private) // private since it was tried: one that is there is left, none is made
	inc.Private = l.Delivery.MakesPrivate(inc.Private)
	name := inc.ChannelName(l.View.Pattern)
	looked := l.Delivery.Attempt > 0
	if looked {
		if o := s.takeUp(ctx, &inc, name); o != nil {
			return *o
		}
		if turned {
			return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "no public channel was made; it opens private"}
		}
	}
	for n := 1; n <= lastSuffix; n++ {
		try := suffixed(name, n)
		ch, err := s.api.CreateConversationContext(ctx, slack.CreateConversationParams{ChannelName: try, IsPrivate: inc.Private})
		switch {
		case err == nil && ch.ID != "":
			s.audience.created(ch.ID)
			return opened(ch, try)
		case err == nil:
			return s.failed("create "+try, errNoProof, true)
		case codeOf(err) != "name_taken":
			return s.forbidden("create channels", "create "+try, err)
		}
		if !looked {
			looked = true
			if o := s.takeUp(ctx, &inc, name); o != nil {
				return *o
			}
		}
	}
	return refused(refusals("name_taken").words(true))
}

func suffixed(name string, n int) string {
	if n == 1 {
		return name
	}
	return fmt.Sprintf("%s-%d", name, n)
}

func opened(ch *slack.Channel, name string) outbox.DeliveryOutcome {
	if ch.Name != "" {
		name = ch.Name
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: ch.ID, Name: name}}
}

// forbidden is failed for a call that does something else than post: where the
// workspace does not let apps do it, it says so.
func (s *Slack) forbidden(do, what string, err error) outbox.DeliveryOutcome {
	o := s.failed(what, err, true)
	if codeOf(err) == "restricted_action" {
		o.Reason = "I may not " + do + " in this workspace. " + askAdmin + " to let apps do that"
	}
	return o
}

// takeUp looks for a channel that an earlier attempt made. It returns nil if
// there is none.
func (s *Slack) takeUp(ctx context.Context, inc *incident.Incident, name string) *outbox.DeliveryOutcome {
	kind := "public_channel"
	if inc.Private {
		kind = "private_channel"
	}
	ask := &slack.GetConversationsForUserParameters{Types: []string{kind}, Limit: 200, ExcludeArchived: true}
	for {
		list, next, err := s.api.GetConversationsForUserContext(ctx, ask)
		if err != nil {
			o := s.failed("look for "+name, err, true)
			return &o
		}
		for i := range list {
			if s.madeFor(inc, name, &list[i]) {
				o := opened(&list[i], name)
				return &o
			}
		}
		if ask.Cursor = next; next == "" {
			return nil
		}
	}
}

// clockSkew is how far Slack's clock may be from ours.
const clockSkew = 2 * time.Minute

// madeFor says whether a channel is one that an earlier attempt made for the
// incident: ours, of that name, younger than the incident, shared with nobody
// and still without the topic that every channel gets once it is known.
func (s *Slack) madeFor(inc *incident.Incident, name string, ch *slack.Channel) bool {
	n := 1
	for n <= lastSuffix && suffixed(name, n) != ch.Name {
		n++
	}
	old := ch.Created.Time().Before(inc.DeclaredAt.Add(-clockSkew))
	return n <= lastSuffix && ch.Creator == s.self && !old && ch.Topic.Value == "" && !shared(ch)
}

// invite brings people into the channel, in one call if nobody is in the way.
// One who cannot be invited does not keep the others out; a person is told who.
func (s *Slack) invite(ctx context.Context, channel string, users []string) outbox.DeliveryOutcome {
	users = slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(users))), func(u string) bool {
		return u == "" || u == s.self
	})
	switch {
	case channel == "":
		return refused("the incident has no channel yet")
	case len(users) == 0:
		return done
	}
	if _, err := s.api.InviteUsersToConversationContext(ctx, channel, users...); err == nil {
		return done
	} else if !aboutOne(err) {
		return s.forbidden("invite people into channels", "invite into "+channel, err)
	}
	var left []string
	for _, u := range users {
		_, err := s.api.InviteUsersToConversationContext(ctx, channel, u)
		switch code := codeOf(err); {
		case err == nil || code == "already_in_channel" || code == "cant_invite_self":
		case aboutOne(err):
			left = append(left, fmt.Sprintf("<@%s> (%s)", u, whyNot(code)))
		default:
			return s.forbidden("invite people into channels", "invite into "+channel, err)
		}
	}
	if len(left) == 0 {
		return done
	}
	why := "I could not invite " + fault.And(left)
	if len(left) < len(users) {
		why += ". Everybody else is in"
	}
	return refused(why)
}

// aboutOne says whether an invitation failed because of one person rather than
// because of the channel or of us.
func aboutOne(err error) bool {
	switch codeOf(err) {
	case "already_in_channel", "cant_invite_self", "cant_invite", "user_not_found", "user_is_restricted",
		"user_is_ultra_restricted", "ura_max_channels", "user_team_not_in_channel", "user_disabled", "failed_for_some_users":
		return true
	}
	return false
}

func whyNot(code string) string {
	switch code {
	case "user_not_found", "user_disabled":
		return "no such person in the workspace"
	case "user_is_restricted", "user_is_ultra_restricted", "ura_max_channels":
		return "a guest with limits"
	}
	return "Slack does not allow it"
}

// kick takes people out of the channel. One who is gone already is what was wanted.
func (s *Slack) kick(ctx context.Context, channel string, users []string) outbox.DeliveryOutcome {
	for _, u := range users {
		err := s.api.KickUserFromConversationContext(ctx, channel, u)
		switch code := codeOf(err); {
		case err == nil || code == "not_in_channel" || code == "user_not_found":
		case code == "restricted_action" || code == "cant_kick_from_general":
			return refused(fmt.Sprintf("I may not take <@%s> out of the channel", u))
		default:
			return s.failed("take somebody out of "+channel, err, true)
		}
	}
	return done
}

// topic says in the channel's head what it is about.
func (s *Slack) topic(ctx context.Context, channel string, trusted []string, text string) outbox.DeliveryOutcome {
	if _, no := s.place(ctx, channel, trusted); no != nil {
		return *no
	}
	if _, err := s.api.SetTopicOfConversationContext(ctx, channel, text); err != nil {
		return s.forbidden("set the topics of channels", "set the topic of "+channel, err)
	}
	return done
}

// pin pins the incident's card.
func (s *Slack) pin(ctx context.Context, card outbox.Receipt) outbox.DeliveryOutcome {
	if card.TS == "" {
		return refused("there is no card to pin")
	}
	err := s.api.AddPinContext(ctx, card.Channel, slack.NewRefToMessage(card.Channel, card.TS))
	if err != nil && codeOf(err) != "already_pinned" {
		return s.forbidden("pin messages", "pin in "+card.Channel, err)
	}
	return done
}
