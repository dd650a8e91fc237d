package law

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule/scheduletest"
)

// Every clock of the source has its row, but the insurer, who is told by a step.
func TestTheTableHasEveryClock(t *testing.T) {
	text, err := os.ReadFile("testdata/legal_clocks.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []struct{ ID, Checked string }
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"insurer": true}
	for _, c := range list {
		known[c.ID] = true
		if r := RuleOf(c.ID); c.ID != "insurer" && (r == nil || string(r.Checked) != c.Checked) {
			t.Errorf("%s: %+v, want it checked %q", c.ID, r, c.Checked)
		}
	}
	for _, r := range Rules {
		if !known[r.ID] {
			t.Errorf("%s is in no source", r.ID)
		}
		if r.Name == "" || r.To == "" || r.Says == "" || r.Whose == 0 || r.From == 0 || (r.Law == "") != (r.ID == Contract) {
			t.Errorf("%s lacks something: %+v", r.ID, r)
		}
	}
}

// What a test says of a client: London unless said otherwise.
func party(t *testing.T, zone, laws string, within time.Duration) Party {
	t.Helper()
	z := scheduletest.Zone(t, zone)
	list, err := Named(laws)
	if err != nil {
		t.Fatal(err)
	}
	return Party{Laws: list, Within: within, Told: &Told{}, Zone: z, Work: func(n int, from time.Time) time.Time {
		at := from.In(z)
		for n > 0 {
			if at = at.AddDate(0, 0, 1); at.Weekday() != time.Saturday && at.Weekday() != time.Sunday {
				n--
			}
		}
		return time.Date(at.Year(), at.Month(), at.Day(), 17, 0, 0, 0, z)
	}}
}

// No clock stops at night, at a weekend or because other clocks change; days and months
// are those of the client.
func TestWhenClocksEnd(t *testing.T) {
	tests := []struct {
		name, zone, laws string
		within           time.Duration
		aware, told      string // by the client's clock
		clock, want      string // want is by the client's clock
	}{
		{"nobody has looked the contract up", "Europe/London", "", 0, "2026-03-10 14:00", "", "contract", "Unset"},
		{"the contract, at night", "Europe/London", "", 24 * time.Hour, "2026-03-10 02:10", "", "contract", "2026-03-11 02:10"},
		{"the contract, over a weekend", "Europe/London", "", 48 * time.Hour, "2026-03-13 18:30", "", "contract", "2026-03-15 18:30"},
		{"our own, at night", "Europe/London", "gdpr", 0, "2026-03-10 02:10", "", "gdpr-33-2", "2026-03-10 06:10"},
		{"our own, for the UK", "Europe/London", "uk-gdpr", 0, "2026-03-10 02:10", "", "gdpr-33-2", "2026-03-10 06:10"},
		{"theirs has not begun before they know", "Europe/London", "gdpr", 0, "2026-03-10 02:10", "", "gdpr-33-1", "Waits"},
		{"theirs counts from when they heard", "Europe/London", "gdpr", 0, "2026-03-10 02:10", "2026-03-10 04:40", "gdpr-33-1", "2026-03-13 04:40"},
		{"72 hours over a weekend", "Europe/Berlin", "gdpr", 0, "2026-03-13 16:00", "2026-03-13 17:00", "gdpr-33-1", "2026-03-16 17:00"},
		{"72 hours across the change to summer time", "Europe/Berlin", "gdpr", 0, "2026-03-27 12:00", "2026-03-27 12:00", "gdpr-33-1", "2026-03-30 13:00"},
		{"72 hours across the change to winter time", "Europe/Berlin", "gdpr", 0, "2026-10-23 12:00", "2026-10-23 12:00", "gdpr-33-1", "2026-10-26 11:00"},
		{"in the hour that comes twice", "Europe/Berlin", "", 2 * time.Hour, "2026-10-25 01:30", "", "contract", "2026-10-25 02:30"},
		{"days keep the time of day", "America/New_York", "hipaa", 0, "2026-02-10 09:00", "", "hipaa-ba", "2026-04-11 09:00"},
		{"a number that the law does not have", "Europe/Berlin", "gdpr", 0, "2026-03-10 09:00", "2026-03-10 09:00", "gdpr-34", "Open"},
		{"the first of three", "Europe/Berlin", "nis2", 0, "2026-03-10 09:00", "2026-03-10 10:00", "nis2/early warning", "2026-03-11 10:00"},
		{"a month after the second", "Europe/Berlin", "nis2", 0, "2026-01-28 09:00", "2026-01-28 10:00", "nis2/final report", "2026-02-28 10:00"},
		{"working days", "America/Sao_Paulo", "br", 0, "2026-03-13 09:00", "2026-03-13 10:00", "br", "2026-03-18 17:00"},
		{"hours from noticing", "Asia/Kolkata", "in-cert", 0, "2026-03-14 23:00", "", "in-cert", "2026-03-15 05:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := party(t, tt.zone, tt.laws, tt.within)
			p.Told.HeardAt = clock(t, tt.told, p.Zone)
			r := Record{AwareAt: clock(t, tt.aware, p.Zone)}
			c := find(t, r.Clocks(p), tt.clock)
			got := map[State]string{Waits: "Waits", Open: "Open", Unset: "Unset"}[c.State]
			if got == "" {
				got = c.Due.In(p.Zone).Format("2006-01-02 15:04")
			}
			if got != tt.want {
				t.Errorf("%s ends %s, want %s", tt.clock, got, tt.want)
			}
		})
	}
}

