package pledge_test

import (
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/pledge"
	"candor/incident/promise"
	"candor/incident/review"
	"candor/incident/update"
)

func day(n int) time.Time { return time.Date(2026, 3, n, 17, 0, 0, 0, time.UTC) }

// book has a change for the day that the team has, and its promise for the one that the
// client knows; 0: none.
func book(team, known int, done bool) (pledge.Book, *review.Change) {
	c := review.Change{N: 1, Text: "test the restore", DueAt: day(team), Told: true}
	if done {
		c.DoneAt = day(11)
	}
	b := pledge.Book{Owed: func() []*promise.Promise { return nil }, Changes: review.Changes{c}, Client: &client.Client{ID: "acme", Name: "Acme Shop", TimeZone: "UTC"}}
	if known > 0 {
		owe(&b, &promise.Promise{N: 1, Kind: promise.Measure, Words: c.Text, DueAt: day(known), Said: true})
	}
	return b, &b.Changes[0]
}

// owe gives a book what its client is owed.
func owe(b *pledge.Book, list ...*promise.Promise) {
	b.Owed = func() []*promise.Promise { return list }
}

func text(kind, field, words string) *update.Update {
	return &update.Update{Kind: kind, At: day(12), Words: map[string]string{field: words}}
}

// What a text says of a change is what the client knows from then on.
func TestWhatATextTellsOfAChange(t *testing.T) {
	cover := func(words string) *update.Update { return text(update.PostmortemCover, "actions_line", words) }
	for name, tt := range map[string]struct {
		team, known int
		done        bool
		u           *update.Update
		want        pledge.News
	}{
		"named for the first time":             {20, 0, false, cover("• Test the restore: by Friday 20 March."), pledge.Promised},
		"named again":                          {20, 20, false, cover("• Test the restore: by Friday 20 March."), pledge.Nothing},
		"struck out":                           {20, 0, false, cover("• Nothing."), pledge.Nothing},
		"for a later day":                      {27, 20, false, cover("• Test the restore: by Friday 27 March, not by Friday 20 March."), pledge.Later},
		"a later day that nobody writes":       {27, 20, false, cover("• Test the restore: soon."), pledge.Nothing},
		"the day is a part of another":         {34, 20, false, cover("• Test the restore: by Monday 13 April."), pledge.Nothing},
		"a check-in names the later day":       {27, 20, false, text(update.Checkin7d, "open_line", "Test the restore (by 27 March)."), pledge.Later},
		"a check-in promises nothing new":      {27, 0, false, text(update.Checkin7d, "open_line", "Test the restore (by 27 March)."), pledge.Nothing},
		"made, and the check-in says so":       {20, 0, true, text(update.Checkin7d, "done_line", "Test the restore (11 March)."), pledge.IsMade},
		"made, and the check-in is silent":     {20, 0, true, text(update.Checkin7d, "done_line", "Much."), pledge.Nothing},
		"the last text calls an open one made": {20, 20, false, text(update.Rebuild, "done_list", "Test the restore (11 March)."), pledge.IsMade},
	} {
		b, c := book(tt.team, tt.known, tt.done)
		if got := b.Tells(tt.u, c, day(12)); got != tt.want {
			t.Errorf("%s: tells %d, want %d", name, got, tt.want)
		}
	}
}

// No text promises a day that has passed, leaves out what was promised, or moves it without
// a word.
func TestWhichTextsAreRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		team, known int
		kind, field string
		words       string
		want        string // in the refusal; empty: it may leave
	}{
		"as it stands":                      {20, 20, update.PostmortemCover, "actions_line", "• Test the restore: by Friday 20 March.", ""},
		"left out":                          {20, 20, update.PostmortemCover, "actions_line", "• Nothing.", "was promised by Friday 20 March"},
		"never promised, and left out":      {20, 0, update.PostmortemCover, "actions_line", "• Nothing.", ""},
		"a day that has passed":             {11, 0, update.PostmortemCover, "actions_line", "• Test the restore: by Wednesday 11 March.", "and that has passed. Type action done 1, or action move 1"},
		"it has passed, in a check-in":      {11, 11, update.Checkin30d, "open_line", "Test the restore (by 11 March).", "and that has passed"},
		"another day than the team has":     {20, 0, update.PostmortemCover, "actions_line", "• Test the restore: by Saturday 21 March.", "is to be done by Friday 20 March"},
		"later, and owned":                  {27, 20, update.PostmortemCover, "actions_line", "• Test the restore: by Friday 27 March, not by Friday 20 March.", ""},
		"later, in silence":                 {27, 20, update.PostmortemCover, "actions_line", "• Test the restore: by Friday 27 March.", "expects “test the restore” by Friday 20 March"},
		"later, in silence, in a check-in":  {27, 20, update.Checkin7d, "open_line", "Test the restore (by 27 March).", "comes later than that"},
		"left out of a check-in":            {20, 20, update.Checkin7d, "open_line", "Nothing is open.", "was promised by Friday 20 March"},
		"never promised, out of a check-in": {20, 0, update.Checkin7d, "open_line", "Nothing is open.", ""},
		"left out, and its day has passed":  {11, 11, update.Checkin7d, "open_line", "Nothing is open.", "and that has passed"},
		"the last text settles the one":     {11, 11, update.Rebuild, "open_line", "Nothing is open.", ""},
	} {
		b, _ := book(tt.team, tt.known, false)
		err := b.Check(text(tt.kind, tt.field, tt.words))
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}

