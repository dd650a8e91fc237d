package bot

import (
	"cmp"
	"context"

	"candor/incident"
	"candor/incident/view"
	"candor/messages/aside"
	"candor/messages/round"
)

// round shows whom somebody has to call now, and the next for the person who asks.
func (b *Bot) round(_ context.Context, r *request, _ view.Ref, inc *incident.Incident, _ incident.Actor) (answer, error) {
	return answer{Post: round.List(inc, r.user, b.Now())}, nil
}

// nobodyPickedUp answers a call that reached nobody: with the next, if others wait.
func (b *Bot) nobodyPickedUp(r *request, inc *incident.Incident, client string) answer {
	return answer{Post: round.Beside(aside.NobodyAnswered(inc, inc.Affected(client), b.Now()), inc, r.user, b.Now())}
}

// noFirstWords is noFirstWord of several clients: whom nobody can write to is called.
func (b *Bot) noFirstWords(inc *incident.Incident, err error) string {
	return cmp.Or(round.CallAll(inc), b.noFirstWord(err))
}
