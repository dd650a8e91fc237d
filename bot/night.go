package bot

import (
	"context"
	"strings"

	"candor/bot/declaring"
	"candor/bot/target"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/night"
	"candor/incident/playbook"
	"candor/incident/policy"
	"candor/incident/view"
	"candor/incident/watch"
	"candor/messages/form"
	"candor/messages/overnight"
)

// goodnight asks who is on it while the person sleeps.
func (b *Bot) goodnight(ctx context.Context, r *request, _ string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return b.pressGoodNight(ctx, r, view.Ref{}, inc, a)
}

func (b *Bot) pressGoodNight(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	if err := policy.May(a, policy.Change, inc, ""); err != nil {
		return answer{}, err
	}
	if inc.Ended() {
		return answer{}, inc.OverError()
	}
	return answer{}, b.open(ctx, r, form.GoodNight(inc, a.ID, b.Service.Roster().People, b.who.Zone(ctx, r.user), b.Now()))
}

// submitNight lets the person sleep, and shows what their clients read of it.
func (b *Bot) submitNight(ctx context.Context, r *request, v form.Values) (outcome, error) {
	_, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	want, until := form.ReadGoodNight(v)
	if want.Until, err = declaring.At(b.clock(ctx, r, inc), until, night.FieldUntil, false); err != nil {
		return outcome{}, err
	}
	if want.To != "" {
		if _, err = b.teammate(ctx, r, want.To); err != nil {
			return outcome{}, err
		}
	}
	if inc, err = b.Service.Watch(ctx, a, inc.Number, want); err != nil {
		return outcome{}, err
	}
	a.Envelope = "" // spent on the word
	out, why := b.pauseText(ctx, r, inc, a)
	if out.next == nil && why == "" {
		out = b.nextPause(ctx, r, a, out)
	}
	out.post = overnight.Slept(inc, a.ID, why, b.Now())
	return out, nil
}

// pauseText shows what the clients of an incident read while a person sleeps, to be sent
// or not. Where there is none it may say why.
func (b *Bot) pauseText(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor) (out outcome, why string) {
	p := watch.Overnight(inc, a.ID, b.Service.Roster().People, b.Now())
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if !watch.Unread(inc, aff, a.ID) || policy.May(a, policy.Send, inc, aff.Client.ID) != nil {
			continue
		}
		if target.Several(inc, "") {
			list, err := b.Service.WriteAll(ctx, a, inc.Number, p)
			if err != nil {
				return outcome{}, b.apologise(err)
			}
			return b.readAll(inc, list), ""
		}
		t, err := b.Service.Write(ctx, a, inc.Number, p)
		if err == nil {
			f := form.Preview(t, b.Now())
			return outcome{next: &f}, ""
		}
		if fault.CodeOf(err) != fault.Invalid || inc.Eligible(aff, p.Kind, b.Now()) != nil {
			return outcome{}, b.apologise(err)
		}
		u := b.begin(inc, aff, a, p.Kind) // something is missing that only a person knows
		for name, text := range p.Words {
			u.Words[name] = text
		}
		u.Times, u.NextAt = p.Times, p.NextAt
		if f, err := b.updateForm(ctx, r, inc, aff, a, u); err == nil {
			return outcome{next: &f}, ""
		}
	}
	return outcome{}, ""
}

// nextPause goes on with the next incident whose clients do not know yet that the person
// sleeps.
func (b *Bot) nextPause(ctx context.Context, r *request, a incident.Actor, out outcome) outcome {
	live, err := b.Service.Live(ctx, a)
	if err != nil {
		return out
	}
	a.Envelope = ""
	for _, inc := range live {
		if rest := inc.Watch.Rest(a.ID); rest == nil || !b.Now().Before(rest.Until) {
			continue
		}
		if next, _ := b.pauseText(ctx, r, inc, a); next.next != nil {
			out.next = next.next
			return out
		}
	}
	return out
}

func (b *Bot) pressUp(ctx context.Context, _ *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	_, err := b.Service.Watch(ctx, a, inc.Number, night.Request{Act: night.GetUp})
	return answer{Post: overnight.Up(), replace: true}, err
}

func (b *Bot) pressTake(ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	inc, err := b.Service.Watch(ctx, a, inc.Number, night.Request{Act: night.Take, N: ref.N})
	if err != nil {
		return answer{}, err
	}
	if !inc.HasRole(a.ID) { // they were the one who slept, with no part in it
		return answer{Post: overnight.Up()}, nil
	}
	return answer{Post: overnight.Took(inc, b.Now())}, nil
}

func (b *Bot) pressNotMe(ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	inc, err := b.Service.Watch(ctx, a, inc.Number, night.Request{Act: night.Refuse, N: ref.N})
	if err != nil {
		return answer{}, err
	}
	return answer{Post: overnight.Declined(inc)}, nil
}

// handover asks another to take over what the person does.
func (b *Bot) handover(ctx context.Context, r *request, text string) (answer, error) {
	m := mentioned.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return answer{}, fault.Errorf(fault.Invalid, "Nobody was named, so nobody was asked. Name one person of the team, for example: handover @ben.")
	}
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if _, err = b.teammate(ctx, r, m[1]); err != nil {
		return answer{}, err
	}
	if inc, err = b.Service.Watch(ctx, a, inc.Number, night.Request{Act: night.HandOver, To: m[1]}); err != nil {
		return answer{}, err
	}
	return answer{Post: overnight.Asked(inc)}, nil
}

// holding gives one of the other roles.
func holding(role playbook.Role) func(*Bot, context.Context, *request, string) (answer, error) {
	return func(b *Bot, ctx context.Context, r *request, text string) (answer, error) {
		return b.assign(ctx, r, role, text)
	}
}
