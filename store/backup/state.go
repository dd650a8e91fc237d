package backup

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	"candor/incident/schedule"
)

// State is what is known of the copies. It is kept in a file beside the store, so
// that a restart forgets nothing and doctor can say it too. The zero value is of a
// store of which no copy was ever made.
type State struct {
	Since time.Time `json:"since"`           // since when copies are asked for
	Last  Copy      `json:"last"`            // the last one that could be read to its end
	Dir   string    `json:"dir,omitempty"`   // the folder in which it was put: the config may name another by now
	Made  time.Time `json:"made,omitzero"`   // when it was finished
	Tried time.Time `json:"tried,omitzero"`  // when the last try began
	Error string    `json:"error,omitempty"` // why it failed; empty if it came off
	Hook  HookEnd   `json:"hook,omitzero"`
	Told  Told      `json:"told,omitzero"`

	Unsaid []string `json:"unsaid,omitempty"` // what people are to be told and have not been yet, the oldest first
}

// Told is what people have been told and is not mended yet: it is said once, and again while it
// goes on.
type Told struct {
	At     time.Time `json:"at,omitzero"`      // when the newest of it was said last
	Failed bool      `json:"failed,omitempty"` // the last try failed
	Red    bool      `json:"red,omitempty"`    // two were missed
	Hook   bool      `json:"hook,omitempty"`   // the hook failed
}

// goesOn is what people are told once more of what is not mended yet; "" if nothing is.
func (s State) goesOn(missed int) string {
	switch {
	case s.Told.Red:
		return redLine(s, missed)
	case s.Told.Failed && s.Error != "":
		return s.Error + " " + lastLine(s)
	case s.Told.Hook:
		return hookLine(s)
	}
	return ""
}

// Say adds something that people are to be told. Of what nobody could be told for
// long the newest stays.
func (s *State) Say(text string) {
	const most = 5
	s.Unsaid = append(s.Unsaid, text)
	s.Unsaid = s.Unsaid[max(0, len(s.Unsaid)-most):]
}

// TooMany is how many copies may be missed before it is red.
const TooMany = 2

// Next is when the next copy is due, at once if its time has passed while nobody
// was there to make it.
func (s State) Next(every schedule.Cadence, zone *time.Location, now time.Time) time.Time {
	from := s.Since
	for _, at := range []time.Time{s.Last.At, s.Tried} {
		if at.After(from) {
			from = at
		}
	}
	if from.After(now) || from.IsZero() { // a clock was wrong
		from = now
	}
	return every.Next(from, zone)
}

// Missed is how many copies should have been begun since the last one was finished:
// those whose time has passed, but for the one that is being made. It counts to 100.
func (s State) Missed(every schedule.Cadence, zone *time.Location, now time.Time, running bool) (n int) {
	from := s.Last.At
	switch {
	case s.Last.IsZero():
		from = s.Since
	case s.Made.After(from):
		from = s.Made
	}
	for at := every.Next(from, zone); !from.IsZero() && !at.IsZero() && !at.After(now) && n < 100; at = every.Next(at, zone) {
		n++
	}
	if running && n > 0 {
		n--
	}
	return n
}

// ReadState reads the file at a path; without one it is the zero value. A file that
// cannot be read is an error beside the zero value.
func ReadState(path string) (s State, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return State{}, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil {
		return State{}, err
	}
	return s, nil
}

// Write puts the state in the place of the one before, whole or not at all.
func (s State) Write(path string) error { return writeWhole(path, s) }

// writeWhole puts a value in the place of a file, whole or not at all.
func writeWhole(path string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*") // 0600
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
