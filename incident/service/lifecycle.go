package service

import (
	"cmp"
	"context"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/checking"
	"candor/incident/damage"
	"candor/incident/ending"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/lessons"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/solved"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/watch"
	"candor/incident/work"
)

// Closing is what a person says as they close it: which open steps are done, and one
// reason for all that are skipped.
type Closing struct {
	Done   []string // ids of items
	Reason string
}

// mark is how the steps that are not done are answered.
func (c Closing) mark(by string, now time.Time) playbook.Mark {
	return playbook.Mark{Reason: c.Reason, By: by, At: now}
}

// Solved is what a person says as it works again.
type Solved struct {
	solved.Answers
	Last *incident.Proposal // the last word to the client; nil for none
}

// Resolve says that it works again. In one commit the answers are kept, the state
// changes, each told client is owed its last word, and that word, if there is one,
// becomes the person's draft. If its text may not leave, nothing is resolved.
func (s *Service) Resolve(ctx context.Context, a incident.Actor, number int64, says Solved) (*view.Draft, error) {
	var t *view.Draft
	last := says.Last
	inc, err := s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		if last != nil {
			if err := (access{a, policy.Send, number, last.Client}).named(w.Inc).may(w.Inc); err != nil {
				return err
			}
		}
		if err := resolve(w, a, says.Answers); err != nil || last == nil {
			return err
		}
		var err error
		if last.Client == incident.AllClients {
			t = &view.Draft{}
			t.All, err = w.DraftAll(a, *last)
			return err
		}
		t, err = w.Draft(a, *last)
		return err
	})
	if err != nil {
		return nil, s.orAsk(ctx, access{a, policy.Change, number, ""}, incident.TakeBack{What: incident.ActResolve, Solved: says.Answers}, err)
	}
	if t == nil {
		t = &view.Draft{}
	}
	t.Incident = inc
	return t, nil
}

// resolve keeps the answers, changes the state and owes each told client its last word.
func resolve(w *work.Unit, a incident.Actor, says solved.Answers) error {
	known := w.Inc.Facts.Answer(facts.DataLost)
	if w.Inc.Apart(facts.DataLost) {
		known = solved.Each
	}
	if err := cmp.Or(w.Inc.MayBeResolved(), stillOf(w.Inc, says.Of), says.Check(w.Inc.Name(), w.Inc.CanWorkAgain(), known, w.Now), says.Leaves(w.Inc.Name(), w.Inc.Unaware())); err != nil {
		return err
	}
	if says.Data != facts.Yes {
		if err := lossWasTold(w); err != nil {
			return err
		}
	}
	if !fault.OneOf(known, facts.Yes, solved.Each, says.Data) {
		if err := setFacts(w, a, []facts.FactAnswer{{Question: facts.DataLost, Answer: says.Data}}); err != nil {
			return err
		}
	}
	if err := w.Inc.MayResolve(); err != nil {
		return err
	}
	return lessons.Resolve(w, a, says)
}

// stillOf refuses what was answered before it got worse.
func stillOf(inc *incident.Incident, look int) error {
	switch {
	case look == 0 || look == inc.Look():
		return nil
	case inc.Reopening != nil:
		return fault.Errorf(fault.Conflict, "%s was *not* resolved, and nothing was sent: somebody said meanwhile that it is down again. Close this form and look whether it works now; if it does, type resolve.", inc.Name())
	}
	return fault.Errorf(fault.Conflict, "%s was *not* resolved, and nothing was sent: since this form was opened it was down again, or another client was affected. Close it, look once more, then type resolve.", inc.Name())
}

// lossWasTold refuses to say of the data that nothing is known, or lost, where a client
// of whom no loss is known has a text of ours that says that it is, and no correction since: whoever sent it
// answered no question.
func lossWasTold(w *work.Unit) error {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if w.Inc.FactsOf(aff).Is(facts.DataLost, facts.Yes) {
			continue
		}
		for n := aff.Updates; n > 0; n-- {
			u, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, n)
			if err != nil && !damage.IsLost(err) {
				return err
			}
			if err != nil || fault.OneOf(u.State, update.Draft, update.Withdrawn, update.Failed) {
				continue
			}
			if u.Kind == update.Correction {
				break
			}
			if u.Kind == update.DataLoss {
				return fault.FieldError(solved.FieldData, "%s was *not* resolved, and nothing was sent: %s has a text that says that data is lost. If that is so, choose Yes. If it was wrong, type fact %sdata_lost no, and send them the correction first.", w.Inc.Name(), aff.Client.Name, w.Inc.Whose(aff))
			}
		}
	}
	return nil
}

// Close ends a resolved incident. The steps of the gate are answered. What is
// promised for later stays promised, with its owner and its reminders.
func (s *Service) Close(ctx context.Context, a incident.Actor, number int64, c Closing) (*incident.Incident, error) {
	inc, err := s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error { return closeIt(w, a, c) })
	return inc, s.orAsk(ctx, access{a, policy.Change, number, ""}, incident.TakeBack{What: incident.ActClose, Done: c.Done, Reason: c.Reason}, err)
}

func closeIt(w *work.Unit, a incident.Actor, c Closing) error {
	switch w.Inc.State {
	case incident.Resolved:
	case incident.Open:
		return fault.Errorf(fault.Conflict, "%s was not closed: it is still open. Resolve it first; that also gives the client the final message.", w.Inc.Name())
	default:
		return w.Inc.OverError()
	}
	if err := mayClose(w); err != nil {
		return err
	}
	if err := checking.Pass(w.Inc, c.Done, c.mark(a.ID, w.Now)); err != nil {
		return err
	}
	if err := end(w, c.Reason); err != nil {
		return err
	}
	return w.Record(timeline.Entry{Kind: timeline.Closed, By: a.ID, Reason: strings.TrimSpace(c.Reason)})
}

