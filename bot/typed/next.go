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
	May  bool      // the words end as if one was meant: next week, next Monday
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
	// noWords are ends of a line that are no English but as a time; mayBeTime are both.
	noWords   = regexp.MustCompile(`(?i)^(?:(?:in|at|by|about|around|from|on) )*(?:tomorrow|tonight|today|later|soon|noon|midnight|half|quarter|(?:an?|one|two|three|some|few|a few|a couple of) (?:minutes?|mins?|hours?|days?))\b[^.,;]{0,15}\.?$`)
	mayBeTime = regexp.MustCompile(`(?i)^(?:the )?(?:week|month|day|hour|minutes?|morning|afternoon|evening|night|weekend|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?(?: (?:morning|afternoon|evening|night))?\.?$`)
)

// TrailingNext takes a next time off the end of a report: … next 45m. What is no
// time belongs to the report, unless it was meant as one.
func (c Clock) TrailingNext(text string) (rest string, n Next, err error) {
	all := nextWord.FindAllStringIndex(text, -1)
	if len(all) == 0 {
		return text, n, nil
	}
	m := all[len(all)-1]
	tail := text[m[1]:]
	switch n, err = c.Next(tail); {
	case err == nil:
		return strings.TrimRight(text[:m[0]], " ,;"), n, nil
	case oneTime.MatchString(tail) && strings.ContainsAny(tail, "0123456789"), noWords.MatchString(tail):
		return text, Next{}, err
	}
	return text, Next{May: mayBeTime.MatchString(tail)}, nil
}
