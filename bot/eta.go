package bot

import (
	"context"

	"candor/bot/refusal"
	"candor/incident"
	"candor/incident/eta"
	"candor/incident/policy"
	"candor/incident/view"
	"candor/messages/form"
	"candor/messages/screen"
)

// eta says when it is expected to work: eta 2-4h because the copy is slow.
func (b *Bot) eta(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if text == "" {
		return answer{}, b.openEstimate(ctx, r, inc, a)
	}
	e, err := b.clock(ctx, r, inc).Estimate(text)
	if err != nil {
		return answer{}, err
	}
	return b.estimate(ctx, r, inc, a, e)
}

func (b *Bot) estimate(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, e eta.Estimate) (answer, error) {
	inc, err := b.Service.SetEstimate(ctx, a, inc.Number, e)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: screen.EstimateSaved(inc, b.who.Zone(ctx, r.user), b.Now())}, nil
}

func (b *Bot) openEstimate(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor) error {
	if err := policy.May(a, policy.Change, inc, ""); err != nil {
		return err
	}
	return b.open(ctx, r, form.Estimate(inc))
}

func (b *Bot) pressEtaHolds(ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	_, err := b.Service.EstimateHolds(ctx, a, inc.Number, ref.N)
	return say("Good. The estimate stays as the client knows it."), err
}

func (b *Bot) pressEtaNew(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return answer{}, b.openEstimate(ctx, r, inc, a)
}

func (b *Bot) pressEtaNone(ctx context.Context, r *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return b.estimate(ctx, r, inc, a, eta.Estimate{})
}

func (b *Bot) submitEstimate(ctx context.Context, r *request, v form.Values) (outcome, error) {
	_, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	e, err := b.clock(ctx, r, inc).Estimate(v.Get(form.FieldEta))
	if err == nil {
		e.Why = v.Get(form.FieldReason)
		inc, err = b.Service.SetEstimate(ctx, a, inc.Number, e)
	}
	if err != nil {
		return outcome{}, refusal.OnField(err, form.FieldEta)
	}
	return outcome{post: screen.EstimateSaved(inc, b.who.Zone(ctx, r.user), b.Now())}, nil
}
