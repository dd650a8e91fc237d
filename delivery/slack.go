package delivery

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// Slack does deliveries through Slack's Web API.
//
// What is for the team goes only into channels that are known not to be shared
// outside, or to one person. A client's text goes out byte for byte as it was
// approved, with an opaque id in its metadata.
type Slack struct {
	Log *slog.Logger // gets what Slack or the network really said; nil means slog.Default

	api      *slack.Client
	self     string // our bot's user id
	audience audience

	mu     sync.Mutex
	direct map[string]string // person → their direct message with us
}

// NewSlack makes a sender. self is the user id of our bot. The client's HTTP
// timeout has to be well below the length of a lease.
func NewSlack(api *slack.Client, self string, now func() time.Time) *Slack {
	return &Slack{
		api: api, self: self, direct: map[string]string{},
		audience: audience{api: api, self: self, now: now, internal: map[string]readers{}, people: map[string]knownUser{}},
	}
}

// Forget drops what is known about who can read a channel. It is called when
// the channel's sharing changes.
func (s *Slack) Forget(channel string) { s.audience.forget(channel) }

// ClientReads says whether anybody of a client's is in their channel. ours are
// the guests who are of the team.
func (s *Slack) ClientReads(ctx context.Context, channel string, ours []string) (bool, error) {
	ch, err := s.audience.info(ctx, channel)
	if err != nil {
		return false, err
	}
	return s.audience.theirs(ctx, ch, ours)
}

// Do carries out one attempt.
func (s *Slack) Do(ctx context.Context, l *view.Lease, p kit.Post) outbox.DeliveryOutcome {
	d := l.Delivery
	if act, ok := acts[d.Kind]; ok {
		return act(s, ctx, l, p)
	}
	switch d.Traits().Manner {
	case outbox.Edits:
		return s.edit(ctx, l.View.Target, l.View.Known, p)
	case outbox.Deletes:
		return s.remove(ctx, l.View.Target)
	}
	return s.post(ctx, d.To, l.View.Known, p)
}

// acts are the kinds that [outbox.Acts] in Slack.
var acts = map[string]func(*Slack, context.Context, *view.Lease, kit.Post) outbox.DeliveryOutcome{
	outbox.ClientText: func(s *Slack, ctx context.Context, l *view.Lease, _ kit.Post) outbox.DeliveryOutcome {
		if l.Delivery.Looking {
			return s.look(ctx, l.Delivery)
		}
		mayPost := s.audience.unread
		if l.View.Incident != nil && l.View.Incident.Drill != nil {
			mayPost = s.audience.ours
		}
		if no := mayPost(ctx, l.Delivery.To, l.View.Known); no != nil {
			return *no
		}
		return s.clientText(ctx, l.Delivery)
	},
	outbox.AskClient: func(s *Slack, ctx context.Context, l *view.Lease, _ kit.Post) outbox.DeliveryOutcome {
		if l.Delivery.Looking {
			return s.look(ctx, l.Delivery)
		}
		if no := s.audience.unread(ctx, l.Delivery.To, l.View.Known); no != nil {
			return *no
		}
		return s.question(ctx, l.Delivery)
	},
	outbox.OpenChannel: func(s *Slack, ctx context.Context, l *view.Lease, _ kit.Post) outbox.DeliveryOutcome {
		return s.openChannel(ctx, l)
	},
	outbox.Invite: func(s *Slack, ctx context.Context, l *view.Lease, _ kit.Post) outbox.DeliveryOutcome {
		return s.invite(ctx, l.Delivery.To, l.Delivery.Users)
	},
	outbox.Topic: func(s *Slack, ctx context.Context, l *view.Lease, p kit.Post) outbox.DeliveryOutcome {
		return s.topic(ctx, l.Delivery.To, l.View.Known, p.Text)
	},
	outbox.Pin: func(s *Slack, ctx context.Context, l *view.Lease, _ kit.Post) outbox.DeliveryOutcome {
		return s.pin(ctx, l.View.Incident.Card)
	},
	outbox.PinSheet: func(s *Slack, ctx context.Context, l *view.Lease, _ kit.Post) outbox.DeliveryOutcome {
		return s.pin(ctx, l.View.Target.Receipt)
	},
	outbox.AskQuiet: func(s *Slack, ctx context.Context, l *view.Lease, _ kit.Post) outbox.DeliveryOutcome {
		return s.quiet(ctx, l.Delivery.Users)
	},
	outbox.OldCard: func(s *Slack, ctx context.Context, l *view.Lease, p kit.Post) outbox.DeliveryOutcome {
		return s.wipe(ctx, l.Delivery.Data.Channel, l.Delivery.Data.TS, p)
	},
	outbox.Kick: func(s *Slack, ctx context.Context, l *view.Lease, _ kit.Post) outbox.DeliveryOutcome {
		return s.kick(ctx, l.Delivery.To, l.Delivery.Users)
	},
	outbox.Digest: func(s *Slack, ctx context.Context, l *view.Lease, p kit.Post) outbox.DeliveryOutcome {
		if at := l.View.Incident.Digest.At; at.TS != "" {
			return s.update(ctx, at, l.View.Known, p)
		}
		return s.post(ctx, l.Delivery.To, l.View.Known, p)
	},
	outbox.Card: func(s *Slack, ctx context.Context, l *view.Lease, p kit.Post) outbox.DeliveryOutcome {
		if at := l.View.Incident.Card; at.TS != "" {
			return s.editCard(ctx, at, l.View.Known, p)
		}
		return s.post(ctx, l.Delivery.To, l.View.Known, p)
	},
}

