package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"candor"
)

// request is one thing that somebody asked for.
type request struct {
	env     candor.Envelope
	user    string
	team    string
	channel string
	trigger string // opens a form within three seconds, once
	reply   string // response_url; empty for forms
	text    string // of a command
	action  *slack.BlockAction
	view    *slack.View // the form that was submitted, or in which a button was pressed
	fromMsg bool        // the button stands in a message that only its reader sees
	event   *slackevents.EventsAPIEvent
	submit  bool
	late    bool      // taken up by a later process: forms and triggers are gone
	ack     func(any) // for submissions: carries errors or the next form
}

// listen keeps one connection and hands on what comes in; nothing here may be
// slow, since a stalled reader loses events.
func (b *Bot) listen(ctx context.Context) {
	client := socketmode.New(b.API)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case e := <-client.Events:
				b.hand(ctx, received{e, client})
			}
		}
	}()
	err := client.RunContext(ctx) // returns only when it gives up
	if ctx.Err() == nil {
		b.fatal(fmt.Errorf("slack refused the connection: %w", err))
	}
}

func (b *Bot) hand(ctx context.Context, e received) {
	switch e.event.Type {
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
		b.work.add()
		select {
		case b.queue <- e:
		case <-ctx.Done():
			b.work.done()
		}
	case socketmode.EventTypeErrorBadMessage:
		b.Log.Warn("slack sent something that could not be read; it was skipped")
	case socketmode.EventTypeConnectionError, socketmode.EventTypeIncomingError, socketmode.EventTypeErrorWriteFailed:
		b.Log.Warn("the connection to Slack broke; trying again", "what", string(e.event.Type))
	}
}

// take commits what came in before Slack is told that it arrived, so that a
// crash between the two repeats an envelope and never loses one. The work
// itself starts after the acknowledgement: it may need Slack, and Slack waits
// three seconds. It takes until ctx ends; live ends later.
func (b *Bot) take(ctx, live context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-b.queue:
			b.takeOne(live, e)
		}
	}
}

func (b *Bot) takeOne(ctx context.Context, e received) {
	req := e.event.Request
	env := candor.Envelope{ID: req.EnvelopeID, Type: req.Type, Payload: req.Payload, At: b.Now()}
	ack := func(payload any) {
		if err := e.via.AckCtx(ctx, req.EnvelopeID, payload); err != nil {
			b.Log.Warn("an acknowledgement did not leave; Slack may show an error although the work is done", "err", err)
		}
	}
	r, err := b.read(env)
	if err != nil {
		b.Log.Warn("slack sent something that could not be read; it was skipped", "type", env.Type, "err", err)
		ack(nil)
		b.work.done()
		return
	}
	fresh, err := b.Service.Receive(ctx, env)
	switch {
	case err != nil:
		b.Log.Error("nothing can be accepted: the store failed", "err", err)
		ack(b.refusal(r))
		if r.action != nil { // the acknowledgement of a press says nothing
			b.answer(ctx, r, answer{}, errUnwritable)
		}
		b.fatal(err)
		b.work.done()
		return
	case !fresh:
		ack(nil)
		b.work.done()
		return
	case r.submit:
		r.ack = ack
	default:
		ack(nil)
	}
	b.laneOf(r.user) <- r
}

// refusal is what a person sees when what they asked for could not be kept.
func (b *Bot) refusal(r *request) any {
	switch {
	case r.env.Type == socketmode.RequestTypeSlashCommands:
		return map[string]string{"response_type": "ephemeral", "text": errUnwritable.Message}
	case r.submit:
		return b.formErrors(r, errUnwritable)
	}
	return nil
}

var errUnwritable = candor.Errorf(candor.Conflict, "Nothing was done: Candor cannot write to its disk. What was promised before is safe. Tell whoever runs it. Until it works again, tell the client by hand.")

// read makes a request of an envelope.
func (b *Bot) read(env candor.Envelope) (*request, error) {
	switch env.Type {
	case socketmode.RequestTypeSlashCommands:
		var c slack.SlashCommand
		if err := json.Unmarshal(env.Payload, &c); err != nil {
			return nil, err
		}
		return &request{env: env, user: c.UserID, team: c.TeamID, channel: c.ChannelID, trigger: c.TriggerID, reply: c.ResponseURL, text: c.Text}, nil
	case socketmode.RequestTypeInteractive:
		return readInteraction(env)
	case socketmode.RequestTypeEventsAPI:
		e, err := slackevents.ParseEvent(env.Payload, slackevents.OptionNoVerifyToken())
		if err != nil {
			return nil, err
		}
		return &request{env: env, team: e.TeamID, event: &e}, nil
	}
	return nil, fmt.Errorf("unknown envelope type %q", env.Type)
}

