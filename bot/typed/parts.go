package typed

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/incident/schedule"
)

// parts are what a time is written of, in whatever order.
type parts struct {
	clock    time.Duration // since midnight; 24 h is the end of the day
	hasClock bool
	day      day
	zone     string // as it was written; "" if it was not
}

// day is what a text says about the day.
type day struct {
	word    string // today, tomorrow, yesterday
	weekday int    // 1 is Sunday; 0 if none was written
	date    bool   // the next three are set, the year may be 0
	year    int
	month   time.Month
	of      int
}

func (d day) known() bool { return d.word != "" || d.weekday > 0 || d.date }

// dayWords are days by their distance from today.
var dayWords = map[string]int{"today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "tomorow": 1, "tommorow": 1, "yesterday": -1}

// candidates are the days to try, as distances from today, the likeliest first.
func (d day) candidates(today time.Time, past bool) []int {
	step := 1
	if past {
		step = -1
	}
	switch {
	case d.word != "":
		return []int{dayWords[d.word]}
	case d.weekday > 0:
		ahead := (d.weekday - 1 - int(today.Weekday()) + 7) % 7
		if past && ahead > 0 {
			ahead -= 7
		}
		return []int{ahead, ahead + 7*step}
	}
	// Where the clocks jump at midnight, what is shown of yesterday may be to come.
	return []int{-step, 0, step, 2 * step}
}

// on is the date that was written, in the year in which it is nearest where none
// was; ok is false for a day that there is not, or another day of the week.
func (d day) on(today time.Time) (at time.Time, ok bool) {
	years := []int{d.year}
	if d.year == 0 {
		years = []int{today.Year(), today.Year() - 1, today.Year() + 1}
	}
	for _, y := range years {
		t := time.Date(y, d.month, d.of, 0, 0, 0, 0, time.UTC)
		if t.Day() == d.of && t.Month() == d.month && (!ok || t.Sub(today).Abs() < at.Sub(today).Abs()) {
			at, ok = t, true
		}
	}
	return at, ok && (d.weekday == 0 || int(at.Weekday())+1 == d.weekday)
}

var (
	isoDate   = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})(?:[t ]|$)`)
	clockForm = regexp.MustCompile(`^(\d{1,2})(?:[:.h](\d{2})(?::(\d{2}))?)? ?(?:(a|p)\.?m\.?|h|hrs|uhr|o'clock)?(?:$|[ ,(z+-])`)
	inFigures = regexp.MustCompile(`^(\d{1,2})\.(0?[1-9]|1[0-2])\.(?: ?(\d{4}))?(?:$|[ ,])`)
	dayMonth  = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?([a-z]{3,9})\.?(?:,? (\d{4}))?(?:$|[ ,])`)
	monthDay  = regexp.MustCompile(`^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?(?:$|[ ,])`)
	aWord     = regexp.MustCompile(`^\(?([a-z_/]+(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2})\)?(?:$|[ ,])`)
	howFar    = regexp.MustCompile(` ?\(in [^()]*\)$`) // as menus show it
)

// fillers say nothing about which time it is.
var fillers = []string{"at", "by", "on", "until", "till", "since", "from", "the", "time"}

// parse takes a plain text to parts; ok is false if anything is left over.
func parse(text string, c Clock) (p parts, ok bool) {
	if len(text) > 80 {
		return p, false
	}
	text = howFar.ReplaceAllString(strings.ReplaceAll(text, "：", ":"), "")
	if m := inFigures.FindString(text); m != text || m == "" {
		text = strings.TrimRight(text, ".")
	}
	text = byPart(text)
	for text != "" {
		n := p.take(text, c)
		if n <= 0 {
			return p, false
		}
		text = strings.TrimLeft(text[n:], " ,")
	}
	return p, p.hasClock
}

// take reads the next part and returns how long it is; 0 if it is none.
func (p *parts) take(text string, c Clock) int {
	for _, read := range []func(string) int{p.takeDate, p.takeClock, p.takeDay, func(t string) int { return p.takeWord(t, c) }} {
		if n := read(text); n > 0 {
			return n
		}
	}
	return 0
}

func (p *parts) takeDate(text string) int {
	var year, month, of string
	m := isoDate.FindStringSubmatch(text)
	switch {
	case p.day.date:
		return 0
	case m != nil:
		year, month, of = m[1], m[2], m[3]
		m[0] = m[0][:10]
		if len(text) > 10 && text[10] == 't' {
			m[0] = text[:11]
		}
	default:
		if m = inFigures.FindStringSubmatch(text); m != nil { // 20.03. with its last point
			year, month, of = m[3], m[2], m[1]
		} else if m = dayMonth.FindStringSubmatch(text); m != nil {
			year, month, of = m[3], m[2], m[1]
		} else if m = monthDay.FindStringSubmatch(text); m != nil {
			year, month, of = m[3], m[1], m[2]
		} else {
			return 0
		}
	}
	number, ok := monthOf(month)
	if !ok {
		return 0
	}
	p.day.date, p.day.month = true, number
	p.day.year, _ = strconv.Atoi(year)
	p.day.of, _ = strconv.Atoi(of)
	return len(strings.TrimRight(m[0], " ,"))
}

func monthOf(s string) (time.Month, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return time.Month(n), n >= 1 && n <= 12
	}
	for m := time.January; m <= time.December; m++ {
		if full := strings.ToLower(m.String()); s == full || s == full[:3] || s == "sept" && m == time.September {
			return m, true
		}
	}
	return 0, false
}

// hours are times of day that have a name.
var hours = map[string]time.Duration{"noon": 12 * time.Hour, "midday": 12 * time.Hour, "midnight": schedule.Day}

// takeClock reads a time of day.
func (p *parts) takeClock(text string) int {
	if p.hasClock {
		return 0
	}
	for word, at := range hours {
		if rest, ok := strings.CutPrefix(text, word); ok && (rest == "" || rest[0] == ' ' || rest[0] == ',') {
			p.clock, p.hasClock = at, true
			return len(word)
		}
	}
	m := clockForm.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	end := len(m[0])
	if end > 0 && strings.ContainsRune(" ,(z+-", rune(m[0][end-1])) {
		end--
	}
	if !p.day.known() && !strings.ContainsAny(m[0][:end], ":.hapuo") { // a number alone is one only beside a day
		return 0
	}
	if p.clock, p.hasClock = clockOf(m); !p.hasClock {
		return 0
	}
	return end
}

// clockOf is the time of day that the parts of [clockForm] give; ok is false if no
// clock shows it.
func clockOf(m []string) (d time.Duration, ok bool) {
	hour, _ := strconv.Atoi(m[1])
	minutes, _ := strconv.Atoi(m[2])
	seconds, _ := strconv.Atoi(m[3])
	if m[4] != "" { // am or pm
		if hour < 1 || hour > 12 {
			return 0, false
		}
		if hour %= 12; m[4] == "p" {
			hour += 12
		}
	}
	d = time.Duration(hour)*time.Hour + time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second
	return d, minutes < 60 && seconds < 60 && d <= schedule.Day
}

// takeDay reads a day that is no date.
func (p *parts) takeDay(text string) int {
	word := text
	if i := strings.IndexAny(text, " ,"); i >= 0 {
		word = text[:i]
	}
	if _, ok := dayWords[word]; ok && !p.day.known() {
		p.day.word = word
		return len(word)
	}
	if w := strings.TrimSuffix(word, "."); len(w) >= 3 && p.day.weekday == 0 && p.day.word == "" {
		for d := time.Sunday; d <= time.Saturday; d++ {
			if full := strings.ToLower(d.String()); strings.HasPrefix(full, w) {
				p.day.weekday = int(d) + 1
				return len(word)
			}
		}
	}
	return 0
}

// takeWord reads a zone, or a word that says nothing.
func (p *parts) takeWord(text string, c Clock) int {
	m := aWord.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n := len(strings.TrimRight(m[0], " ,"))
	if slices.Contains(fillers, m[1]) {
		return n
	}
	if _, ok := c.zoneNamed(m[1]); !ok || p.zone != "" || !p.hasClock {
		return 0
	}
	p.zone = m[1]
	return n
}