// failed makes an outcome of an error and logs what was really said.
func (s *Slack) failed(what string, err error, internal bool) outbox.DeliveryOutcome {
	o := classify(err, internal)
	log := s.Log
	if log == nil {
		log = slog.Default()
	}
	log.Info("Slack did not do it", "call", what, "verdict", o.Verdict, "err", err)
	return o
}

func sent(channel, ts string) outbox.DeliveryOutcome {
	return outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: channel, TS: ts}}
}

// done is the outcome of an act that leaves no message.
var done = outbox.DeliveryOutcome{Verdict: outbox.Sent}

func refused(reason string) outbox.DeliveryOutcome {
	return outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: reason}
}

// metadataType names the metadata of a client's text; its id proves later that
// the message is there.
const metadataType = "candor_update"

// clientText posts a frozen text, with the button by which the client says that
// it was read. Where Slack does not take the button, the words go without it.
func (s *Slack) clientText(ctx context.Context, d outbox.Delivery) outbox.DeliveryOutcome {
	if d.Text == nil || d.Text.Body == "" || d.To == "" {
		return refused("there is no text, or nowhere to send it")
	}
	words := []slack.MsgOption{
		slack.MsgOptionText(d.Text.Body, false),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: metadataType, EventPayload: map[string]any{"id": d.ID}}),
	}
	r, err := s.inThread(ctx, d, append(slices.Clone(words), slack.MsgOptionBlocks(screen.ClientBlocks(d)...)))
	if noBlocks(err) { // surely not posted
		r, err = s.inThread(ctx, d, words)
	}
	if err != nil {
		return s.failed("post "+d.Key, err, false)
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: r}
}

// question posts a frozen text that is about no incident, and has no button.
func (s *Slack) question(ctx context.Context, d outbox.Delivery) outbox.DeliveryOutcome {
	r, err := s.postClient(ctx, d.To, []slack.MsgOption{
		slack.MsgOptionText(d.Text.Body, false), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: metadataType, EventPayload: map[string]any{"id": d.ID}}),
	})
	if err != nil {
		return s.failed("post "+d.Key, err, false)
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: r}
}

// inThread posts into the thread of the first message. If there is none to
// answer in any more, it goes to the channel: Slack does the same by itself
// where the first message was deleted.
func (s *Slack) inThread(ctx context.Context, d outbox.Delivery, options []slack.MsgOption) (outbox.Receipt, error) {
	if d.ThreadTS == "" {
		return s.postClient(ctx, d.To, options)
	}
	threaded := append(slices.Clone(options), slack.MsgOptionTS(d.ThreadTS))
	if d.Announce {
		threaded = append(threaded, slack.MsgOptionBroadcast())
	}
	r, err := s.postClient(ctx, d.To, threaded)
	if noThread(err) { // surely not posted
		return s.postClient(ctx, d.To, options)
	}
	return r, err
}

// noBlocks says whether Slack refused a message because of its blocks.
func noBlocks(err error) bool {
	switch codeOf(err) {
	case "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long":
		return true
	}
	return false
}

func (s *Slack) postClient(ctx context.Context, channel string, options []slack.MsgOption) (outbox.Receipt, error) {
	var t departure
	channel, ts, m, err := s.api.PostMessageWithResponseContext(t.watch(ctx), channel, options...)
	if err == nil && (ts == "" || channel == "") {
		err = errNoProof
	}
	return outbox.Receipt{Channel: channel, TS: ts, Thread: m.ThreadTimestamp}, t.mark(err)
}

// noThread says whether Slack refused a reply because it can take none there.
func noThread(err error) bool {
	switch codeOf(err) {
	case "thread_not_found", "invalid_thread_ts", "cannot_reply_to_message", "restricted_action_thread_locked", "restricted_action_non_threadable_channel":
		return true
	}
	return false
}

