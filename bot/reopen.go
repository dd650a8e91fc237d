package bot

import (
	"context"

	"candor/bot/fell"
	"candor/incident"
	"candor/incident/service"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/aside"
	"candor/messages/screen"
)

func (b *Bot) reopen(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, client, reason, err := b.line(ctx, r, "reopen", text)
	if err != nil {
		return answer{}, err
	}
	seen, err := fell.Seen(b.clock(ctx, r, inc), inc.Name(), reason)
	if err != nil {
		return answer{}, err
	}
	return b.reopened(ctx, r, inc, a, client, seen)
}

func (b *Bot) pressReopen(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	return b.reopened(ctx, r, inc, a, ref.Client, service.Seen{Reason: "somebody pressed the button"})
}

// reopened opens the incident again and, in the same act, the text that tells
// the client. Whoever may not send it learns who does.
func (b *Bot) reopened(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, client string, seen service.Seen) (answer, error) {
	inc, err := b.Service.Reopen(ctx, a, view.Ref{Number: inc.Number, Client: client}, seen)
	if err != nil {
		return answer{}, err
	}
	a.Envelope = "" // spent on the opening
	said := inc.Name() + " is open again"
	if aff := inc.Affected(client); client != "" && aff != nil && len(inc.Clients) > 1 {
		said += " for " + messages.Escape(aff.Client.Name) + " alone"
	}
	next := "No client was told yet: read the text and send it, or press Client update."
	if _, err := b.openUpdate(ctx, r, inc, a, client, fell.Kind(inc, b.Now()), ""); err != nil {
		next = b.apologise(err)
	}
	return answer{Post: aside.MayBe(screen.DownAgain(inc, said+". "+next), inc, b.Words.Playbooks(), seen.Reason)}, nil
}

func (b *Bot) pressNotDown(ctx context.Context, _ *request, _ view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	inc, err := b.Service.Mistaken(ctx, a, inc.Number)
	if err != nil {
		return answer{}, err
	}
	return say(inc.Name() + " is as it was before. No client has heard that it was down again."), nil
}
