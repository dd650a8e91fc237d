package client

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"candor/incident/schedule"
)

// The oracle is a clock on a wall that somebody watches, minute by minute. It
// knows nothing of offsets to come and uses none of the code that it judges.
type wallClock struct {
	loc  *time.Location
	t    int64 // minutes since 1970, UTC
	was  int64 // what it showed a minute ago, in minutes since 1970
	now  int64 // what it shows
	high int64 // the latest that it showed before now
}

func watch(loc *time.Location, from time.Time) *wallClock {
	w := &wallClock{loc: loc, t: from.Unix()/60 - 1}
	w.now = w.shows()
	w.high = w.now
	w.tick()
	return w
}

func (w *wallClock) shows() int64 {
	_, offset := time.Unix(w.t*60, 0).In(w.loc).Zone()
	return w.t + int64(offset)/60
}

func (w *wallClock) tick() {
	w.was, w.high = w.now, max(w.high, w.now)
	w.t++
	w.now = w.shows()
}

// first says whether any time that matches is shown, or jumped over, now and was
// never before.
func (w *wallClock) first(matches func(int64) bool) bool {
	for f := w.high + 1; f <= w.now; f++ {
		if matches(f) {
			return true
		}
	}
	return false
}

// grid says whether a point of a grid is shown or jumped over.
func (w *wallClock) grid(step int64) bool {
	on := func(f int64) bool { return floorMod(f, 24*60)%step == 0 }
	if w.now <= w.was+1 {
		return on(w.now)
	}
	for f := w.was + 1; f <= w.now; f++ {
		if on(f) {
			return true
		}
	}
	return false
}

func floorMod(a, b int64) int64 { return ((a % b) + b) % b }

func dayOfWeek(f int64) int64 { return floorMod(f/(24*60)+4, 7) } // 1 January 1970 was a Thursday

// sampleCrons are expressions, each with what it means in plain code.
var sampleCrons = []struct {
	expr    string
	matches func(f int64) bool
}{
	{"0 9,13,17 * * MON-FRI", func(f int64) bool {
		m := floorMod(f, 24*60)
		return (m == 9*60 || m == 13*60 || m == 17*60) && dayOfWeek(f) >= 1 && dayOfWeek(f) <= 5
	}},
	{"*/20 0-3 * * *", func(f int64) bool { m := floorMod(f, 24*60); return m < 4*60 && m%20 == 0 }},
	{"30 1,2,23 * * *", func(f int64) bool { m := floorMod(f, 24*60); return m == 90 || m == 150 || m == 23*60+30 }},
	{"0 0 1,15 * *", func(f int64) bool {
		if floorMod(f, 24*60) != 0 {
			return false
		}
		d := time.Unix(f*60, 0).UTC().Day()
		return d == 1 || d == 15
	}},
	{"45 23 * * SUN", func(f int64) bool { return floorMod(f, 24*60) == 23*60+45 && dayOfWeek(f) == 0 }},
}

var sampleSteps = []int64{30, 45, 240}

// sampleHours are working hours, each with what it means in plain code.
var sampleHours = []struct {
	client Client
	open   func(f int64) bool
}{
	{Client{}, func(f int64) bool {
		m := floorMod(f, 24*60)
		return m >= 9*60 && m < 17*60 && dayOfWeek(f) >= 1 && dayOfWeek(f) <= 5
	}},
	{Client{Hours: schedule.Hours{Days: []time.Weekday{time.Saturday, time.Sunday}, Opens: 90 * time.Minute, Closes: 24 * time.Hour}}, func(f int64) bool {
		return floorMod(f, 24*60) >= 90 && (dayOfWeek(f) == 6 || dayOfWeek(f) == 0)
	}},
	{Client{Hours: schedule.Hours{Opens: 22 * time.Hour, Closes: 2*time.Hour + 30*time.Minute}}, func(f int64) bool {
		m := floorMod(f, 24*60)
		evening, night := dayOfWeek(f), dayOfWeek(f-24*60)
		return m >= 22*60 && evening >= 1 && evening <= 5 || m < 150 && night >= 1 && night <= 5
	}},
}