// Tell posts something that belongs to no incident: in a channel that only the team
// reads, or before one person. It rings nobody.
func (s *Slack) Tell(ctx context.Context, to, text string, trusted []string) outbox.DeliveryOutcome {
	return s.post(ctx, to, trusted, kit.Plain(fault.ByReader(messages.Escape(text))))
}

// post puts a message for the team into a channel, or before one person.
func (s *Slack) post(ctx context.Context, to string, trusted []string, p kit.Post) outbox.DeliveryOutcome {
	channel, no := s.place(ctx, to, trusted)
	if no != nil {
		return *no
	}
	channel, ts, err := s.api.PostMessageContext(ctx, channel, say(p)...)
	if err == nil && (ts == "" || channel == "") {
		err = errNoProof
	}
	if err != nil {
		return s.failed("post in "+to, err, true)
	}
	return sent(channel, ts)
}

func say(p kit.Post) []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(p.Text, false), slack.MsgOptionBlocks(p.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
}

// place finds the conversation for something internal: a channel that only the
// team reads, or the direct message with a person.
func (s *Slack) place(ctx context.Context, to string, trusted []string) (string, *outbox.DeliveryOutcome) {
	switch {
	case to == "":
		o := refused("the incident has no channel yet")
		return "", &o
	case isPerson(to):
		return s.directWith(ctx, to)
	case strings.HasPrefix(to, "D"):
		return to, nil
	}
	return to, s.audience.check(ctx, to, trusted)
}

func isPerson(id string) bool { return strings.HasPrefix(id, "U") || strings.HasPrefix(id, "W") }

// directWith opens the direct message with a person, once.
func (s *Slack) directWith(ctx context.Context, user string) (string, *outbox.DeliveryOutcome) {
	s.mu.Lock()
	id := s.direct[user]
	s.mu.Unlock()
	if id != "" {
		return id, nil
	}
	ch, _, _, err := s.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
	if err == nil && (ch == nil || ch.ID == "") {
		err = errNoProof
	}
	if err != nil {
		o := s.failed("open the direct message with "+user, err, true)
		return "", &o
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	remember(s.direct, user, ch.ID)
	return ch.ID, nil
}

// edit changes a message of ours.
func (s *Slack) edit(ctx context.Context, target *outbox.Delivery, trusted []string, p kit.Post) outbox.DeliveryOutcome {
	if target == nil || target.Receipt.TS == "" {
		return refused("there is no message to edit")
	}
	return s.update(ctx, target.Receipt, trusted, p)
}

func (s *Slack) update(ctx context.Context, at outbox.Receipt, trusted []string, p kit.Post) outbox.DeliveryOutcome {
	if _, no := s.place(ctx, at.Channel, trusted); no != nil {
		return *no
	}
	_, ts, _, err := s.api.UpdateMessageContext(ctx, at.Channel, at.TS, say(p)...)
	if err == nil && ts == "" {
		err = errNoProof
	}
	if err != nil {
		return s.failed("edit in "+at.Channel, err, true)
	}
	return sent(at.Channel, at.TS)
}

// editCard edits the incident's card. One that somebody deleted is not posted
// anew: the pin and the place of the old one are gone for the incident, so each
// further change would post another. A person is told instead.
func (s *Slack) editCard(ctx context.Context, at outbox.Receipt, trusted []string, p kit.Post) outbox.DeliveryOutcome {
	o := s.update(ctx, at, trusted, p)
	if o.Verdict == outbox.Refused && o.Reason == refusals("message_not_found").words(true) {
		o.Reason = "somebody deleted the card. Reminders go on; the command alone, typed in the channel, shows the state"
	}
	return o
}

// wipe edits a card in a channel that the incident has left to neutral words.
// It needs no look at the audience: less is shown, not more.
func (s *Slack) wipe(ctx context.Context, channel, ts string, p kit.Post) outbox.DeliveryOutcome {
	_, _, _, err := s.api.UpdateMessageContext(ctx, channel, ts, say(p)...)
	if err != nil && codeOf(err) != "message_not_found" {
		return s.failed("edit in "+channel, err, true)
	}
	return done
}

// remove deletes a reminder that a newer one replaces. One that is gone is what
// was wanted. It needs no look at the audience: less is shown, not more.
func (s *Slack) remove(ctx context.Context, target *outbox.Delivery) outbox.DeliveryOutcome {
	if target == nil || target.Receipt.TS == "" {
		return done
	}
	_, _, err := s.api.DeleteMessageContext(ctx, target.Receipt.Channel, target.Receipt.TS)
	if err != nil && codeOf(err) != "message_not_found" {
		return s.failed("delete in "+target.Receipt.Channel, err, true)
	}
	return done
}
