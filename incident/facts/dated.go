package facts

import (
	"regexp"
	"strings"
	"time"
)

// relative are the words for a day that mean another one tomorrow: how many days ago
// it is, and how it reads with a date in place of {day}.
var relative = []struct {
	words *regexp.Regexp
	ago   int
	dated string
}{
	{regexp.MustCompile(`(?i)(^|\b(?:from|until|till|to|by|since|before|after) )today (\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]m)\b`), 0, "${1}$2 on {day}"},
	{regexp.MustCompile(`(?i)(^|\b(?:from|until|till|to|by|since|before|after) )yesterday (\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]m)\b`), 1, "${1}$2 on {day}"},
	{regexp.MustCompile(`(?i)(^|\b(?:from|until|till|to|by|since|before|after) )tomorrow (\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]m)\b`), -1, "${1}$2 on {day}"},
	{regexp.MustCompile(`(?i)\b(\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]m|noon|midnight) today\b`), 0, "$1 on {day}"},
	{regexp.MustCompile(`(?i)\b(\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]m|noon|midnight) yesterday\b`), 1, "$1 on {day}"},
	{regexp.MustCompile(`(?i)\byesterday (morning|afternoon|evening|night)\b`), 1, "the $1 of {day}"},
	{regexp.MustCompile(`(?i)\b(\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]m|noon|midnight) tomorrow\b`), -1, "$1 on {day}"},
	{regexp.MustCompile(`(?i)\b(of|until|till|by|from|before|after|for|on) tomorrow (morning|afternoon|evening|night)\b`), -1, "$1 the $2 of {day}"},
	{regexp.MustCompile(`(?i)\btomorrow (morning|afternoon|evening|night)\b`), -1, "on the $1 of {day}"},
	{regexp.MustCompile(`(?i)\b(of|until|till|by|from|before|after|for|on) tomorrow\b`), -1, "$1 {day}"},
	{regexp.MustCompile(`(?i)\btomorrow\b`), -1, "on {day}"},
	{regexp.MustCompile(`(?i)\bthis (morning|afternoon|evening)\b`), 0, "the $1 of {day}"},
	{regexp.MustCompile(`(?i)\btonight\b`), 0, "the night of {day}"},
	{regexp.MustCompile(`(?i)\blast night\b`), 0, "the night before {day}"},
	{regexp.MustCompile(`(?i)\btoday\b`), 0, "{day}"},
	{regexp.MustCompile(`(?i)\byesterday\b`), 1, "{day}"},
}

// Dated puts dates in place of today, yesterday and the like: what is written down is
// read again tomorrow, and where it is another day already. said is when it was said, by the
// clock of who said it.
func Dated(text string, said time.Time) string {
	for _, r := range relative {
		day := said.AddDate(0, 0, -r.ago).Format("2 January")
		text = r.words.ReplaceAllString(text, strings.ReplaceAll(r.dated, "{day}", day))
	}
	return text
}

// Span leaves out the day of the first end where the second one names it, too: from 00:00
// to 14:00 on 10 March.
func Span(from, to string) (string, string) {
	if at := strings.LastIndex(from, " on "); at > 0 && strings.HasSuffix(to, from[at:]) {
		from = from[:at]
	}
	return from, to
}
