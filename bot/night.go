package bot

import (
	"context"

	"candor/bot/declaring"
	"candor/bot/shift"
	"candor/incident"
	"candor/incident/night"
	"candor/incident/playbook"
	"candor/incident/view"
	"candor/messages/form"
)

func (b *Bot) shift(a incident.Actor) shift.Desk {
	return shift.Desk{Service: b.Service, Actor: a, Now: b.Now()}
}

func (b *Bot) pressGoodNight(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	f, err := b.shift(a).Ask(ctx, inc, b.who.Zone(ctx, r.user))
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.open(ctx, r, f)
}

// submitNight lets the person sleep, and shows what their clients read of it.
func (b *Bot) submitNight(ctx context.Context, r *request, v form.Values) (out outcome, err error) {
	_, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	want, until := form.ReadGoodNight(v)
	if want.Until, err = declaring.At(b.clock(ctx, r, inc), until, night.FieldUntil, false); err != nil {
		return outcome{}, err
	}
	if want.To != "" {
		if _, err = b.who.Teammate(ctx, want.To, b.Home, b.Org); err != nil {
			return outcome{}, err
		}
	}
	out.next, out.post, err = b.shift(a).Sleep(ctx, inc.Number, want, b.apologise)
	return out, err
}

// watching is a press that gets somebody up, takes over or refuses to.
func watching(act night.Act) aboutIncident {
	return func(b *Bot, ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
		post, err := b.shift(a).Do(ctx, inc.Number, night.Request{Act: act, N: ref.N})
		return answer{Post: post}, err
	}
}

// handover asks another to take over what the person does.
func (b *Bot) handover(ctx context.Context, r *request, text string) (answer, error) {
	user, err := b.names(r, "handover", "nobody was asked").Person(text)
	if err != nil {
		return answer{}, err
	}
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if _, err = b.who.Teammate(ctx, user, b.Home, b.Org); err != nil {
		return answer{}, err
	}
	return posted(b.shift(a).Do(ctx, inc.Number, night.Request{Act: night.HandOver, To: user}))
}

// holding gives a role to somebody at once.
func holding(role playbook.Role) func(*Bot, context.Context, *request, string) (answer, error) {
	return func(b *Bot, ctx context.Context, r *request, text string) (answer, error) {
		return b.assign(ctx, r, role, text)
	}
}
