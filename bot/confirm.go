package bot

import (
	"context"

	"candor/incident"
	"candor/incident/view"
	"candor/messages/aside"
)

// confirm is typed: what a copy of the store knows of a client is right.
func (b *Bot) confirm(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, client, _, err := b.line(ctx, r, "confirm", text)
	if err != nil {
		return answer{}, err
	}
	return b.pressConfirm(ctx, r, view.Ref{Number: inc.Number, Client: client}, inc, a)
}

func (b *Bot) pressConfirm(ctx context.Context, _ *request, ref view.Ref, _ *incident.Incident, a incident.Actor) (answer, error) {
	inc, err := b.Service.Confirm(ctx, a, ref)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: aside.Confirmed(inc, ref.Client, b.Now())}, nil
}
