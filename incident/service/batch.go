package service

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/view"
)

// maxClients is how many clients one incident can affect: a form and a card
// must still show them.
const maxClients = 100

// AddClients notes that an incident affects more clients, each named by its id
// or by a tag that several have; impact is what they notice, empty for the same
// words. A first notice is owed to each from now on.
func (s *Service) AddClients(ctx context.Context, a incident.Actor, number int64, names []string, impact string) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		list, err := s.named(w.tx, names)
		if err != nil {
			return err
		}
		if w.inc.State != incident.Open {
			return fault.Errorf(fault.Conflict, "%s is %s, so it can affect nobody new. Nothing was changed. Declare a new incident.", w.inc.Name(), w.inc.State)
		}
		impact := strings.TrimSpace(impact)
		if len([]rune(impact)) > fault.MaxLine {
			return fault.FieldError("impact", "Keep it to one line of at most %d characters. Nothing was changed.", fault.MaxLine)
		}
		return w.affect(a, list, impact)
	})
}

// affect adds clients to an incident and owes each its first notice.
func (w *Unit) affect(a incident.Actor, list []client.Client, impact string) error {
	var added []string
	for _, c := range list {
		if w.inc.HasClient(c.ID) {
			continue
		}
		if len(w.inc.Clients) >= maxClients {
			return fault.Errorf(fault.Conflict, "Nothing was changed: one incident affects at most %d clients. Declare another for the rest.", maxClients)
		}
		w.inc.Clients = append(w.inc.Clients, incident.Affected{Client: c, Impact: impact})
		w.inc.PromiseFirst(&w.inc.Clients[len(w.inc.Clients)-1], w.now)
		added = append(added, c.Name)
	}
	if len(added) == 0 {
		return fault.Errorf(fault.Conflict, "%s affects them already. Nothing was changed.", w.inc.Name())
	}
	return w.record(a.ID, "clients", "Also affects "+strings.Join(added, ", ")+".")
}

// named returns the clients with these ids or tags, once each.
func (s *Service) named(tx Tx, names []string) (list []client.Client, err error) {
	if len(names) == 0 {
		return nil, nil
	}
	all := s.clients(tx)
	for _, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		found := slices.DeleteFunc(slices.Clone(all), func(c client.Client) bool { return c.ID != name })
		if len(found) == 0 {
			found = client.Tagged(all, name)
		}
		if len(found) == 0 {
			return nil, fault.FieldError("client", "There is no client and no tag %q. Nothing was changed. Known clients: %s.", name, s.clientIDs(tx))
		}
		for _, c := range found {
			if !slices.ContainsFunc(list, func(have client.Client) bool { return have.ID == c.ID }) {
				list = append(list, c)
			}
		}
	}
	return list, nil
}

// SetImpact changes what a client notices, or with [incident.AllClients] what all notice
// who have no words of their own. The next update says it.
func (s *Service) SetImpact(ctx context.Context, a incident.Actor, number int64, client, impact string) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		impact := strings.TrimSpace(impact)
		switch {
		case w.inc.Over():
			return w.inc.OverError()
		case impact == "" || len([]rune(impact)) > fault.MaxLine:
			return fault.FieldError("impact", "Say in one line of at most %d characters what they notice, in words that they may read. Nothing was changed.", fault.MaxLine)
		case client == incident.AllClients:
			w.inc.Impact = impact
			for i := range w.inc.Clients {
				if w.inc.Clients[i].Impact == "" {
					w.inc.NoticeNow(&w.inc.Clients[i], w.now)
				}
			}
			return w.record(a.ID, "impact", "They notice: "+impact)
		}
		aff, err := w.inc.Find(client)
		if err != nil {
			return err
		}
		aff.Impact = impact
		w.inc.NoticeNow(aff, w.now)
		return w.record(a.ID, "impact", aff.Client.Name+" notices: "+impact)
	})
}

// forEach runs fn for each client that is meant, and collects what became of
// it. An error that is no sentence for people ends the whole.
func forEach(inc *incident.Incident, clients []string, fn func(*incident.Affected) (*view.Telling, error)) ([]view.Each, error) {
	var list []view.Each
	failed := 0
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if !slices.Contains(clients, incident.AllClients) && !slices.Contains(clients, aff.Client.ID) {
			continue
		}
		t, err := fn(aff)
		if err != nil && fault.CodeOf(err) == fault.Internal {
			return nil, err
		}
		if err != nil {
			t = nil
			failed++
		}
		list = append(list, view.Each{Client: aff.Client, Telling: t, Err: err})
	}
	if failed > 0 && failed == len(list) { // then nothing happened, and the first reason is the answer
		return list, list[0].Err
	}
	return list, nil
}

// WriteAll renders and checks one update for each client and keeps the texts as
// the writer's drafts.
func (s *Service) WriteAll(ctx context.Context, a incident.Actor, number int64, p incident.Proposal) ([]view.Each, error) {
	var list []view.Each
	_, err := s.change(ctx, a, incident.Send, number, func(w *Unit) (err error) {
		list, err = w.draftAll(a, p)
		return err
	})
	return list, err
}

