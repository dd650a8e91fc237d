package bot

import (
	"context"

	"github.com/slack-go/slack"

	"candor/incident/policy"
	"candor/messages/kit"
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
	v := screen.HomeView{Now: b.Now(), User: user}
	for _, l := range live {
		if !l.Hidden {
			v.Open = append(v.Open, l.Incident)
		}
	}
	ended, err := b.Service.Ended(ctx)
	if err != nil {
		return slack.HomeTabViewRequest{}, err
	}
	for _, inc := range ended {
		if a.Admin && inc.Mistake != "" { // whoever else may see it: a slip of the hand asks nobody
			v.Mistakes = append(v.Mistakes, inc)
		}
		if b.sees(ctx, r, a, inc) {
			v.Ended = append(v.Ended, inc)
		}
	}
	if policy.May(a, policy.Clients, nil, "") != nil {
		return screen.Home(v), nil
	}
	v.Member = true
	book, err := b.Service.Clients().Book(ctx, a)
	if err != nil {
		return slack.HomeTabViewRequest{}, err
	}
	v.Clients = b.clientLines(ctx, book)
	if a.Admin {
		v.Health = screen.Health(v.Clients, b.Service.Roster())
	}
	c, err := b.Service.Colleague(ctx, a, user)
	if err != nil {
		return slack.HomeTabViewRequest{}, err
	}
	v.Waking = &screen.Whoami{Colleague: c}
	return b.withMachine(screen.Home(v), a.Admin), nil
}

// withMachine adds how the program itself is: to what everybody of the team sees that
// clients' mail is not seen, to what admins see how the store is copied.
func (b *Bot) withMachine(home slack.HomeTabViewRequest, admin bool) slack.HomeTabViewRequest {
	if b.Mailbox != nil && b.Mailbox() != "" {
		home.Blocks.BlockSet = append(home.Blocks.BlockSet, kit.Small("mailbox", b.Mailbox()))
	}
	if admin && b.Copies != nil {
		home.Blocks.BlockSet = append(home.Blocks.BlockSet, kit.Small("copies", b.Copies()))
	}
	return home
}
