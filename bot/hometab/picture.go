package hometab

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/policy"
	"candor/incident/service"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/messages/screen"
	"candor/messages/upkeep"
	"candor/messages/waking"
)

// Picture is what a person's Home is drawn from.
type Picture struct {
	Service *service.Service
	Now     time.Time
	Actor   incident.Actor
	Live    []screen.Listed
	Sees    func(*incident.Incident) bool            // whether the person may see it
	Lines   func([]view.Listing) []screen.ClientLine // clients, with what Slack knows of their channels
	Mailbox func() string                            // that clients' mail is not seen; nil: nothing is said of it
	Copies  func() string                            // how the store is copied, for admins; nil: nothing is
}

// Draw draws it: nothing in it that the person may not see.
func (p Picture) Draw(ctx context.Context) (slack.HomeTabViewRequest, error) {
	v := screen.HomeView{Now: p.Now, User: p.Actor.ID}
	for _, l := range p.Live {
		if !l.Hidden {
			v.Open = append(v.Open, l.Incident)
		}
	}
	ended, err := p.Service.Ended(ctx)
	if err != nil {
		return slack.HomeTabViewRequest{}, err
	}
	for _, inc := range ended {
		if p.Actor.Admin && inc.Mistake != "" { // whoever else may see it: a slip of the hand asks nobody
			v.Mistakes = append(v.Mistakes, inc)
		}
		if p.Sees(inc) {
			v.Ended = append(v.Ended, inc)
		}
	}
	if policy.May(p.Actor, policy.Clients, nil, "") != nil {
		return screen.Home(v), nil
	}
	v.Member = true
	book, err := p.Service.Clients().Book(ctx, p.Actor)
	if err != nil {
		return slack.HomeTabViewRequest{}, err
	}
	v.Clients, v.Restores = p.Lines(book), upkeep.Restores(book, p.Now)
	if p.Actor.Admin {
		v.Health = screen.Health(v.Clients, p.Service.Roster())
	}
	c, err := p.Service.Colleague(ctx, p.Actor, p.Actor.ID)
	if err != nil {
		return slack.HomeTabViewRequest{}, err
	}
	v.Waking = &waking.Whoami{Colleague: c}
	return p.withMachine(screen.Home(v)), nil
}

// withMachine adds how the program itself is: to what everybody of the team sees that
// clients' mail is not seen, to what admins see how the store is copied.
func (p Picture) withMachine(home slack.HomeTabViewRequest) slack.HomeTabViewRequest {
	if p.Mailbox != nil && p.Mailbox() != "" {
		home.Blocks.BlockSet = append(home.Blocks.BlockSet, kit.Small("mailbox", p.Mailbox()))
	}
	if p.Actor.Admin && p.Copies != nil {
		home.Blocks.BlockSet = append(home.Blocks.BlockSet, kit.Small("copies", p.Copies()))
	}
	return home
}