func clock(t *testing.T, text string, zone *time.Location) time.Time {
	t.Helper()
	if text == "" {
		return time.Time{}
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func find(t *testing.T, list []Clock, id string) Clock {
	t.Helper()
	i := slices.IndexFunc(list, func(c Clock) bool { return c.ID() == id })
	if i < 0 {
		t.Fatalf("there is no clock %s", id)
	}
	return list[i]
}

// A client gets the clocks of its laws and no other; the contract is always the first.
func TestWhichClocksAClientHas(t *testing.T) {
	for laws, want := range map[string]string{
		"":              "contract",
		"none":          "contract",
		"gdpr":          "contract gdpr-33-2 gdpr-33-1 gdpr-34",
		"uk-gdpr":       "contract gdpr-33-2 uk-gdpr",
		"GDPR, uk-gdpr": "contract gdpr-33-2 gdpr-33-1 gdpr-34 uk-gdpr",
		"hipaa":         "contract hipaa-ba hipaa-ce",
	} {
		var got []string
		for _, c := range (&Record{AwareAt: scheduletest.At(0)}).Clocks(party(t, "Europe/London", laws, 0)) {
			got = append(got, c.ID())
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q has %s, want %s", laws, s, want)
		}
	}
	if got := (&Record{}).Clocks(party(t, "Europe/London", "gdpr", time.Hour)); got != nil {
		t.Errorf("while nothing is known of people, there are %d clocks", len(got))
	}
	for _, wrong := range []string{"gdp", "gdpr none", "the law"} {
		if list, err := Named(wrong); err == nil {
			t.Errorf("%q is %q", wrong, list)
		}
	}
}

// The first awareness counts, whatever is corrected later; only a person moves it later,
// or ends the clocks, and with a reason.
func TestSinceWhenClocksRun(t *testing.T) {
	at := scheduletest.At
	tests := []struct {
		name  string
		acts  func(r *Record) error
		aware time.Time
		runs  bool
		wrong bool
	}{
		{"nothing is known of people", func(r *Record) error { r.Follow(false, at(0), at(0)); return nil }, time.Time{}, false, false},
		{"it may be", func(r *Record) error { r.Follow(true, at(9), at(5)); return nil }, at(5), true, false},
		{"noticed earlier, as turns out", func(r *Record) error { r.Follow(true, at(9), at(5)); r.Follow(true, at(9), at(-60)); return nil }, at(-60), true, false},
		{"noticed later, as turns out", func(r *Record) error { r.Follow(true, at(9), at(5)); r.Follow(true, at(20), at(15)); return nil }, at(5), true, false},
		{"answered no, then yes", func(r *Record) error {
			r.Follow(true, at(9), at(5))
			r.Follow(false, at(20), at(5))
			r.Follow(true, at(90), at(5))
			return nil
		}, at(5), true, false},
		{"answered no ends nothing", func(r *Record) error { r.Follow(true, at(9), at(5)); r.Follow(false, at(20), at(5)); return nil }, at(5), true, false},
		{"a person says it earlier", func(r *Record) error { r.Follow(true, at(9), at(5)); return r.Aware(at(-30), mark(20, "")) }, at(-30), true, false},
		{"and what is noticed does not change that", func(r *Record) error {
			err := r.Aware(at(-30), mark(20, ""))
			r.Follow(true, at(9), at(-90))
			return err
		}, at(-30), true, false},
		{"later without a reason", func(r *Record) error { r.Follow(true, at(9), at(5)); return r.Aware(at(10), mark(20, " ")) }, at(5), true, true},
		{"later with one", func(r *Record) error { r.Follow(true, at(9), at(5)); return r.Aware(at(10), mark(20, "a slip")) }, at(10), true, false},
		{"in the future", func(r *Record) error { return r.Aware(at(30), mark(20, "")) }, time.Time{}, false, true},
		{"ended without a reason", func(r *Record) error { r.Follow(true, at(9), at(5)); return r.End(mark(20, "")) }, at(5), true, true},
		{"ended with one", func(r *Record) error { r.Follow(true, at(9), at(5)); return r.End(mark(20, "only test accounts")) }, at(5), false, false},
		{"ended, and nothing new is said", func(r *Record) error {
			r.Follow(true, at(9), at(5))
			err := r.End(mark(20, "only test accounts"))
			r.Follow(true, at(9), at(5))
			return err
		}, at(5), false, false},
		{"ended, and then it is about people", func(r *Record) error {
			r.Follow(true, at(9), at(5))
			err := r.End(mark(20, "only test accounts"))
			r.Follow(true, at(40), at(5))
			return err
		}, at(5), true, false},
		{"ended before any ran", func(r *Record) error { return r.End(mark(20, "none")) }, time.Time{}, false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r Record
			if err := tt.acts(&r); (fault.CodeOf(err) != "") != tt.wrong {
				t.Errorf("refused: %v, want %t", err, tt.wrong)
			}
			if !r.AwareAt.Equal(tt.aware) || r.Runs() != tt.runs {
				t.Errorf("aware %s, runs %t; want %s, %t", r.AwareAt, r.Runs(), tt.aware, tt.runs)
			}
		})
	}
}

func mark(minutes int, why string) Mark {
	return Mark{By: "U0ANA", At: scheduletest.At(minutes), Why: why}
}

// Clients hear at different times, and each has clocks of its own. What the first has
// heard ends nothing for the second.
func TestEachClientHasItsOwnClocks(t *testing.T) {
	r := Record{AwareAt: scheduletest.At(0)}
	acme, globex := party(t, "Europe/London", "gdpr", 24*time.Hour), party(t, "Europe/Berlin", "gdpr", 0)
	acme.Told.Follow(true, true, false, scheduletest.At(60))
	acme.Told.Follow(true, true, false, scheduletest.At(90)) // the first time counts
	if c := find(t, r.Clocks(acme), Contract); c.State != Kept || !c.At.Equal(scheduletest.At(60)) || c.Late(scheduletest.At(5000)) {
		t.Errorf("the first was told in time: %+v", c)
	}
	if c := find(t, r.Clocks(globex), "gdpr-33-2"); c.State != Runs || !c.Late(scheduletest.At(241)) || c.Late(scheduletest.At(240)) {
		t.Errorf("the second has not heard: %+v", c)
	}
	globex.Told.Follow(true, true, false, scheduletest.At(300))
	if c := find(t, r.Clocks(globex), "gdpr-33-2"); c.State != Kept || !c.Late(scheduletest.At(301)) {
		t.Errorf("the second heard an hour late, and it shows: %+v", c)
	}
	if err := acme.Told.End("gdpr-33-1", mark(90, "")); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("one clock ended without a reason: %v", err)
	}
	if err := acme.Told.End("gdpr-33-1", mark(90, "the client reported it")); err != nil {
		t.Fatal(err)
	}
	if a, g := find(t, r.Clocks(acme), "gdpr-33-1"), find(t, r.Clocks(globex), "gdpr-33-1"); a.State != Closed || a.Mark.Why == "" || g.State != Runs {
		t.Errorf("ended for the first: %v, for the second: %v", a.State, g.State)
	}
	if err := r.End(mark(95, "only test accounts")); err != nil {
		t.Fatal(err)
	}
	kept, met, open := find(t, r.Clocks(acme), Contract), find(t, r.Clocks(acme), "gdpr-33-1"), find(t, r.Clocks(acme), "gdpr-34")
	if kept.State != Kept || met.Mark.Why != "the client reported it" || open.Mark.Why != "only test accounts" {
		t.Errorf("all ended, and what was done before stays: %+v, %+v, %+v", kept, met, open)
	}
}

