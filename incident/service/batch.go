package service

import (
	"context"
	"crypto/rand"
	"strings"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fallen"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/outbox"
	"candor/incident/phrase"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// MoreClients are those whom an incident affects too.
type MoreClients struct {
	Names  []string // ids, or tags that several have
	Impact string   // what they notice; empty for the same words
}

// AddClients notes that an incident affects more clients. A first notice is owed
// to each from now on.
func (s *Service) AddClients(ctx context.Context, a incident.Actor, number int64, more MoreClients) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		list, err := s.Named(w.Tx, more.Names)
		if err != nil {
			return err
		}
		if w.Inc.State != incident.Open {
			return fault.Errorf(fault.Conflict, "%s is %s, so it can affect nobody new. Nothing was changed. Declare a new incident.", w.Inc.Name(), w.Inc.State)
		}
		impact := strings.TrimSpace(more.Impact)
		if len([]rune(impact)) > fault.MaxLine {
			return fault.FieldError("impact", "Keep it to one line of at most %d characters. Nothing was changed.", fault.MaxLine)
		}
		return w.Affect(a, list, impact)
	})
}

// SetImpact changes what a client notices, or with [incident.AllClients] what all notice
// who have no words of their own. The next update says it.
func (s *Service) SetImpact(ctx context.Context, a incident.Actor, ref view.Ref, impact string) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, ref.Number, ""}, func(w *work.Unit) error {
		impact := strings.TrimSpace(impact)
		switch {
		case w.Inc.Over():
			return w.Inc.OverError()
		case impact == "" || len([]rune(impact)) > fault.MaxLine:
			return fault.FieldError("impact", "Say in one line of at most %d characters what they notice, in words that they may read. Nothing was changed.", fault.MaxLine)
		case phrase.Fine(impact): // no final message says that this was their trouble
			return fault.FieldError("impact", "“%s” is what they notice once it is over. Nothing was changed. If it works again, type works; if only some of it does, type impact and what they still notice.", impact)
		}
		impact = firm.ByTheirClock(w.Inc, a, ref.Client, w.Now)(impact)
		if ref.Client == incident.AllClients {
			w.Inc.Impact = impact
			for i := range w.Inc.Clients {
				if w.Inc.Clients[i].Impact == "" {
					w.Inc.NoticeNow(&w.Inc.Clients[i], w.Now)
				}
			}
			w.Since("", work.MoreSeen)
			return w.Record(timeline.Entry{Kind: timeline.ImpactAll, By: a.ID, Words: impact})
		}
		aff, err := w.Inc.Find(ref.Client)
		if err != nil {
			return err
		}
		aff.Impact = impact
		w.Inc.NoticeNow(aff, w.Now)
		w.Since(aff.Client.ID, work.MoreSeen)
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.Impact, By: a.ID, Words: impact})
	})
}

// eachOf runs fn for each of the clients that are named for whom the actor may,
// and collects what became of it; see [view.ForEach].
type eachOf func(clients []string, fn func(*incident.Affected) (*view.Draft, error)) ([]view.ClientResult, error)

// changeEach is change for several clients. Those for whom the actor may not are
// left out with the reason, as they stood before: who tells the first of them may
// thereby come to tell the next. If it is none of them, it is refused.
func (s *Service) changeEach(ctx context.Context, q access, fn func(w *work.Unit, each eachOf) ([]view.ClientResult, error)) (list []view.ClientResult, err error) {
	refused := map[string]error{}
	may := func(_ records.Tx, inc *incident.Incident) error {
		for i := range inc.Clients {
			id := inc.Clients[i].Client.ID
			refused[id] = policy.May(q.who, q.act, inc, id)
		}
		return policy.MayForSome(q.who, q.act, inc)
	}
	_, err = s.changeIf(ctx, q, may, func(w *work.Unit) (err error) {
		list, err = fn(w, func(clients []string, fn func(*incident.Affected) (*view.Draft, error)) ([]view.ClientResult, error) {
			return view.ForEach(w.Inc, clients, func(aff *incident.Affected) (*view.Draft, error) {
				if err := refused[aff.Client.ID]; err != nil {
					return nil, err
				}
				return fn(aff)
			})
		})
		return err
	})
	return list, err
}

// WriteAll renders and checks one update for each client and keeps the texts as
// the writer's drafts.
func (s *Service) WriteAll(ctx context.Context, a incident.Actor, number int64, p incident.Proposal) ([]view.ClientResult, error) {
	return s.changeEach(ctx, access{a, policy.Telling(p.Kind), number, ""}, func(w *work.Unit, each eachOf) ([]view.ClientResult, error) {
		if err := fallen.Told(w, a, p); err != nil {
			return nil, err
		}
		return each([]string{incident.AllClients}, func(aff *incident.Affected) (*view.Draft, error) {
			return w.DraftOfAll(aff, a, p)
		})
	})
}

// ConsentForClients is how a person lets their drafts for several clients leave.
type ConsentForClients struct {
	Clients      []string // ids
	work.Consent          // its hash is that of all their texts, see [view.HashAll]
}

