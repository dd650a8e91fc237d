package typed

import (
	"regexp"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/schedule"
)

var becauseWord = regexp.MustCompile(`(?i)^(.*?)[ ,;:]+because +(.+)$`)

// Estimate reads what is typed after eta.
func Estimate(text string, zone *time.Location, now time.Time) (incident.Estimate, error) {
	var e incident.Estimate
	text = strings.Join(strings.Fields(text), " ")
	if m := becauseWord.FindStringSubmatch(text); m != nil {
		text, e.Why = m[1], m[2]
	}
	if strings.EqualFold(text, "none") || strings.EqualFold(text, "unknown") {
		return e, nil
	}
	var err error
	e.From, e.To, err = between(text, zone, now)
	return e, err
}

// rangeForms are the ways to write two ends, the clearest first: a hyphen alone
// also stands in dates.
var rangeForms = []*regexp.Regexp{
	regexp.MustCompile(`^(?:between |from )?(.+?) (?:-|–|—|to|and|until) (.+)$`),
	regexp.MustCompile(`^(.+?) ?(?:–|—) ?(.+)$`),
	regexp.MustCompile(`^([^-]+)-([^-]+)$`),
}

var bareNumber = regexp.MustCompile(`^[0-9]{1,6}(?:\.[0-9]{1,3})?$`)

// between reads a range as people type it: 2-4h, 30 to 45 min, 15:00-16:00,
// tomorrow 09:00-11:00. Times are in the typist's zone.
func between(text string, zone *time.Location, now time.Time) (from, to time.Time, err error) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
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
		if from, err = When(begin, zone, now, false); err != nil {
			continue
		}
		since := now
		if _, err := schedule.ParseSpan(end, 0); err != nil { // a time of day: the next one after the beginning
			since = from
			if today, ok := clockOn(end, zone, now, 0); ok && today.After(now) && from.After(today) {
				from, since = now, now // it has begun already
			}
		}
		if to, err = When(end, zone, since, false); err == nil && to.After(from) {
			return from, to, nil
		}
	}
	const how = "Give two ends, for example: eta 2-4h, eta 15:00-16:00, or eta none."
	if _, one := When(text, zone, now, false); one == nil {
		return from, to, fault.Errorf(fault.Invalid, "One time would be a promise. Nothing was changed. %s", how)
	}
	return from, to, fault.Errorf(fault.Invalid, "%q is no estimate. Nothing was changed. %s", Clip(text), how)
}
