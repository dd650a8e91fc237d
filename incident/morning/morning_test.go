package morning_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"candor/incident/morning"
)

func at(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }

// On which mornings something is a reason for the message. 10 March 2026 is a Tuesday.
func TestOnWhichMornings(t *testing.T) {
	for _, tt := range []struct {
		what      string
		pace      morning.Pace
		made, due time.Time
		want      string
	}{
		{"promised to a client", morning.Promised, at(3, 14), at(11, 17), "Tue 10, Wed 11, Thu 12, Fri 13, Mon 16"},
		{"promised for a Monday", morning.Promised, at(3, 14), at(16, 17), "Fri 13, Mon 16, Tue 17, Wed 18, Thu 19"},
		{"promised for a Saturday", morning.Promised, at(3, 14), at(14, 17), "Fri 13, Mon 16, Tue 17, Wed 18, Thu 19"},
		{"promised on the day before, in the afternoon", morning.Promised, at(10, 14), at(11, 17), "Wed 11, Thu 12, Fri 13, Mon 16, Tue 17"},
		{"promised on the day, before the morning", morning.Promised, at(11, 2), at(11, 17), "Wed 11, Thu 12, Fri 13, Mon 16, Tue 17"},
		{"owed at once", morning.AtOnce, at(11, 2), at(11, 3), "Wed 11, Thu 12, Fri 13, Mon 16, Tue 17"},
		{"owed at once, in the afternoon", morning.AtOnce, at(11, 14), at(11, 15), "Thu 12, Fri 13, Mon 16, Tue 17, Wed 18"},
		{"our own", morning.Own, at(3, 14), at(11, 9), "Wed 11, Thu 12, Mon 16, Mon 23, Mon 30"},
		{"our own, on a Sunday", morning.Own, at(3, 14), at(15, 9), "Mon 16, Mon 23, Mon 30, Mon 6, Mon 13"},
		{"a change", morning.Change, at(3, 14), at(11, 17), "Tue 10, Thu 12, Mon 16, Mon 23, Mon 30"},
		{"a change for a Friday", morning.Change, at(3, 14), at(13, 17), "Thu 12, Mon 16, Mon 23, Mon 30, Mon 6"},
	} {
		var got []string
		thing := morning.Thing{Owner: "U0ANA", Office: morning.Office{Zone: time.UTC}, Made: tt.made, Due: tt.due, Pace: tt.pace}
		for next := thing.Next(time.Time{}); len(got) < 5; next = thing.Next(next) {
			if next.Hour() != 9 || next.Minute() != 0 {
				t.Errorf("%s: at %s", tt.what, next)
			}
			got = append(got, next.Format("Mon 2"))
		}
		if s := join(got); s != tt.want {
			t.Errorf("%s:\n%s, want\n%s", tt.what, s, tt.want)
		}
	}
}

func join(list []string) (s string) {
	for i, l := range list {
		if i > 0 {
			s += ", "
		}
		s += l
	}
	return s
}

// What a client waits for is a reason each working day for a fortnight, then on Mondays: whoever has not
// done it by then reads none of it any more, and it is not forgotten.
func TestAfterAFortnightItComesOnceAWeek(t *testing.T) {
	o := morning.Office{Zone: time.UTC}
	thing := morning.Thing{Owner: "U0ANA", Office: o, Made: at(3, 14), Due: at(11, 17), Pace: morning.Promised}
	var got, others []string
	for next, last := thing.Next(at(18, 9)), at(18, 9); len(got) < 8; next = thing.Next(next) {
		got = append(got, next.Format("Mon 2"))
		last = thing.Pace.Again(thing.Due, last, o)
		others = append(others, last.Format("Mon 2"))
	}
	if want := "Thu 19, Fri 20, Mon 23, Tue 24, Mon 30, Mon 6, Mon 13, Mon 20"; join(got) != want || join(others) != want {
		t.Errorf("its owner: %s\nothers: %s\nwant %s", join(got), join(others), want)
	}
}

// What others have to do is said once, on the first morning, and nobody is late with it.
func TestWhatOthersHaveToDoIsSaidOnce(t *testing.T) {
	for _, tt := range []struct{ made, want time.Time }{{at(10, 22), at(11, 9)}, {at(11, 2), at(11, 9)}, {at(13, 14), at(16, 9)}} {
		thing := morning.Thing{Owner: "U0ANA", Office: morning.Office{Zone: time.UTC}, Made: tt.made, Due: tt.made, Pace: morning.Once, Handover: 1}
		if got := thing.Next(at(3, 9)); !got.Equal(tt.want) || thing.Stands(tt.want.AddDate(0, 0, 7)) != morning.Today {
			t.Errorf("asked %s: it is said %s, want %s; a week later it stands as %v", tt.made, got, tt.want, thing.Stands(tt.want.AddDate(0, 0, 7)))
		}
		if got := thing.Next(tt.want); !got.IsZero() {
			t.Errorf("asked %s: it is said again %s", tt.made, got)
		}
		other := thing
		other.Handover = 2
		if len(morning.Gone([]morning.Thing{thing}, []morning.Thing{other}, nil, tt.want)) != 1 {
			t.Error("another handover is taken for the same")
		}
	}
}

