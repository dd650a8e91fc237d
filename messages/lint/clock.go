package lint

import (
	"strconv"
	"strings"
	"time"
)

// clock is a clock time that stands in a text, with its zone.
type clock struct {
	span
	minute int  // of the day
	exact  bool // in figures: noon is not
	zoned  bool // names its zone
	offset int  // of the zone from UTC, in minutes
}

// clocks finds the clock times: 09:12, 9.15 CET, 10 am, 1530 UTC, 14h30, noon.
func (t *text) clocks() {
	for i := 0; i < len(t.s); i++ {
		switch b := t.s[i]; {
		case i > 1 && t.s[i-1] == 'T' && isDigit(t.s[i-2]) && isDigit(b): // 2026-05-04T10:15:00-00:00 counts from UTC, as such stamps do
			if c, ok := t.clockAt(i); ok {
				c.zoned = true
				t.addClock(c)
				i += len(t.s[i:]) - len(strings.TrimLeft(t.s[i:], "0123456789:.+-")) - 1
			}
		case i > 0 && (isWordByte(t.s[i-1]) || strings.IndexByte(".:,/_+$£#", t.s[i-1]) >= 0 && i > 1 && t.s[i-2] != ' ' && isDigit(b)):
		case isDigit(b):
			c, ok := t.clockAt(i)
			if !ok {
				for i+1 < len(t.s) && isDigit(t.s[i+1]) {
					i++
				}
				continue
			}
			t.addClock(c)
			i = c.to - 1
		case (b|0x20) == 'n' || (b|0x20) == 'm':
			if c, ok := t.noonAt(i); ok {
				t.addClock(c)
				i = c.to - 1
			}
		}
	}
}

// sameZone gives a time without a zone that of the one beside it: 15:00-16:00 CET.
func (t *text) sameZone() {
	for i := range t.times {
		c := &t.times[i]
		for _, j := range []int{i + 1, i - 1} {
			if c.zoned || j < 0 || j >= len(t.times) || !t.times[j].zoned {
				continue
			}
			if o := t.times[j]; o.from-c.to < besides && c.from-o.to < besides {
				c.zoned, c.offset = true, o.offset
			}
		}
	}
}

// besides is how far two times may be apart that share a zone.
const besides = 12

func (t *text) addClock(c clock) {
	if c.to == c.from || t.masked(c.from) {
		return
	}
	t.times = append(t.times, c)
}

// masked says whether a place belongs to something that was found already.
func (t *text) masked(at int) bool { return t.taken != nil && t.taken[at] }

// clockAt reads the clock time that begins with the digit at i.
func (t *text) clockAt(i int) (clock, bool) {
	hours := digits(t.s[i:])
	h, _ := strconv.Atoi(t.s[i : i+min(hours, 4)])
	c := clock{span: span{i, i + hours}, exact: true}
	rest := t.s[c.to:]
	switch {
	case hours == 4 && h/100 < 24 && h%100 < 60:
		return t.military(c, h)
	case hours > 2 || h > 24:
		return c, false
	case len(rest) > 2 && (rest[0] == ':' || rest[0] == '.' || rest[0] == 'h') && digits(rest[1:]) == 2:
		return t.withMinutes(c, h, rest)
	}
	c.minute = h * 60
	if half, n := meridiem(rest); n > 0 && h >= 1 && h <= 12 {
		c.to += n
		c.minute = (h%12 + half) * 60
		t.zone(&c)
		return c, true
	}
	if word, ok := strings.CutPrefix(rest, " o'clock"); ok && (word == "" || !isWordByte(word[0])) {
		c.to += len(" o'clock")
		t.zone(&c)
		return c, true
	}
	t.zone(&c)
	return c, c.zoned && h <= 24
}

