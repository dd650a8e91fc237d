// Package hour reads the clock times of a text, each with its zone.
package hour

import (
	_ "embed" // the zones
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"candor/incident/plain"
)

// Time is a clock time that stands in a text, with its zone.
type Time struct {
	From, To int  // in bytes
	Minute   int  // of the day
	Exact    bool // in figures: noon is not
	Zoned    bool // names its zone
	Offset   int  // of the zone from UTC, in minutes
}

// text is what is read, and what was found in it.
type text struct {
	s      string
	masked func(at int) bool // what belongs to something else
	times  []Time
}

// Find finds the clock times: 09:12, 9.15 CET, 10 am, 1530 UTC, 14h30, noon. What
// is masked is left out.
func Find(s string, masked func(at int) bool) []Time {
	t := &text{s: s, masked: masked}
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case isDigit(b) && t.mayBegin(i):
			i = t.figures(i)
		case ((b|0x20) == 'n' || (b|0x20) == 'm') && t.mayBegin(i):
			if c, ok := t.noonAt(i); ok {
				t.add(c)
				i = c.To - 1
			}
		}
	}
	t.sameZone()
	return t.times
}

// mayBegin says whether a time may begin at i, for what stands before it. In
// 2026-05-04T10:15:00 one does.
func (t *text) mayBegin(i int) bool {
	if i == 0 || t.stamped(i) {
		return true
	}
	return !isWordByte(t.s[i-1]) && !(strings.IndexByte(".:,/_+$£#", t.s[i-1]) >= 0 && i > 1 && t.s[i-2] != ' ' && isDigit(t.s[i]))
}

// stamped says whether the figures at i go with a date of ISO 8601.
func (t *text) stamped(i int) bool {
	return i > 1 && t.s[i-1] == 'T' && isDigit(t.s[i-2])
}

// figures reads a time that begins with a digit, and returns where to go on.
func (t *text) figures(i int) int {
	c, ok := t.clockAt(i)
	switch {
	case !ok:
		return i + digits(t.s[i:]) - 1
	case t.stamped(i): // counts from UTC, as such stamps do
		c.Zoned = true
		t.add(c)
		return len(t.s) - len(strings.TrimLeft(t.s[i:], "0123456789:.+-")) - 1
	}
	t.add(c)
	return c.To - 1
}

// sameZone gives a time without a zone that of the one beside it: 15:00-16:00 CET.
func (t *text) sameZone() {
	for i := range t.times {
		c := &t.times[i]
		for _, j := range []int{i + 1, i - 1} {
			if c.Zoned || j < 0 || j >= len(t.times) || !t.times[j].Zoned {
				continue
			}
			if o := t.times[j]; o.From-c.To < besides && c.From-o.To < besides {
				c.Zoned, c.Offset = true, o.Offset
			}
		}
	}
}

// besides is how far two times may be apart that share a zone.
const besides = 12

func (t *text) add(c Time) {
	if c.To == c.From || t.masked(c.From) {
		return
	}
	t.times = append(t.times, c)
}

// clockAt reads the clock time that begins with the digit at i.
func (t *text) clockAt(i int) (Time, bool) {
	hours := digits(t.s[i:])
	h, _ := strconv.Atoi(t.s[i : i+min(hours, 4)])
	c := Time{From: i, To: i + hours, Exact: true}
	rest := t.s[c.To:]
	switch {
	case hours == 4 && h/100 < 24 && h%100 < 60:
		return t.military(c, h)
	case hours > 2 || h > 24:
		return c, false
	case len(rest) > 2 && (rest[0] == ':' || rest[0] == '.' || rest[0] == 'h') && digits(rest[1:]) == 2:
		return t.withMinutes(c, h, rest)
	}
	c.Minute = h * 60
	if half, n := meridiem(rest); n > 0 && h >= 1 && h <= 12 {
		c.To += n
		c.Minute = (h%12 + half) * 60
		t.zone(&c)
		return c, true
	}
	if word, ok := strings.CutPrefix(rest, " o'clock"); ok && (word == "" || !isWordByte(word[0])) {
		c.To += len(" o'clock")
		t.zone(&c)
		return c, true
	}
	t.zone(&c)
	return c, c.Zoned && h <= 24
}

