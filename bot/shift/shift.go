// Package shift answers people who go to sleep, get up, take over or hand over.
package shift

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"candor/bot/target"
	"candor/incident"
	"candor/incident/night"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/watch"
	"candor/messages/form"
	"candor/messages/kit"
	"candor/messages/overnight"
)

// Desk is where one person asks, at an instant.
type Desk struct {
	Service *service.Service
	Actor   incident.Actor
	Now     time.Time
}

// Ask is the form that asks who is on it while the person sleeps.
func (d Desk) Ask(ctx context.Context, inc *incident.Incident, zone *time.Location) (slack.ModalViewRequest, error) {
	if err := policy.May(d.Actor, policy.Change, inc, ""); err != nil {
		return slack.ModalViewRequest{}, err
	}
	if inc.Ended() {
		return slack.ModalViewRequest{}, inc.OverError()
	}
	until, mute := night.Until(zone, d.Now), false
	var mates []night.Mate
	desk := d.Service.Desk()
	err := desk.View(ctx, func(tx records.Tx) error {
		mates = nil // it may run again
		for _, p := range d.Service.Roster().Staff() {
			if p.Slack == d.Actor.ID {
				mute = p.Wake == ""
				continue
			}
			reach, err := tx.Reach(p.Slack)
			if err != nil {
				return err
			}
			mates = append(mates, night.Mate{Person: p.Slack, Name: p.Name, AskAt: night.Asks(inc.ZoneNamed(p.Slack), until, d.Now), Until: reach.Asleep.Until})
		}
		return nil
	})
	return form.GoodNight(inc, night.Proposed(mates, d.Now), mute, zone, d.Now), err
}

// Sleep lets the person sleep. It returns what a client reads of it, to be sent or not, and
// the answer. why words an error.
func (d Desk) Sleep(ctx context.Context, number int64, r night.Request, why func(error) string) (*slack.ModalViewRequest, kit.Post, error) {
	inc, err := d.Service.Watch(ctx, d.Actor, number, r)
	if err != nil {
		return nil, kit.Post{}, err
	}
	d.Actor.Envelope = "" // spent on the word
	text, untold := d.pause(ctx, inc)
	if text == nil && untold == nil {
		text = d.Next(ctx)
	}
	said := ""
	if untold != nil {
		said = why(untold)
	}
	return text, overnight.Slept(inc, d.Actor.ID, said, d.Now), nil
}

// pause writes what the clients of an incident read while the person sleeps; nil where
// nobody has to read that.
func (d Desk) pause(ctx context.Context, inc *incident.Incident) (*slack.ModalViewRequest, error) {
	p := watch.Overnight(inc, d.Actor.ID, d.Service.Roster().People, d.Now)
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; !watch.Unread(inc, aff, d.Actor.ID) || policy.May(d.Actor, policy.Send, inc, aff.Client.ID) != nil {
			continue
		}
		if target.Several(inc, "") {
			return d.pauseAll(ctx, inc, p)
		}
		t, err := d.Service.Write(ctx, d.Actor, inc.Number, p)
		if err != nil {
			return nil, err
		}
		f := form.Preview(t, d.Now)
		return &f, nil
	}
	return nil, nil
}

func (d Desk) pauseAll(ctx context.Context, inc *incident.Incident, p incident.Proposal) (*slack.ModalViewRequest, error) {
	list, err := d.Service.WriteAll(ctx, d.Actor, inc.Number, p)
	if err != nil {
		return nil, err
	}
	f := form.PreviewAll(inc, list, "", d.Now)
	if !form.FitsAck(f) {
		f = form.ReadAll(f)
	}
	return &f, nil
}

// Next is what the clients of another incident read while the person sleeps; nil where
// all have read it.
func (d Desk) Next(ctx context.Context) *slack.ModalViewRequest {
	live, err := d.Service.Live(ctx, d.Actor)
	if err != nil {
		return nil
	}
	d.Actor.Envelope = ""
	for _, inc := range live {
		if !inc.Watch.Sleeps(d.Actor.ID, d.Now) {
			continue
		}
		if f, _ := d.pause(ctx, inc); f != nil { // what cannot be written stands on the card as due
			return f
		}
	}
	return nil
}

// Do is any other act.
func (d Desk) Do(ctx context.Context, number int64, r night.Request) (kit.Post, error) {
	inc, err := d.Service.Watch(ctx, d.Actor, number, r)
	if err != nil {
		return kit.Post{}, err
	}
	switch {
	case r.Act == night.HandOver, r.Act == night.Take && inc.Watch.Kept(d.Actor.ID, r.N):
		return overnight.Asked(inc), nil
	case r.Act == night.Refuse:
		return overnight.Declined(inc), nil
	case r.Act == night.Take && inc.Roles.Has(d.Actor.ID):
		return overnight.Took(inc, d.Now), nil
	}
	return overnight.Up(), nil
}
