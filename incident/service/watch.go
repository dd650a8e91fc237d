package service

import (
	"context"

	"candor/incident"
	"candor/incident/night"
	"candor/incident/policy"
	"candor/incident/watch"
	"candor/incident/work"
)

// Watch is what a person does about who is there: they say good night, take over or hand
// over. What is said of their sleep holds in every incident in which they have a role.
func (s *Service) Watch(ctx context.Context, a incident.Actor, number int64, r night.Request) (*incident.Incident, error) {
	act := policy.Change
	if r.Asked() {
		act = policy.Join
	}
	return s.change(ctx, access{a, act, number, ""}, func(w *work.Unit) error { return watch.Do(w, a, r) })
}
