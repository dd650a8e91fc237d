package bot

import (
	"context"
	"strings"

	"candor/bot/shift"
	"candor/incident/fault"
	"candor/messages/screen"
)

// whoami says who the person is to Candor, and whether they can be woken. An
// admin may ask about somebody else.
func (b *Bot) whoami(ctx context.Context, r *request, text string) (answer, error) {
	user := r.user
	if text = strings.TrimSpace(text); text != "" {
		m := mentioned.FindStringSubmatch(text)
		if m == nil {
			return answer{}, fault.Errorf(fault.Invalid, "Nobody was named, so nothing was done. Type whoami alone, or name one person of the team: whoami @ben.")
		}
		user = m[1]
	}
	w, err := b.waking(ctx, r, user)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: screen.WhoamiPost(w, b.Now())}, nil
}

func (b *Bot) waking(ctx context.Context, r *request, user string) (screen.Whoami, error) {
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return screen.Whoami{}, err
	}
	return shift.Phones{Service: b.Service, Who: b.who, Quiet: b.Quiet, Ring: b.Ring}.Waking(ctx, a, user)
}

// testRing makes a phone ring because somebody wants to know whether it does.
func (b *Bot) testRing(ctx context.Context, r *request, user string) (answer, error) {
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return answer{}, err
	}
	post, err := shift.Phones{Service: b.Service, Who: b.who, Quiet: b.Quiet, Ring: b.Ring}.Test(ctx, a, user)
	return answer{Post: post}, err
}
