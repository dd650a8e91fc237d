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

// Stead finds who is asked in the place of people who sleep.
type Stead struct {
	Tx    records.Tx
	Firm  *firm.Firm
	Asker string // who reads it
	Now   time.Time
}

// Beside adds to a refusal, of everybody whom it names and who sleeps, until when they
// do, and who is asked meanwhile: whom reminders ask.
func (s Stead) Beside(err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || strings.Contains(e.Message, " sleeps until ") {
		return err
	}
	meanwhile, failed := s.meanwhile(e.Message)
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

// meanwhile says it of those in one refusal.
func (s Stead) meanwhile(text string) (said string, err error) {
	var seen []string
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		user, before := m[1], len(seen)
		if seen = fault.AppendNew(seen, user); len(seen) == before || user == s.Asker {
			continue
		}
		reach, err := s.Tx.Reach(user)
		if err != nil {
			return "", err
		}
		if !reach.Asleep.On(s.Now) {
			continue
		}
		other, err := s.awake(text, user)
		if err != nil {
			return "", err
		}
		said += fmt.Sprintf(" %s sleeps until %s", fault.Mention(user), fault.Moment(reach.Asleep.Until))
		switch other {
		case s.Asker:
			said += "."
		case user:
			said += ", and nobody else is on it: call them if it cannot wait."
		default:
			said += fmt.Sprintf("; ask %s meanwhile.", fault.Mention(other))
		}
	}
	return said, nil
}

// awake is who is asked while somebody sleeps about the incident that a refusal names;
// they themselves where nobody is, or none is named.
func (s Stead) awake(text, user string) (string, error) {
	m := about.FindStringSubmatch(text)
	if m == nil {
		return user, nil
	}
	number, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return "", err
	}
	inc, err := s.Tx.Incident(number)
	if err != nil {
		return "", err
	}
	who, err := Of(s.Firm, s.Tx, inc, s.Now)
	return who.Awake(user), err
}
