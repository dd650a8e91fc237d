package shift

import (
	"context"
	"fmt"
	"time"

	"candor/bot/people"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/service"
	"candor/incident/team"
	"candor/messages/kit"
	"candor/messages/waking"
)

// Phones finds out how people are woken, and tries it.
type Phones struct {
	Service *service.Service
	Who     *people.Directory
	Quiet   func(ctx context.Context, user string) (team.DoNotDisturb, error) // nil: Slack is not asked
	Ring    func(context.Context, team.Person) outbox.DeliveryOutcome         // nil: there is no way to ring
}

// Waking finds out who a person is and how they are woken.
func (p Phones) Waking(ctx context.Context, a incident.Actor, user string) (waking.Whoami, error) {
	c, err := p.Service.Colleague(ctx, a, user)
	if err != nil {
		return waking.Whoami{}, err
	}
	w := waking.Whoami{Colleague: c, Other: user != a.ID, Admin: a.Admin}
	if w.Other {
		u, err := p.Who.Person(ctx, user)
		if err != nil {
			e := fault.Errorf(fault.Conflict, "Nothing was done: Slack did not tell Candor who <@%s> is. Try again in a moment.", user)
			return waking.Whoami{}, fmt.Errorf("%w (%w)", e, err)
		}
		w.Admin = u.IsAdmin || u.IsOwner
	}
	if p.Quiet != nil {
		w.Quiet, err = p.Who.DoNotDisturb(user, func() (team.DoNotDisturb, error) { return p.Quiet(ctx, user) })
		w.QuietKnown = err == nil
	}
	return w, nil
}

// Test makes a phone ring because somebody wants to know whether it does. What became
// of it is the answer, so it is no delivery.
func (p Phones) Test(ctx context.Context, a incident.Actor, user string) (kit.Post, error) {
	who, err := p.Service.TestCall(a, user)
	if err != nil {
		return kit.Post{}, err
	}
	if p.Ring == nil {
		return kit.Post{}, fault.Errorf(fault.Conflict, "Nobody was called: this Candor has no way to ring. Whoever runs it can set one up, as wake in the config.")
	}
	ctx, cancel := context.WithTimeout(ctx, ringPatience)
	defer cancel()
	o := p.Ring(ctx, who)
	if err := p.Service.TestCalled(context.WithoutCancel(ctx), a, user, o); err != nil {
		return kit.Post{}, err
	}
	return waking.Rang(who, user != a.ID, o), nil
}

// ringPatience is how long the person who pressed the button is kept waiting.
const ringPatience = 10 * time.Second