// A change that was dropped is expected until its reader is told that it does not come: each text
// that says what is open says so, and with that the promise ends.
func TestWhatWasDroppedIsSaid(t *testing.T) {
	for words, says := range map[string]bool{
		"Nothing is open.":                false,
		"Test the restore (by 20 March).": false,
		"Test the restore (we promised this and will not do it; we are sorry).": true,
	} {
		b, c := book(20, 20, false)
		p := b.Owed()[0]
		if err := c.Drop("the new server does it", "U0ANA", day(11)); err != nil {
			t.Fatal(err)
		}
		for _, kind := range []string{update.Rebuild, update.Checkin7d, update.Checkin30d} {
			if err := b.Check(text(kind, "open_line", words)); (err == nil) != says {
				t.Errorf("%s, %q: %v", kind, words, err)
			}
		}
		if u := text(update.Rebuild, "open_line", words); says {
			b.Apply(u, day(12))
		}
		if (p.Outcome == promise.Dropped) != says || len(b.Movable()) > 0 {
			t.Errorf("%q: the promise is %q", words, p.Outcome)
		}
	}
	b, c := book(20, 0, false)
	if err := c.Drop(" ", "U0ANA", day(11)); err == nil || !c.Open() {
		t.Error("dropped without a reason")
	}
	_ = b
}

// That nothing is open is no text for who still expects the review.
func TestTheReviewIsOpenToo(t *testing.T) {
	b, _ := book(20, 0, false)
	owe(&b, &promise.Promise{N: 2, Kind: promise.Review, Said: true, DueAt: day(17)})
	for words, may := range map[string]bool{"Nothing is open.": false, "Nothing.": false, "Nothing is open but our review.": true, "Our written review (by 17 March).": true} {
		if err := b.Check(text(update.Checkin7d, "open_line", words)); (err == nil) != may {
			t.Errorf("%q may leave: %t; %v", words, err == nil, err)
		}
	}
}

// A change that is late is owned by a text that names no change, with the day that the team has
// for it by now, and that day is promised with it.
func TestALateChangeIsOwned(t *testing.T) {
	for name, tt := range map[string]struct {
		team      int
		kind      string
		late, new time.Time
	}{
		"not moved":           {11, update.Checkin24h, day(11), time.Time{}},
		"moved":               {20, update.Checkin24h, day(11), day(20)},
		"the last word":       {11, update.ResolvedUpdate, day(11), time.Time{}},
		"it has its own line": {11, update.Checkin7d, time.Time{}, time.Time{}},
		"it is about a date":  {11, update.NewDate, time.Time{}, time.Time{}},
		"while it is down":    {11, update.Progress, time.Time{}, time.Time{}},
	} {
		b, _ := book(tt.team, 11, false)
		u := &update.Update{Kind: tt.kind, At: day(12)}
		if b.Own(u, day(12)); !u.Times[pledge.LateOf+"1"].Equal(tt.late) || !u.Times[pledge.NewOf+"1"].Equal(tt.new) {
			t.Errorf("%s: owns %v", name, u.Times)
		}
	}
}

// A change that was moved without a word comes first, with the team's date and reason.
func TestWhatWasMovedIsToldFirst(t *testing.T) {
	b, c := book(27, 20, false)
	written, change := &promise.Promise{N: 2, Kind: promise.Review, Said: true, DueAt: day(17)}, b.Owed()[0]
	owe(&b, written, change)
	any, of := &update.Update{}, func(n string) *update.Update {
		return &update.Update{Kind: update.NewDate, Words: map[string]string{pledge.Which: n}}
	}
	if p := b.Moves(any); p == nil || p.N != 1 || !b.NewDate(any, day(12)).Equal(day(27)) {
		t.Errorf("moved to 27 March: the next new date is of %+v, %s", p, b.NewDate(any, day(12)))
	}
	if p := b.Moves(of("2")); p == nil || p.N != 2 || !b.NewDate(of("2"), day(12)).IsZero() {
		t.Errorf("the review was chosen: the new date is of %+v, %s", p, b.NewDate(of("2"), day(12)))
	}
	if p, err := b.Moves(of("3")), b.Check(of("3")); p != nil || err == nil {
		t.Errorf("what is settled was chosen: the new date is of %+v, and the text may leave: %v", p, err)
	}
	c.DueAt = day(20)
	if p := b.Moves(any); p == nil || p.N != 2 || !b.NewDate(any, day(12)).IsZero() || len(b.Movable()) != 2 {
		t.Errorf("nothing is moved: the next new date is of %+v, %s", p, b.NewDate(any, day(12)))
	}

	u := &update.Update{By: "U0ANA", Times: map[string]time.Time{"new_due": day(25)}}
	b.Follow(change, u, day(12))
	if !c.DueAt.Equal(day(25)) || len(c.Moves) != 1 || c.Moves[0].Why == "" {
		t.Errorf("the client was told 25 March: %+v", c)
	}
	b.Follow(written, u, day(12)) // of the review
	if len(c.Moves) != 1 {
		t.Errorf("another promise moved the change: %+v", c)
	}
}

// A review that nobody had told them of is expected once a text has said by when it comes, and has no new date before.
func TestAReviewIsExpectedOnceATextSaysSo(t *testing.T) {
	for _, tt := range []struct {
		kind string
		at   time.Time
		said bool
	}{{update.Checkin24h, day(12), true}, {update.OpenAnswer, day(12), true}, {update.Checkin7d, day(12), false}, {update.Checkin24h, day(18), false}} {
		p := &promise.Promise{N: 1, Kind: promise.Review, DueAt: day(17)}
		b := pledge.Book{Owed: func() []*promise.Promise { return []*promise.Promise{p} }}
		if len(b.Movable()) != 0 {
			t.Error("they can be told a new date for what they know nothing of")
		}
		if b.Heard(&update.Update{Kind: tt.kind}, tt.at); p.Said != tt.said || len(b.Movable()) > 0 != tt.said {
			t.Errorf("%s on %s: they expect it: %t", tt.kind, tt.at, p.Said)
		}
	}
}
