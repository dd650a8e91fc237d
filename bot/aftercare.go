package bot

import (
	"context"
	"strings"

	"candor/incident"
	"candor/incident/view"
	"candor/messages/aside"
)

// aftercare says how much comes after the final message, or with a size changes it.
func (b *Bot) aftercare(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if text == "" {
		return answer{Post: aside.Aftercare(inc, b.Now())}, nil
	}
	return b.pressAftercare(ctx, r, view.Ref{Key: strings.ToLower(text)}, inc, a)
}

// pressAftercare is one of the sizes.
func (b *Bot) pressAftercare(ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	inc, err := b.Service.Edit(ctx, a, inc.Number, incident.Details{Aftercare: incident.Size(ref.Key)})
	if err != nil {
		return answer{}, err
	}
	return answer{Post: aside.Aftercare(inc, b.Now()), replace: true}, nil
}
