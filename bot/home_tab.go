package bot

import (
	"context"

	"github.com/slack-go/slack"

	"candor/bot/hometab"
	"candor/incident"
	"candor/incident/view"
	"candor/messages/screen"
)

// Stir says that something may have changed which a Home shows. It does not block.
func (b *Bot) Stir() {
	b.start()
	b.homes.Stir()
}

// homeView draws a person's Home: nothing in it that they may not see.
func (b *Bot) homeView(ctx context.Context, user string) (slack.HomeTabViewRequest, error) {
	r := &request{user: user, team: b.Home}
	a, live, err := b.live(ctx, r)
	if err != nil {
		return slack.HomeTabViewRequest{}, err
	}
	return hometab.Picture{
		Service: b.Service, Now: b.Now(), Actor: a, Live: live, Mailbox: b.Mailbox, Copies: b.Copies,
		Sees:  func(inc *incident.Incident) bool { return b.sees(ctx, r, a, inc) },
		Lines: func(list []view.Listing) []screen.ClientLine { return b.clientLines(ctx, list) },
	}.Draw(ctx)
}
