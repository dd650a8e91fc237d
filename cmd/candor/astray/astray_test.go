package astray

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"candor/store/bolt"
)

// file is a store whose file is where a test says.
type file struct {
	at   bolt.Place
	back int // how often it was put back
	err  error
}

func (f *file) Place() bolt.Place { return f.at }

func (f *file) PutBack(context.Context) error { f.back++; return f.err }

// That the file is not in its place is said once it is sure, again each hour, and when it
// is put right; what could not be said is said at the next look.
func TestPeopleHearThatTheFileIsGone(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	var said []string
	var deaf error
	f := &file{}
	w := &Watch{Store: f, File: "/data/candor.db", Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
		Tell: func(_ context.Context, text string) error {
			if deaf == nil {
				said = append(said, text)
			}
			return deaf
		}}
	for i, step := range []struct {
		at    bolt.Place
		after time.Duration
		deaf  error
		want  string // how what is said now begins; empty: nothing
	}{
		{at: bolt.Here},
		{at: bolt.Gone}, // perhaps it is being moved to and fro
		{at: bolt.Here},
		{at: bolt.Here},
		{at: bolt.Gone},
		{at: bolt.Gone, deaf: errors.New("not_in_channel")},
		{at: bolt.Gone, want: "The file with Candor's data, /data/candor.db, was moved or deleted while Candor runs. Nothing is lost yet"},
		{at: bolt.Gone, after: again - time.Minute},
		{at: bolt.Gone, after: time.Minute, want: "The file with Candor's data"},
		{at: bolt.Here},
		{at: bolt.Here, want: "Candor's data stands in its place again, at /data/candor.db. Nothing was lost."},
		{at: bolt.Here, after: again},
		{at: bolt.Another},
		{at: bolt.Another, want: "Another file stands where Candor's data was, at /data/candor.db. Nothing is lost yet"},
	} {
		said, deaf = nil, step.deaf
		f.at, now = step.at, now.Add(step.after)
		w.Look(t.Context())
		if got := strings.Join(said, "|"); !strings.HasPrefix(got, step.want) || (step.want == "") != (got == "") || len(said) > 1 {
			t.Errorf("look %d: %q, want %q", i, got, step.want)
		}
		if wrong := w.Wrong(); (wrong == "") != (step.at == bolt.Here) || wrong != "" && !strings.Contains(wrong, "Whoever runs Candor:") {
			t.Errorf("look %d: wrong is %q", i, wrong)
		}
	}
}

// At the end the data goes back to its place, and nothing that stands there is overwritten.
func TestTheEndPutsTheDataBack(t *testing.T) {
	for _, tt := range []struct {
		name string
		f    file
		back int
		want string // in the log
		lost bool   // what was promised stands in no store
	}{
		{"here", file{at: bolt.Here}, 0, "", false},
		{"gone", file{at: bolt.Gone}, 1, "All of its data was written to its place again", false},
		{"gone, no room", file{at: bolt.Gone, err: errors.New("no space left")}, 1, "could not be written to its place again", true},
		{"another", file{at: bolt.Another}, 0, "another file was in its place", true},
	} {
		var log strings.Builder
		w := &Watch{Store: &tt.f, File: "/data/candor.db", Log: slog.New(slog.NewTextHandler(&log, nil))}
		if there := w.End(t.Context()); there == tt.lost {
			t.Errorf("%s: all of it is said to stand there: %t", tt.name, there)
		}
		if tt.f.back != tt.back || !strings.Contains(log.String(), tt.want) || (tt.want == "") != (log.Len() == 0) {
			t.Errorf("%s: put back %d times, said %q", tt.name, tt.f.back, &log)
		}
	}
}