const (
	zonesFrom  = 2020
	zonesYears = 10
)

// Over every zone and ten years what is computed is what somebody sees who looks
// at the clock. Each run watches the days around every change of a clock and two
// weeks in between; of zones whose clocks go alike it watches one. With CANDOR_LONG
// set it watches all ten years of every zone, which takes minutes.
func TestTimesAreThoseOfTheClientsClockInEveryZone(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	names := strings.Fields(mustReadFile(t, "testdata/zones.txt"))
	if len(names) < 590 {
		t.Fatalf("there are only %d zones", len(names))
	}
	whole := os.Getenv("CANDOR_LONG") != ""
	if !whole {
		names = unlike(t, names)
	}
	jobs, wrong := make(chan string), make(chan string, len(names))
	var minutes, times int64
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for name := range jobs {
				m, n, err := judgeZone(name, whole)
				mu.Lock()
				minutes, times = minutes+m, times+n
				mu.Unlock()
				if err != nil {
					wrong <- fmt.Sprintf("%s: %v", name, err)
				}
			}
		})
	}
	for _, name := range names {
		jobs <- name
	}
	close(jobs)
	wg.Wait()
	close(wrong)
	for w := range wrong {
		t.Error(w)
	}
	t.Logf("%d zones, %d minutes watched, %d times compared", len(names), minutes, times)
	if minutes < int64(len(names))*14*24*60 || times < minutes/1000 {
		t.Errorf("only %d minutes were watched and %d times compared", minutes, times)
	}
}

// unlike leaves out the zones whose clocks go as those of an earlier one.
func unlike(t *testing.T, names []string) (list []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, name := range names {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		from := time.Date(zonesFrom, 1, 1, 0, 0, 0, 0, time.UTC)
		var goes strings.Builder
		for at, to := from.In(loc), from.AddDate(zonesYears, 0, 0); !at.IsZero() && at.Before(to); _, at = at.ZoneBounds() {
			_, offset := at.Zone()
			fmt.Fprintln(&goes, max(at.Unix(), from.Unix()), offset)
		}
		if !seen[goes.String()] {
			seen[goes.String()], list = true, append(list, name)
		}
	}
	return list
}

// judgeZone compares one zone and counts the minutes watched and the times compared.
func judgeZone(name string, whole bool) (minutes, times int64, err error) {
	loc, err := time.LoadLocation(name)
	if err != nil {
		return 0, 0, err
	}
	for _, w := range windows(name, loc, whole) {
		n, err := judge(loc, w[0], w[1])
		if err != nil {
			return minutes, times, err
		}
		minutes, times = minutes+int64(w[1].Sub(w[0])/time.Minute), times+n
	}
	return minutes, times, nil
}

// windows are the spans to watch: three days around each change of the clock,
// and two weeks that differ from zone to zone.
func windows(name string, loc *time.Location, whole bool) (list [][2]time.Time) {
	from := time.Date(zonesFrom, 1, 1, 0, 0, 0, 0, time.UTC)
	to := from.AddDate(zonesYears, 0, 0)
	if whole {
		return [][2]time.Time{{from, to}}
	}
	seed := 0
	for _, c := range name {
		seed = (seed*31 + int(c)) % (zonesYears * 350)
	}
	list = append(list, [2]time.Time{from.AddDate(0, 0, seed), from.AddDate(0, 0, seed+14)})
	_, was := from.In(loc).Zone()
	for t := from; t.Before(to); t = t.Add(6 * time.Hour) {
		if _, now := t.In(loc).Zone(); now != was {
			list, was = append(list, [2]time.Time{t.Add(-42 * time.Hour), t.Add(30 * time.Hour)}), now
		}
	}
	return list
}

