package review

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident/fault"
)

const (
	// MostChanges is how many changes are open at once: five that are made are more
	// than twelve that are not.
	MostChanges = 5
	// MostTold is how many of them a client is told.
	MostTold = 3
	// MaxChange is how many characters the text of one has.
	MaxChange = 150
)

// Change is something that changes so that it does not happen again.
type Change struct {
	N     int       `json:"n"` // counts per incident from 1
	Text  string    `json:"text"`
	Owner string    `json:"owner"` // Slack user id
	DueAt time.Time `json:"due_at"`
	Told  bool      `json:"told,omitempty"` // a client was told it, with its date
	By    string    `json:"by"`
	At    time.Time `json:"at"`

	Stopgap bool `json:"stopgap,omitempty"` // it replaces a temporary fix, which stays until DueAt

	DoneAt time.Time `json:"done_at,omitzero"` // zero: it is open
	DoneBy string    `json:"done_by,omitempty"`
	Moves  []Move    `json:"moves,omitempty"`

	DroppedAt time.Time `json:"dropped_at,omitzero"` // it is not made at all; zero: it is
	DroppedBy string    `json:"dropped_by,omitempty"`
	DropWhy   string    `json:"drop_why,omitempty"`
}

// Move is a date that was put off, and why.
type Move struct {
	From time.Time `json:"from"`
	Why  string    `json:"why"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// Open says whether the change is still to be made.
func (c *Change) Open() bool { return c.DoneAt.IsZero() && !c.Dropped() }

// Dropped says whether the change is not made at all, as somebody decided.
func (c *Change) Dropped() bool { return !c.DroppedAt.IsZero() }

// Before is an earlier incident of the same kind for the same client, unless it says
// otherwise.
type Before struct {
	Number    int64  `json:"number"`
	Tag       string `json:"tag,omitempty"`        // it was of another client, who has this tag too
	OtherKind bool   `json:"other_kind,omitempty"` // it was of another kind
	Open      string `json:"open,omitempty"`       // the changes after it that were not made; empty: none was left
}

// Changes are those of an incident, in the order in which they were written down.
type Changes []Change

// Open lists those that are still to be made.
func (list Changes) Open() (open []Change) {
	for _, c := range list {
		if c.Open() {
			open = append(open, c)
		}
	}
	return open
}

// Stopgap is the open change that replaces a temporary fix; nil if nothing that
// works now is temporary.
func (list Changes) Stopgap() *Change {
	for i := range list {
		if c := &list[i]; c.Stopgap && c.Open() {
			return c
		}
	}
	return nil
}

// Add writes down a change. The same text once more, in any case, is the same change.
func (list *Changes) Add(c Change) (*Change, error) {
	c.Text = strings.Join(strings.Fields(strings.TrimRight(c.Text, " .")), " ")
	switch n := utf8.RuneCountInString(c.Text); {
	case n == 0:
		return nil, fault.Errorf(fault.Invalid, "Nothing was written down. Say what changes, who does it and by when, for example: action test every payment method @ben 20 March")
	case n > MaxChange:
		return nil, fault.Errorf(fault.Invalid, "Nothing was written down: that change has %d characters, and there is room for %d. Say it shorter.", n, MaxChange)
	case c.Owner == "":
		return nil, fault.Errorf(fault.Invalid, "Nothing was written down: “%s” has no person. Name who does it, for example @ben.", c.Text)
	case !c.DueAt.After(c.At):
		return nil, fault.Errorf(fault.Invalid, "Nothing was written down: “%s” has no date to come. Say by when, for example 20 March.", c.Text)
	case len(list.Open()) >= MostChanges:
		return nil, fault.Errorf(fault.Conflict, "Nothing was written down: that would be more than %d open changes, and more are not made. Leave one out, or finish one first: action done 1.", MostChanges)
	}
	for i := range *list {
		if old := &(*list)[i]; old.Open() && strings.EqualFold(old.Text, c.Text) {
			return nil, fault.Errorf(fault.Conflict, "Nothing was written down: change %d says that already. To give it another date: action move %d.", old.N, old.N)
		}
	}
	c.N = len(*list) + 1
	*list = append(*list, c)
	return &(*list)[len(*list)-1], nil
}

// Tells says whether a text names a change, line by line: “test the restore” is not named
// where another change says “test the restore every month”.
func (list Changes) Tells(text string, c *Change) bool {
	holds := func(s, part string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(part)) }
	return slices.ContainsFunc(strings.Split(text, "\n"), func(line string) bool {
		return holds(line, c.Text) && !slices.ContainsFunc(list, func(o Change) bool { return len(o.Text) > len(c.Text) && holds(o.Text, c.Text) && holds(line, o.Text) })
	})
}

// Find returns an open change by its number.
func (list Changes) Find(n int) (*Change, error) {
	switch {
	case n < 1 || n > len(list):
		return nil, fault.Errorf(fault.NotFound, "There is no change %d. Nothing was changed. Type actions to see them.", n)
	case list[n-1].Dropped():
		return nil, fault.Errorf(fault.Conflict, "Change %d was dropped already. Nothing was changed.", n)
	case !list[n-1].Open():
		return nil, fault.Errorf(fault.Conflict, "Change %d is done already. Nothing was changed.", n)
	}
	return &list[n-1], nil
}

// Of says whether somebody is the one who makes an open change.
func (list Changes) Of(n int, user string) bool {
	c, err := list.Find(n)
	return err == nil && c.Owner == user
}

// Made notes that an open change is made which somebody knows by its words.
func (list Changes) Made(words, by string, now time.Time) {
	for i := range list {
		if c := &list[i]; c.Open() && c.Text == words {
			c.Finish(by, now)
		}
	}
}

// Finish notes that a change is made.
func (c *Change) Finish(by string, now time.Time) { c.DoneAt, c.DoneBy = now, by }

// Drop notes that a change is not made, and why.
func (c *Change) Drop(why, by string, now time.Time) error {
	if why = strings.TrimSpace(why); why == "" {
		return fault.Errorf(fault.Invalid, "Nothing was dropped: say why, for example: action drop %d the new server does it by itself", c.N)
	}
	c.DroppedAt, c.DroppedBy, c.DropWhy = now, by, why
	return nil
}

// Move gives a change another date. Its old one is kept, with the reason.
func (c *Change) Move(to time.Time, m Move) error {
	m.Why, m.From = strings.TrimSpace(m.Why), c.DueAt
	switch {
	case !to.After(m.At):
		return fault.Errorf(fault.Invalid, "Nothing was moved: that date has passed. Name one to come, for example: action move %d 27 March because the supplier is late", c.N)
	case m.Why == "":
		return fault.Errorf(fault.Invalid, "Nothing was moved: say why, for example: action move %d 27 March because the supplier is late", c.N)
	}
	c.DueAt, c.Moves = to, append(c.Moves, m)
	return nil
}
