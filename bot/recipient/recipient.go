// Package recipient is what somebody at the client presses below our texts. They know nothing
// of incidents: they get plain words, whatever went wrong.
package recipient

import (
	"context"
	"time"

	"candor/bot/refusal"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/service"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/messages/screen"
)

// Desk is where one of them presses, at an instant.
type Desk struct {
	Service *service.Service
	Who     func() (incident.Actor, error)
	Called  string // how they call themselves
	Channel string // in which they press
	Now     time.Time
}

// about reads which text it is below, and who presses.
func (d Desk) about(value string) (ref view.Ref, a incident.Actor, err error) {
	if ref, err = view.ParseRef(value); err == nil {
		a, err = d.Who()
	}
	ref.Key = d.Channel
	return ref, a, err
}

// plain is an error in words for a client, unless it says already whose the button is.
func plain(err error, words func(error) error) error {
	if err == nil || fault.CodeOf(err) == fault.Denied {
		return err
	}
	return words(err)
}

// GotIt records that they have read an update.
func (d Desk) GotIt(ctx context.Context, value string) (kit.Post, error) {
	ref, a, err := d.about(value)
	if err != nil {
		return kit.Post{}, refusal.NotNoted(err)
	}
	inc, err := d.Service.Acknowledge(ctx, a, ref, d.Called)
	if err != nil {
		return kit.Post{}, plain(err, refusal.NotNoted)
	}
	return screen.Noted(inc.Affected(ref.Client), d.Now), nil
}

// Wish asks for a call, or how to ask something.
func (d Desk) Wish(ctx context.Context, wish outbox.Wish, value string) (kit.Post, error) {
	ref, a, err := d.about(value)
	if err != nil {
		return kit.Post{}, refusal.NotAsked(err)
	}
	who, err := d.Service.Wished(ctx, a, ref, outbox.Reply{Wish: wish, Text: screen.WishLabel(wish), Name: d.Called})
	if err != nil {
		return kit.Post{}, plain(err, refusal.NotAsked)
	}
	return screen.Wished(wish, who, d.Service.Company), nil
}
