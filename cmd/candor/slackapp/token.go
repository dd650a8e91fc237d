package slackapp

import (
	"candor/delivery"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// Token watches whether Slack takes the bot token: the connections stand without it, so
// that nothing else would say that nobody can be reminded. Set the fields before use.
type Token struct {
	Ask  func(context.Context) error            // a call with it that changes nothing
	Ring func(ctx context.Context, text string) // makes phones ring
	Now  func() time.Time
	Log  *slog.Logger

	mu   sync.Mutex
	last Refused
	rung time.Time
}

// Refused is why Slack takes the token no more, and since when; the zero value: it does.
type Refused struct {
	Code  string    `json:"code"`
	Since time.Time `json:"since"`
}

const (
	// AskEvery is how often the token is tried.
	AskEvery = 20 * time.Second
	// sure is how long it has to be refused before phones ring: Slack refuses a good one for seconds at times.
	sure = 30 * time.Second
	// ringEvery is how often they ring again, for an hour.
	ringEvery = 15 * time.Minute
	ringFor   = time.Hour
)

// Look tries the token. A Slack that cannot be reached says nothing about it.
func (t *Token) Look(ctx context.Context) {
	err := t.Ask(ctx)
	e, _ := errors.AsType[slack.SlackErrorResponse](err)
	if text := t.note(err == nil, e.Err); text != "" {
		t.Ring(ctx, text)
	}
}

// note keeps what was found, and returns what phones are to say now; "" if nothing.
func (t *Token) note(works bool, code string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.Now()
	switch {
	case works && t.last.Code != "":
		t.Log.Info("Slack accepts the bot token again")
		t.last, t.rung = Refused{}, time.Time{}
	case delivery.TokenRefused(code) && t.last.Code == "":
		t.last = Refused{code, now}
		t.Log.Error("Slack does not accept the bot token any more: nobody is reminded, and no client is told, in Slack. Install the app again, put the new token in its place, and start candor again", "code", code)
	}
	age := now.Sub(t.last.Since)
	if t.last.Code == "" || age < sure || age > ringFor || now.Sub(t.rung) < ringEvery {
		return ""
	}
	t.rung = now
	return "Slack does not accept Candor's token any more (" + t.last.Code + "). Nobody is reminded in Slack, and no client is told there. Tell clients by hand what is due. Whoever runs Candor installs the app again and puts the new token in its place."
}

// State is how it was found last; of a nil Token the zero value.
func (t *Token) State() Refused {
	if t == nil {
		return Refused{}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.last
}
