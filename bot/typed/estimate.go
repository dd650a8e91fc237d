package typed

import (
	"regexp"
	"strings"
	"time"

	"candor/incident/eta"
	"candor/incident/fault"
	"candor/incident/schedule"
)

var becauseWord = regexp.MustCompile(`(?i)^(.*?)[ ,;:]+because +(.+)$`)

// Estimate reads what is typed after eta.
func (c Clock) Estimate(text string) (eta.Estimate, error) {
	var e eta.Estimate
	text = strings.Join(strings.Fields(text), " ")
	if m := becauseWord.FindStringSubmatch(text); m != nil {
		text, e.Why = m[1], m[2]
	}
	if strings.EqualFold(text, "none") || strings.EqualFold(text, "unknown") {
		return e, nil
	}
	var err error
	e.From, e.To, err = c.between(text)
	return e, err
}

// rangeForms are the ways to write two ends, the clearest first: a hyphen alone
// also stands in dates.
var rangeForms = []*regexp.Regexp{
	regexp.MustCompile(`^(?:between |from )?(.+?) (?:-|–|—|to|or|and|until) (.+)$`),
	regexp.MustCompile(`^(.+?) ?(?:–|—) ?(.+)$`),
	regexp.MustCompile(`^([^-]+)-([^-]+)$`),
}

// hourOrTwo is how people say that they do not know.
var hourOrTwo = regexp.MustCompile(`^(?:in |about |maybe )*1 (hour|day) or 2$`)

var bareNumber = regexp.MustCompile(`^[0-9]{1,6}(?:\.[0-9]{1,3})?$`)

// between reads a range as people type it: 2-4h, 30 to 45 min, 15:00-16:00,
// tomorrow 09:00-11:00. Times are in the typist's zone.
func (c Clock) between(text string) (from, to time.Time, err error) {
	text = hourOrTwo.ReplaceAllString(inDigits(schedule.Plain(text)), "1-2 $1")
	for _, form := range rangeForms {
		m := form.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		begin, end := m[1], m[2]
		if bareNumber.MatchString(begin) { // of 2-4h and 15-16:00 the unit stands once
			if unit := strings.TrimLeft(end, "0123456789. "); strings.HasPrefix(unit, ":") {
				begin += ":00"
			} else {
				begin += unit
			}
		}
		if from, err = c.When(begin, false); err != nil {
			continue
		}
		after := c
		if _, isSpan := spanOf(end); !isSpan { // a time of day: the next one after the beginning
			after.Now = from
			if first, err := c.When(end, false); err == nil && c.begun(begin, first) {
				from, after = c.Now, c
			}
		}
		if to, err = after.When(end, false); err == nil && to.After(from) {
			return from, to, nil
		}
	}
	const how = "Give two ends, for example: eta 2-4h, eta 15:00-16:00, or eta none."
	if strings.TrimSpace(text) == "" {
		return from, to, fault.Errorf(fault.Invalid, "Say between which times it will work. Nothing was changed. %s", how)
	}
	if _, one := c.When(text, false); one == nil {
		return from, to, fault.Errorf(fault.Invalid, "One time would be a promise. Nothing was changed. %s", how)
	}
	return from, to, fault.Errorf(fault.Invalid, "“%s” is not a valid estimate. Nothing was changed. %s", Clip(text), how)
}

// begun says whether a range has begun already: its end is still to come today,
// and its beginning is not.
func (c Clock) begun(begin string, end time.Time) bool {
	was, err := c.When(begin, true)
	ahead, _ := c.When(begin, false)
	return err == nil && ahead.After(end) && sameDay(was.In(c.Zone), c.Now.In(c.Zone)) && sameDay(end.In(c.Zone), c.Now.In(c.Zone))
}

func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }
