package typed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// timeAhead is a time of day in front of words, with the day before it or behind it.
var timeAhead = regexp.MustCompile(`(?i)^(?:at )?((?:yesterday,? (?:at )?)?(?:\d{1,2}:\d{2}|\d{2}\.\d{2}|\d{1,2}\.\d{2} ?[ap]m)(?: ?[ap]m)?(?: (?:yesterday|UTC|GMT|BST|CES?T))?|\d{4}-\d{2}-\d{2} \d{1,2}:\d{2})(?:[:,] *| +)(\S.*)$`)

// Leading takes a time that has been off the front of words: 13:50 the alarm rang. It
// is zero, and the words are whole, where they begin with none, or with a time of day
// that is nearer ahead.
func (c Clock) Leading(text string) (at time.Time, words string) {
	m := timeAhead.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return time.Time{}, text
	}
	at, err := c.When(m[1], true)
	if err != nil || !at.Equal(c.Now) && !strings.Contains(m[1], " ") && !c.Passed(m[1]) {
		return time.Time{}, text
	}
	return at, m[2]
}

// Posted reads the instant of a message's timestamp; zero if it is none.
func Posted(ts string) time.Time {
	sec, _, _ := strings.Cut(ts, ".")
	n, err := strconv.ParseInt(sec, 10, 64)
	if err != nil || n <= 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}
