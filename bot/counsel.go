package bot

import (
	"context"

	"candor/bot/counsel"
	"candor/incident"
	"candor/incident/view"
)

func (b *Bot) counsel(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor) counsel.Desk {
	return counsel.Desk{Service: b.Service, Actor: a, Clock: b.clock(ctx, r, inc), Now: b.Now()}
}

// clocks shows the legal clocks, or keeps what is said of them.
func (b *Bot) clocks(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return posted(b.counsel(ctx, r, inc, a).Clocks(ctx, inc, text))
}

func (b *Bot) lawyer(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return posted(b.counsel(ctx, r, inc, a).Lawyer(inc))
}

func (b *Bot) pressCopy(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	f, err := b.counsel(ctx, r, inc, a).Copy(inc)
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.open(ctx, r, f)
}

func (b *Bot) pressInsurer(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return answer{Post: b.counsel(ctx, r, inc, a).Insurer(inc)}, nil
}

func (b *Bot) pressClocks(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return posted(b.counsel(ctx, r, inc, a).Clocks(ctx, inc, ""))
}
