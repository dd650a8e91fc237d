package slackapp

import (
	"candor/delivery"
	"candor/incident/schedule"
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
	Tell func(ctx context.Context, text string) // says it in Slack; nil: nobody
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
	// ringEvery is how often they ring again, for an hour; then once a day.
	ringEvery = 15 * time.Minute
	ringFor   = time.Hour
)

// Look tries the token. A Slack that cannot be reached says nothing about it.
func (t *Token) Look(ctx context.Context) {
	err := t.Ask(ctx)
	e, _ := errors.AsType[slack.SlackErrorResponse](err)
	text, again := t.note(err == nil, e.Err)
	if text != "" {
		t.Ring(ctx, text)
	}
	if again && t.Tell != nil {
		t.Tell(ctx, "Slack accepts Candor's token again. Nobody was reminded here meanwhile, and no client was told: see what is due.")
	}
}

// note keeps what was found, and returns what phones are to say now; "" if nothing. again: it works
// again, and somebody's phone had rung.
func (t *Token) note(works bool, code string) (text string, again bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.Now()
	switch {
	case works && t.last.Code != "":
		t.Log.Info("Slack accepts the bot token again")
		again = !t.rung.IsZero()
		t.last, t.rung = Refused{}, time.Time{}
	case delivery.TokenRefused(code) && t.last.Code == "":
		t.last = Refused{code, now}
		t.Log.Error("Slack does not accept the bot token any more: nobody is reminded, and no client is told, in Slack. Install the app again, put the new token in its place, and start candor again", "code", code)
	}
	age := now.Sub(t.last.Since)
	if often := age <= ringFor; t.last.Code == "" || age < sure || often && now.Sub(t.rung) < ringEvery || !often && !daily(t.rung, now) {
		return "", again
	}
	t.rung = now
	return "Slack does not accept Candor's token any more (" + t.last.Code + "). Nobody is reminded in Slack, and no client is told there. Tell clients by hand what is due. Whoever runs Candor installs the app again and puts the new token in its place.", again
}

// daily says whether they ring once more on a later day, by day: Slack itself can say nothing.
func daily(rung, now time.Time) bool {
	return now.Sub(rung) >= 16*time.Hour && schedule.ByDay(now, time.Local)
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
