package bot

import (
	"context"

	"candor/bot/recipient"
	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/policy"
	"candor/incident/service"
	"candor/incident/view"
	"candor/messages/form"
	"candor/messages/kit"
	"candor/messages/screen"
)

// recipient is where somebody at the client presses.
func (b *Bot) recipient(ctx context.Context, r *request) recipient.Desk {
	return recipient.Desk{Service: b.Service, Channel: r.channel, Called: b.who.Called(ctx, r.user), Now: b.Now(), Who: func() (incident.Actor, error) { return b.actor(ctx, r, nil) }}
}

func (b *Bot) pressGotIt(ctx context.Context, r *request, value string) (answer, error) {
	return posted(b.recipient(ctx, r).GotIt(ctx, value))
}

// wishing is a press of somebody at the client who wants to be called, or to ask.
func wishing(wish outbox.Wish) aboutOther {
	return func(b *Bot, ctx context.Context, r *request, value string) (answer, error) {
		post, err := b.recipient(ctx, r).Wish(ctx, wish, value)
		return answer{Post: post}, err
	}
}

// spokenTo notes how a client wants to be spoken to. On the call card it shows
// what follows from it.
func spokenTo(m client.Manner) aboutIncident {
	return func(b *Bot, ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
		inc, kept, err := b.Service.SetManner(ctx, a, view.Ref{Number: inc.Number, Client: ref.Client}, m)
		if err != nil {
			return answer{}, err
		}
		aff := inc.Affected(ref.Client)
		if r.view != nil && r.view.CallbackID == kit.FormCall && m.Calls() {
			return answer{}, b.open(ctx, r, b.card(ctx, r, inc, aff))
		}
		said := screen.MannerKept(aff, kept)
		if r.view != nil {
			return answer{}, b.open(ctx, r, form.Refusal(inc.Name(), said.Text, ""))
		}
		return answer{Post: said}, nil
	}
}

// pressNotAbout puts aside what a client wrote, or brings it to another incident.
func (b *Bot) pressNotAbout(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	other := service.Elsewhere{Number: int64(ref.N)}
	if other.Number != 0 {
		var err error
		want := service.Wanted{Number: other.Number, Act: policy.Change}
		if _, other.Who, err = b.Service.Find(ctx, want, func(inc *incident.Incident) (incident.Actor, error) { return b.actor(ctx, r, inc) }); err != nil {
			return answer{}, err
		}
	}
	inc, err := b.Service.NotAbout(ctx, a, view.Ref{Number: inc.Number, Client: ref.Client, Key: ref.Key}, other)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: screen.PutAside(inc, ref.N)}, nil
}
