package update

import (
	"testing"
	"time"
)

// The same text so soon is one act; another word, another time, or a text that
// was taken back makes it another.
func TestRepeats(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 1, 0, 0, time.UTC)
	last := func() *Update {
		return &Update{Kind: Holding, State: Sent, At: at, Words: map[string]string{"action_now": "looking", "part": "1"}, Times: map[string]time.Time{"since_fixed": at}}
	}
	tests := []struct {
		name   string
		after  time.Duration
		change func(u, last *Update)
		want   bool
	}{
		{"the same", time.Second, func(_, _ *Update) {}, true},
		{"a minute later", time.Minute, func(_, _ *Update) {}, true},
		{"more than a minute later", 61 * time.Second, func(_, _ *Update) {}, false},
		{"while it is held", time.Second, func(_, last *Update) { last.State = Held }, true},
		{"it was taken back", time.Second, func(_, last *Update) { last.State = Withdrawn }, false},
		{"it did not arrive", time.Second, func(_, last *Update) { last.State = Failed }, false},
		{"other words", time.Second, func(u, _ *Update) { u.Words["action_now"] = "repairing" }, false},
		{"in capitals", time.Second, func(u, _ *Update) { u.Words["action_now"] = "Looking " }, true},
		{"the next part", time.Second, func(u, _ *Update) { u.Words["part"] = "2" }, true},
		{"another kind", time.Second, func(u, _ *Update) { u.Kind = Progress }, false},
		{"it corrects another", time.Second, func(u, _ *Update) { u.Corrects = 2 }, false},
		{"since another time", time.Second, func(u, _ *Update) { u.Times["since_fixed"] = at.Add(-40 * time.Minute) }, false},
		{"since now", time.Minute, func(u, _ *Update) { u.Times["since_fixed"] = at.Add(time.Minute) }, true},
	}
	for _, tt := range tests {
		u, was := last(), last()
		tt.change(u, was)
		if got := u.Repeats(was, at.Add(tt.after)); got != tt.want {
			t.Errorf("%s: it repeats the last one: %v, want %v", tt.name, got, tt.want)
		}
	}
}
