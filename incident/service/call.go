package service

import (
	"context"
	"unicode/utf8"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/incident/work"
)

// StartCall records that a person begins to call a client.
func (s *Service) StartCall(ctx context.Context, a incident.Actor, number int64, client string) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, incident.Send, number, client}, func(w *work.Unit, aff *incident.Affected) error {
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
	return s.changeFor(ctx, access{a, incident.Send, number, client}, func(w *work.Unit, aff *incident.Affected) error {
		if w.Inc.Over() {
			return w.Inc.OverError()
		}
		aff.Call = incident.Call{By: a.ID, At: w.Now, Over: true}
		aff.Attempts++
		aff.AttemptAt = w.Now
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.NobodyPicksUp, By: a.ID, Try: aff.Attempts})
	})
}

// Asked records that a client asked. Before the first word it shows that they
// noticed before we told them; later it is a reason to tell them now.
func (s *Service) Asked(ctx context.Context, a incident.Actor, ref view.Ref, text string) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, incident.Change, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		text, called := incident.TheyCalled(text)
		switch {
		case w.Inc.Over():
			return w.Inc.OverError()
		case text == "":
			return fault.Errorf(fault.Invalid, "Nothing was recorded. Write what they asked, for example: asked Dana asks when the shop is back.")
		case utf8.RuneCountInString(text) > facts.MaxFactWords:
			return fault.Errorf(fault.Invalid, "Keep it to %d characters; this has %d. Nothing was recorded.", facts.MaxFactWords, utf8.RuneCountInString(text))
		}
		ask := incident.Ask{Text: text, By: a.ID, At: w.Now, Called: called, First: aff.ToldAt.IsZero()}
		aff.Asks = append(aff.Asks, ask)
		if err := w.RecordFor(aff, timeline.Entry{Kind: timeline.Asked, By: a.ID, Words: text}); err != nil || ask.First {
			return err
		}
		return w.ClientEvent(aff, incident.ClientEvent{What: incident.ClientAsked, Entry: timeline.Entry{Kind: timeline.AwaitsAnswer}, Note: text})
	})
}
