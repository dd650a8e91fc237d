package service

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/replies"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/upkeep"
	"candor/incident/view"
	"candor/incident/work"
)

// Replied copies to the team what somebody at the client wrote in their channel,
// in the thread of an update or not, and keeps it on the card until the next
// update goes out. The same message twice is one copy. What is written where no
// client of an incident reads is left alone.
func (s *Service) Replied(ctx context.Context, a incident.Actor, place string, r outbox.Reply) error {
	return s.inThread(ctx, a, addressee{place, r.TS}, func(w *work.Unit, aff *incident.Affected) error {
		if aff.CopyOf(r.TS) != "" {
			return errNothing
		}
		r := r
		r.Text, r.At = outbox.Theirs(r.Text, outbox.MaxReply), w.Now
		from := replies.From{Unit: w, Client: aff}
		r.Held = from.Holds(r, slices.Contains(aff.Threads, place))
		return from.Take(r)
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
	return s.inThread(ctx, a, addressee{place, changed.TS}, func(w *work.Unit, aff *incident.Affected) error {
		key := aff.CopyOf(changed.TS)
		if key == "" {
			return errNothing
		}
		d, err := w.Tx.Delivery(key)
		if damage.IsLost(err) {
			return errNothing
		}
		if err != nil {
			return err
		}
		i := slices.IndexFunc(d.Replies, func(r outbox.Reply) bool { return r.TS == changed.TS && r.User == changed.User })
		if i < 0 { // nobody changes what another one wrote
			return errNothing
		}
		r := &d.Replies[i]
		text := outbox.Theirs(changed.Text, outbox.MaxReply)
		if !r.DeletedAt.IsZero() || !changed.Gone && r.Text == text && slices.Equal(r.Files, changed.Files) {
			return errNothing
		}
		kind := timeline.ReplyEdited
		if r.Text, r.Files, r.EditedAt = text, changed.Files, w.Now; changed.Gone {
			kind, r.Text, r.Files, r.DeletedAt = timeline.ReplyDeleted, "", nil, w.Now
		}
		from := replies.From{Unit: w, Client: aff}
		from.Reask(*r)
		if err := w.Tx.PutDelivery(d); err != nil {
			return err
		}
		if err := from.Edit(d); err != nil {
			return err
		}
		return w.RecordFor(aff, timeline.Entry{Kind: kind, Person: r.User, Name: r.Name})
	})
}

// errNothing undoes a transaction in which nothing changed.
var errNothing = fault.Errorf(fault.Conflict, "Nothing changed.")

// addressee is where something was written, and which message it is.
type addressee struct {
	place string // see [outbox.Place]; the thread is empty for what stands in the channel itself
	ts    string
}

// in returns the incident and the client that it is about, nil if there is none.
// The thread of an update belongs to its incident. Anything else in the client's
// channel belongs to the incident that has a copy of it, or of those that are
// under way to the one that was told last.
func (at addressee) in(tx records.Tx, now time.Time) (*incident.Incident, *incident.Affected, error) {
	inc, err := tx.IncidentIn(at.place)
	if err != nil {
		return nil, nil, err
	}
	if inc != nil {
		i := slices.IndexFunc(inc.Clients, func(aff incident.Affected) bool { return slices.Contains(aff.Threads, at.place) })
		if i < 0 {
			return nil, nil, nil
		}
		return inc, &inc.Clients[i], nil
	}
	list, err := firm.Listening(tx, now)
	if err != nil {
		return nil, nil, err
	}
	channel, _, _ := strings.Cut(at.place, "/")
	var best *incident.Incident
	var who *incident.Affected
	for _, inc := range list {
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			switch {
			case aff.Client.Slack != channel || !inc.Listens(aff):
			case aff.CopyOf(at.ts) != "":
				return inc, aff, nil
			case best == nil || !aff.ToldAt.Before(who.ToldAt):
				best, who = inc, aff
			}
		}
	}
	return best, who, nil
}

// Concerns says whether what is written at a place may be about an incident: a
// thread of an update, or anything in the channel of a client who is in one. The answer of
// a client who was asked how to tell them is about none, and is wanted all the same.
func (s *Service) Concerns(ctx context.Context, place, ts string) (concerns bool, err error) {
	now := s.Now()
	err = s.read(ctx, func(tx records.Tx) error {
		inc, _, err := addressee{place, ts}.in(tx, now)
		if concerns = inc != nil; err == nil && !concerns {
			concerns, err = upkeep.Awaited(tx, place)
		}
		return err
	})
	return concerns, err
}

// Wished records what somebody at the client asks for by a button under update
// ref.N in the channel ref.Key, brings it to the team, and returns whom it is for: who signed that text.
// Of a call that person's phone rings. Pressing twice changes nothing until
// somebody has answered.
func (s *Service) Wished(ctx context.Context, a incident.Actor, ref view.Ref, r outbox.Reply) (who team.Person, err error) {
	_, err = s.changeFor(ctx, access{a, policy.Wish, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		u, err := w.Tx.ClientUpdate(ref.Number, aff.Client.ID, ref.N)
		if err == nil {
			err = w.SentTo(aff, ref.N, ref.Key)
		}
		if err != nil {
			return err
		}
		if who = u.Sender; who.Slack == "" {
			who = w.Signer(incident.Actor{ID: w.Inc.Holder(playbook.Comms)})
		}
		who, err = replies.CallsBack(w, who)
		if err != nil || aff.Wishes(a.ID, r.Wish) {
			return err
		}
		r := r
		r.User, r.At, r.TS = a.ID, w.Now, fmt.Sprintf("%s/%d/%s/%d", r.Wish, ref.N, a.ID, w.Now.UnixNano())
		if err := (replies.From{Unit: w, Client: aff}).Take(r); err != nil || r.Wish != outbox.WantsCall || w.Inc.Over() {
			return err
		}
		return replies.From{Unit: w, Client: aff}.CallBack(who.Slack)
	})
	return who, err
}

// Elsewhere is another incident that something is about; the zero value is none.
type Elsewhere struct {
	Number int64
	Who    incident.Actor // the person as a member of that one's channel, or not
}

// NotAbout records that what a copy brought is not about the incident, and takes
// it off the card. It counts for that message only. Where it is about another
// incident, it is brought there, if the person may change that one, too.
func (s *Service) NotAbout(ctx context.Context, a incident.Actor, ref view.Ref, other Elsewhere) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Change, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		d, err := w.Tx.Delivery(ref.Key)
		if damage.IsLost(err) || err == nil && (d.Kind != outbox.Copy || d.Incident != ref.Number || d.Client != ref.Client) {
			return fault.Errorf(fault.NotFound, "That message is not known here any more. Nothing was changed.")
		}
		if err != nil || d.Data.Aside != "" { // once is enough
			return err
		}
		goes := ""
		if other.Number != 0 {
			to, err := s.bring(w, aff, other, d.Replies)
			if err != nil {
				return err
			}
			goes = to.Name()
		}
		return replies.From{Unit: w, Client: aff}.PutAside(d, a.ID, goes)
	})
}

