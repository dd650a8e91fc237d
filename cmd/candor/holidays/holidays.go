// Package holidays reads from an iCalendar file on which days nobody works. The file comes
// from elsewhere, so it is bounded: in size, in entries, in how often one repeats.
package holidays

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-ical"
	"github.com/teambition/rrule-go"
)

// What a calendar of holidays may have at most. Those that governments publish have some
// hundred entries.
const (
	maxSize   = 1 << 20
	maxEvents = 5000
	maxDays   = 5000
	maxSpan   = 366             // days of one entry
	longest   = 5 * time.Second // of reading it: a rule that no day meets is tried for thousands of years
	back      = 1               // years before this one that are read
	ahead     = 4               // and after it
)

// IsFile says whether an entry of a list of holidays names a file.
func IsFile(entry string) bool { return strings.EqualFold(filepath.Ext(entry), ".ics") }

// Read returns the days of the file, as 2026-12-25, each once and in order: those of last
// year, and of the years from now that anybody plans for. An entry counts for every day
// that it covers by its own clock; one of some hours is a meeting, and counts for none.
func Read(path string, zone *time.Location, now time.Time) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, plain(err)
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, plain(err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, plain(err)
	}
	if len(text) > maxSize {
		return nil, fmt.Errorf("it has more than %d MB", maxSize>>20)
	}
	return parse(string(text), zone, now)
}

func plain(err error) error {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		return e.Err
	}
	return err
}

func parse(text string, zone *time.Location, now time.Time) (list []string, err error) {
	defer func() { // the parser is not ours
		if p := recover(); p != nil {
			list, err = nil, errNotICalendar
		}
	}()
	cal, err := ical.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).Decode()
	if err != nil {
		return nil, errNotICalendar
	}
	events := cal.Events()
	if len(events) > maxEvents {
		return nil, fmt.Errorf("it has more than %d entries", maxEvents)
	}
	r := reading{
		first: time.Date(now.Year()-back, 1, 1, 0, 0, 0, 0, time.UTC), last: time.Date(now.Year()+ahead, 12, 31, 0, 0, 0, 0, time.UTC),
		zone: zone, days: map[string]bool{}, moved: map[string]bool{},
	}
	for i := range events {
		if at := events[i].Props.Get(ical.PropRecurrenceID); at != nil {
			if day, err := wall(at.Value, zone); err == nil {
				r.moved[uid(&events[i])+day.Format(time.DateOnly)] = true
			}
		}
	}
	begun := time.Now()
	for i := range events {
		if time.Since(begun) > longest {
			return nil, fmt.Errorf("it takes longer than %s to read", longest)
		}
		if err := r.add(&events[i]); err != nil {
			return nil, fmt.Errorf("its entry %s %w", called(&events[i]), err)
		}
	}
	return slices.Sorted(maps.Keys(r.days)), nil
}

var errNotICalendar = errors.New("it is not iCalendar")

// reading is what was read so far.
type reading struct {
	first, last time.Time
	zone        *time.Location // of whoever keeps the holidays
	days        map[string]bool
	moved       map[string]bool // uid and day of what an entry of its own replaces
}

// add notes the days of an entry.
func (r *reading) add(e *ical.Event) error {
	if s := e.Props.Get(ical.PropStatus); s != nil && strings.EqualFold(s.Value, "CANCELLED") {
		return nil
	}
	start, days, err := r.span(e)
	if err != nil || days == 0 {
		return err
	}
	begins := []time.Time{start}
	if e.Props.Get(ical.PropRecurrenceRule) != nil || len(e.Props.Values(ical.PropRecurrenceDates)) > 0 {
		if begins, err = r.repeats(e, start); err != nil {
			return err
		}
	}
	for _, at := range begins {
		if e.Props.Get(ical.PropRecurrenceID) == nil && r.moved[uid(e)+at.Format(time.DateOnly)] {
			continue
		}
		for n := range days {
			if day := at.AddDate(0, 0, n); !day.Before(r.first) && !day.After(r.last) {
				r.days[day.Format(time.DateOnly)] = true
			}
		}
		if len(r.days) > maxDays {
			return fmt.Errorf("makes more than %d days", maxDays)
		}
	}
	return nil
}

// span is the first day of an entry, as the fields of its own clock, and how many whole
// days it has.
func (r *reading) span(e *ical.Event) (start time.Time, days int, err error) {
	from := e.Props.Get(ical.PropDateTimeStart)
	if from == nil {
		return start, 0, errors.New("does not say when it begins")
	}
	if start, err = wall(from.Value, r.zone); err != nil {
		return start, 0, err
	}
	until := start
	if isDate(from) {
		until = start.AddDate(0, 0, 1)
	}
	if to := e.Props.Get(ical.PropDateTimeEnd); to != nil {
		if until, err = wall(to.Value, r.zone); err != nil {
			return start, 0, err
		}
	} else if lasts := e.Props.Get(ical.PropDuration); lasts != nil {
		d, err := lasts.Duration()
		if err != nil {
			return start, 0, errors.New("lasts for something that cannot be read")
		}
		until = start.Add(d)
	}
	if isDate(from) && until.Equal(start) { // some write the last day, and not the one after
		until = start.AddDate(0, 0, 1)
	}
	first := start
	if clock := start.Sub(midnight(start)); clock > 0 {
		first = midnight(start).AddDate(0, 0, 1)
	}
	days = max(0, int(until.Sub(first)/(24*time.Hour)))
	if days > maxSpan {
		return start, 0, fmt.Errorf("lasts %d days", days)
	}
	return first, days, nil
}