// withMinutes reads 09:12, 9.15 and 14h30. With a full stop it may be a version
// or a price, so what stands around it must speak of time.
func (t *text) withMinutes(c Time, h int, rest string) (Time, bool) {
	m, _ := strconv.Atoi(rest[1:3])
	if m > 59 || h == 24 && m > 0 {
		return c, false
	}
	stop := rest[0] == '.'
	c.To += 3
	c.Minute = h*60 + m
	after := t.s[c.To:]
	if len(after) > 2 && after[0] == ':' && digits(after[1:]) == 2 { // seconds
		c.To += 3
	}
	if t.lasts(c, h, rest) {
		return c, false
	}
	half, n := meridiem(t.s[c.To:])
	if n > 0 && h >= 1 && h <= 12 {
		c.To += n
		c.Minute = (h%12+half)*60 + m
	}
	t.zone(&c)
	if after = t.s[c.To:]; stop && n == 0 && !c.Zoned {
		if before := t.s[:c.From]; !endsIn(before, atClock) || ofVersions(before) || after != "" && (isWordByte(after[0]) || after[0] == '%') {
			return c, false
		}
		if len(after) > 1 && after[0] == '.' && isDigit(after[1]) || isAmount(after) {
			return c, false
		}
	}
	return c, true
}

// isAmount says whether what follows a number makes it an amount: 10.30 EUR.
func isAmount(after string) bool {
	after = strings.TrimLeft(after, " ")
	for _, sign := range []string{"€", "$", "£", "%"} {
		if strings.HasPrefix(after, sign) {
			return true
		}
	}
	n := 0
	for n < len(after) && isWordByte(after[n]) {
		n++
	}
	return amounts[strings.ToLower(after[:n])]
}

var amounts = plain.Set("eur euro euros usd dollars dollar gbp pounds chf percent points kg km m mm cm gb mb kb tb seconds minutes hours days times litres l stars version")

// military reads 1530 UTC: four figures are a time only with a zone, or hrs.
func (t *text) military(c Time, h int) (Time, bool) {
	c.Minute = h/100*60 + h%100
	for _, unit := range []string{" hrs", "hrs", " hours"} {
		if strings.HasPrefix(t.s[c.To:], unit) && h > 100 && t.s[c.From] <= '2' {
			c.To += len(unit)
			t.zone(&c)
			return c, unit != " hours" || t.s[c.From] == '0'
		}
	}
	t.zone(&c)
	return c, c.Zoned
}

// lasts says whether figures are how long something took, not when it was: 2h30m, 1:30 hours, took 1h30.
func (t *text) lasts(c Time, h int, rest string) bool {
	after := t.s[c.To:]
	if strings.HasPrefix(after, " min") || strings.HasPrefix(after, " sec") || strings.HasPrefix(after, " hours") {
		return true
	}
	return rest[0] == 'h' && (strings.HasPrefix(after, "m") || h > 0 && t.s[c.From+1] == 'h' && endsIn(t.s[:c.From], lasting))
}

// Words before figures: of a clock time, and of how long something took.
var (
	atClock = []string{"at", "by", "until", "till", "from", "since", "before", "after", "around", "and", "to"}
	lasting = []string{"took", "takes", "take", "lasted", "lasts", "for", "after", "within", "in", "about", "than", "of"}
)

// endsIn says whether a text ends with one of the words.
func endsIn(text string, words []string) bool {
	text = strings.ToLower(strings.TrimRight(text[max(0, len(text)-10):], " "))
	for _, w := range words {
		if cut, ok := strings.CutSuffix(text, w); ok && (cut == "" || !isWordByte(cut[len(cut)-1])) {
			return true
		}
	}
	return false
}

// ofVersions says whether the words before figures speak of software: “upgraded to 1.23”.
func ofVersions(before string) bool {
	if !endsIn(before, []string{"to", "from"}) {
		return false
	}
	before = strings.ToLower(before[max(0, len(before)-24):])
	for _, w := range []string{"upgrade", "upgrading", "version", "release", "migrated", "bump"} {
		if strings.Contains(before, w) {
			return true
		}
	}
	return false
}

// digits counts the digits that a text begins with.
func digits(s string) int { return leading(s, isDigit) }

// meridiem reads am and pm: the hours to add, and how many bytes it takes.
func meridiem(s string) (half, n int) {
	low := strings.ToLower(s[:min(len(s), 6)])
	for _, form := range []string{" a.m.", "a.m.", " am", "am", " p.m.", "p.m.", " pm", "pm"} {
		if strings.HasPrefix(low, form) && (len(s) == len(form) || !isWordByte(s[len(form)])) {
			if strings.Contains(form, "p") {
				half = 12
			}
			return half, len(form)
		}
	}
	return 0, 0
}

