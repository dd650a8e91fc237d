package service

import (
	"context"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/work"
)

// MovePrivate moves an incident to a private channel, since a public one cannot
// be made private. From this commit on nothing internal is posted where it was.
func (s *Service) MovePrivate(ctx context.Context, a incident.Actor, number int64) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		switch {
		case w.Inc.Over():
			return w.Inc.OverError()
		case w.Inc.Private:
			return fault.Errorf(fault.Conflict, "%s is private already. Nothing was changed.", w.Inc.Name())
		}
		return w.MoveAway(a)
	})
}
