package typed

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

const (
	dayPart   = `(this morning|this afternoon|this evening|tonight|today|last night|yesterday(?: morning| afternoon| evening| night)?|tomorrow(?: morning| afternoon| evening| night)?)`
	partClock = `(?:(?:at|about|around) )*(?:(midnight|noon|midday)|(\d{1,2})(?:[:.](\d{2}))?(?: ?(am|pm|a\.m\.|p\.m\.))?(?: ?o['’ ]?clock)?)(?: in the (morning|afternoon|evening))?`
)

var (
	clockFirst = regexp.MustCompile(`^` + partClock + `,? ` + dayPart + `$`)
	partFirst  = regexp.MustCompile(`^` + dayPart + `,? ` + partClock + `$`)
	clockAlone = regexp.MustCompile(`^` + partClock + `$`)
)

// byPart writes a time of day with the part of the day that people say beside it, as a day and
// an hour of 24: 9:40 this morning, last night at 11, 3 o'clock. What is none of it stays as it was.
func byPart(plain string) string {
	part, m := partAndClock(plain)
	switch {
	case m == nil, m[1] == "midnight" && !strings.HasSuffix(part, "night"): // of which day nobody knows
		return plain
	case part == "" && m[1] == "" && m[5] == "" && !strings.Contains(plain, "clock"): // it is read as it stands
		return plain
	}
	hour := hourOf(m, part+" "+m[5])
	minutes, _ := strconv.Atoi("0" + m[3])
	return strings.TrimSpace(fmt.Sprintf("%s %02d:%02d", dayOf(part, hour), hour, minutes))
}

// partAndClock are the part of the day and the groups of partClock; nil if it is none.
func partAndClock(plain string) (part string, m []string) {
	if m = clockFirst.FindStringSubmatch(plain); m != nil {
		return m[6], m
	}
	if m = partFirst.FindStringSubmatch(plain); m != nil {
		return m[1], append(m[:1:1], m[2:]...)
	}
	return "", clockAlone.FindStringSubmatch(plain)
}

// hourOf is the hour of 24; said is the part of the day.
func hourOf(m []string, said string) int {
	hour, _ := strconv.Atoi(m[2])
	late := strings.Contains(said, "afternoon") || strings.Contains(said, "evening") || strings.Contains(said, "night") && hour >= 5
	switch half := strings.ReplaceAll(m[4], ".", ""); {
	case m[1] == "midnight":
		return 24
	case m[1] != "":
		return 12
	case half == "pm" && hour < 12, half == "" && hour < 12 && hour > 0 && late:
		return hour + 12
	case half == "am" && hour == 12:
		return 0
	}
	return hour
}

// dayOf is the day of a part of it: last night ends with this morning.
func dayOf(part string, hour int) string {
	switch day, _, _ := strings.Cut(part, " "); {
	case day == "last" && hour < 12:
		return "today"
	case day == "last" && hour == 24:
		return "yesterday"
	case day == "last":
		return "yesterday"
	case day == "tonight" && hour < 5: // the next that comes, or the last that was
		return ""
	case day == "this", day == "tonight":
		return "today"
	default:
		return day
	}
}
