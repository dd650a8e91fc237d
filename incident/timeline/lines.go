package timeline

import (
	"slices"
	"time"
)

// Line is an entry as it is read: where a person changed its words, the new ones, and
// how often and by whom last.
type Line struct {
	Entry
	Changes []Entry // of kind [NoteChanged], oldest first
}

// Lines puts the entries of an incident into the order in which they happened. What
// changed a note is no line of its own: the note has the new words, and keeps what was
// there before in its changes.
func Lines(entries []Entry) []Line {
	var lines []Line
	at := map[int]int{} // number → place
	for _, e := range entries {
		if i, ok := at[e.Try]; ok && e.Kind == NoteChanged {
			lines[i].Words = e.Words
			lines[i].Changes = append(lines[i].Changes, e)
			continue
		}
		at[e.N] = len(lines)
		lines = append(lines, Line{Entry: e})
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return a.Moment().Compare(b.Moment()) })
	return lines
}

// Moment is when what an entry says happened.
func (e *Entry) Moment() time.Time {
	if e.Happened.IsZero() {
		return e.At
	}
	return e.Happened
}

// Hears is the line that says how often a client hears from now on: as they asked, as was
// planned, or at once.
func Hears(e Entry, planned bool) Entry {
	switch {
	case e.Name != "":
		e.Kind = CadenceAsked
	case planned:
		e.Kind = CadencePlanned
	default:
		e.Kind = Cadence
	}
	return e
}