// noonAt reads noon and its like.
func (t *text) noonAt(i int) (Time, bool) {
	end := i
	for end < len(t.s) && isWordByte(t.s[end]) {
		end++
	}
	c := Time{From: i, To: end}
	switch strings.ToLower(t.s[i:end]) {
	case "noon", "midday":
		c.Minute = 12 * 60
	case "midnight":
		c.Minute = 24 * 60
	default:
		return c, false
	}
	t.zone(&c)
	return c, true
}

// zone reads the zone that stands right after a clock time, and takes it in.
func (t *text) zone(c *Time) {
	at := c.To + leading(t.s[c.To:min(len(t.s), c.To+2)], func(b byte) bool { return b == ' ' || b == '(' })
	rest := t.s[at:]
	n := leading(rest, func(b byte) bool { return isUpper(b) || isLower(b) })
	offset, known := zones()[zoneKey(rest[:n])]
	if n == 0 {
		known = isDistance(rest, at == c.To)
	}
	if !known || n == 1 && at != c.To { // 10 Z
		return
	}
	c.Zoned, c.Offset, c.To = true, offset, at+n
	if more, size := signed(t.s[c.To:]); size > 0 && (n == 0 || offset == 0) {
		c.Offset, c.To = more, c.To+size
	}
	if t.s[at-1] == '(' && strings.HasPrefix(t.s[c.To:], ")") {
		c.To++
	}
}

// leading counts the bytes of a kind that a text begins with.
func leading(s string, is func(byte) bool) int {
	n := 0
	for n < len(s) && is(s[n]) {
		n++
	}
	return n
}

// isDistance says whether a text begins with a distance from UTC: +2 right behind the
// time, +0200, -0700 or +02:00 after a space.
func isDistance(s string, behind bool) bool {
	switch {
	case s == "" || s[0] != '+' && s[0] != '-':
		return false
	case behind:
		return s[0] == '+'
	case s[0] == '+' && digits(s[1:]) == 2 && strings.HasPrefix(s[3:], ":"):
		return true
	}
	return digits(s[1:]) == 4
}

// zoneKey is a zone's name as the list has it; those that are words only count
// in capitals.
func zoneKey(s string) string {
	if up := strings.ToUpper(s); up == "UTC" || up == "GMT" || up == "CET" || up == "CEST" {
		return up
	}
	return s
}

// signed reads a distance from UTC: +2, -03:00, +0545.
func signed(s string) (minutes, size int) {
	if len(s) < 2 || s[0] != '+' && s[0] != '-' {
		return 0, 0
	}
	n := digits(s[1:])
	if n == 0 || n > 4 {
		return 0, 0
	}
	v, _ := strconv.Atoi(s[1 : 1+n])
	minutes, size = v*60, 1+n
	switch rest := s[size:]; {
	case n > 2:
		minutes = v/100*60 + v%100
	case len(rest) > 2 && rest[0] == ':' && digits(rest[1:]) == 2:
		m, _ := strconv.Atoi(rest[1:3])
		minutes, size = minutes+m, size+3
	}
	if minutes > 14*60 {
		return 0, 0
	}
	if s[0] == '-' {
		minutes = -minutes
	}
	return minutes, size
}

//go:embed zones.txt
var zoneLines string

// zones are the names of time zones and their distance from UTC in minutes.
var zones = sync.OnceValue(func() map[string]int {
	list := map[string]int{}
	for line := range strings.Lines(zoneLines) {
		if name, minutes, ok := strings.Cut(strings.TrimSpace(line), " "); ok && name != "#" {
			list[name], _ = strconv.Atoi(minutes)
		}
	}
	return list
})

// IsZone says whether a word is the name of a zone.
func IsZone(w string) bool {
	_, ok := zones()[zoneKey(w)]
	return ok && len(w) > 1
}

// At is the instant of a clock time, seen from now: in its own zone, else in
// the one given. What is more than twelve hours back is meant for tomorrow.
func (c Time) At(now time.Time, zone *time.Location) time.Time {
	if c.Zoned {
		zone = time.FixedZone("", c.Offset*60)
	}
	now = now.In(zone)
	at := time.Date(now.Year(), now.Month(), now.Day(), 0, c.Minute, 0, 0, zone)
	if now.Sub(at) > 12*time.Hour {
		at = time.Date(now.Year(), now.Month(), now.Day()+1, 0, c.Minute, 0, 0, zone)
	}
	return at
}

func isUpper(b byte) bool { return b >= 'A' && b <= 'Z' }
func isLower(b byte) bool { return b >= 'a' && b <= 'z' }
func isDigit(b byte) bool { return b >= '0' && b <= '9' }
func isWordByte(b byte) bool {
	return isLower(b) || isUpper(b) || isDigit(b) || b >= utf8.RuneSelf
}
