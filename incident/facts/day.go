package facts

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"candor/incident/fault"
)

// The ways in which people write a day: 31 April, the 31st of April 2026, April 31,
// 2026-04-31, 31.4.2026, 4/31.
var (
	dayMonth = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?\.?[\s\-]*(?:of\s+)?([a-z]{3,9})\b\.?(?:,?[\s\-]*(\d{4})\b)?`)
	monthDay = regexp.MustCompile(`(?i)\b([a-z]{3,9})\.?[\s\-]*(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?\b(?:,?[\s\-]+(\d{4})\b)?`)
	isoDay   = regexp.MustCompile(`\b(\d{4})[\-/.](\d{1,2})[\-/.](\d{1,2})\b`)
	figures  = regexp.MustCompile(`\b(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?\b`)
)

// NoSuchDay says whether a text names a day that its month does not have, in that
// year or, where it names none, in any.
func NoSuchDay(text string) bool {
	for _, m := range dayMonth.FindAllStringSubmatch(text, -1) {
		if month := monthOf(m[2]); month != 0 && !exists(m[3], month, m[1]) {
			return true
		}
	}
	for _, m := range monthDay.FindAllStringSubmatchIndex(text, -1) {
		month := monthOf(text[m[2]:m[3]])
		clock := strings.HasPrefix(text[m[5]:], ":") // April 09:00
		year := ""
		if m[6] >= 0 {
			year = text[m[6]:m[7]]
		}
		if month != 0 && !clock && !exists(year, month, text[m[4]:m[5]]) {
			return true
		}
	}
	for _, m := range isoDay.FindAllStringSubmatch(text, -1) {
		if !existsInFigures(m[1], m[2], m[3]) {
			return true
		}
	}
	text = isoDay.ReplaceAllString(text, "")
	for _, m := range figures.FindAllStringSubmatch(text, -1) {
		if !existsInFigures(m[3], m[2], m[1]) && !existsInFigures(m[3], m[1], m[2]) && !looksLikeClock(m) {
			return true
		}
	}
	return false
}

// looksLikeClock says whether figures may be a time of day: 14.30.
func looksLikeClock(m []string) bool {
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	return m[3] == "" && strings.Contains(m[0], ".") && len(m[2]) == 2 && hour < 24 && minute < 60
}

func monthOf(word string) time.Month {
	word = strings.ToLower(word)
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); name == word || word == name[:3] || word == "sept" && m == time.September {
			return m
		}
	}
	return 0
}

func existsInFigures(year, month, day string) bool {
	m, _ := strconv.Atoi(month) // figures
	return m >= 1 && m <= 12 && exists(year, time.Month(m), day)
}

func exists(year string, month time.Month, day string) bool {
	y, err := strconv.Atoi(year)
	switch {
	case err != nil:
		y = 2024 // a leap year: in some year it exists
	case len(year) == 2:
		y += 2000
	}
	d, _ := strconv.Atoi(day) // figures
	return time.Date(y, month, d, 0, 0, 0, 0, time.UTC).Month() == month && d <= 31
}

// BelievableDays refuses words of a text that name a day which does not exist.
func BelievableDays(words map[string]string) error {
	for _, name := range []string{"window_from", "window_to"} {
		if day := words[name]; NoSuchDay(day) {
			return fault.FieldError(name, "There is no %s. Nothing was sent.", day)
		}
	}
	return nil
}
