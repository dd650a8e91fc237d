package bot

import (
	"context"
	"fmt"

	"candor/incident"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
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
	name := messages.Escape(inc.Affected(ref.Client).Client.Name)
	return answer{Post: kit.BothWays(b.Now(), func(kit.Pen) string {
		return fmt.Sprintf("%s: what is known of %s counts as right now, and texts leave again. Nothing was sent to them by this. Was there a text that the copy does not know? %s", inc.Name(), name, kit.LostTimes)
	})}, nil
}
