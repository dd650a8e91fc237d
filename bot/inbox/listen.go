package inbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/slack-go/slack/socketmode"
)

// Sockets is how many connections there are: Slack closes each every few hours, and
// the other one carries on.
const Sockets = 2

// patience is how long a connection may be missing before the library is stopped and
// started anew. It doubles its pauses up to five minutes, so that after an outage of
// Slack's it would be deaf for as long again.
const patience = 8 * time.Second

// held is how long Slack may be trusted to hold back what happens while no connection stands: it
// tries an event again at once and after a minute, and then after five.
const held = time.Minute

// listen keeps one connection and hands on what comes in; nothing here may be
// slow, since a stalled reader loses events.
func (in *Inbox) listen(ctx context.Context) {
	client := socketmode.New(in.API) // the same one all the time: what is to be acknowledged goes over whatever connection it has
	err := in.keep(ctx, line{client.Events, client.RunContext, client.AckCtx})
	if ctx.Err() == nil {
		in.fatal(fmt.Errorf("slack refused the connection: %w", err))
	}
}

// line is what the library is to the inbox.
type line struct {
	events <-chan socketmode.Event
	run    func(context.Context) error
	ack    func(ctx context.Context, envelope string, payload any) error
}

// keep runs the library until ctx ends or it gives up, and hands on what it hears.
func (in *Inbox) keep(ctx context.Context, l line) error {
	for {
		attempt, giveUp := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() { ended <- l.run(attempt) }()
		err := in.hear(ctx, l, ended, giveUp)
		giveUp()
		if ctx.Err() != nil || !errors.Is(err, context.Canceled) {
			return err
		}
	}
}

// hear hands on what comes in until the library has ended. It gives up one that has
// had no connection for too long.
func (in *Inbox) hear(ctx context.Context, l line, ended <-chan error, giveUp func()) error {
	missing := time.AfterFunc(patience, giveUp)
	defer missing.Stop()
	up := false
	defer func() { in.connected(&up, false) }()
	for {
		select {
		case err := <-ended:
			return err
		case e := <-l.events:
			switch e.Type {
			case socketmode.EventTypeConnected:
				in.connected(&up, true)
				missing.Stop()
			case socketmode.EventTypeConnecting:
				if up {
					in.connected(&up, false)
					missing.Reset(patience)
				}
			}
			in.hand(ctx, received{e, l.ack})
		}
	}
}

// connected notes whether one connection stands.
func (in *Inbox) connected(up *bool, now bool) {
	in.hearing.Lock()
	defer in.hearing.Unlock()
	switch {
	case now && !*up:
		if in.up.Load() == 0 && in.Now().Sub(in.deaf) >= held && in.Missed != nil {
			in.Missed()
		}
		in.up.Add(1)
	case !now && *up:
		if in.up.Add(-1) == 0 {
			in.deaf = in.Now()
		}
	}
	*up = now
}

func (in *Inbox) hand(ctx context.Context, e received) {
	if bad, is := e.event.Data.(*socketmode.ErrorBadMessage); is {
		e.event = saved(bad, in.Log)
	}
	switch e.event.Type {
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
		in.work.add()
		select {
		case in.queue <- e:
		case <-ctx.Done():
			in.work.done()
		}
	case socketmode.EventTypeConnectionError, socketmode.EventTypeIncomingError, socketmode.EventTypeErrorWriteFailed:
		in.Log.Warn("the connection to Slack broke; trying again", "what", string(e.event.Type))
	}
}

// saved is what the library could not read, as we read it: it gives up a whole message for a
// number of another kind in it, which may stand in the preview of a link. What we need of it
// [Read] finds; whatever else is wrong with it costs nobody their words.
func saved(bad *socketmode.ErrorBadMessage, log *slog.Logger) (e socketmode.Event) {
	p, _ := partsOf(bad.Message)
	r := &socketmode.Request{Type: p.text("type"), EnvelopeID: p.text("envelope_id"), Payload: p["payload"]}
	kinds := map[string]socketmode.EventType{
		socketmode.RequestTypeSlashCommands: socketmode.EventTypeSlashCommand,
		socketmode.RequestTypeInteractive:   socketmode.EventTypeInteractive,
		socketmode.RequestTypeEventsAPI:     socketmode.EventTypeEventsAPI,
	}
	if kind, ok := kinds[r.Type]; ok && r.EnvelopeID != "" {
		return socketmode.Event{Type: kind, Request: r}
	}
	log.Warn("slack sent something that could not be read; it was skipped", "type", r.Type, "err", bad.Cause)
	return socketmode.Event{}
}

func (in *Inbox) fatal(err error) {
	if in.Fatal != nil {
		in.Fatal(err)
	}
}
