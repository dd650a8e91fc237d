// Package ticks answers what is typed and filled in about the checklist of an incident.
package ticks

import (
	"context"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/bot/learned"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/service"
	"candor/messages/aside"
	"candor/messages/form"
	"candor/messages/kit"
)

// Desk is where one person ticks, at an instant.
type Desk struct {
	Service *service.Service
	Actor   incident.Actor
	Now     time.Time
}

// Typed does what was typed behind check: done 3, skip 3 and why, open 3, add and a step.
func (d Desk) Typed(ctx context.Context, inc *incident.Incident, args string) (p kit.Post, err error) {
	word, rest := typed.FirstWord(args)
	step, reason := typed.FirstWord(rest)
	ans := service.StepAnswer{Item: step}
	switch strings.ToLower(word) {
	case "done":
		ans.State, ans.Found = playbook.ItemDone, reason
		if ans.Inside, err = d.inside(ctx, inc, reason); err != nil {
			return p, err
		}
		if inc, err = d.Service.Check(ctx, d.Actor, inc.Number, ans); err != nil {
			return p, err
		}
		return aside.Done(inc, step, ans, d.Now), nil
	case "skip":
		ans.State, ans.Reason = playbook.ItemSkipped, reason
	case "open":
		ans.State = playbook.ItemOpen
	case "add":
		if inc, err = d.Service.AddStep(ctx, d.Actor, inc.Number, rest); err != nil {
			return p, err
		}
		return aside.Added(inc, rest, d.Now), nil
	default:
		return p, fault.Errorf(fault.Invalid, "Nothing was changed. Type check done 3, check skip 3 and why, check open 3, or check add and the step. Only check shows them all.")
	}
	if inc, err = d.Service.Check(ctx, d.Actor, inc.Number, ans); err != nil {
		return p, err
	}
	return aside.Steps(inc, d.Now), nil
}

// Submit takes the form of the checklist: what was ticked, skipped and added. Of what was
// ticked it asks what was found, in another form; nil if there is nothing to ask.
func (d Desk) Submit(ctx context.Context, inc *incident.Incident, v form.Values) (*slack.ModalViewRequest, error) {
	ticked, skipped := form.Ticked(v), v[form.FieldSkip]
	reason, add := strings.TrimSpace(v.Get(form.FieldReason)), strings.TrimSpace(v.Get(form.FieldAdd))
	if reason != "" && len(skipped) == 0 {
		return nil, fault.FieldError(form.FieldReason, "You wrote why steps are skipped, and ticked none to skip. Nothing was done yet: tick them, or take the reason out.")
	}
	if add != "" { // before anything is done: it is two acts
		if err := inc.MayAdd(add); err != nil {
			return nil, err
		}
	}
	var answers []service.StepAnswer
	for _, id := range ticked {
		answers = append(answers, service.StepAnswer{Item: id, State: playbook.ItemDone})
	}
	for _, id := range skipped {
		answers = append(answers, service.StepAnswer{Item: id, State: playbook.ItemSkipped, Reason: reason})
	}
	var err error
	if len(answers) > 0 {
		if inc, err = d.Service.Check(ctx, d.Actor, inc.Number, answers...); err != nil {
			return nil, err
		}
		d.Actor.Envelope = "" // spent
	}
	if add != "" {
		if _, err = d.Service.AddStep(ctx, d.Actor, inc.Number, add); err != nil {
			return nil, err
		}
	}
	if asks := playbook.Asks(inc.Checklist, ticked); len(asks) > 0 {
		next := form.Found(inc, asks)
		return &next, nil
	}
	return nil, nil
}

// Found keeps the lines about what was ticked.
func (d Desk) Found(ctx context.Context, inc *incident.Incident, v form.Values) (err error) {
	answers := form.ReadFound(inc, v)
	for i := range answers {
		if answers[i].Inside, err = d.inside(ctx, inc, answers[i].Found); err != nil {
			return err
		}
	}
	if len(answers) > 0 {
		_, err = d.Service.Check(ctx, d.Actor, inc.Number, answers...)
	}
	return err
}

// inside says whether a line names what no client may read.
func (d Desk) inside(ctx context.Context, inc *incident.Incident, text string) (bool, error) {
	return learned.Desk{Service: d.Service, Actor: d.Actor, Now: d.Now}.Inside(ctx, inc, text)
}
