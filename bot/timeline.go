package bot

import (
	"context"

	"candor/bot/notebook"
	"candor/incident"
	"candor/incident/view"
)

func (b *Bot) notebook(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor) notebook.Desk {
	return notebook.Desk{Service: b.Service, Actor: a, Clock: b.clock(ctx, r, inc)}
}

// note writes a line into the timeline.
func (b *Bot) note(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	said, err := b.notebook(ctx, r, inc, a).Note(ctx, inc, text)
	return say(said), err
}

// timeline shows what happened, or corrects a note.
func (b *Bot) timeline(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	switch {
	case err != nil:
		return answer{}, err
	case text == "":
		return answer{}, b.openTimeline(ctx, r, inc, a, 0)
	}
	said, err := b.notebook(ctx, r, inc, a).Change(ctx, inc, text)
	return say(said), err
}

func (b *Bot) pressTimeline(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return answer{}, b.openTimeline(ctx, r, inc, a, ref.N)
}

func (b *Bot) openTimeline(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, page int) error {
	f, err := b.notebook(ctx, r, inc, a).Page(ctx, inc, page, b.who.Zone(ctx, r.user))
	if err != nil {
		return err
	}
	return b.open(ctx, r, f)
}
