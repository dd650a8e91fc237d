package service

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/timeline"
	"candor/incident/work"
)

// Note is a line that a person writes into the timeline.
type Note struct {
	Text     string
	Happened time.Time // zero: now
	Instead  int       // the number of the note whose words these replace; 0: it is a new one
}

// Note writes a line into the timeline, or gives a note other words; those that it had
// stay beside them.
func (s *Service) Note(ctx context.Context, a incident.Actor, number int64, n Note) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		text, err := noteText(n.Text)
		switch {
		case err != nil:
			return err
		case n.Happened.After(w.Now):
			return fault.Errorf(fault.Invalid, "That time is still to come. Nothing was written. A note is of what has happened.")
		case n.Instead > 0:
			return changeNote(w, a, n.Instead, text)
		}
		return w.Record(timeline.Entry{Kind: timeline.Note, By: a.ID, Words: text, Happened: n.Happened})
	})
}

func changeNote(w *work.Unit, a incident.Actor, n int, text string) error {
	entries, err := w.Tx.Timeline(w.Inc.Number)
	if err != nil {
		return err
	}
	note := noteOf(entries, n)
	switch {
	case note == nil:
		return fault.Errorf(fault.NotFound, "Line %d of the timeline is not a note. Nothing was changed. Only notes can be changed: timeline shows their numbers.", n)
	case note.Words == text:
		return fault.Errorf(fault.Conflict, "Note %d says that already. Nothing was changed.", n)
	}
	return w.Record(timeline.Entry{Kind: timeline.NoteChanged, By: a.ID, Try: n, From: note.Words, Words: text})
}

// noteOf is the note with the number as it reads now; nil if that is something else.
func noteOf(entries []timeline.Entry, n int) *timeline.Entry {
	for _, l := range timeline.Lines(entries) {
		if l.N == n && l.Kind == timeline.Note {
			return &l.Entry
		}
	}
	return nil
}

func noteText(text string) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "", fault.Errorf(fault.Invalid, "Say what to note, for example: note restarted the web server. Nothing was written.")
	case utf8.RuneCountInString(text) > 3000:
		return "", fault.Errorf(fault.Invalid, "A note has at most 3,000 characters; this one has %d. Nothing was written.", utf8.RuneCountInString(text))
	}
	return text, nil
}
