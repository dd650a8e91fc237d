package bot

import (
	"context"
	"strings"

	"candor/bot/shift"
	"candor/messages/waking"
)

// whoami says who the person is to Candor, and whether they can be woken. An
// admin may ask about somebody else.
func (b *Bot) whoami(ctx context.Context, r *request, text string) (answer, error) {
	user := r.user
	if strings.TrimSpace(text) != "" {
		var err error
		if user, err = b.names(r, "whoami", "nothing was done").Person(text); err != nil {
			return answer{}, err
		}
	}
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return answer{}, err
	}
	w, err := b.phones().Waking(ctx, a, user)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: waking.Post(w, b.Now())}, nil
}

func (b *Bot) phones() shift.Phones {
	return shift.Phones{Service: b.Service, Who: b.who, Quiet: b.Quiet, Ring: b.Ring}
}

// testRing makes a phone ring because somebody wants to know whether it does.
func (b *Bot) testRing(ctx context.Context, r *request, user string) (answer, error) {
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return answer{}, err
	}
	return posted(b.phones().Test(ctx, a, user))
}
