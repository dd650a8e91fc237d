package bot

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/policy"
	"candor/messages/kit"
	"candor/messages/screen"
)

// homes are the App Homes that people have opened. Slack shows what was published
// last, so each is published again when something changes in it, and only then.
type homes struct {
	mu     sync.Mutex
	opened map[string]*opened // by user
	dirty  bool               // something has changed since they were looked at
	stir   chan struct{}
	pause  time.Duration
}

type opened struct {
	at      time.Time
	drawing sync.Mutex        // held from drawing to publishing: an older picture never comes after a newer one
	shown   [sha256.Size]byte // what was published last; zero: nothing. Guarded by drawing
}

// Homes follow what happens for a day after they were opened, a few seconds
// behind: what changes at once is one change.
const (
	homeLife  = 24 * time.Hour
	homePause = 3 * time.Second
)

// Stir says that something may have changed. It does not block.
func (b *Bot) Stir() {
	b.start()
	b.homes.mu.Lock()
	b.homes.dirty = true
	b.homes.mu.Unlock()
	select {
	case b.homes.stir <- struct{}{}:
	default:
	}
}

// followHomes publishes what has changed until ctx ends.
func (b *Bot) followHomes(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.homes.stir:
		}
		pause := time.NewTimer(b.homes.pause)
		select {
		case <-ctx.Done():
			pause.Stop()
			return
		case <-pause.C:
			b.publishHomes(ctx)
		}
	}
}

// publishHomes brings every Home that was opened lately up to date.
func (b *Bot) publishHomes(ctx context.Context) {
	for _, user := range b.homes.changed(b.Now()) {
		b.publishHome(ctx, user, false)
	}
}

// changed returns whose Homes may have changed since it was asked last, and
// forgets those that nobody has opened for long.
func (h *homes) changed(now time.Time) (users []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.dirty {
		return nil
	}
	h.dirty = false
	for user, o := range h.opened {
		if now.Sub(o.at) > homeLife {
			delete(h.opened, user)
			continue
		}
		users = append(users, user)
	}
	return users
}

// openHome notes that a person looks at their Home, and draws it. have says that
// Slack has one to show.
func (b *Bot) openHome(ctx context.Context, user string, have bool) {
	b.homes.mu.Lock()
	o := b.homes.opened[user]
	if o == nil {
		o = new(opened)
		b.homes.opened[user] = o
	}
	o.at = b.Now()
	b.homes.mu.Unlock()
	b.publishHome(ctx, user, !have)
}

// publishHome publishes a person's Home if it is another than Slack has, or if it
// has none.
func (b *Bot) publishHome(ctx context.Context, user string, none bool) {
	b.homes.mu.Lock()
	o := b.homes.opened[user]
	b.homes.mu.Unlock()
	if o == nil {
		return
	}
	o.drawing.Lock()
	defer o.drawing.Unlock()
	view, err := b.homeView(ctx, user)
	if err != nil {
		b.Log.Warn("a Home could not be drawn; it is drawn when it is opened again", "user", user, "err", err)
		return
	}
	text, err := json.Marshal(view)
	if err != nil {
		b.Log.Error("a Home could not be written", "err", err)
		return
	}
	sum := sha256.Sum256(text)
	if o.shown == sum && !none {
		return
	}
	if _, err := b.API.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: view}); err != nil {
		b.Log.Warn("a Home was not published; it is when something changes, or it is opened again", "user", user, "err", err)
		return
	}
	o.shown = sum
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
	home := screen.Home(v)
	if a.Admin && b.Copies != nil {
		home.Blocks.BlockSet = append(home.Blocks.BlockSet, kit.Small("copies", b.Copies()))
	}
	return home, nil
}
