// Package notyours answers whoever says that an incident is not a client's: who has heard
// nothing is taken out, and of who was told the text opens that tells them.
package notyours

import (
	"context"

	"github.com/slack-go/slack"

	"candor/bot/drafting"
	"candor/bot/target"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/notyours"
	"candor/incident/service"
	"candor/incident/update"
	"candor/messages/aside"
	"candor/messages/form"
	"candor/messages/kit"
)

// Desk is where one person says so.
type Desk struct {
	Service *service.Service
	Actor   incident.Actor
	Drafts  drafting.Desk
	Names   func() (*typed.Lexicon, error) // those that may be typed

	Write func(*incident.Incident, *incident.Affected, update.Update) (slack.ModalViewRequest, error) // the form for an update
	Told  func(*incident.Incident, *incident.Affected, byhand.How) slack.ModalViewRequest             // and the one for a call
}

// Typed does what was typed, or asks what is not said there.
func (d Desk) Typed(ctx context.Context, inc *incident.Incident, text string) (*slack.ModalViewRequest, kit.Post, error) {
	names, err := d.Names()
	if err != nil {
		return nil, kit.Post{}, err
	}
	swap, sure, err := names.NotTheirs(inc, text)
	if err != nil {
		return nil, kit.Post{}, err
	}
	aff, err := inc.Find(swap.Client)
	if err != nil {
		return nil, kit.Post{}, err
	}
	if err := inc.MayLose(aff); err != nil && swap.Instead == "" {
		return nil, kit.Post{}, names.WhoseInstead(inc, swap, err)
	}
	if sure {
		return d.Do(ctx, inc, swap)
	}
	return new(form.NotTheirs(inc, aff, swap, names.Clients)), kit.Post{}, nil
}

// Do takes the client out, or opens what tells them.
func (d Desk) Do(ctx context.Context, before *incident.Incident, swap notyours.Swap) (*slack.ModalViewRequest, kit.Post, error) {
	inc, told, err := d.Service.NotTheirs(ctx, d.Actor, before.Number, swap)
	if err != nil {
		return nil, kit.Post{}, err
	}
	if !told {
		return nil, aside.Joined(before, inc, aside.TakenOut(inc, inc.Affected(swap.Client), d.Drafts.Now)), nil
	}
	if aff := inc.Affected(swap.Client); !notyours.Writes(aff) {
		if _, err := target.ToCall(inc, d.Actor, swap.Client); err != nil {
			return nil, kit.Post{}, err
		}
		return new(form.SayingNotTheirs(d.Told(inc, aff, byhand.ByCall), aff, swap.Why)), kit.Post{}, nil
	}
	aff, err := target.ToTell(inc, d.Actor, swap.Client)
	if err != nil {
		return nil, kit.Post{}, err
	}
	u := d.Drafts.Begin(inc, aff, d.Actor, update.NotYours)
	if swap.Why != "" {
		u.Words[notyours.Sure] = swap.Why
	}
	f, err := d.Write(inc, aff, u)
	return &f, kit.Post{}, err
}