// Reminders come a few times and end with what they ask for; what was missed comes once.
func TestWhenClocksAreBroughtUp(t *testing.T) {
	at := func(hours float64) time.Time {
		return scheduletest.Start.Add(time.Duration(hours * float64(time.Hour)))
	}
	brought := func(p Party, r *Record, end float64) string {
		var list []string
		for next := r.NextReminder(p); !next.IsZero() && !next.After(at(end)); next = r.NextReminder(p) {
			for _, c := range r.Due(p, next) {
				list = append(list, fmt.Sprintf("%s %gh", c.ID(), next.Sub(at(0)).Hours()))
			}
		}
		return strings.Join(list, ", ")
	}
	p := party(t, "Europe/London", "gdpr", 0)
	r := Record{AwareAt: at(0)}
	if got, want := brought(p, &r, 100), "gdpr-33-2 2h, gdpr-33-2 3h, gdpr-33-2 4h"; got != want {
		t.Errorf("nobody told them: %s, want %s", got, want)
	}
	p.Told.HeardAt = at(5)
	if got, want := brought(p, &r, 100), "gdpr-33-1 41h, gdpr-33-1 73h"; got != want {
		t.Errorf("they know, without the formal notice: %s, want %s", got, want)
	}
	p = party(t, "Europe/London", "gdpr", 0)
	p.Told.HeardAt, p.Told.NoticeAt = at(1), at(2)
	if got := brought(p, &r, 100); got != "" {
		t.Errorf("they have the formal notice: %s", got)
	}
	p = party(t, "Europe/London", "", 24*time.Hour)
	if got := len(r.Due(p, at(23.5))); got != 1 {
		t.Errorf("after a downtime there were %d reminders, want one", got)
	}
	if next := r.NextReminder(p); !next.Equal(at(24)) {
		t.Errorf("the next is at %s", next)
	}
	p = party(t, "Europe/London", "gdpr", 24*time.Hour)
	if err := r.End(mark(1, "only test accounts")); err != nil {
		t.Fatal(err)
	}
	if got := brought(p, &r, 100); got != "" {
		t.Errorf("they have ended: %s", got)
	}
}

