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

// Asker is somebody who is refused something, and what they could not know: who sleeps.
type Asker struct {
	Tx   records.Tx
	Firm *firm.Firm
	User string // who reads the refusal
	Now  time.Time
}

// Reachable adds to a refusal, of everybody whom it names and who sleeps, until when they
// do, and who is asked meanwhile: whom reminders ask.
func (a Asker) Reachable(err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || strings.Contains(e.Message, " sleeps until ") {
		return err
	}
	meanwhile, failed := a.instead(e)
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
func (a Asker) instead(e *fault.Error) (said string, err error) {
	var seen []string
	for _, m := range named.FindAllStringSubmatch(e.Message, -1) {
		user, before := m[1], len(seen)
		if seen = fault.AppendNew(seen, user); len(seen) == before || user == a.User {
			continue
		}
		reach, err := a.Tx.Reach(user)
		if err != nil {
			return "", err
		}
		if !reach.Asleep.On(a.Now) {
			continue
		}
		other, err := a.awakeFor(e.Message, user)
		if err != nil {
			return "", err
		}
		said += fmt.Sprintf(" %s sleeps until %s", fault.Mention(user), fault.Moment(reach.Asleep.Until))
		switch other {
		case a.User:
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
func (a Asker) awakeFor(text, user string) (string, error) {
	m := about.FindStringSubmatch(text)
	if m == nil {
		return user, nil
	}
	number, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return "", err
	}
	inc, err := a.Tx.Incident(number)
	if err != nil {
		return "", err
	}
	who, err := Of(a.Firm, a.Tx, inc, a.Now)
	return who.Awake(user), err
}
