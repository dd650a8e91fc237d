//go:build unix

package backup

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestHowAHookEnds(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return night }
	out := filepath.Join(t.TempDir(), "out")
	path := os.Getenv("PATH")
	for _, tt := range []struct{ name, command, problem, said string }{
		{"well", `echo "$CANDOR_COPY $ONLY $HOME" > ` + out, "", ""},
		{"with a status", "echo no such remote >&2; exit 3", "it ended with exit status 3", "no such remote"},
		{"not at all", "echo begun; sleep 60 & sleep 60", "it did not end within 300ms and was stopped", "begun"},
		{"no such command", "/nowhere/rclone", "it ended with exit status 127", ""},
		{"with much to say", "yes | head -c 100000; exit 1", "it ended with exit status 1", "y\ny"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := Hook{Command: tt.command, Limit: 300 * time.Millisecond, Env: []string{"PATH=" + path, "ONLY=this"}}
			if tt.name != "not at all" {
				h.Limit = time.Minute
			}
			end := h.Run(t.Context(), "/copies/a b.db", now)
			if end.Problem != tt.problem || !strings.Contains(end.Said, tt.said) || len(end.Said) > tailSize || !end.At.Equal(night) {
				t.Errorf("Run = %+v, want %q", end, tt.problem)
			}
		})
	}
	if text, _ := os.ReadFile(out); string(text) != "/copies/a b.db this \n" {
		t.Errorf("the hook found %q: the path of the copy, what it was given, and nothing of ours", text)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if end := (Hook{Command: "sleep 60", Limit: time.Minute, Env: []string{"PATH=" + path}}).Run(ctx, "x", now); end.Problem != "it was stopped because candor was" {
		t.Errorf("when the program ends: %+v", end)
	}
}