// withMinutes reads 09:12, 9.15 and 14h30. With a full stop it may be a version
// or a price, so what stands around it must speak of time.
func (t *text) withMinutes(c clock, h int, rest string) (clock, bool) {
	m, _ := strconv.Atoi(rest[1:3])
	if m > 59 || h == 24 && m > 0 {
		return c, false
	}
	stop := rest[0] == '.'
	c.to += 3
	c.minute = h*60 + m
	after := t.s[c.to:]
	if len(after) > 2 && after[0] == ':' && digits(after[1:]) == 2 { // seconds
		c.to += 3
	}
	if rest[0] == 'h' && strings.HasPrefix(t.s[c.to:], "m") || strings.HasPrefix(t.s[c.to:], " min") || strings.HasPrefix(t.s[c.to:], " sec") { // how long, not when
		return c, false
	}
	half, n := meridiem(t.s[c.to:])
	if n > 0 && h >= 1 && h <= 12 {
		c.to += n
		c.minute = (h%12+half)*60 + m
	}
	t.zone(&c)
	if after = t.s[c.to:]; stop && n == 0 && !c.zoned {
		if before := strings.TrimRight(t.s[max(0, c.from-10):c.from], " "); !atClock(before) || after != "" && (isWordByte(after[0]) || after[0] == '%') {
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

var amounts = wordSet("eur euro euros usd dollars dollar gbp pounds chf percent points kg km m mm cm gb mb kb tb seconds minutes hours days times litres l stars version")

// military reads 1530 UTC: four figures are a time only with a zone, or hrs.
func (t *text) military(c clock, h int) (clock, bool) {
	c.minute = h/100*60 + h%100
	for _, unit := range []string{" hrs", "hrs", " hours"} {
		if strings.HasPrefix(t.s[c.to:], unit) && h > 100 && t.s[c.from] <= '2' {
			c.to += len(unit)
			t.zone(&c)
			return c, unit != " hours" || t.s[c.from] == '0'
		}
	}
	t.zone(&c)
	return c, c.zoned
}

// atClock says whether the words before a number announce a clock time.
func atClock(before string) bool {
	before = strings.ToLower(before)
	for _, w := range []string{"at", "by", "until", "till", "from", "since", "before", "after", "around", "and", "to"} {
		if cut, ok := strings.CutSuffix(before, w); ok && (cut == "" || !isWordByte(cut[len(cut)-1])) {
			return true
		}
	}
	return false
}

// digits counts the digits that a text begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

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
func (t *text) noonAt(i int) (clock, bool) {
	end := i
	for end < len(t.s) && isWordByte(t.s[end]) {
		end++
	}
	c := clock{span: span{i, end}}
	switch strings.ToLower(t.s[i:end]) {
	case "noon", "midday":
		c.minute = 12 * 60
	case "midnight":
		c.minute = 24 * 60
	default:
		return c, false
	}
	t.zone(&c)
	return c, true
}

// zone reads the zone that stands right after a clock time, and takes it in.
func (t *text) zone(c *clock) {
	at := c.to
	for at < len(t.s) && at < c.to+2 && (t.s[at] == ' ' || t.s[at] == '(') {
		at++
	}
	rest := t.s[at:]
	n := 0
	for n < len(rest) && (isUpper(rest[n]) || isLower(rest[n])) {
		n++
	}
	offset, known := zones()[zoneKey(rest[:n])]
	if !known && n > 0 || n == 0 && (rest == "" || rest[0] != '+' || at != c.to && digits(rest[1:]) != 4) {
		return
	}
	if n == 1 && at != c.to { // 10 Z
		return
	}
	c.zoned, c.offset, c.to = true, offset, at+n
	if more, size := signed(t.s[c.to:]); size > 0 && (n == 0 || offset == 0) {
		c.offset, c.to = more, c.to+size
	}
	if at > 0 && t.s[at-1] == '(' && c.to < len(t.s) && t.s[c.to] == ')' {
		c.to++
	}
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

// hasZone says whether the text names a zone anywhere: “all times are CET”,
// “10:00 your time”, “09:15 Lisbon time”.
func (t *text) hasZone() bool {
	for i := range t.times {
		if t.times[i].zoned {
			return true
		}
	}
	for i := range t.sents {
		for j := t.sents[i].first; j < t.sents[i].last; j++ {
			if t.namesZone(&t.sents[i], j) {
				return true
			}
		}
	}
	return false
}

// namesZone says whether a word is a zone, or “time” after whose or where.
func (t *text) namesZone(s *sentence, i int) bool {
	w := t.words[i]
	if w.kind != plainWord {
		return false
	}
	if t.isZone(w) {
		return true
	}
	if i == s.first {
		return false
	}
	before := t.words[i-1]
	if w.w != "time" {
		return before.kind == timeWord && w.capital && zoneWords[w.w] && !whose[w.w]
	}
	if before.w == "us" && i-2 >= s.first { // eastern US time
		before = t.words[i-2]
	}
	return zoneWords[before.w] || before.capital && !before.caps && before.kind == plainWord && i-1 > s.first
}

func (t *text) isZone(w word) bool {
	_, ok := zones()[zoneKey(t.s[w.from:w.to])]
	return ok && w.to-w.from > 1
}

var zoneWords = wordSet("your our eastern central pacific mountain european standard summer daylight british indian greenwich client's client")

// whose are words that make a zone of “time” only: “our time”, not “11:56 - Our site”.
var whose = wordSet("your our local client's client")

// at is the instant of a clock time, seen from now: in its own zone, else in
// the one given. What is more than twelve hours back is meant for tomorrow.
func (c clock) at(now time.Time, zone *time.Location) time.Time {
	if c.zoned {
		zone = time.FixedZone("", c.offset*60)
	}
	now = now.In(zone)
	at := time.Date(now.Year(), now.Month(), now.Day(), 0, c.minute, 0, 0, zone)
	if now.Sub(at) > 12*time.Hour {
		at = time.Date(now.Year(), now.Month(), now.Day()+1, 0, c.minute, 0, 0, zone)
	}
	return at
}
