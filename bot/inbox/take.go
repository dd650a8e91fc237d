package inbox

import (
	"context"
	"fmt"
	"time"

	"candor/incident/fault"
	"candor/incident/records"
)

// take commits what came in before Slack is told that it arrived, so that a
// crash between the two repeats an envelope and never loses one. What waits at
// the same time is one commit. The work itself starts after the
// acknowledgement: it may need Slack, and Slack waits three seconds. It takes
// until ctx ends; live ends later.
func (in *Inbox) take(ctx, live context.Context) {
	tidy := time.NewTicker(tidyEvery)
	defer tidy.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tidy.C:
			in.Tidy(live)
		case e := <-in.queue:
			in.accept(live, in.waiting(e))
		}
	}
}

// batch is how many envelopes share a commit at most.
const batch = 64

// waiting returns an event and those that stand behind it.
func (in *Inbox) waiting(first received) []received {
	list := []received{first}
	for len(list) < batch {
		select {
		case e := <-in.queue:
			list = append(list, e)
		default:
			return list
		}
	}
	return list
}

// accept keeps what came in, acknowledges it and hands it to the lanes.
func (in *Inbox) accept(ctx context.Context, list []received) {
	var requests []*Request
	var envelopes []records.Envelope
	for _, e := range list {
		r := in.unpack(ctx, e)
		switch {
		case r == nil:
		case !in.lanes.reserve(r) && r.Event == nil:
			in.refuse(ctx, r, errFlood)
		default:
			requests, envelopes = append(requests, r), append(envelopes, r.Envelope)
		}
	}
	if len(requests) == 0 {
		return
	}
	fresh, err := in.Store.Receive(ctx, in.done.take(), envelopes...)
	if err != nil {
		in.Log.Error("nothing can be accepted: the store failed", "err", err)
		for _, r := range requests {
			in.refuse(ctx, r, errUnwritable)
		}
		in.fatal(err)
		return
	}
	for i, r := range requests {
		if !r.Submit || !fresh[i] {
			r.Acknowledge(nil)
		}
	}
	for i, r := range requests { // once all are acknowledged
		if !fresh[i] {
			in.lanes.release(r)
			in.work.done()
			continue
		}
		in.enqueue(ctx, r)
	}
}

// unpack makes a request of an event; nil if it cannot be read.
func (in *Inbox) unpack(ctx context.Context, e received) *Request {
	req := e.event.Request
	ack := func(payload any) {
		if err := e.ack(ctx, req.EnvelopeID, payload); err != nil {
			in.Log.Warn("an acknowledgement did not leave; Slack may show an error although the work is done", "err", err)
		}
	}
	r, err := Read(records.Envelope{ID: req.EnvelopeID, Type: req.Type, Payload: req.Payload, At: in.Now()})
	if err != nil {
		in.Log.Warn("slack sent something that could not be read; it was skipped", "type", req.Type, "err", err)
		if r == nil {
			ack(nil)
			in.work.done()
			return nil
		}
		r.ack = ack
		in.refuse(ctx, r, errUnread)
		return nil
	}
	r.ack = ack
	if r.Event != nil && (Idle(r.Event) || in.Idle(ctx, r.Event)) {
		ack(nil)
		in.work.done()
		return nil
	}
	return r
}

var errUnread = fault.Errorf(fault.Invalid, "This was *not* done: Slack sent it in a way that Candor cannot read. Type it as a command instead, and tell whoever runs Candor.")

var errUnwritable = fault.Errorf(fault.Conflict, "Nothing was done: Candor cannot write to its disk. What was promised before is safe. Tell whoever runs it. Until it works again, tell the client by hand.")

// Recover works off what an earlier process accepted and did not finish. A form
// is not applied: its sender saw an error and still has it open.
func (in *Inbox) Recover(ctx context.Context) error {
	list, err := in.Store.Inbox(ctx)
	if err != nil {
		return fmt.Errorf("read the inbox: %w", err)
	}
	for _, env := range list {
		r, err := Read(env)
		if err != nil || r.Submit {
			if err := in.Store.Finish(ctx, env.ID); err != nil {
				return fmt.Errorf("clear the inbox: %w", err)
			}
			continue
		}
		r.Late = true
		in.Log.Info("doing what was asked before the restart", "type", env.Type, "at", env.At)
		in.handle(ctx, r)
	}
	in.Tidy(ctx)
	return nil
}
