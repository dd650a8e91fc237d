package typed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// timeAhead is a time of day in front of words, with the day before it or behind it.
var timeAhead = regexp.MustCompile(`(?i)^(?:at |on )?(((?:yesterday|` + dayName + `),? (?:at )?)?` +
	`(?:\d{1,2}:\d{2}(?: ?[ap]m)?|\d{2}\.\d{2}|\d{1,2}\.\d{2} ?[ap]m|\d{1,2} ?[ap]m|[0-2]\dh(?:[0-5]\d)?)( (?:yesterday|UTC|GMT|BST|CES?T))?|(\d{4}-\d{2}-\d{2} )\d{1,2}:\d{2})(?:[:,] *| +)(\S.*)$`)

// dayName is a day by its date or its name.
const dayName = `\d{1,2}(?:st|nd|rd|th)?\.? ` + monthName + `(?: \d{4})?|` + monthName + ` \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?`

const monthName = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`

// Leading takes a time that has been off the front of words: 13:50 the alarm rang. It
// is zero, and the words are whole, where they begin with none, or with a time of day
// that is nearer ahead.
func (c Clock) Leading(text string) (at time.Time, words string) {
	m := timeAhead.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil || strings.HasPrefix(m[5], "of ") { // 12h of work
		return time.Time{}, text
	}
	when := m[1]
	if strings.HasSuffix(strings.ToLower(when), "h") { // alone it is a length of time
		when += "00"
	}
	at, err := c.When(when, true)
	if alone := m[2]+m[3]+m[4] == ""; err != nil || at.After(c.Now) || alone && !at.Equal(c.Now) && !c.Passed(when) {
		return time.Time{}, text
	}
	return at, m[5]
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
