package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"candor/bot/typed"
	"candor/incident/fault"
	"candor/incident/work"
	"candor/messages"
)

// request is one thing that somebody asked for.
type request struct {
	env     work.Envelope
	user    string
	team    string
	channel string
	thread  string // in which the pressed message stands; empty outside threads
	trigger string // opens a form within three seconds, once
	reply   string // response_url; empty for forms
	text    string // of a command
	action  *slack.BlockAction
	view    *slack.View // the form that was submitted, or in which a button was pressed
	fromMsg bool        // the button stands in a message that only its reader sees
	event   *slackevents.EventsAPIEvent
	submit  bool
	late    bool      // taken up by a later process: forms and triggers are gone
	ack     func(any) // acknowledges, for submissions with errors or the next form; nil once that is done
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
// crash between the two repeats an envelope and never loses one. What waits at
// the same time is one commit. The work itself starts after the
// acknowledgement: it may need Slack, and Slack waits three seconds. It takes
// until ctx ends; live ends later.
func (b *Bot) take(ctx, live context.Context) {
	tidy := time.NewTicker(tidyEvery)
	defer tidy.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tidy.C:
			b.tidy(live)
		case e := <-b.queue:
			b.accept(live, b.waiting(e))
		}
	}
}

// batch is how many envelopes share a commit at most.
const batch = 64

// waiting returns an event and those that stand behind it.
func (b *Bot) waiting(first received) []received {
	list := []received{first}
	for len(list) < batch {
		select {
		case e := <-b.queue:
			list = append(list, e)
		default:
			return list
		}
	}
	return list
}

// accept keeps what came in, acknowledges it and hands it to the lanes.
func (b *Bot) accept(ctx context.Context, list []received) {
	var requests []*request
	var envelopes []work.Envelope
	for _, e := range list {
		if r := b.unpack(ctx, e); r != nil {
			requests, envelopes = append(requests, r), append(envelopes, r.env)
		}
	}
	if len(requests) == 0 {
		return
	}
	fresh, err := b.Service.Receive(ctx, b.done.take(), envelopes...)
	if err != nil {
		b.Log.Error("nothing can be accepted: the store failed", "err", err)
		for _, r := range requests {
			b.refuse(ctx, r)
		}
		b.fatal(err)
		return
	}
	for i, r := range requests {
		if !r.submit || !fresh[i] {
			r.acknowledge(nil)
		}
	}
	for i, r := range requests { // once all are acknowledged: a lane may be full
		if !fresh[i] {
			b.work.done()
			continue
		}
		b.laneOf(r.user) <- r
	}
}

// unpack makes a request of an event; nil if it cannot be read.
func (b *Bot) unpack(ctx context.Context, e received) *request {
	req := e.event.Request
	ack := func(payload any) {
		if err := e.via.AckCtx(ctx, req.EnvelopeID, payload); err != nil {
			b.Log.Warn("an acknowledgement did not leave; Slack may show an error although the work is done", "err", err)
		}
	}
	r, err := b.read(work.Envelope{ID: req.EnvelopeID, Type: req.Type, Payload: req.Payload, At: b.Now()})
	if err != nil {
		b.Log.Warn("slack sent something that could not be read; it was skipped", "type", req.Type, "err", err)
		ack(nil)
		b.work.done()
		return nil
	}
	r.ack = ack
	if r.event != nil && (idle(r.event) || b.unheard(ctx, r.event)) {
		ack(nil)
		b.work.done()
		return nil
	}
	return r
}

// refuse tells a person that what they asked for could not be kept.
func (b *Bot) refuse(ctx context.Context, r *request) {
	r.acknowledge(b.refusal(r))
	if r.action != nil { // the acknowledgement of a press says nothing
		b.answer(ctx, r, answer{}, errUnwritable)
	}
	b.work.done()
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

var errUnwritable = fault.Errorf(fault.Conflict, "Nothing was done: Candor cannot write to its disk. What was promised before is safe. Tell whoever runs it. Until it works again, tell the client by hand.")

// read makes a request of an envelope.
func (b *Bot) read(env work.Envelope) (*request, error) {
	if env.ID == "" { // it could be neither acknowledged nor finished
		return nil, errors.New("an envelope without an id")
	}
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
		if c, ok := e.Data.(*slackevents.EventsAPICallbackEvent); ok && c.EventID != "" {
			env.ID = "event " + c.EventID // Slack may send the same event in another envelope
		}
		r := &request{env: env, team: e.TeamID, event: &e}
		switch inner := e.InnerEvent.Data.(type) {
		case *slackevents.AppHomeOpenedEvent:
			r.user = inner.User
		case *slackevents.MessageEvent:
			r.user, r.channel = writer(inner), inner.Channel
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

func readInteraction(env work.Envelope) (*request, error) {
	c, err := unmarshalInteraction(env.Payload)
	if err != nil {
		return nil, err
	}
	r := &request{env: env, user: c.User.ID, team: c.Team.ID, channel: c.Channel.ID, trigger: c.TriggerID, reply: c.ResponseURL}
	if r.channel == "" {
		r.channel = c.Container.ChannelID
	}
	r.thread = c.Container.ThreadTs
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
		if c.View.ID != "" && c.View.Type == slack.VTModal { // a Home is no form that could be changed or closed
			r.view = &c.View
		}
		return r, nil
	case slack.InteractionTypeViewSubmission:
		r.view, r.submit = &c.View, true
		return r, nil
	}
	return nil, fmt.Errorf("interaction of type %q", c.Type)
}

// handle works on one request and notes that it may leave the inbox. A mistake of ours
// costs this request, never the program.
func (b *Bot) handle(ctx context.Context, r *request) {
	defer func() {
		if p := recover(); p != nil {
			b.Log.Error("a request broke the bot", "panic", p, "stack", string(debug.Stack()))
			b.broke(ctx, r)
			b.done.add(r.env.ID)
		}
	}()
	switch {
	case b.tooLate(r):
		b.answer(ctx, r, say("You asked for this before Candor was away: it was *not* done, since it may no longer be true, and nobody was told. If it still is, ask again: "+b.asked(r)), nil)
	case r.event != nil:
		b.notice(ctx, r)
	case r.submit:
		b.submitted(ctx, r)
	case r.action != nil:
		b.pressed(ctx, r)
	default:
		b.typed(ctx, r)
	}
	b.done.add(r.env.ID)
}

// goodFor is how long after it was asked something may still be said to a client.
const goodFor = 2 * time.Minute

// tooLate says whether a request from before a restart would tell a client what
// was true then, or do what was meant for that moment.
func (b *Bot) tooLate(r *request) bool {
	if !r.late || b.Now().Sub(r.env.At) < goodFor {
		return false
	}
	if r.action != nil {
		return buttons()[r.action.ActionID].momentary(r.pressedValue())
	}
	v, ok := verbOf(r.text)
	return ok && v.what == tells
}

// asked is what a person asked for, in their words.
func (b *Bot) asked(r *request) string {
	if r.action != nil {
		return "press the button."
	}
	return "`" + b.Command + " " + messages.Escape(typed.Readable(r.text)) + "`"
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
	b.tidy(ctx)
	return nil
}

func (b *Bot) fatal(err error) {
	if b.Fatal != nil {
		b.Fatal(err)
	}
}
