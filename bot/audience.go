package bot

import (
	"context"

	"candor/bot/heed"
	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/accounts"
)

// pressGuest is what a person of the team says about a guest.
func pressGuest(said outbox.GuestAnswer) aboutIncident {
	return func(b *Bot, ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
		inc, err := b.Service.AnswerGuest(ctx, a, inc.Number, outbox.Guest{User: ref.Key, Answer: said})
		if err != nil {
			return answer{}, err
		}
		return answer{Post: accounts.Answered(inc, ref.Key, said)}, nil
	}
}

// notice follows what happens in Slack.
func (b *Bot) notice(ctx context.Context, r *request) {
	b.heeds.Notice(ctx, heed.Happened{
		Event: r.event, User: r.user,
		Asker:    func(ctx context.Context) (incident.Actor, error) { return b.actor(ctx, r, nil) },
		Outsider: func(ctx context.Context) error { return b.outsider(ctx, r) },
	})
}
