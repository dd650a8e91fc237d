// Package drills answers people who begin a drill, take part in it or end it.
package drills

import (
	"context"
	"strings"

	"candor/incident"
	"candor/incident/drill"
	"candor/incident/drilling"
	"candor/incident/fault"
	"candor/incident/service"
	"candor/messages/exercise"
	"candor/messages/kit"
)

// Desk is where one person asks.
type Desk struct {
	Service *service.Service
	Who     func() (incident.Actor, error)                     // who asks
	Here    func() (*incident.Incident, incident.Actor, error) // the incident that it is about, and who asks as one of it
}

// Answer does what was typed: drill, drill data, drill in, drill end.
func (d Desk) Answer(ctx context.Context, typed string) (kit.Post, error) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	if act := drilling.Act(typed); fault.OneOf(act, drilling.Join, drilling.End) {
		return d.do(ctx, act)
	}
	a, err := d.Who()
	if err != nil {
		return kit.Post{}, err
	}
	s := exercise.Named(typed)
	if s == nil {
		return kit.Post{}, fault.Errorf(fault.Invalid, "%s", exercise.Which(typed))
	}
	inc, err := d.Service.Declare(ctx, a, service.Declaration{Drill: drill.New(*s), Kind: s.Kind, Title: drill.Mark, Impact: s.Impact,
		Doing: "checking what happened", Severity: 1, Typed: "drill " + s.ID})
	if err != nil {
		return kit.Post{}, err
	}
	return exercise.Opened(inc.Name()), nil
}

// do takes part in a drill, or ends it.
func (d Desk) do(ctx context.Context, act drilling.Act) (kit.Post, error) {
	inc, a, err := d.Here()
	if err != nil {
		return kit.Post{}, err
	}
	inc, err = service.Drills{Service: d.Service}.Do(ctx, a, inc.Number, act)
	switch {
	case err != nil:
		return kit.Post{}, err
	case act == drilling.Join:
		return exercise.Joined(inc.Name()), nil
	}
	return exercise.Over(inc.Name()), nil
}