// On a holiday of the company nobody hears of what is due in days; what would stand in the
// message of a Monday stands in that of the first day on which somebody works.
func TestNobodyHearsOnAHoliday(t *testing.T) {
	for _, tt := range []struct {
		what string
		pace morning.Pace
		due  time.Time
		off  []string
		want string
	}{
		{"promised for a day after one", morning.Promised, at(12, 17), []string{"2026-03-11"}, "Tue 10, Thu 12, Fri 13, Mon 16, Tue 17"},
		{"promised for one", morning.Promised, at(11, 17), []string{"2026-03-11"}, "Tue 10, Thu 12, Fri 13, Mon 16, Tue 17"},
		{"our own, and Monday is one", morning.Own, at(11, 9), []string{"2026-03-16"}, "Wed 11, Thu 12, Tue 17, Mon 23, Mon 30"},
		{"a Saturday is none", morning.Own, at(11, 9), []string{"2026-03-14"}, "Wed 11, Thu 12, Mon 16, Mon 23, Mon 30"},
	} {
		var got []string
		thing := morning.Thing{Owner: "U0ANA", Office: morning.Office{Zone: time.UTC, Off: tt.off}, Made: at(3, 14), Due: tt.due, Pace: tt.pace}
		for next := thing.Next(time.Time{}); len(got) < 5; next = thing.Next(next) {
			got = append(got, next.Format("Mon 2"))
		}
		if s := join(got); s != tt.want {
			t.Errorf("%s:\n%s, want\n%s", tt.what, s, tt.want)
		}
	}
	o := morning.Office{Zone: time.UTC, Off: []string{"2026-03-16", "2026-03-17"}}
	for pace, want := range map[morning.Pace]time.Time{morning.Promised: at(16, 9).AddDate(0, 0, 2), morning.Own: at(18, 9)} {
		if got := pace.Again(at(13, 12), at(13, 12), o); !got.Equal(want) {
			t.Errorf("late on Friday, it is a reason again %s, want %s", got, want)
		}
	}
	if got := o.EndOf(at(17, 3)); !got.Equal(at(13, 17)) {
		t.Errorf("the last end of a day before the holidays is %s", got)
	}
	if got := o.Around(at(9, 9)).Off; len(got) != 2 || len(o.Around(at(25, 9)).Off) != 0 || len(o.Off) != 2 {
		t.Errorf("around the 9th %v, and of all %v", got, o.Off)
	}
	o = morning.Office{Zone: time.UTC, Off: []string{"2026-03-11"}}
	if got := o.Open(at(11, 12)); !got.Equal(at(12, 9)) {
		t.Errorf("the office opens %s", got)
	}
	if got := (morning.Thing{Owner: "U0ANA", Office: o, Due: at(12, 17)}).Stands(at(10, 12)); got != morning.Ahead {
		t.Errorf("what is due on the next working day stands as %v", got)
	}
	for day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2029; day = day.AddDate(0, 0, 1) {
		o.Off = append(o.Off, day.Format(time.DateOnly))
	}
	thing := morning.Thing{Owner: "U0ANA", Office: o, Made: at(3, 14), Due: at(11, 9), Pace: morning.Own}
	if thing.Next(time.Time{}).IsZero() || o.After(at(11, 9)).IsZero() {
		t.Error("who never works is never told")
	}
}

// A reason that was missed counts once, and nobody hears of what nobody owns or what has
// no time.
func TestWhatWasMissedComesOnce(t *testing.T) {
	thing := morning.Thing{Owner: "U0ANA", Office: morning.Office{Zone: time.UTC}, Made: at(3, 14), Due: at(11, 17), Pace: morning.Promised}
	if got := thing.Next(at(18, 11)); !got.Equal(at(19, 9)) {
		t.Errorf("after the 18th: %s", got)
	}
	for _, none := range []morning.Thing{{Office: morning.Office{Zone: time.UTC}, Due: at(11, 17), Pace: morning.Own}, {Owner: "U0ANA", Office: morning.Office{Zone: time.UTC}, Pace: morning.Own}} {
		if got := none.Next(time.Time{}); !got.IsZero() {
			t.Errorf("%+v: %s", none, got)
		}
	}
}

