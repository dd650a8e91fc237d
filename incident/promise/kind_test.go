package promise_test

import (
	"testing"
	"time"

	"candor/incident/morning"
	"candor/incident/promise"
	"candor/incident/update"
)

// Each row has an owner, a figure, and what closing does with it. That each kind has
// one is asked in cmd/candor, where the source is read.
func TestTheRowsOfPromisesAreWhole(t *testing.T) {
	for _, r := range promise.Table {
		if r.Kind == "" || r.Owner == "" || r.Score == 0 || r.Close == 0 {
			t.Errorf("the row of %q is not whole: %+v", r.Kind, r)
		}
		if r.Draft != "" && update.KindOf(r.Draft).Proves == "" && !update.KindOf(r.Draft).Afterward {
			t.Errorf("the draft of %q, %q, is no text for afterwards", r.Kind, r.Draft)
		}
	}
}

// Phones ring for news, the final message and a call, and for nothing that is due
// in days.
func TestWhichPromisesRing(t *testing.T) {
	want := map[promise.Kind]bool{promise.Update: true, promise.Final: true, promise.Afterword: true, promise.Meeting: true}
	for _, r := range promise.Table {
		if r.Kind.Rings() != want[r.Kind] {
			t.Errorf("%q rings: %t", r.Kind, r.Kind.Rings())
		}
	}
	if promise.Kind("one that nobody knows").Rings() {
		t.Error("what nobody knows rings")
	}
}

// Whom nobody asked after a day is asked after the week, once that has passed, too. What is
// no question stays what it is.
func TestTheNewestQuestionThatIsDueIsAsked(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, 10+n, 9, 30, 0, 0, time.UTC) }
	owed := []*promise.Promise{{Kind: promise.Checkin24, DueAt: day(1)}, {Kind: promise.Review, DueAt: day(5)}, {Kind: promise.Checkin7, DueAt: day(7)}, {Kind: promise.Checkin30, DueAt: day(30)}}
	for _, tt := range []struct {
		kind string
		at   time.Time
		want string
	}{
		{update.Checkin24h, day(0), update.Checkin24h}, {update.Checkin24h, day(2), update.Checkin24h}, {update.Checkin24h, day(7), update.Checkin7d},
		{update.Checkin24h, day(31), update.Checkin30d}, {update.PostmortemCover, day(31), update.PostmortemCover}, {"", day(31), ""},
	} {
		if got := promise.NewestAsk(tt.kind, owed, tt.at); got != tt.want {
			t.Errorf("%s on day %d: %s, want %s", tt.kind, tt.at.Day()-10, got, tt.want)
		}
	}
}

// Each kind of promise stands in the message of its owner's morning or alone, with the
// reason. A kind that nobody has thought of fails here.
func TestWhatStandsAlone(t *testing.T) {
	const (
		alone   = iota // at its own times, on any day
		morn           // in the morning
		mornToo        // in the morning, and alone within the hour
	)
	want := map[promise.Kind]struct {
		where int
		why   string
	}{
		promise.Update:    {alone, "a client waits for it within the hour, at any hour"},
		promise.Meeting:   {alone, "somebody sits by a phone at a minute that we named"},
		promise.Final:     {alone, "it works and the client does not know"},
		promise.Afterword: {alone, "the text after the final message named an hour for it"},
		promise.Written:   {mornToo, "it is a matter of minutes; what was said at night is written in the morning"},
		promise.Checkin24: {morn, "no client was told an hour, and it takes a minute"},
		promise.Checkin7:  {morn, "no client was told an hour, and it takes a minute"},
		promise.Checkin30: {morn, "no client was told an hour, and it takes a minute"},
		promise.Review:    {mornToo, "it takes a while to write, and the client has its hour"},
		promise.Answer:    {mornToo, "the client was told on a call by when they hear"},
		promise.Made:      {morn, "it is made, and the text about it takes a minute"},
		promise.Measure:   {mornToo, "that it slips is told before its date, and the client has its hour"},
	}
	for _, r := range promise.Table {
		row, ok := want[r.Kind]
		if !ok || row.why == "" {
			t.Errorf("%q has no row: does it stand in the morning or alone, and why?", r.Kind)
			continue
		}
		is := morn
		switch {
		case r.Rings:
			is = alone
		case r.Hour:
			is = mornToo
		}
		if is != row.where {
			t.Errorf("%q stands as %d, want %d: %s", r.Kind, is, row.where, row.why)
		}
		if r.Morning == (morning.Pace{}) || r.Rings != (r.Until > 0) || r.Rings && r.Hour {
			t.Errorf("%q is brought up twice, or never: %+v", r.Kind, r)
		}
	}
	if len(want) != len(promise.Table) {
		t.Errorf("%d rows for %d kinds", len(want), len(promise.Table))
	}
}
