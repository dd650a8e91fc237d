package service

import (
	"context"
	"slices"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/meeting"
	"candor/incident/outbox"
	"candor/incident/phrase"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/question"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/incident/work"
)

// StartCall records that a person begins to call a client.
func (s *Service) StartCall(ctx context.Context, a incident.Actor, number int64, client string) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Call, number, client}, func(w *work.Unit, aff *incident.Affected) error {
		if w.Inc.Over() {
			return w.Inc.OverError()
		}
		aff.Call = incident.Call{By: a.ID, At: w.Now}
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.Calling, By: a.ID})
	})
}

// NobodyAnswered records a call that reached nobody. It tells the client
// nothing, so it settles nothing; that somebody tried stands on the card.
func (s *Service) NobodyAnswered(ctx context.Context, a incident.Actor, number int64, client string) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Call, number, client}, func(w *work.Unit, aff *incident.Affected) error {
		if w.Inc.Over() {
			return w.Inc.OverError()
		}
		aff.Call = incident.Call{By: a.ID, At: w.Now, Over: true}
		aff.Attempts++
		aff.AttemptAt = w.Now
		meeting.OweMorningCall(w.Inc, aff, w.Now)
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.NobodyPicksUp, By: a.ID, Try: aff.Attempts})
	})
}

// Answered marks a client's question as answered: ref.N of those that were written down, or
// ref.Key, the timestamp of what they wrote.
func (s *Service) Answered(ctx context.Context, a incident.Actor, ref view.Ref) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Change, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		written := slices.IndexFunc(aff.Asked, func(r outbox.Reply) bool { return r.TS == ref.Key })
		switch {
		case ref.Key != "" && written < 0:
			return fault.Errorf(fault.Conflict, "That question was answered already, or put aside. Nothing was changed.")
		case ref.Key != "":
			words := aff.Asked[written].Text
			aff.Asked = slices.Delete(aff.Asked, written, written+1)
			return w.RecordFor(aff, timeline.Entry{Kind: timeline.AskAnswered, By: a.ID, Words: words})
		case ref.N < 1 || ref.N > len(aff.Asks):
			return fault.Errorf(fault.NotFound, "%s has asked %d questions; there is no other. Nothing was changed.", aff.Client.Name, len(aff.Asks))
		case !aff.Asks[ref.N-1].AnsweredAt.IsZero():
			return fault.Errorf(fault.Conflict, "That question was marked as answered already. Nothing was changed.")
		}
		aff.Asks.Answer(a.ID, w.Now, ref.N)
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.AskAnswered, By: a.ID, Words: aff.Asks[ref.N-1].Text})
	})
}

// Asked records that a client asked. Before the first word it shows that they
// noticed before we told them; later it is a reason to tell them now.
func (s *Service) Asked(ctx context.Context, a incident.Actor, ref view.Ref, text string) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Change, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		text, called := phrase.ByPhone(text)
		err := mayHear(w.Inc, text, "Nothing was recorded. Write what they asked, for example: asked Dana asks when the shop is back.", "Nothing was recorded.")
		if err != nil {
			return err
		}
		ask := question.Question{Text: text, By: a.ID, At: w.Now, Called: called, First: aff.ToldAt.IsZero()}
		aff.Asks = append(aff.Asks, ask)
		if err := w.RecordFor(aff, timeline.Entry{Kind: timeline.Asked, By: a.ID, Words: text}); err != nil || ask.First {
			return err
		}
		return w.ClientEvent(aff, incident.ClientEvent{What: promise.ClientAsked, Entry: timeline.Entry{Kind: timeline.AwaitsAnswer}, Note: text})
	})
}
