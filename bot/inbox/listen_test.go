package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
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
		missed := 0
		d.Missed = func() { missed++ }
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
		if missed != 2 {
			t.Errorf("events were held for missed %d times, want at the start and after the outage", missed)
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

// What the library gives up a message for costs nobody their words, or their press.
func TestWhatTheLibraryCannotReadIsRead(t *testing.T) {
	const (
		said  = `{"type": "event_callback", "event_id": "Ev1", "event_time": %s, "event": {"type": "message", "user": "U0DANA", "channel": "C0ACME", "text": "All orders are gone", "ts": "1773151300.000200", %s}}`
		press = `{"type": "block_actions", "user": {"id": "U0BEN"}, "channel": {"id": "C0TEAM"}, "actions": [{"action_id": "send", "type": "button", "value": "1"}], "message": {"ts": "1773151300.000200", %s}}`
	)
	for name, tt := range map[string]struct{ kind, payload, user string }{
		"a time that is a text":         {"events_api", fmt.Sprintf(said, `"soon"`, `"team": "T0ACME"`), "U0DANA"},
		"and a number, a float":         {"events_api", fmt.Sprintf(said, `"soon"`, `"thread_ts": 5, "attachments": [{"video_html_width": 400.5, "ts": ""}], "blocks": {}`), "U0DANA"},
		"a press at a preview":          {"interactive", fmt.Sprintf(press, `"attachments": [{"video_html_width": 400.5}]`), "U0BEN"},
		"a press at one with no time":   {"interactive", fmt.Sprintf(press, `"attachments": [{"ts": ""}]`), "U0BEN"},
		"a command with a list in it":   {"slash_commands", `{"command": "/incident", "text": "due", "user_id": "U0BEN", "user_name": ["ben"]}`, "U0BEN"},
		"a press whose fields are odd":  {"interactive", fmt.Sprintf(press, `"attachments": [{"fields": 7}]`), "U0BEN"},
		"a retry that is counted oddly": {"slash_commands", `{"command": "/incident", "text": "due", "user_id": "U0BEN"}`, "U0BEN"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			message := `{"envelope_id": "e1", "retry_attempt": "x", "type": "` + tt.kind + `", "payload": ` + tt.payload + `}`
			acked := 0
			ack := func(context.Context, string, any) error { acked++; return nil }
			bad := &socketmode.ErrorBadMessage{Cause: errors.New("cannot unmarshal"), Message: json.RawMessage(message)}
			d.hand(t.Context(), received{socketmode.Event{Type: socketmode.EventTypeErrorBadMessage, Data: bad}, ack})
			if err := d.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := d.worked; len(got) != 1 || acked != 1 || !strings.HasPrefix(got[0], tt.user+" ") {
				t.Errorf("worked off %v, acknowledged %d times", got, acked)
			}
		})
	}
}

// What is no message at all is skipped, and the log says what it was.
func TestWhatNobodyCanReadIsNamed(t *testing.T) {
	d := newDesk(t)
	log := new(strings.Builder)
	d.Log = slog.New(slog.NewTextHandler(log, nil))
	for _, message := range []string{``, `7`, `{"type": "hello"}`, `{"type": "events_api"}`} {
		bad := &socketmode.ErrorBadMessage{Cause: errors.New("cannot unmarshal number"), Message: json.RawMessage(message)}
		d.hand(t.Context(), received{event: socketmode.Event{Type: socketmode.EventTypeErrorBadMessage, Data: bad}})
	}
	if text := log.String(); strings.Count(text, "cannot unmarshal number") != 4 || !strings.Contains(text, "type=events_api") {
		t.Errorf("the log is %s", text)
	}
}

// What the library gives up for ends the program, which says why.
func TestARefusedTokenEndsTheConnection(t *testing.T) {
	d := newDesk(t)
	refused := errors.New("invalid_auth")
	if err := d.keep(t.Context(), line{run: func(context.Context) error { return refused }}); !errors.Is(err, refused) {
		t.Errorf("it ended with %v", err)
	}
}