func readInteraction(env candor.Envelope) (*request, error) {
	var c slack.InteractionCallback
	if err := json.Unmarshal(env.Payload, &c); err != nil {
		return nil, err
	}
	r := &request{env: env, user: c.User.ID, team: c.Team.ID, channel: c.Channel.ID, trigger: c.TriggerID, reply: c.ResponseURL}
	if r.channel == "" {
		r.channel = c.Container.ChannelID
	}
	if c.User.TeamID != "" && c.User.TeamID != c.Team.ID { // somebody of another company in a shared channel
		r.team = c.User.TeamID
	}
	switch c.Type {
	case slack.InteractionTypeBlockActions:
		if len(c.ActionCallback.BlockActions) != 1 {
			return nil, fmt.Errorf("%d actions in one payload", len(c.ActionCallback.BlockActions))
		}
		r.action = c.ActionCallback.BlockActions[0]
		r.fromMsg = c.Container.IsEphemeral
		if c.View.ID != "" {
			r.view = &c.View
		}
		return r, nil
	case slack.InteractionTypeViewSubmission:
		r.view, r.submit = &c.View, true
		return r, nil
	}
	return nil, fmt.Errorf("interaction of type %q", c.Type)
}

// handle works on one request and takes it off the inbox. A mistake of ours
// costs this request, never the program.
func (b *Bot) handle(ctx context.Context, r *request) {
	defer func() {
		if p := recover(); p != nil {
			b.Log.Error("a request broke the bot", "panic", p, "stack", string(debug.Stack()))
			b.broke(ctx, r)
			b.finish(ctx, r)
		}
	}()
	switch {
	case r.event != nil:
		b.notice(ctx, r)
	case r.submit:
		b.submitted(ctx, r)
	case r.action != nil:
		b.pressed(ctx, r)
	default:
		b.typed(ctx, r)
	}
	b.finish(ctx, r)
}

func (b *Bot) finish(ctx context.Context, r *request) {
	if err := b.Service.Finish(ctx, r.env.ID); err != nil {
		b.Log.Error("a request stays in the inbox and may be done again: the store failed", "err", err)
		b.fatal(err)
	}
}

// recover works off what an earlier process accepted and did not finish. A form
// is not applied: its sender saw an error and still has it open.
func (b *Bot) recover(ctx context.Context) error {
	list, err := b.Service.Inbox(ctx)
	if err != nil {
		return fmt.Errorf("read the inbox: %w", err)
	}
	for _, env := range list {
		r, err := b.read(env)
		if err != nil || r.submit {
			if err := b.Service.Finish(ctx, env.ID); err != nil {
				return fmt.Errorf("clear the inbox: %w", err)
			}
			continue
		}
		r.late = true
		b.Log.Info("doing what was asked before the restart", "type", env.Type, "at", env.At)
		b.handle(ctx, r)
	}
	return nil
}

func (b *Bot) fatal(err error) {
	if b.Fatal != nil {
		b.Fatal(err)
	}
}

// notice follows what happens to channels: an incident's channel that becomes
// shared outside stops receiving anything internal.
func (b *Bot) notice(ctx context.Context, r *request) {
	channel, shared := "", false
	switch e := r.event.InnerEvent.Data.(type) {
	case *slackevents.ChannelSharedEvent:
		channel, shared = e.Channel, true
	case *slackevents.ChannelUnsharedEvent:
		channel = e.Channel
	case *slackevents.MemberJoinedChannelEvent:
		b.who.forget(e.Channel)
		return
	case *slackevents.MemberLeftChannelEvent:
		b.who.forget(e.Channel)
		return
	default:
		return
	}
	if b.Shared != nil {
		b.Shared(channel)
	}
	if err := b.Service.ChannelShared(ctx, channel, shared); err != nil {
		b.Log.Error("a change of a channel's audience was not kept", "channel", channel, "err", err)
	}
}