// bring copies replies to another incident of whoever wrote them.
func (s *Service) bring(w *work.Unit, from *incident.Affected, other Elsewhere, list []outbox.Reply) (*incident.Incident, error) {
	inc, err := w.Tx.Incident(other.Number)
	if err == nil {
		err = policy.May(other.Who, policy.Change, inc, "")
	}
	if err != nil {
		return nil, err
	}
	to := work.Begin(&s.Firm, w.Tx, inc, w.Now)
	to.Refresh()
	aff := replies.WrittenBy(inc, from)
	switch {
	case aff == nil:
		_, err := inc.Find(from.Client.ID)
		return nil, err
	case inc.Over():
		return nil, inc.OverError()
	}
	for _, r := range list {
		if r.At = w.Now; r.DeletedAt.IsZero() {
			from := replies.From{Unit: to, Client: aff}
			r.Held = from.Holds(r, true)
			if err := from.Take(r); err != nil {
				return nil, err
			}
		}
	}
	return inc, to.Put()
}

// inThread runs fn on the incident and the client that something is about, if
// there is one and the actor is of the client. What was found out is finished in
// the same commit.
func (s *Service) inThread(ctx context.Context, a incident.Actor, at addressee, fn func(*work.Unit, *incident.Affected) error) error {
	err := s.commit(ctx, func(tx records.Tx, now time.Time) error {
		inc, aff, err := at.in(tx, now)
		if err != nil {
			return err
		}
		if inc == nil || policy.May(a, policy.Write, inc, aff.Client.ID) != nil {
			return errNothing
		}
		w := work.Begin(&s.Firm, tx, inc, now)
		w.Refresh()
		if err := fn(w, inc.Affected(aff.Client.ID)); err != nil {
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
