package bot

import (
	"context"
	"runtime/debug"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"candor/bot/inbox"
	"candor/bot/typed"
	"candor/incident/records"
	"candor/messages"
)

// request is what came in, as far as it is understood: what it was in Slack's words
// stays in the inbox, and this one is changed while it is worked on.
type request struct {
	env     records.Envelope
	user    string
	team    string
	channel string
	thread  string // in which the pressed message stands; empty outside threads
	trigger string // opens a form within three seconds, once
	reply   string // response_url; empty for forms
	text    string // of a command; while it runs, the incident that was named first
	said    string // a command that named none
	action  *slack.BlockAction
	view    *slack.View // the form that was submitted, or in which a button was pressed
	fromMsg bool        // the button stands in a message that only its reader sees
	event   *slackevents.EventsAPIEvent
	submit  bool
	closed  bool            // a form, by its reader
	used    *inbox.Shortcut // nil: none
	late    bool            // taken up by a later process: forms and triggers are gone
	kept    bool            // it is in the inbox until its answer says that it was not done
	ack     func(any)       // acknowledges, for submissions with errors or the next form; nil once that is done
}

// understood is what the answering half works on, of a request that was committed.
func understood(r *inbox.Request) *request {
	return &request{
		env: r.Envelope, user: r.User, team: r.Team, channel: r.Channel, thread: r.Thread, trigger: r.Trigger, reply: r.Reply, text: r.Text,
		action: r.Action, view: r.View, fromMsg: r.Ephemeral, event: r.Event, used: r.Shortcut, submit: r.Submit, closed: r.Closed, late: r.Late, kept: true, ack: r.Acknowledge,
	}
}

// refuse tells a person that what they asked for could not be kept.
func (b *Bot) refuse(ctx context.Context, r *request, why error) {
	r.kept = false
	r.acknowledge(b.refusal(r, why))
	if !r.submit && r.env.Type == socketmode.RequestTypeInteractive { // the acknowledgement of a press says nothing
		b.answer(ctx, r, answer{}, why)
	}
}

// refusal is what a person sees when what they asked for could not be kept.
func (b *Bot) refusal(r *request, why error) any {
	switch {
	case r.env.Type == socketmode.RequestTypeSlashCommands:
		return map[string]string{"response_type": "ephemeral", "text": b.apologise(why)}
	case r.submit:
		return b.formErrors(r, why)
	}
	return nil
}

// handle works on one request. A mistake of ours costs this request, never the program.
func (b *Bot) handle(ctx context.Context, r *request) {
	defer func() {
		if p := recover(); p != nil {
			b.Log.Error("a request broke the bot", "panic", p, "stack", string(debug.Stack()))
			b.broke(ctx, r)
		}
	}()
	switch {
	case b.tooLate(r):
		b.answer(ctx, r, say("You asked for this before Candor was away: it was *not* done, since it may no longer be true, and nobody was told. If it still is, ask again: "+b.asked(r)), nil)
	case r.event != nil:
		b.notice(ctx, r)
	case r.submit:
		b.submitted(ctx, r)
	case r.closed:
		b.formClosed(ctx, r)
	case r.action != nil:
		b.pressed(ctx, r)
	case r.used != nil:
		b.shortcut(ctx, r)
	default:
		b.typed(ctx, r)
	}
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