// The message comes by the clock of its reader, also on the day on which that changes.
func TestNineOclockOfTheirPlace(t *testing.T) {
	for name, want := range map[string]string{"Europe/London": "30 Mar 08:00", "America/New_York": "30 Mar 13:00", "Asia/Tokyo": "30 Mar 00:00", "Australia/Sydney": "29 Mar 22:00"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		thing := morning.Thing{Owner: "U0ANA", Office: morning.Office{Zone: zone}, Made: at(27, 23), Due: at(30, 12), Pace: morning.Own}
		if got := thing.Next(time.Time{}).UTC().Format("2 Jan 15:04"); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestHowAThingStands(t *testing.T) {
	friday := at(13, 9)
	for due, want := range map[time.Time]morning.When{
		at(12, 17): morning.Overdue, at(13, 8): morning.Overdue, at(13, 9): morning.Today, at(13, 23): morning.Today,
		at(14, 12): morning.Ahead, at(16, 17): morning.Ahead, at(17, 0): morning.NotYet, at(20, 17): morning.NotYet,
	} {
		if got := (morning.Thing{Office: morning.Office{Zone: time.UTC}, Due: due}).Stands(friday); got != want {
			t.Errorf("due %s, on Friday morning: %d, want %d", due, got, want)
		}
	}
}

// A check-in is asked for on its day: by the clock of a client further east its time has
// passed as the morning begins, and it is not late.
func TestAQuestionOfTheDayIsNotLateInTheMorning(t *testing.T) {
	thing := morning.Thing{Office: morning.Office{Zone: time.UTC}, Due: at(13, 8), Grace: 8 * time.Hour}
	for hour, want := range map[int]morning.When{9: morning.Today, 16: morning.Today, 17: morning.Overdue} {
		if got := thing.Stands(at(13, hour)); got != want {
			t.Errorf("at %d: %d, want %d", hour, got, want)
		}
	}
}

// What is a reason for the message stands in it.
func TestWhatIsAReasonStandsInTheMessage(t *testing.T) {
	for _, pace := range []morning.Pace{morning.Promised, morning.AtOnce, morning.Own, morning.Change} {
		for day := 1; day < 15; day++ {
			for hour := range 24 {
				thing := morning.Thing{Owner: "U0ANA", Office: morning.Office{Zone: time.UTC}, Made: at(1, 0).AddDate(0, 0, -9), Due: at(day, hour), Pace: pace}
				next := thing.Next(time.Time{})
				for range 12 {
					if thing.Stands(next) == morning.NotYet {
						t.Fatalf("%+v is a reason on %s, and does not stand there", thing, next)
					}
					after := thing.Next(next)
					if !after.After(next) || slices.Contains([]time.Weekday{time.Saturday, time.Sunday}, after.Weekday()) {
						t.Fatalf("%+v: after %s comes %s", thing, next, after)
					}
					next = after
				}
			}
		}
	}
}

func ExampleThing_Next() {
	review := morning.Thing{Owner: "U0ANA", Office: morning.Office{Zone: time.UTC}, Due: at(17, 17), Pace: morning.Promised}
	fmt.Println(review.Next(at(10, 12)).Format("Mon 2 Jan 15:04"))
	// Output: Mon 16 Mar 09:00
}

// What is done, put off or given to another is gone from the list of whoever read it.
func TestGone(t *testing.T) {
	monday := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	thing := func(owner string, n int, due time.Time) morning.Thing {
		return morning.Thing{Owner: owner, Office: morning.Office{Zone: time.UTC}, Due: due, Client: "acme", Promise: n}
	}
	due := monday.Add(8 * time.Hour)
	before := []morning.Thing{thing("ana", 1, due), thing("ben", 2, due)}
	told := map[string]time.Time{"ana": monday, "ben": monday}
	for _, c := range []struct {
		name  string
		after []morning.Thing
		days  int
		want  map[string][]string
	}{
		{"nothing changed", before, 0, nil},
		{"something came", append([]morning.Thing{thing("ana", 3, due)}, before...), 0, nil},
		{"one is done", before[:1], 0, map[string][]string{"ben": {"2026-03-09"}}},
		{"one is due later", []morning.Thing{thing("ana", 1, due.AddDate(0, 0, 3)), before[1]}, 0, map[string][]string{"ana": {"2026-03-09"}}},
		{"another has it now", []morning.Thing{thing("cleo", 1, due), before[1]}, 0, map[string][]string{"ana": {"2026-03-09"}}},
		{"two days later the newest list comes first", before[:1], 2, map[string][]string{"ben": {"2026-03-11", "2026-03-10", "2026-03-09"}}},
		{"nobody looks for lists of months", before[:1], 90, map[string][]string{"ben": {"2026-06-07", "2026-06-06", "2026-06-05", "2026-06-04", "2026-06-03", "2026-06-02", "2026-06-01"}}},
	} {
		if got := morning.Gone(before, c.after, told, monday.AddDate(0, 0, c.days)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
