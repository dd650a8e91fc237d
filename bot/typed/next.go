package typed

import (
	"regexp"
	"strings"
	"time"

	"candor/incident/byhand"
	"candor/incident/fault"
)

// Next is a next time as it was typed.
type Next struct {
	At   time.Time // zero: none was typed
	Asks byhand.Asks
}

var sureWord = regexp.MustCompile(`(?i)[ ,]+sure\.?$`)

// Next reads when a client hears next: 45m, 15:30, tomorrow 9. The word sure behind
// it says that somebody means a time that was asked back.
func (c Clock) Next(text string) (n Next, err error) {
	if m := sureWord.FindStringIndex(text); m != nil {
		text, n.Asks.Sure = text[:m[0]], true
	}
	n.Asks.Passed = c.Passed(text)
	if n.At, err = c.When(text, false); err == nil {
		err = c.Soon(n.At, text)
	}
	return n, err
}

// Soon refuses a next time before which nobody can write anything.
func (c Clock) Soon(at time.Time, text string) error {
	if ahead := at.Sub(c.Now); ahead < 0 || ahead >= time.Minute {
		return nil
	}
	return fault.Errorf(fault.Invalid, "“%s” is sooner than anybody can write. Nothing was sent or recorded. Write 5m or more.", Clip(text))
}

var (
	nextWord = regexp.MustCompile(`(?i)(?:^|[\s,;.]+)next\s+(?:(?:update|news|word|text|call|message)\s+)?`)
	oneTime  = regexp.MustCompile(`^\S+(?:\s+\d{1,2}:\d{2})?$`)
)

// TrailingNext takes a next time off the end of a report: … next 45m. What is no
// time belongs to the report, unless it was meant as one.
func (c Clock) TrailingNext(text string) (rest string, n Next, err error) {
	all := nextWord.FindAllStringIndex(text, -1)
	if len(all) == 0 {
		return text, n, nil
	}
	m := all[len(all)-1]
	switch n, err = c.Next(text[m[1]:]); {
	case err == nil:
		return strings.TrimRight(text[:m[0]], " ,;"), n, nil
	case err != nil && oneTime.MatchString(text[m[1]:]) && strings.ContainsAny(text[m[1]:], "0123456789"): // “next week” is a word
		return text, Next{}, err
	}
	return text, Next{}, nil
}