// repeats are the first days of an entry that comes again, within the years that are read.
func (r *reading) repeats(e *ical.Event, start time.Time) (list []time.Time, err error) {
	not := map[string]bool{}
	for _, p := range e.Props.Values(ical.PropExceptionDates) {
		if err := r.each(&p, func(day time.Time) { not[day.Format(time.DateOnly)] = true }); err != nil {
			return nil, err
		}
	}
	list = append(list, start)
	for _, p := range e.Props.Values(ical.PropRecurrenceDates) {
		if err := r.each(&p, func(day time.Time) { list = append(list, midnight(day)) }); err != nil {
			return nil, err
		}
	}
	if rule := e.Props.Get(ical.PropRecurrenceRule); rule != nil {
		again, err := r.rule(rule.Value, start)
		if err != nil {
			return nil, err
		}
		list = append(list, again...)
	}
	return slices.DeleteFunc(list, func(day time.Time) bool { return not[day.Format(time.DateOnly)] }), nil
}

// rule are the days of a rule. What repeats within a day is no holiday, and could be
// counted for hours.
func (r *reading) rule(text string, start time.Time) (list []time.Time, err error) {
	option, err := rrule.StrToROption(text)
	if err != nil {
		return nil, errNoRule
	}
	if err := bounded(option, start); err != nil {
		return nil, err
	}
	option.Dtstart = start
	if option.Until.IsZero() || option.Until.After(r.last) {
		option.Until = r.last
	} else {
		option.Until = midnight(option.Until)
	}
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		return nil, errNoRule
	}
	next := rule.Iterator()
	for day, ok := next(); ok && !day.After(r.last); day, ok = next() {
		if !day.Before(r.first.AddDate(0, 0, -maxSpan)) {
			list = append(list, midnight(day))
		}
		if len(list) > maxDays {
			return nil, fmt.Errorf("makes more than %d days", maxDays)
		}
	}
	return list, nil
}

var errNoRule = errors.New("repeats by a rule that cannot be read")

// bounded refuses a rule that could be counted for hours, or is none.
func bounded(option *rrule.ROption, start time.Time) error {
	switch {
	case !slices.Contains([]rrule.Frequency{rrule.YEARLY, rrule.MONTHLY, rrule.WEEKLY, rrule.DAILY}, option.Freq),
		len(option.Byhour)+len(option.Byminute)+len(option.Bysecond) > 0:
		return errors.New("repeats within a day")
	case start.Year() < 1900:
		return errors.New("begins before 1900 and repeats")
	case option.Interval < 0 || option.Interval > 1000 || option.Count < 0 || option.Count > 100_000:
		return errNoRule
	}
	return nil
}

// each reads the values of a property that has several.
func (r *reading) each(p *ical.Prop, do func(day time.Time)) error {
	for _, value := range strings.Split(p.Value, ",") {
		from, _, _ := strings.Cut(value, "/") // a period begins with its day
		day, err := wall(from, r.zone)
		if err != nil {
			return err
		}
		do(day)
	}
	return nil
}

// wall reads a day or a time as the fields that a clock of its own zone shows, whatever that
// is called: what is a holiday in Berlin is one by the clock there. UTC is nobody's clock,
// so what is written in it is by that of zone.
func wall(value string, zone *time.Location) (time.Time, error) {
	value = strings.TrimSpace(value)
	for _, layout := range []string{"20060102", "20060102T150405", "20060102T150405Z"} {
		if at, err := time.Parse(layout, value); err == nil {
			if strings.HasSuffix(value, "Z") {
				at = at.In(zone)
				at = time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC)
			}
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("has %q where a day should be", value)
}

func isDate(p *ical.Prop) bool { return len(strings.TrimSpace(p.Value)) == len("20060102") }

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func uid(e *ical.Event) string {
	if p := e.Props.Get(ical.PropUID); p != nil {
		return p.Value + " "
	}
	return ""
}

// called names an entry for whoever looks for it in the file.
func called(e *ical.Event) string {
	for _, key := range []string{ical.PropSummary, ical.PropUID} {
		if p := e.Props.Get(key); p != nil && p.Value != "" {
			name := []rune(p.Value)
			return fmt.Sprintf("%q", string(name[:min(60, len(name))]))
		}
	}
	return "without a name"
}
