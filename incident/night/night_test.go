package night

import (
	"testing"
	"time"
)

var london = func() *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	return zone
}()

// day is a time of a clock in London; 25 October 2026 has an hour more.
func day(text string) time.Time {
	at, err := time.ParseInLocation("2 Jan 15:04", text, london)
	if err != nil {
		panic(err)
	}
	return at.AddDate(2026, 0, 0)
}

// When whoever is in charge is offered to go to sleep.
func TestWhenSleepIsOffered(t *testing.T) {
	for _, tt := range []struct{ name, since, want string }{
		{"after four hours", "10 Mar 16:10", "10 Mar 20:10"},
		{"by day not before the evening", "10 Mar 09:00", "10 Mar 20:00"},
		{"nor in the afternoon", "10 Mar 15:59", "10 Mar 20:00"},
		{"it is evening", "10 Mar 16:00", "10 Mar 20:00"},
		{"the clock is put back", "24 Oct 22:15", "24 Oct 23:00"},
		{"at eleven, if that is sooner", "10 Mar 20:30", "10 Mar 23:00"},
		{"not in the first half hour", "10 Mar 22:45", "10 Mar 23:15"},
		{"in the middle of the night, once the client has heard", "11 Mar 02:10", "11 Mar 02:40"},
		{"the last of the night", "11 Mar 05:29", "11 Mar 05:59"},
		{"it is morning", "11 Mar 05:30", "11 Mar 20:00"},
	} {
		w := Watch{}
		w.OnDuty("U0ANA", london, day(tt.since))
		if got := w.Duty.OfferAt; !got.Equal(day(tt.want)) {
			t.Errorf("%s: on duty since %s, it is offered at %s, want %s", tt.name, tt.since, got.In(london).Format("2 Jan 15:04"), tt.want)
		}
		w.OnDuty("U0ANA", london, day(tt.since).Add(time.Hour))
		if !w.Duty.OfferAt.Equal(day(tt.want)) {
			t.Errorf("%s: every change of the incident puts it off", tt.name)
		}
	}
}

// When others are asked, and until when somebody sleeps who says nothing else.
func TestTheMorningOfANight(t *testing.T) {
	for _, tt := range []struct{ name, now, until, asks, proposed string }{
		{"in the evening", "10 Mar 23:10", "11 Mar 11:00", "11 Mar 08:00", "11 Mar 11:00"},
		{"after midnight", "11 Mar 03:00", "11 Mar 11:00", "11 Mar 08:00", "11 Mar 11:00"},
		{"they are up before", "11 Mar 03:00", "11 Mar 06:30", "11 Mar 06:30", "11 Mar 11:00"},
		{"after a night of work", "11 Mar 08:30", "11 Mar 16:00", "11 Mar 08:30", "11 Mar 16:30"},
		{"by day", "11 Mar 14:10", "11 Mar 18:00", "11 Mar 14:10", "11 Mar 22:00"},
		{"the clock goes back", "24 Oct 23:10", "25 Oct 11:00", "25 Oct 08:00", "25 Oct 11:00"},
		{"the clock goes on", "28 Mar 23:10", "29 Mar 11:00", "29 Mar 08:00", "29 Mar 11:00"},
	} {
		if got := Asks(london, day(tt.until), day(tt.now)); !got.Equal(day(tt.asks)) {
			t.Errorf("%s: others are asked at %s, want %s", tt.name, got.In(london).Format("2 Jan 15:04"), tt.asks)
		}
		if got := Until(london, day(tt.now)); !got.Equal(day(tt.proposed)) {
			t.Errorf("%s: until %s is proposed, want %s", tt.name, got.In(london).Format("2 Jan 15:04"), tt.proposed)
		}
	}
}

// When somebody is rung about what nobody has taken.
func TestWhenAPromiseIsGuarded(t *testing.T) {
	for _, tt := range []struct {
		name, due, made string
		taken           bool
		want            string // empty: nobody is
	}{
		{"a quarter of an hour before", "11 Mar 09:30", "10 Mar 23:00", false, "11 Mar 09:15"},
		{"somebody has taken it", "11 Mar 09:30", "10 Mar 23:00", true, ""},
		{"they have just lain down", "10 Mar 23:15", "10 Mar 22:45", false, "10 Mar 23:05"},
		{"it was promised after that", "11 Mar 02:10", "11 Mar 02:00", false, "11 Mar 02:00"},
		{"just after they should be up", "11 Mar 11:30", "10 Mar 23:00", false, "11 Mar 11:15"},
		{"long after they are up", "11 Mar 12:15", "10 Mar 23:00", false, ""},
	} {
		r := Rest{Person: "U0ANA", Since: day("10 Mar 23:00"), Until: day("11 Mar 11:00")}
		if tt.taken {
			r.Take("U0BEN", day("11 Mar 08:02"))
		}
		want := time.Time{}
		if tt.want != "" {
			want = day(tt.want)
		}
		if got := r.Guards(day(tt.due), day(tt.made)); !got.Equal(want) {
			t.Errorf("%s: somebody is rung at %s, want %q", tt.name, got.In(london).Format("2 Jan 15:04"), tt.want)
		}
	}
}

