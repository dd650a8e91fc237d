package bot

import (
	"context"
	"strings"

	"candor/bot/past"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/view"
	"candor/messages/form"
)

// past is what has been, as whoever asks may see it.
func (b *Bot) past(ctx context.Context, r *request, a incident.Actor) past.Reader {
	return past.Reader{Service: b.Service, Actor: a, Now: b.Now(), Sees: func(inc *incident.Incident) bool { return b.sees(ctx, r, a, inc) }}
}

// figures says how clients were told: figures acme 2026-03, or of one incident.
func (b *Bot) figures(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.implied(ctx, r)
	if err == nil && inc == nil {
		a, err = b.actor(ctx, r, nil)
	}
	if err != nil {
		return answer{}, err
	}
	return posted(b.past(ctx, r, a).Figures(ctx, inc, text))
}

// closed answers list closed checkout; other is whether something else was listed.
func (b *Bot) closed(ctx context.Context, r *request, text string) (other bool, err error) {
	word, query := typed.FirstWord(text)
	if !strings.EqualFold(word, "closed") {
		return true, nil
	}
	a, err := b.actor(ctx, r, nil)
	if err == nil {
		_, err = b.pressPast(ctx, r, a, view.Ref{Key: query})
	}
	return false, err
}

func (b *Bot) pressPast(ctx context.Context, r *request, a incident.Actor, ref view.Ref) (answer, error) {
	f, err := b.past(ctx, r, a).Closed(ctx, ref)
	if err == nil {
		err = b.open(ctx, r, f)
	}
	return answer{}, err
}

// submitPast looks for something else.
func (b *Bot) submitPast(ctx context.Context, r *request, v form.Values) (outcome, error) {
	d, _, err := b.desk(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	f, err := b.past(ctx, r, d.Actor).Closed(ctx, view.Ref{Key: v.Get(form.FieldSearch)})
	return outcome{next: &f}, err
}
