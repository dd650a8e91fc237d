package hometab

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// A Home that could not be drawn is tried again when something changes, and one
// that nobody opens for a day is left.
func TestWhichHomesAreDrawnAgain(t *testing.T) {
	began := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	h := New(nil, slog.New(slog.NewTextHandler(io.Discard, nil)), func() time.Time { return began },
		func(context.Context, string) (slack.HomeTabViewRequest, error) {
			return slack.HomeTabViewRequest{}, errors.New("the store cannot be read")
		})
	h.Open(context.Background(), "U0BEN", false)
	h.Stir()
	if got := h.changed(began); len(got) != 1 || got[0] != "U0BEN" {
		t.Errorf("to be drawn: %q", got)
	}
	if got := h.changed(began); got != nil {
		t.Errorf("nothing has changed, and to be drawn: %q", got)
	}
	h.Stir()
	if got := h.changed(began.Add(life + 1)); got != nil || len(h.opened) != 0 {
		t.Errorf("after a day, to be drawn: %q", got)
	}
}
