package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/schedule"
)

const replyPause = 2 * time.Second

const maxCopied = 100 // that are remembered, to follow their edits

// Replied copies to the team what somebody at the client wrote in the thread of
// an update, and keeps it on the card until the next update goes out. The same
// message twice is one copy. A thread that is no update's is left alone.
func (s *Service) Replied(ctx context.Context, a incident.Actor, place string, r outbox.Reply) error {
	return s.inThread(ctx, a, place, func(w *Unit, aff *incident.Affected) error {
		if aff.CopyOf(r.TS) != "" {
			return errNothing
		}
		r := r
		r.Text, r.At = outbox.Shorten(r.Text, outbox.MaxReply), w.now
		key, err := w.copyReply(aff, r)
		if err != nil {
			return err
		}
		aff.Copied = append(aff.Copied, incident.Copied{TS: r.TS, Key: key})
		aff.Copied = aff.Copied[max(0, len(aff.Copied)-maxCopied):]
		aff.Ask(r)
		return w.record("", "reply", fmt.Sprintf("%s at %s wrote in the thread: %s", r.Name, aff.Client.Name, outbox.Shorten(r.Words(), outbox.MaxGlimpse)))
	})
}

// ReplyChanged follows what became of a reply: edited, or deleted if gone is
// true. The copy is edited once; a reply that was not copied is left alone.
func (s *Service) ReplyChanged(ctx context.Context, a incident.Actor, place string, changed outbox.Reply, gone bool) error {
	return s.inThread(ctx, a, place, func(w *Unit, aff *incident.Affected) error {
		key := aff.CopyOf(changed.TS)
		if key == "" {
			return errNothing
		}
		d, err := w.tx.Delivery(key)
		if incident.IsLost(err) {
			return errNothing
		}
		if err != nil {
			return err
		}
		i := slices.IndexFunc(d.Replies, func(r outbox.Reply) bool { return r.TS == changed.TS })
		r := &d.Replies[i]
		text := outbox.Shorten(changed.Text, outbox.MaxReply)
		if !r.DeletedAt.IsZero() || !gone && r.Text == text && slices.Equal(r.Files, changed.Files) {
			return errNothing
		}
		what := "changed"
		if r.Text, r.Files, r.EditedAt = text, changed.Files, w.now; gone {
			what, r.Text, r.Files, r.DeletedAt = "took back", "", nil, w.now
		}
		aff.Reask(*r)
		if err := w.tx.PutDelivery(d); err != nil {
			return err
		}
		if err := w.recopy(aff, d); err != nil {
			return err
		}
		return w.record("", "reply", fmt.Sprintf("%s at %s %s what they wrote in the thread.", r.Name, aff.Client.Name, what))
	})
}

// errNothing undoes a transaction in which nothing changed.
var errNothing = fault.Errorf(fault.Conflict, "Nothing changed.")

// inThread runs fn on the incident and the client whose update's thread it is,
// if there is one and the actor is of the client. What was found out is
// finished in the same commit.
func (s *Service) inThread(ctx context.Context, a incident.Actor, place string, fn func(*Unit, *incident.Affected) error) error {
	err := s.commit(ctx, func(tx Tx, now time.Time) error {
		inc, err := tx.IncidentIn(place)
		if err != nil {
			return err
		}
		if inc == nil || incident.May(a, incident.Write, inc) != nil {
			return errNothing
		}
		w := s.unit(tx, inc, now)
		w.refresh()
		i := slices.IndexFunc(inc.Clients, func(aff incident.Affected) bool { return slices.Contains(aff.Threads, place) })
		if err := fn(w, &inc.Clients[i]); err != nil {
			return err
		}
		if err := w.put(); err != nil {
			return err
		}
		return tx.Finish(a.Envelope, now)
	})
	if err == errNothing {
		return nil
	}
	return err
}

// copyReply queues the copy of a reply, or adds it to one that has not left yet.
func (w *Unit) copyReply(aff *incident.Affected, r outbox.Reply) (key string, err error) {
	to := w.inc.CopyTo()
	if n := len(aff.Copied); n > 0 {
		d, err := w.tx.Delivery(aff.Copied[n-1].Key)
		if err != nil && !incident.IsLost(err) {
			return "", err
		}
		if err == nil && d.State == outbox.Waiting && d.Attempt == 0 && d.To == to && d.RoomFor(r) {
			d.Replies = append(d.Replies, r)
			return d.Key, w.tx.PutDelivery(d)
		}
	}
	d := w.inc.NewDelivery(outbox.Copy, aff.Client.ID+"/reply/"+r.TS, w.now)
	d.Lane = w.inc.Name() + "/" + aff.Client.ID + "/replies"
	d.Client, d.To, d.Replies = aff.Client.ID, to, []outbox.Reply{r}
	d.NotTill = schedule.Later(w.now, aff.CopyAt.Add(replyPause))
	if len(aff.Asked) == 0 && to == "" { // the first since the last update: somebody should see it
		d.Users = []string{w.inc.Holder(playbook.Comms)}
	}
	aff.CopyAt = d.NotTill
	return d.Key, enqueue(w.tx, d)
}

// recopy queues an edit of a copy that has left, unless one is waiting already.
func (w *Unit) recopy(aff *incident.Affected, d *outbox.Delivery) error {
	if d.State == outbox.Waiting || d.State == outbox.Dead {
		return nil
	}
	for n := 1; ; n++ {
		key := fmt.Sprintf("%s/edit/%d", d.Key[len(w.inc.Name())+1:], n)
		switch old, err := w.tx.Delivery(w.inc.Name() + "/" + key); {
		case incident.IsDamaged(err): // the next number is free
		case fault.CodeOf(err) == fault.NotFound:
			e := w.inc.NewDelivery(outbox.Recopy, key, w.now)
			e.Lane, e.Client, e.Target = d.Lane, aff.Client.ID, d.Key
			return enqueue(w.tx, e)
		case err != nil:
			return err
		case old.State == outbox.Waiting:
			return nil
		}
	}
}
