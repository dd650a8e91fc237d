package typed

import (
	"regexp"
	"strings"
	"time"

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
	numberWords = map[string]string{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
		"twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40", "forty-five": "45", "forty five": "45", "sixty": "60", "ninety": "90"}
	numberWord = regexp.MustCompile(`\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty[ -]five|forty|sixty|ninety)\b`)
	single     = regexp.MustCompile(`\ban? (minute|hour|day|week)\b`)
	around     = regexp.MustCompile(`^(?:(?:every|each|by|another|about) )+|,? (please |or so |now )$`)
)

// inDigits writes numbers that stand in words as digits: two hours, an hour.
func inDigits(plain string) string {
	plain = numberWord.ReplaceAllStringFunc(plain, func(word string) string { return numberWords[word] })
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
	if d, ok := saidSpans[plain]; ok {
		return d, true
	}
	plain = inDigits(plain)
	d, err := schedule.ParseSpan(strings.TrimSuffix(strings.TrimSuffix(plain, " ago"), " from now"), 0)
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
