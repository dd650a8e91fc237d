package inbox

import (
	"context"
	"fmt"

	"github.com/slack-go/slack/socketmode"
)

// Sockets is how many connections there are: Slack closes each every few hours, and
// the other one carries on.
const Sockets = 2

// listen keeps one connection and hands on what comes in; nothing here may be
// slow, since a stalled reader loses events.
func (in *Inbox) listen(ctx context.Context) {
	client := socketmode.New(in.API)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case e := <-client.Events:
				in.hand(ctx, received{e, client.AckCtx})
			}
		}
	}()
	err := client.RunContext(ctx) // returns only when it gives up
	if ctx.Err() == nil {
		in.fatal(fmt.Errorf("slack refused the connection: %w", err))
	}
}

func (in *Inbox) hand(ctx context.Context, e received) {
	switch e.event.Type {
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
		in.work.add()
		select {
		case in.queue <- e:
		case <-ctx.Done():
			in.work.done()
		}
	case socketmode.EventTypeErrorBadMessage:
		in.Log.Warn("slack sent something that could not be read; it was skipped")
	case socketmode.EventTypeConnectionError, socketmode.EventTypeIncomingError, socketmode.EventTypeErrorWriteFailed:
		in.Log.Warn("the connection to Slack broke; trying again", "what", string(e.event.Type))
	}
}

func (in *Inbox) fatal(err error) {
	if in.Fatal != nil {
		in.Fatal(err)
	}
}
