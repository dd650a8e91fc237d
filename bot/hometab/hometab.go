// Package hometab keeps the App Homes that people look at up to date.
package hometab

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
)

// Homes are the App Homes that people have opened. Slack shows what was published
// last, so each is published again when something changes in it, and only then.
// Its methods may be called from any goroutine.
type Homes struct {
	api  *slack.Client
	log  *slog.Logger
	now  func() time.Time
	draw func(ctx context.Context, user string) (slack.HomeTabViewRequest, error)
	stir chan struct{}

	// Beside is called whenever something may have changed, beside what is drawn, and
	// perhaps before it has returned from the last time; nil: nothing is.
	Beside func(context.Context)

	mu     sync.Mutex
	opened map[string]*opened // by user
	dirty  bool               // something has changed since they were looked at
}

// New returns homes of which nobody has opened one. draw gives a person's Home as
// it is now: nothing in it that they may not see.
func New(api *slack.Client, log *slog.Logger, now func() time.Time, draw func(ctx context.Context, user string) (slack.HomeTabViewRequest, error)) *Homes {
	return &Homes{api: api, log: log, now: now, draw: draw, opened: map[string]*opened{}, stir: make(chan struct{}, 1)}
}

type opened struct {
	at      time.Time
	waiting atomic.Bool       // somebody draws it next: that shows all that has changed by then
	drawing sync.Mutex        // held from drawing to publishing: an older picture never comes after a newer one
	shown   [sha256.Size]byte // what was published last; zero: nothing. Guarded by drawing
}

const (
	// Pause is how long a Home is behind: what changes at once is one change.
	Pause = 3 * time.Second
	// life is how long after it was opened a Home follows what happens.
	life = 24 * time.Hour
)

// Stir says that something may have changed. It does not block.
func (h *Homes) Stir() {
	h.mu.Lock()
	h.dirty = true
	h.mu.Unlock()
	select {
	case h.stir <- struct{}{}:
	default:
	}
}

// Follow publishes what has changed until ctx ends. A Home that Slack is slow to take keeps
// no other waiting, nor the next change.
func (h *Homes) Follow(ctx context.Context) {
	var rounds sync.WaitGroup
	defer rounds.Wait()
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.stir:
		}
		pause := time.NewTimer(Pause)
		select {
		case <-ctx.Done():
			pause.Stop()
			return
		case <-pause.C:
			rounds.Go(func() { h.Publish(ctx) })
		}
	}
}

// Publish brings every Home that was opened lately up to date, each by itself.
func (h *Homes) Publish(ctx context.Context) {
	var each sync.WaitGroup
	defer each.Wait()
	if h.Beside != nil {
		each.Go(func() { h.Beside(ctx) })
	}
	for _, user := range h.changed(h.now()) {
		each.Go(func() { h.publish(ctx, user, false) })
	}
}

// changed returns whose Homes may have changed since it was asked last, and
// forgets those that nobody has opened for long.
func (h *Homes) changed(now time.Time) (users []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.dirty {
		return nil
	}
	h.dirty = false
	for user, o := range h.opened {
		if now.Sub(o.at) > life {
			delete(h.opened, user)
			continue
		}
		users = append(users, user)
	}
	return users
}

// Open notes that a person looks at their Home, and draws it. have says that
// Slack has one to show.
func (h *Homes) Open(ctx context.Context, user string, have bool) {
	h.mu.Lock()
	o := h.opened[user]
	if o == nil {
		o = new(opened)
		h.opened[user] = o
	}
	o.at = h.now()
	h.mu.Unlock()
	h.publish(ctx, user, !have)
}

// publish publishes a person's Home if it is another than Slack has, or if it
// has none.
func (h *Homes) publish(ctx context.Context, user string, none bool) {
	h.mu.Lock()
	o := h.opened[user]
	h.mu.Unlock()
	if o == nil || !none && o.waiting.Swap(true) {
		return
	}
	o.drawing.Lock()
	defer o.drawing.Unlock()
	o.waiting.Store(false)
	view, err := h.draw(ctx, user)
	if err != nil {
		h.log.Warn("a Home could not be drawn; it is drawn when it is opened again", "user", user, "err", err)
		return
	}
	text, err := json.Marshal(view)
	if err != nil {
		h.log.Error("a Home could not be written", "err", err)
		return
	}
	sum := sha256.Sum256(text)
	if o.shown == sum && !none {
		return
	}
	if _, err := h.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: view}); err != nil {
		h.log.Warn("a Home was not published; it is when something changes, or it is opened again", "user", user, "err", err)
		return
	}
	o.shown = sum
}
