package inbox

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack/socketmode"
)

// library behaves as the library does while Slack refuses connections: it doubles
// its pauses up to five minutes, and never gives up by itself.
type library struct {
	events chan socketmode.Event
	back   time.Time // when Slack takes connections again
	drop   time.Time // when it closes them once
	opened []time.Time
	up     []time.Time
}

func (l *library) run(ctx context.Context) error {
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 5*time.Minute) {
		l.events <- socketmode.Event{Type: socketmode.EventTypeConnecting}
		l.opened = append(l.opened, time.Now())
		if !time.Now().Before(l.back) {
			l.up, pause = append(l.up, time.Now()), 50*time.Millisecond
			l.events <- socketmode.Event{Type: socketmode.EventTypeConnected}
			select {
			case <-time.After(time.Until(l.drop)):
				l.drop, l.back = time.Now().Add(24*time.Hour), time.Now().Add(130*time.Second)
				continue
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		l.events <- socketmode.Event{Type: socketmode.EventTypeConnectionError}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// After an outage of Slack's the bot hears again within ten seconds, however long it
// was: at the start, and while it runs.
func TestTheBotIsBackSoonAfterSlackIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		l := &library{events: make(chan socketmode.Event, 50), back: start.Add(130 * time.Second), drop: start.Add(time.Hour)}
		d := newDesk(t)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- d.keep(ctx, line{events: l.events, run: l.run}) }()
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if len(l.up) != 2 {
			t.Fatalf("connected %d times, want twice", len(l.up))
		}
		for i, back := range []time.Time{start.Add(130 * time.Second), start.Add(time.Hour + 130*time.Second)} {
			if late := l.up[i].Sub(back); late < 0 || late > 10*time.Second {
				t.Errorf("outage %d: connected %s after Slack is back", i+1, late)
			}
		}
		if n := len(l.opened); n > 2*130 {
			t.Errorf("Slack was asked %d times", n)
		}
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("it ended with %v", err)
		}
	})
}

// What the library gives up for ends the program, which says why.
func TestARefusedTokenEndsTheConnection(t *testing.T) {
	d := newDesk(t)
	refused := errors.New("invalid_auth")
	if err := d.keep(t.Context(), line{run: func(context.Context) error { return refused }}); !errors.Is(err, refused) {
		t.Errorf("it ended with %v", err)
	}
}