// Who is said to do too much.
func TestTheGap(t *testing.T) {
	for _, tt := range []struct {
		people      int
		grave       bool
		comms, tech string
		want        bool
	}{
		{2, true, "U0ANA", "U0ANA", true}, {3, true, "U0BEN", "U0BEN", true},
		{1, true, "U0ANA", "U0ANA", false}, {2, false, "U0ANA", "U0ANA", false}, {2, true, "U0ANA", "U0BEN", false},
	} {
		if got := Gap(tt.people, tt.grave, tt.comms, tt.tech); got != tt.want {
			t.Errorf("Gap(%d, %t, %s, %s) = %t", tt.people, tt.grave, tt.comms, tt.tech, got)
		}
	}
}

// What a clock that was ahead has said is taken back: nobody sleeps until a time that
// was never meant.
func TestARestOfAClockThatWasAhead(t *testing.T) {
	now := day("10 Mar 14:00")
	w := Watch{Duty: Duty{Person: "U0ANA", Since: now.Add(24 * time.Hour), OfferAt: now.Add(28 * time.Hour)}}
	w.Sleep(Rest{Person: "U0BEN", Since: now.Add(-time.Hour), Until: now.Add(time.Hour)})
	w.Sleep(Rest{Person: "U0CLEO", Since: now.Add(24 * time.Hour), Until: now.Add(32 * time.Hour)})
	w.Repair(func(string) *time.Location { return london }, now)
	if w.Sleeps("U0CLEO", now) || !w.Sleeps("U0BEN", now) || !w.Duty.OfferAt.Equal(day("10 Mar 20:00")) {
		t.Errorf("after the clock was set right: %+v", w)
	}
}

// Who was asked to take over by a clock that was ahead is asked again at their time, unless
// somebody has taken it, or that time has come.
func TestWhoWasAskedByAClockThatWasAhead(t *testing.T) {
	for name, tt := range map[string]struct {
		rest Rest
		now  string
		want string // empty: nobody is asked again
	}{
		"too soon":           {Rest{On: "U0BEN", Asked: "morning/1"}, "11 Mar 02:00", "11 Mar 08:00"},
		"at their time":      {Rest{On: "U0BEN", Asked: "morning/1"}, "11 Mar 08:00", ""},
		"it is taken":        {Rest{On: "U0BEN", Asked: "morning/1", By: "U0BEN"}, "11 Mar 02:00", ""},
		"they were not yet":  {Rest{On: "U0BEN", AskAt: day("11 Mar 09:00")}, "11 Mar 02:00", "11 Mar 09:00"},
		"whoever sleeps was": {Rest{Asked: "morning/1"}, "11 Mar 02:00", "11 Mar 08:00"},
	} {
		tt.rest.Person, tt.rest.Since, tt.rest.Until = "U0ANA", day("10 Mar 22:00"), day("11 Mar 11:00")
		w := Watch{Rests: []Rest{tt.rest}}
		w.Repair(func(string) *time.Location { return london }, day(tt.now))
		want := time.Time{}
		if tt.want != "" {
			want = day(tt.want)
		}
		if got := w.Rests[0].AskAt; !got.Equal(want) {
			t.Errorf("%s: they are asked at %s, want %s", name, got, want)
		}
	}
}

// Once it is over, whoever was asked to be on it reads so, each message once; who has
// taken it already has an answer.
func TestOnceItIsOverNobodyIsAskedToBeOnIt(t *testing.T) {
	w := Watch{Rests: []Rest{{Person: "U0ANA", Asked: "a"}, {Person: "U0BEN", Asked: "b", By: "U0CLEO"}, {Person: "U0CLEO"}}}
	if keys := w.Stop(); len(keys) != 1 || keys[0] != "a" {
		t.Errorf("%v, want a", keys)
	}
	if keys := w.Stop(); len(keys) != 0 {
		t.Errorf("%v once more", keys)
	}
}