func (w *Unit) draftAll(a incident.Actor, p incident.Proposal) ([]view.Each, error) {
	return forEach(w.inc, []string{incident.AllClients}, func(aff *incident.Affected) (*view.Telling, error) {
		if p.Kind == incident.ResolvedUpdate && w.inc.State == incident.Resolved && aff.Owed(incident.FinalPromise) == nil {
			return nil, fault.Errorf(fault.Conflict, "nothing is owed to them (%s).", fault.FirstOf(aff.NoPromise, "they have the last word"))
		}
		if len(aff.Client.Destinations()) == 0 {
			return nil, aff.ByHandOnly()
		}
		if p.Kind == incident.Correction && p.Words["wrong"] == "" && len(w.inc.Wrong(aff, 0)) == 0 {
			return nil, fault.FieldError("wrong", "Nothing that %s was told is wrong by the answers. If something was, write what.", aff.Client.Name)
		}
		p.Client = aff.Client.ID
		return w.draft(a, p)
	})
}

// SendAll lets the writer's drafts leave, if they are the texts that they have
// read: clients whose draft has gone or changed meanwhile make it none of them.
func (s *Service) SendAll(ctx context.Context, a incident.Actor, number int64, clients []string, c Consent) ([]view.Each, error) {
	var list []view.Each
	_, err := s.change(ctx, a, incident.Send, number, func(w *Unit) (err error) {
		var read []view.Each
		for _, id := range clients {
			if aff := w.inc.Affected(id); aff != nil {
				read = append(read, view.Each{Client: aff.Client, Telling: &view.Telling{Update: aff.Drafts[a.ID]}})
			}
		}
		if view.HashAll(read) != c.Hash {
			return fault.Errorf(fault.Conflict, "A text has changed since you read it. Nothing was sent to anybody. Open Client update to read them again.")
		}
		batch := rand.Text()
		list, err = forEach(w.inc, clients, func(aff *incident.Affected) (*view.Telling, error) {
			u := aff.Drafts[a.ID]
			u.Batch = batch
			return w.sendDraft(aff, u, a, c)
		})
		return err
	})
	return list, err
}

// TellAll writes and sends to each client in one act, for words that the person
// has typed or confirmed in the same press.
func (s *Service) TellAll(ctx context.Context, a incident.Actor, number int64, p incident.Proposal) ([]view.Each, error) {
	var list []view.Each
	_, err := s.change(ctx, a, incident.Send, number, func(w *Unit) (err error) {
		batch := rand.Text()
		list, err = forEach(w.inc, []string{incident.AllClients}, func(aff *incident.Affected) (*view.Telling, error) {
			return w.tell(aff, a, p, batch)
		})
		return err
	})
	return list, err
}

// AnswerGroup sends the drafts that a reminder for several clients shows; hash
// is that of the texts which the person has read. Clients that were told
// meanwhile are left out; texts that are no longer the right ones become drafts
// and wait to be read.
func (s *Service) AnswerGroup(ctx context.Context, a incident.Actor, number int64, group []outbox.Member, hash string) ([]view.Each, error) {
	var list []view.Each
	_, err := s.change(ctx, a, incident.Send, number, func(w *Unit) (err error) {
		var clients []string
		n := map[string]int{}
		for _, m := range group {
			if aff := w.inc.Affected(m.Client); aff != nil && aff.PromiseN(m.Promise).Answerable(aff) == nil {
				clients = append(clients, m.Client)
				n[m.Client] = m.Promise
			}
		}
		if len(clients) == 0 {
			return fault.Errorf(fault.Conflict, "They have all been told already. Nothing was sent twice.")
		}
		batch, fresh := rand.Text(), view.GroupHash(w.inc, group) == hash
		list, err = forEach(w.inc, clients, func(aff *incident.Affected) (*view.Telling, error) {
			p := aff.PromiseN(n[aff.Client.ID])
			return w.answer(aff, p, a, batch, func(u *incident.Update) bool { return fresh })
		})
		return err
	})
	return list, err
}

// UndoAll takes back the updates of one act that are still held. Those that
// have left stay.
func (s *Service) UndoAll(ctx context.Context, a incident.Actor, number int64, batch string) (back []client.Client, left []client.Client, err error) {
	_, err = s.change(ctx, a, incident.Send, number, func(w *Unit) error {
		back, left = nil, nil
		for i := range w.inc.Clients {
			aff := &w.inc.Clients[i]
			if aff.Batch != batch {
				continue
			}
			err := w.undo(aff, aff.Out, a) // a call may have been recorded since
			switch {
			case fault.CodeOf(err) == fault.Conflict:
				left = append(left, aff.Client)
			case err != nil:
				return err
			default:
				back = append(back, aff.Client)
			}
		}
		if len(back) == 0 {
			return fault.Errorf(fault.Conflict, "Too late to take it back: it has left for all of them. If it was wrong, send a correction.")
		}
		return nil
	})
	return back, left, err
}
