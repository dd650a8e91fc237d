package service

import (
	"context"
	"errors"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/notyours"
	"candor/incident/outbox"
	"candor/incident/policy"
	"candor/incident/taking"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/incident/work"
)

// TellLater asks a second person whether a client may hear later. Nothing
// changes before they agree.
func (s *Service) TellLater(ctx context.Context, a incident.Actor, number int64, p incident.DecisionRequest) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Send, number, p.Client}, func(w *work.Unit, aff *incident.Affected) error {
		p := p
		p.Alone = w.Alone(w.Inc, a.ID)
		if err := w.Inc.MayWait(aff, a, &p, w.Now); err != nil {
			return err
		}
		if aff.Embargo.Open() { // what was asked before does not count any more
			if err := w.Answered(aff, aff.Embargo, outbox.Replaced); err != nil {
				return err
			}
		}
		aff.Embargo = &incident.Decision{Reason: p.Reason, By: a.ID, Second: p.Second, Alone: p.Alone, AskedAt: w.Now, Until: p.Until}
		if err := w.Ask(aff, aff.Embargo); err != nil {
			return err
		}
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.LaterAsked, By: a.ID, Person: p.Second, Until: p.Until, Reason: p.Reason})
	})
}

// TakeBack asks a second person whether what the actor wanted to do may be done,
// although bad news would be gone with it that a client has not heard. Nothing
// changes before they agree.
func (s *Service) TakeBack(ctx context.Context, a incident.Actor, number int64, p incident.DecisionRequest) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		p := p
		p.Alone = w.Alone(w.Inc, a.ID)
		dec, err := w.Inc.MayTakeBack(a, &p, w.Now)
		if err != nil {
			return err
		}
		aff := w.Inc.Affected(dec.Act.Untold[0].Client)
		if w.Inc.TakeBack.Open() {
			if err := w.Answered(aff, w.Inc.TakeBack, outbox.Replaced); err != nil {
				return err
			}
		}
		delete(w.Inc.Wanted, a.ID)
		w.Inc.TakeBack = dec
		if err := w.Ask(aff, dec); err != nil {
			return err
		}
		return w.Record(timeline.Entry{Kind: timeline.TakeBackAsked, By: a.ID, Person: dec.Second, Words: dec.Act.String(), Reason: dec.Reason})
	})
}

// Decide is the second person's answer to the question with the
// key of ref. Without it
// nothing is put off and nothing is taken back.
func (s *Service) Decide(ctx context.Context, a incident.Actor, ref view.Ref, agrees bool) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Join, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		dec := w.Inc.DecisionOf(aff, ref.Key)
		if err := dec.MayAnswer(a.ID, ref.Key, agrees, w.Now); err != nil {
			return err
		}
		if dec.Act != nil {
			return decideTakeBack(w, aff, a, agrees)
		}
		return w.DecideLater(aff, a.ID, agrees)
	})
}

// decideTakeBack carries out what the second person agrees to. What has become
// known since they were asked is not part of it.
func decideTakeBack(w *work.Unit, aff *incident.Affected, a incident.Actor, agrees bool) error {
	dec := w.Inc.TakeBack
	said, ruling := timeline.Entry{Kind: timeline.TakeBackAgreed, By: a.ID, Person: dec.By, Words: dec.Act.String(), Reason: dec.Reason}, outbox.TakenBackNow
	if !agrees {
		said.Kind, ruling = timeline.TakeBackRefused, outbox.NotTakenBack
	}
	if dec.Alone && agrees {
		said.Kind = timeline.TakeBackAlone
	}
	if err := w.Record(said); err != nil {
		return err
	}
	if err := w.Answered(aff, dec, ruling); err != nil {
		return err
	}
	if !agrees {
		w.Inc.TakeBack = nil
		return nil
	}
	dec.AgreedAt, w.Agreed = w.Now, dec.Act.Untold
	return carryOut(w, incident.Actor{ID: dec.By}, dec.Act)
}

// carryOut does what was decided, as whoever wanted it.
func carryOut(w *work.Unit, by incident.Actor, t *incident.TakeBack) error {
	switch t.What {
	case incident.ActCancel:
		return cancel(w, by, t.Reason)
	case incident.ActFacts:
		return setFacts(w, by, t.Answers)
	case incident.ActEdit:
		return edit(w, by, t.Details)
	case incident.ActResolve:
		return resolve(w, by, t.Solved)
	case incident.ActNotTheirs:
		_, err := taking.Out(w, by, notyours.Swap{Client: t.Client, Instead: t.Instead, Why: t.Reason})
		return err
	case incident.ActClose:
		return closeIt(w, by, Closing{Done: t.Done, Reason: t.Reason})
	}
	return fault.Errorf(fault.Conflict, "Candor does not know how to %s. Nothing was changed.", t)
}

// orAsk keeps what somebody wanted to do where it takes a second person, and says
// so in the error; every other answer stays as it is.
func (s *Service) orAsk(ctx context.Context, q access, t incident.TakeBack, err error) error {
	e, ok := errors.AsType[*incident.UntoldError](err)
	if !ok || len(e.Untold) == 0 || e.First {
		return err
	}
	t.Untold = e.Untold
	_, kept := s.change(ctx, q, func(w *work.Unit) error {
		if w.Inc.Wanted == nil {
			w.Inc.Wanted = map[string]*incident.TakeBack{}
		}
		want := t
		w.Inc.Wanted[q.who.ID] = &want
		return nil
	})
	if kept != nil {
		return kept
	}
	decide := *e
	decide.Decide = true
	return &decide
}
