package service

import (
	"context"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/timeline"
	"candor/incident/work"
)

// ChooseAftercare keeps how much comes after the final message.
func (s *Service) ChooseAftercare(ctx context.Context, a incident.Actor, number int64, size incident.Size) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		was := w.Inc.Aftercare(w.Now)
		if err := w.Inc.ChooseAftercare(size, w.Now); err != nil {
			return err
		}
		return w.Record(timeline.Entry{Kind: timeline.Aftercare, By: a.ID, From: string(was), To: string(size)})
	})
}

// closeByItself closes an incident of which all is settled. What is still under way, or
// cannot be read, is looked at again in an hour.
func closeByItself(w *work.Unit) error {
	err := mayClose(w)
	if fault.CodeOf(err) == fault.Conflict || damage.IsLost(err) {
		w.Inc.NotClosedBefore = w.Now.Add(incident.CloseAgain)
		return w.Tx.PutIncident(w.Inc)
	}
	if err == nil {
		err = end(w, "everything is settled")
	}
	if err == nil {
		err = w.Record(timeline.Entry{Kind: timeline.ClosedItself})
	}
	if err != nil {
		return err
	}
	return w.Put()
}