// That it is not known yet is no answer: our own clock runs on, and ends with a yes or a no, or
// with the first part of a formal notice.
func TestNotKnownYetEndsNoClockOfOurs(t *testing.T) {
	r := &Record{AwareAt: scheduletest.At(0)}
	kept := func(p Party) (at time.Time) {
		for _, c := range r.Clocks(p) {
			if c.Rule.Whose == Ours && c.State == Kept {
				at = c.At
			}
		}
		return at
	}
	p := party(t, "Europe/London", "gdpr", 0)
	p.Told.Follow(true, false, false, scheduletest.At(60))
	if at := kept(p); !at.IsZero() {
		t.Errorf("“not known yet” ended it at %s", at)
	}
	if c := r.Clocks(p); !slices.ContainsFunc(c, func(c Clock) bool { return c.Rule.From == FromTold && c.Start.Equal(scheduletest.At(60)) }) {
		t.Error("theirs does not count from when they first heard")
	}
	notice := *p.Told
	notice.Follow(true, false, true, scheduletest.At(90))
	p.Told.Follow(true, true, false, scheduletest.At(120))
	if at := kept(p); !at.Equal(scheduletest.At(120)) {
		t.Errorf("the answer ended it at %s", at)
	}
	if at := notice.KeptAt(); !at.Equal(scheduletest.At(90)) {
		t.Errorf("the formal notice ended it at %s", at)
	}
	old := Told{HeardAt: scheduletest.At(60)} // of a record from before that was kept
	if old.Follow(true, false, false, scheduletest.At(90)); !old.KeptAt().Equal(scheduletest.At(60)) {
		t.Errorf("an old one ended at %s", old.KeptAt())
	}
}