// mayClose refuses to close what still owes something, or while a text is under way.
func mayClose(w *work.Unit) error {
	if e := ending.MayClose(w.Inc, w.Now); e != nil {
		e.Code = fault.Conflict
		return e
	}
	return w.NothingMoves()
}

// end closes an incident that may be.
func end(w *work.Unit, why string) error {
	for i := range w.Inc.Clients {
		if err := w.AbandonStuck(&w.Inc.Clients[i]); err != nil {
			return err
		}
	}
	if err := w.EndRequests("the incident was closed"); err != nil {
		return err
	}
	for i := range w.Inc.Clients {
		w.Inc.Clients[i].NoPromise = "closed" + strings.TrimSuffix(": "+strings.TrimSpace(why), ": ")
	}
	w.Inc.State, w.Inc.ClosedAt = incident.Closed, w.Now
	return nil
}

// Cancel ends an incident that was none, before a client was told anything. One
// that was [incident.PressedByMistake] a moment ago, and of which nobody wrote down
// anything, is no bad news yet: admins see it, and no second person is asked.
func (s *Service) Cancel(ctx context.Context, a incident.Actor, number int64, reason string) (*incident.Incident, error) {
	inc, err := s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		return cancel(w, a, strings.TrimSpace(reason))
	})
	return inc, s.orAsk(ctx, access{a, policy.Change, number, ""}, incident.TakeBack{What: incident.ActCancel, Reason: strings.TrimSpace(reason)}, err)
}

func cancel(w *work.Unit, a incident.Actor, reason string) error {
	slip, kind := w.Inc.ByMistake(w.Now), timeline.Cancelled
	switch {
	case w.Inc.Over(), w.Inc.State == incident.Closed:
		return w.Inc.OverError()
	case w.Inc.Told():
		return fault.Errorf(fault.Conflict, "%s was *not* cancelled: the client has been told of it, and has to be told how it ended. Resolve it instead, and say there what it was.", w.Inc.Name())
	case reason == "":
		return fault.FieldError("reason", "It was not cancelled. Say why it was no incident, for example: cancel it was a planned restart.")
	case reason == incident.PressedByMistake && !slip:
		return fault.Errorf(fault.Conflict, "%s was *not* cancelled: only what was declared in the last two minutes, and of which nothing was written down, was pressed by mistake. Type cancel and why it was no incident.", w.Inc.Name())
	}
	if slip && (reason == incident.PressedByMistake || len(w.Inc.Burden().Untold()) > 0) {
		w.Agreed, w.Inc.Mistake, kind = w.Inc.Burden().Untold(), a.ID, timeline.Mistaken
	}
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if p := aff.Owed(promise.Update); p != nil {
			if err := w.Collapse(aff, p, 0); err != nil {
				return err
			}
		}
		if err := w.AbandonStuck(aff); err != nil {
			return err
		}
	}
	if err := w.EndRequests("the incident was cancelled"); err != nil {
		return err
	}
	w.Inc.DropPromises(reason, w.Now)
	w.Inc.State, w.Inc.ClosedAt = incident.Cancelled, w.Now
	return w.Record(timeline.Entry{Kind: kind, By: a.ID, Reason: reason})
}

// Edit changes what an incident is.
func (s *Service) Edit(ctx context.Context, a incident.Actor, number int64, d incident.Details) (*incident.Incident, error) {
	inc, err := s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error { return edit(w, a, d) })
	return inc, s.orAsk(ctx, access{a, policy.Change, number, ""}, incident.TakeBack{What: incident.ActEdit, Details: d}, err)
}

func edit(w *work.Unit, a incident.Actor, d incident.Details) error {
	assign := func(a incident.Actor, d incident.Details) error { return watch.Assign(w, a, d.Roles) }
	for _, step := range []func(incident.Actor, incident.Details) error{assign, w.EditKind, w.EditAlso, w.EditSeverity, w.EditStatus, w.EditRoles, w.EditAftercare} {
		if err := step(a, d); err != nil {
			return err
		}
	}
	return nil
}

// StepAnswer is an answer to one item of the checklist.
type StepAnswer = playbook.Answer

// Check answers items of the checklist.
func (s *Service) Check(ctx context.Context, a incident.Actor, number int64, answers ...StepAnswer) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error { return checking.Give(w, a.ID, answers) })
}

// AddStep adds a step of the team's own to the checklist.
func (s *Service) AddStep(ctx context.Context, a incident.Actor, number int64, text string) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		it, err := w.Inc.Add(text, w.Inc.Phase())
		if err != nil {
			return err
		}
		return w.Record(timeline.Entry{Kind: timeline.StepAdded, By: a.ID, Step: it.Text})
	})
}

// ChannelShared notes that an incident's channel became, or is no longer,
// shared outside. While it is, nothing internal is posted there.
func (s *Service) ChannelShared(ctx context.Context, channel string, shared bool) error {
	return s.inChannel(ctx, channel, func(w *work.Unit) (bool, error) {
		if w.Inc.Channel.Shared == shared {
			return false, nil
		}
		w.Inc.Channel.Shared = shared
		kind := timeline.Internal
		if shared {
			kind = timeline.Shared
			n := w.Inc.NewDelivery(outbox.Notice, "notice/shared/"+fault.Itoa(int(w.Inc.Rev)), w.Now)
			n.To = w.Inc.Roles[playbook.Commander]
			if err := work.Enqueue(w.Tx, n); err != nil {
				return false, err
			}
		}
		return true, w.Record(timeline.Entry{Kind: kind})
	})
}
