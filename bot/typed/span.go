package typed

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"candor/incident/phrase"
	"candor/incident/schedule"
)

// hourSign is how a time of day is written in French: 15h30. With one digit it is
// a length of time.
var hourSign = regexp.MustCompile(`^[0-2]\dh[0-5]\d$`)

// saidSpans are lengths of time that no number says.
var saidSpans = map[string]time.Duration{
	"half an hour": 30 * time.Minute, "half hour": 30 * time.Minute, "1/2 hour": 30 * time.Minute, "a quarter of an hour": 15 * time.Minute,
	"quarter of an hour": 15 * time.Minute, "an hour and a half": 90 * time.Minute, "hour": time.Hour, "half a day": 12 * time.Hour,
}

// saidRhythms are how often something comes, in one word or by how many times.
var saidRhythms = map[string]time.Duration{
	"hourly": time.Hour, "once an hour": time.Hour, "half hourly": 30 * time.Minute, "half-hourly": 30 * time.Minute, "twice an hour": 30 * time.Minute,
	"daily": 24 * time.Hour, "once a day": 24 * time.Hour, "twice a day": 12 * time.Hour, "other hour": 2 * time.Hour, "second hour": 2 * time.Hour,
}

var (
	numberWord = regexp.MustCompile(`\b` + phrase.Numbers + `\b`)
	single     = regexp.MustCompile(`\ban? (minute|hour|day|week)\b`)
	around     = regexp.MustCompile(`^(?:(?:every|each|by|another|about) )+|,? (please |or so |now )$`)
)

// inDigits writes numbers that stand in words as digits: two hours, an hour.
func inDigits(plain string) string {
	plain = numberWord.ReplaceAllStringFunc(plain, func(word string) string { return strconv.Itoa(phrase.Number(word)) })
	return single.ReplaceAllString(plain, "1 $1")
}

// spanOf reads a length of time: 45m, an hour and a half, two hours ago.
func spanOf(plain string) (time.Duration, bool) {
	if hourSign.MatchString(plain) {
		return 0, false
	}
	for _, word := range []string{"in ", "for ", "since "} {
		plain = strings.TrimPrefix(plain, word)
	}
	plain = strings.TrimSuffix(strings.TrimSuffix(plain, " ago"), " from now")
	if d, ok := saidSpans[plain]; ok {
		return d, true
	}
	plain = inDigits(plain)
	d, err := schedule.ParseSpan(plain, 0)
	return d, err == nil
}

// spoken is a length of time in the words around which people say it: ten more minutes,
// every half hour please. rhythm reads hourly as well.
func spoken(text string, rhythm bool) (time.Duration, bool) {
	plain := schedule.Plain(text)
	for was := ""; was != plain; {
		was, plain = plain, strings.TrimSpace(around.ReplaceAllString(plain+" ", ""))
	}
	if d, ok := saidRhythms[plain]; ok && rhythm {
		return d, true
	}
	return spanOf(strings.Replace(plain, " more ", " ", 1))
}