// judge watches a span. The comparison begins after a day, when nothing that
// the clock shows can have been shown before the span.
func judge(loc *time.Location, from, to time.Time) (compared int64, err error) {
	start := from.Add(24 * time.Hour)
	crons, steps := make([]time.Time, len(sampleCrons)), make([]time.Time, len(sampleSteps))
	cadences := make([]schedule.Cadence, len(sampleCrons))
	for i, s := range sampleCrons {
		if cadences[i], err = schedule.ParseCadence(s.expr); err != nil {
			return 0, err
		}
		crons[i] = cadences[i].Next(start.Add(-1), loc)
	}
	for i, step := range sampleSteps {
		steps[i] = schedule.Every(time.Duration(step)*time.Minute).Next(start.Add(-1), loc)
	}
	works := newWorkday(loc, start)
	for w := watch(loc, from); w.t < to.Unix()/60; w.tick() {
		t := time.Unix(w.t*60, 0).UTC()
		if t.Before(start) {
			continue
		}
		for i := range sampleCrons {
			if seen := w.first(sampleCrons[i].matches); seen != t.Equal(crons[i]) {
				return compared, fmt.Errorf("%s: at %s seen %t, computed %s", cadences[i], t.In(loc), seen, crons[i].In(loc))
			} else if seen {
				crons[i], compared = cadences[i].Next(t, loc), compared+1
			}
		}
		for i, step := range sampleSteps {
			if seen := w.grid(step); seen != t.Equal(steps[i]) {
				return compared, fmt.Errorf("every %d min: at %s seen %t, computed %s", step, t.In(loc), seen, steps[i].In(loc))
			} else if seen {
				steps[i], compared = schedule.Every(time.Duration(step)*time.Minute).Next(t, loc), compared+1
			}
		}
		n, err := works.judge(w, t)
		if err != nil {
			return compared, err
		}
		compared += n
	}
	return compared, nil
}

func mustReadFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// workday watches the working hours of the samples.
type workday struct {
	clients []Client
	was     []bool
	opens   []time.Time // when each opens next, as computed
	left    []int       // open minutes until the deadline, as counted
	due     []time.Time // the deadline, as computed
}

// openMinutes is a deadline that counts open time only.
const openMinutes = 700

func newWorkday(loc *time.Location, start time.Time) *workday {
	d := &workday{}
	for _, s := range sampleHours {
		c := s.client
		c.TimeZone = loc.String()
		d.clients = append(d.clients, c)
		d.was = append(d.was, c.Open(start.Add(-time.Minute)))
		d.opens = append(d.opens, c.NextOpening(start.Add(-1)))
		d.left = append(d.left, openMinutes)
		d.due = append(d.due, c.AfterOpen(start, openMinutes*time.Minute))
	}
	return d
}

func (d *workday) judge(w *wallClock, t time.Time) (compared int64, err error) {
	shown := max(w.high, w.now) // an hour that comes twice counts once
	for i, s := range sampleHours {
		c, open := &d.clients[i], s.open(shown)
		if opens := open && !d.was[i]; opens != t.Equal(d.opens[i]) {
			return compared, fmt.Errorf("hours %d: at %s opens: %t, computed %s", i, t.In(w.loc), opens, d.opens[i].In(w.loc))
		} else if opens {
			d.opens[i], compared = c.NextOpening(t), compared+1
		}
		if open != d.was[i] || w.t%97 == 0 {
			if got := c.Open(t); got != open {
				return compared, fmt.Errorf("hours %d: at %s open %t, computed %t", i, t.In(w.loc), open, got)
			}
			compared++
		}
		if d.left[i] == 0 {
			if !t.Equal(d.due[i]) {
				return compared, fmt.Errorf("hours %d: %d open minutes have passed at %s, computed %s", i, openMinutes, t.In(w.loc), d.due[i].In(w.loc))
			}
			d.left[i], compared = openMinutes, compared+1
			d.due[i] = c.AfterOpen(t, openMinutes*time.Minute)
		}
		if open {
			d.left[i]--
		}
		d.was[i] = open
	}
	return compared, nil
}
