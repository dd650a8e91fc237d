package service

import (
	"context"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/timeline"
	"candor/incident/work"
)

const maxCopied = 100 // that are remembered, to follow their edits

// Replied copies to the team what somebody at the client wrote in the thread of
// an update, and keeps it on the card until the next update goes out. The same
// message twice is one copy. A thread that is no update's is left alone.
func (s *Service) Replied(ctx context.Context, a incident.Actor, place string, r outbox.Reply) error {
	return s.inThread(ctx, a, place, func(w *work.Unit, aff *incident.Affected) error {
		if aff.CopyOf(r.TS) != "" {
			return errNothing
		}
		r := r
		r.Text, r.At = outbox.Shorten(r.Text, outbox.MaxReply), w.Now
		key, err := w.CopyReply(aff, r)
		if err != nil {
			return err
		}
		aff.Copied = append(aff.Copied, incident.Copied{TS: r.TS, Key: key})
		aff.Copied = aff.Copied[max(0, len(aff.Copied)-maxCopied):]
		aff.Ask(r)
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.Reply, Person: r.User, Name: r.Name, Words: outbox.Shorten(r.Words(), outbox.MaxGlimpse)})
	})
}

// ReplyChange is what became of a reply.
type ReplyChange struct {
	outbox.Reply      // as it is now
	Gone         bool // they deleted it
}

// ReplyChanged follows that a reply was edited or deleted. The copy is edited
// once; a reply that was not copied is left alone.
func (s *Service) ReplyChanged(ctx context.Context, a incident.Actor, place string, changed ReplyChange) error {
	return s.inThread(ctx, a, place, func(w *work.Unit, aff *incident.Affected) error {
		key := aff.CopyOf(changed.TS)
		if key == "" {
			return errNothing
		}
		d, err := w.Tx.Delivery(key)
		if incident.IsLost(err) {
			return errNothing
		}
		if err != nil {
			return err
		}
		i := slices.IndexFunc(d.Replies, func(r outbox.Reply) bool { return r.TS == changed.TS })
		r := &d.Replies[i]
		text := outbox.Shorten(changed.Text, outbox.MaxReply)
		if !r.DeletedAt.IsZero() || !changed.Gone && r.Text == text && slices.Equal(r.Files, changed.Files) {
			return errNothing
		}
		kind := timeline.ReplyEdited
		if r.Text, r.Files, r.EditedAt = text, changed.Files, w.Now; changed.Gone {
			kind, r.Text, r.Files, r.DeletedAt = timeline.ReplyDeleted, "", nil, w.Now
		}
		aff.Reask(*r)
		if err := w.Tx.PutDelivery(d); err != nil {
			return err
		}
		if err := w.Recopy(aff, d); err != nil {
			return err
		}
		return w.RecordFor(aff, timeline.Entry{Kind: kind, Person: r.User, Name: r.Name})
	})
}

// errNothing undoes a transaction in which nothing changed.
var errNothing = fault.Errorf(fault.Conflict, "Nothing changed.")

// inThread runs fn on the incident and the client whose update's thread it is,
// if there is one and the actor is of the client. What was found out is
// finished in the same commit.
func (s *Service) inThread(ctx context.Context, a incident.Actor, place string, fn func(*work.Unit, *incident.Affected) error) error {
	err := s.commit(ctx, func(tx work.Tx, now time.Time) error {
		inc, err := tx.IncidentIn(place)
		if err != nil {
			return err
		}
		if inc == nil {
			return errNothing
		}
		i := slices.IndexFunc(inc.Clients, func(aff incident.Affected) bool { return slices.Contains(aff.Threads, place) })
		if i < 0 || incident.May(a, incident.Write, inc, inc.Clients[i].Client.ID) != nil {
			return errNothing
		}
		w := s.Unit(tx, inc, now)
		w.Refresh()
		if err := fn(w, &inc.Clients[i]); err != nil {
			return err
		}
		if err := w.Put(); err != nil {
			return err
		}
		return tx.Finish(a.Envelope, now)
	})
	if err == errNothing {
		return nil
	}
	return err
}
