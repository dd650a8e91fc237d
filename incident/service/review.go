package service

import (
	"context"

	"candor/incident"
	"candor/incident/clocks"
	"candor/incident/lessons"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/review"
	"candor/incident/work"
)

// Legal keeps what somebody says of the legal clocks of an incident.
func (s *Service) Legal(ctx context.Context, a incident.Actor, number int64, act clocks.Act) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, act.Client}, func(w *work.Unit) error { return clocks.Keep(w, a, act) })
}

// Conclude writes down what is learned from an incident and what changes. It returns the
// change that is made or moved.
func (s *Service) Conclude(ctx context.Context, a incident.Actor, number int64, l lessons.Lesson) (inc *incident.Incident, c review.Change, err error) {
	may := func(_ records.Tx, inc *incident.Incident) error { // it stands on the list of whoever makes it, with a button
		return policy.May(a, map[bool]policy.Action{true: policy.Join, false: policy.Change}[inc.Changes.Of(l.Done, a.ID)], inc, "")
	}
	inc, err = s.changeIf(ctx, access{who: a, incident: number}, may, func(w *work.Unit) (err error) {
		c, err = lessons.Conclude(w, a, l)
		return err
	})
	return inc, c, err
}
