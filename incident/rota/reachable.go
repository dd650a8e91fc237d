package rota

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/records"
)

var (
	named = regexp.MustCompile(`<@([UW][A-Z0-9]+)>`)
	about = regexp.MustCompile(`\bINC-(\d{1,12})\b`)
)

// Reachable adds to a refusal, of everybody whom it names and who sleeps, until when they
// do, and who is asked meanwhile: whom reminders ask. asker is who reads it.
func Reachable(tx records.Tx, f *firm.Firm, asker string, err error, now time.Time) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || strings.Contains(e.Message, " sleeps until ") {
		return err
	}
	meanwhile, failed := instead(tx, f, asker, e, now)
	if failed != nil || meanwhile == "" { // the refusal is true without it
		return err
	}
	e.Message += meanwhile
	for field, why := range e.Fields {
		if named.MatchString(why) {
			e.Fields[field] = why + meanwhile
		}
	}
	return err
}

// instead says it of those in one refusal.
func instead(tx records.Tx, f *firm.Firm, asker string, e *fault.Error, now time.Time) (said string, err error) {
	var seen []string
	for _, m := range named.FindAllStringSubmatch(e.Message, -1) {
		user, before := m[1], len(seen)
		if seen = fault.AppendNew(seen, user); len(seen) == before || user == asker {
			continue
		}
		reach, err := tx.Reach(user)
		if err != nil {
			return "", err
		}
		if !reach.Asleep.On(now) {
			continue
		}
		other, err := awakeFor(tx, f, e.Message, user, now)
		if err != nil {
			return "", err
		}
		said += fmt.Sprintf(" %s sleeps until %s", fault.Mention(user), fault.Moment(reach.Asleep.Until))
		switch other {
		case asker:
			said += "."
		case user:
			said += ", and nobody else is on it: call them if it cannot wait."
		default:
			said += fmt.Sprintf("; ask %s meanwhile.", fault.Mention(other))
		}
	}
	return said, nil
}

// awakeFor is who is asked while somebody sleeps about the incident that a refusal names;
// they themselves where nobody is, or none is named.
func awakeFor(tx records.Tx, f *firm.Firm, text, user string, now time.Time) (string, error) {
	m := about.FindStringSubmatch(text)
	if m == nil {
		return user, nil
	}
	number, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return "", err
	}
	inc, err := tx.Incident(number)
	if err != nil {
		return "", err
	}
	who, err := Of(f, tx, inc, now)
	return who.Awake(user), err
}
