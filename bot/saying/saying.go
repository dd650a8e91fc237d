// Package saying completes what somebody recorded that they told a client by hand, and takes it
// back.
package saying

import (
	"context"
	"slices"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/service"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/aside"
	"candor/messages/kit"
)

// Desk is where one person says so.
type Desk struct {
	Service *service.Service
	Actor   incident.Actor
	Words   *messages.Words
}

// Add adds to the report ref.N what was told or asked in it, or takes it back, as a button says.
func (d Desk) Add(ctx context.Context, inc *incident.Incident, ref view.Ref) (kit.Post, error) {
	more := aside.ReadSaid(d.Words, inc, ref)
	inc, err := d.Service.Said(ctx, d.Actor, view.Ref{Number: inc.Number, Client: ref.Client, N: ref.N}, more)
	if err != nil {
		return kit.Post{}, err
	}
	switch now := d.Service.Now(); {
	case more.Mistaken:
		return aside.NotTold(inc.Affected(ref.Client), now), nil
	case more.Batch != "":
		return aside.SaidSoAll(inc, d.texts(ctx, inc, more.Batch), now), nil
	case more.Meeting:
		return aside.HadCall(inc.Affected(ref.Client)), nil
	case more.Request > 0:
		return aside.SaysSo(inc, inc.Affected(ref.Client), now), nil
	}
	return d.asking(ctx, aside.SaidSo(inc, inc.Affected(ref.Client), d.Service.Now()), inc, ref), nil
}

// NotTold takes back the newest report of a client, and keeps why.
func (d Desk) NotTold(ctx context.Context, inc *incident.Incident, client, why string) (kit.Post, error) {
	inc, err := d.Service.Said(ctx, d.Actor, view.Ref{Number: inc.Number, Client: client}, byhand.Report{Mistaken: true, Text: why})
	if err != nil {
		return kit.Post{}, err
	}
	return aside.NotTold(inc.Affected(client), d.Service.Now()), nil
}

// asking adds to the answer about the report ref.N what its form would have asked: what they
// were asked to do, and what is over.
func (d Desk) asking(ctx context.Context, post kit.Post, inc *incident.Incident, ref view.Ref) kit.Post {
	list, err := d.Service.Updates(ctx, d.Actor, inc.Number, ref.Client)
	i := slices.IndexFunc(list, func(u *update.Update) bool { return u.N == ref.N })
	if err != nil || i < 0 { // it is recorded all the same
		return post
	}
	return aside.Asking(post, d.Words, inc, inc.Affected(ref.Client), list[i])
}

// texts are those of an act for several clients; what cannot be looked up is not asked about.
func (d Desk) texts(ctx context.Context, inc *incident.Incident, batch string) (texts []*update.Update) {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		list, err := d.Service.Updates(ctx, d.Actor, inc.Number, aff.Client.ID)
		if err != nil {
			continue
		}
		if aff.Request != nil {
			list = append(list, &aff.Request.Update)
		}
		if at := slices.IndexFunc(list, func(u *update.Update) bool { return u.Batch == batch }); at >= 0 {
			texts = append(texts, list[at])
		}
	}
	return texts
}
