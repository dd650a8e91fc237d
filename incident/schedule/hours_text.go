package schedule

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/incident/fault"
)

// weekdays by their short names, from Monday as people write a week.
var weekdays = []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}

// howToHours is what an error about hours tells people to write.
const howToHours = "Write them like Mon-Fri 09:00-17:30."

var (
	hoursForm = regexp.MustCompile(`^(.*?)[ ]*\b(\d{1,2}(?::\d{2})?) ?[-–] ?(\d{1,2}(?::\d{2})?)$`)
	dash      = regexp.MustCompile(` *[-–] *`)
	clockForm = regexp.MustCompile(`^(\d{1,2})(?::(\d{2}))?$`)
)

// ParseHours reads hours as people write them: Mon-Fri 09:00-17:30, Mon-Thu, Sat
// 8-16, 09:00-18:00 (Monday to Friday), always. "" is the zero value. The error
// is a sentence for whoever wrote it.
func ParseHours(text string) (Hours, error) {
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case text == "":
		return Hours{}, nil
	case strings.EqualFold(text, "always"):
		return Hours{Days: AllDays(), Closes: 24 * time.Hour}, nil
	}
	m := hoursForm.FindStringSubmatch(text)
	if m == nil {
		return Hours{}, fault.Errorf(fault.Invalid, "“%s” is not valid for hours. %s", fault.Clipped(text), howToHours)
	}
	return HoursOf(m[1], m[2], m[3])
}

// HoursOf makes hours of their three parts. Days may be empty: Monday to Friday.
func HoursOf(days, opens, closes string) (Hours, error) {
	list, err := parseDays(days)
	if err != nil {
		return Hours{}, err
	}
	from, ok := clockTime(opens)
	to, alsoOK := clockTime(closes)
	switch {
	case !ok || !alsoOK:
		return Hours{}, fault.Errorf(fault.Invalid, "“%s” to “%s” are not valid times of day. %s", fault.Clipped(opens), fault.Clipped(closes), howToHours)
	case from >= to:
		return Hours{}, fault.Errorf(fault.Invalid, "They would close at %s, before they open at %s. Write the earlier time first; the end of the day is 24:00.", closes, opens)
	}
	return Hours{Days: list, Opens: from, Closes: to}, nil
}

// clockTime reads a time of day: 9, 09:00, 24:00.
func clockTime(s string) (time.Duration, bool) {
	m := clockForm.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	h, _ := strconv.Atoi(m[1]) // the pattern lets digits through only
	minute, _ := strconv.Atoi("0" + m[2])
	t := time.Duration(h)*time.Hour + time.Duration(minute)*time.Minute
	return t, minute < 60 && t <= 24*time.Hour
}

// parseDays reads Mon-Thu, Sat; nil for nothing.
func parseDays(text string) ([]time.Weekday, error) {
	var on [7]bool // from Monday
	parts := strings.FieldsFunc(dash.ReplaceAllString(text, "-"), func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
	for _, part := range parts {
		first, last, span := strings.Cut(part, "-")
		if !span {
			last = first
		}
		from, to := dayIndex(first), dayIndex(last)
		if from < 0 || to < 0 {
			return nil, fault.Errorf(fault.Invalid, "“%s” is not a day of the week. %s", fault.Clipped(part), howToHours)
		}
		for i := from; ; i = (i + 1) % 7 {
			on[i] = true
			if i == to {
				break
			}
		}
	}
	var days []time.Weekday
	for i, is := range on {
		if is {
			days = append(days, weekday(i))
		}
	}
	return days, nil
}

// dayIndex counts from Monday, 0; -1 if it is no day.
func dayIndex(word string) int {
	return slices.IndexFunc(weekdays, func(name string) bool {
		return len(word) >= 3 && strings.EqualFold(word[:3], name) && strings.HasPrefix(strings.ToLower(weekday(slices.Index(weekdays, name)).String()), strings.ToLower(word))
	})
}

func weekday(fromMonday int) time.Weekday { return time.Weekday((fromMonday + 1) % 7) }

// AllDays are the days of the week.
func AllDays() (days []time.Weekday) {
	for i := range weekdays {
		days = append(days, weekday(i))
	}
	return days
}

// String writes hours as [ParseHours] reads them; "" for the zero value.
func (h Hours) String() string {
	if len(h.Days) == 0 && h.Opens == 0 && h.Closes == 0 {
		return ""
	}
	opens, closes := h.Opens, h.Closes
	if opens == 0 && closes == 0 {
		opens, closes = 9*time.Hour, 17*time.Hour
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s-%s", daysText(h.Days), hourMinute(opens), hourMinute(closes)))
}

func hourMinute(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d/time.Hour), int(d%time.Hour/time.Minute))
}

// daysText joins days that follow each other: Mon-Thu, Sat.
func daysText(days []time.Weekday) string {
	var parts []string
	for i := 0; i < 7; i++ {
		j := i
		for j < 7 && slices.Contains(days, weekday(j)) {
			j++
		}
		switch {
		case j == i:
			continue
		case j == i+1:
			parts = append(parts, weekdays[i])
		default:
			parts = append(parts, weekdays[i]+"-"+weekdays[j-1])
		}
		i = j
	}
	return strings.Join(parts, ", ")
}