// SendAll lets the writer's drafts leave, if they are the texts that they have
// read: clients whose draft has gone or changed meanwhile make it none of them.
func (s *Service) SendAll(ctx context.Context, a incident.Actor, number int64, c ConsentForClients) ([]view.ClientResult, error) {
	return s.changeEach(ctx, access{a, policy.Tend, number, ""}, func(w *work.Unit, each eachOf) ([]view.ClientResult, error) {
		var read []view.ClientResult
		for _, id := range c.Clients {
			if aff := w.Inc.Affected(id); aff != nil {
				read = append(read, view.ClientResult{Client: aff.Client, Telling: &view.Draft{Update: aff.Drafts[a.ID]}})
			}
		}
		if view.HashAll(read) != c.Hash {
			return nil, fault.Errorf(fault.Conflict, "A text has changed since you read it. Nothing was sent to anybody. Open Client update to read them again.")
		}
		batch, like := rand.Text(), update.Update{By: a.ID}
		list, err := each(c.Clients, func(aff *incident.Affected) (*view.Draft, error) {
			u := aff.Drafts[a.ID]
			if err := policy.May(a, policy.Telling(u.Kind), w.Inc, aff.Client.ID); err != nil {
				return nil, err
			}
			u.Batch, like.Kind, like.At = batch, u.Kind, u.At
			return w.SendDraft(aff, u, a, c.Consent)
		})
		if err != nil {
			return list, err
		}
		return view.WithoutTold(w.Tx, w.Inc, view.LeftOut(w.Inc, list, like, w.Now), &like)
	})
}

// TellAll writes and sends to each client in one act, for words that the person
// has typed or confirmed in the same press.
func (s *Service) TellAll(ctx context.Context, a incident.Actor, number int64, p incident.Proposal) ([]view.ClientResult, error) {
	return s.changeEach(ctx, access{a, policy.Telling(p.Kind), number, ""}, func(w *work.Unit, each eachOf) ([]view.ClientResult, error) {
		p := p
		if p.Kind == update.NotYours {
			return nil, w.Inc.Eligible(&incident.Affected{Client: client.Client{ID: incident.AllClients}}, p.Kind, w.Now)
		}
		for i := range w.Inc.Clients { // asked back for one, it is sent to nobody
			aff := &w.Inc.Clients[i]
			if err := w.Inc.AskBack(aff, &p, w.Now); err != nil {
				return nil, err
			}
			if len(aff.Client.Destinations()) == 0 && w.Inc.ToldItWorks(aff, &p) == nil { // it is said to them on the phone
				aff.SaysItWorks(&update.Update{Kind: p.Kind, Times: p.Times})
			}
		}
		batch := rand.Text()
		return each([]string{incident.AllClients}, func(aff *incident.Affected) (*view.Draft, error) {
			return w.Tell(aff, a, p, batch)
		})
	})
}

// ConsentForGroup is how a person lets the drafts leave that a reminder for
// several clients shows.
type ConsentForGroup struct {
	Members []outbox.Member
	Hash    string // of the texts that they have read, see [view.GroupHash]
}

// AnswerGroup sends the drafts that a reminder for several clients shows. Clients that were told
// meanwhile are left out; texts that are no longer the right ones become drafts
// and wait to be read.
func (s *Service) AnswerGroup(ctx context.Context, a incident.Actor, number int64, c ConsentForGroup) ([]view.ClientResult, error) {
	return s.changeEach(ctx, access{a, policy.Send, number, ""}, func(w *work.Unit, each eachOf) ([]view.ClientResult, error) {
		var clients []string
		n := map[string]int{}
		for _, m := range c.Members {
			if aff := w.Inc.Affected(m.Client); aff != nil && view.Answerable(aff.PromiseN(m.Promise), aff) == nil {
				clients = append(clients, m.Client)
				n[m.Client] = m.Promise
			}
		}
		if len(clients) == 0 {
			return nil, fault.Errorf(fault.Conflict, "They have all been told already. Nothing was sent twice.")
		}
		fresh := view.GroupHash(w.Inc, c.Members) == c.Hash
		act := work.Answering{Batch: rand.Text(), Read: func(*update.Update) bool { return fresh }}
		return each(clients, func(aff *incident.Affected) (*view.Draft, error) {
			return w.Answer(aff, aff.PromiseN(n[aff.Client.ID]), a, act)
		})
	})
}

// UndoAll takes back the updates of one act that are still held. Those that
// have left stay.
func (s *Service) UndoAll(ctx context.Context, a incident.Actor, number int64, batch string) (back []client.Client, left []client.Client, err error) {
	may := func(_ records.Tx, inc *incident.Incident) error { // for each whom the act told
		for i := range inc.Clients {
			if inc.Clients[i].Batch != batch {
				continue
			}
			if err := policy.May(a, policy.Send, inc, inc.Clients[i].Client.ID); err != nil {
				return err
			}
		}
		return policy.MayForSome(a, policy.Send, inc)
	}
	_, err = s.changeIf(ctx, access{who: a, incident: number}, may, func(w *work.Unit) error {
		back, left = nil, nil
		for i := range w.Inc.Clients {
			aff := &w.Inc.Clients[i]
			if aff.Batch != batch {
				continue
			}
			u, err := ofBatch(w, aff)
			if err != nil {
				return err
			}
			if u.State == update.Withdrawn {
				continue
			}
			err = w.Undo(aff, u.N, a)
			switch {
			case fault.CodeOf(err) == fault.Conflict:
				left = append(left, aff.Client)
			case err != nil:
				return err
			default:
				back = append(back, aff.Client)
			}
		}
		switch {
		case len(back) > 0:
			return nil
		case len(left) == 0:
			return fault.Errorf(fault.Conflict, "Nothing was sent: it was taken back already, and your words are kept. Press Client update to send them.")
		}
		return fault.Errorf(fault.Conflict, "Too late to take it back: it was sent to all of them. If it was wrong, send a correction.")
	})
	return back, left, err
}

// ofBatch is the client's text of the last act for several clients. A call that was
// recorded since has a number too.
func ofBatch(w *work.Unit, aff *incident.Affected) (u *update.Update, err error) {
	for n := aff.Updates; ; n-- {
		if u, err = w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, n); err != nil || u.Batch == aff.Batch {
			return u, err
		}
	}
}
