package byhand

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"candor/incident/phrase"
)

const (
	numbers = phrase.Numbers
	ofDay   = `(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow`
)

var (
	noon      = regexp.MustCompile(`(?i)\b(12 )?(noon|midday)\b`)
	midnight  = regexp.MustCompile(`(?i)\b(12 )?midnight\b`)
	quarters  = regexp.MustCompile(`(?i)\b(half past|(?:a )?quarter past|(?:a )?quarter to) (\d{1,2}|` + numbers + `)\b`)
	oclock    = regexp.MustCompile(`(?i)\b(\d{1,2}|` + numbers + `) ?o['’]?clock\b`)
	bareHour  = regexp.MustCompile(`(?i)\b(at|by|before|until|till|around) (\d{1,2})\b`)
	hourStays = regexp.MustCompile(`(?i)^ ?($|[,;)–—]|\(?(your|their|his|her|our|my|local) time|\(?yours|\(?[A-Z]{2,4}T\b|\(?(UTC|GMT)\b|tonight|today|this |in the (morning|afternoon|evening)|at the latest|latest|sharp|on (` + ofDay + `)|` + ofDay + `)`)
	endOfIt   = regexp.MustCompile(`(?i)\b(EOD|EOB|COB|end of (the |our |your |their |my )?(working |business )?day|close of business)\b`)
	endOfWeek = regexp.MustCompile(`(?i)\b(end of (the |this )?week|the weekend)\b`)
	nextWeek  = regexp.MustCompile(`(?i)\b(the )?(end of )?next week\b`)
	later     = regexp.MustCompile(`(?i)\b(tonight|this (evening|afternoon)|(?:` + ofDay + `) (morning|afternoon|evening|night))\b`)
	afternoon = regexp.MustCompile(`(?i)\b(tonight|evening|afternoon)\b`)
	morning   = regexp.MustCompile(`(?i)\b(morning|a\.?m)\b`)
	pointsTo  = regexp.MustCompile(`(?i)\b(of|from|since|for|was|were)( the)?\s*$`)
	span      = regexp.MustCompile(`(?i)\b(?:in|within)(?: the next| about| around| at most| less than)? (half an|a quarter of an|an?|the|a couple of|\d{1,3}|` + numbers + `)[ -]?(minutes?|mins?|hours?|hrs?|h|days?)\b`)
)

// inFigures is a sentence with the times of day that it says in words written in figures, said at that
// moment: noon becomes 12:00, by 7 this evening by 19:00 this evening, by EOD by 17:00.
func inFigures(sentence string, at time.Time) string {
	sentence = noon.ReplaceAllString(sentence, "12:00")
	sentence = midnight.ReplaceAllString(sentence, "24:00")
	sentence = quarters.ReplaceAllStringFunc(sentence, quarter)
	sentence = oclock.ReplaceAllStringFunc(sentence, func(said string) string {
		return fmt.Sprintf("%d:00", number(oclock.FindStringSubmatch(said)[1]))
	})
	sentence = hours(sentence)
	sentence = endOfIt.ReplaceAllString(sentence, closing(at, endOfDay))
	sentence = nextWeek.ReplaceAllString(sentence, dayIn(at, 7))
	sentence = endOfWeek.ReplaceAllString(sentence, dayIn(at, 0))
	if m := later.FindStringIndex(sentence); m != nil && !clockTime.MatchString(sentence) && !pointsTo.MatchString(sentence[:m[0]]) {
		sentence = sentence[:m[1]] + " " + partOfDay(strings.ToLower(sentence[m[0]:m[1]]), at) + sentence[m[1]:]
	}
	return sentence
}

// quarter is half past six in figures.
func quarter(said string) string {
	m := quarters.FindStringSubmatch(strings.ToLower(said))
	hour := number(m[2])
	switch {
	case strings.HasPrefix(m[1], "half"):
		return fmt.Sprintf("%d:30", hour)
	case strings.HasSuffix(m[1], "past"):
		return fmt.Sprintf("%d:15", hour)
	}
	return fmt.Sprintf("%d:45", (hour+11)%12)
}

// hours writes hours that stand alone as times of day, where nothing follows of which they may be a number.
// By which half of the day is meant, of another day than today, office hours say.
func hours(sentence string) string {
	var b strings.Builder
	end := 0
	for _, m := range bareHour.FindAllStringSubmatchIndex(sentence, -1) {
		hour := number(sentence[m[4]:m[5]])
		if hour > 24 || !hourStays.MatchString(sentence[m[1]:]) {
			continue
		}
		if day := dayNamed(sentence); day != nil && otherDay(strings.ToLower(sentence[day[0]:day[1]])) && hour < 7 && !morning.MatchString(sentence) {
			hour += 12
		}
		b.WriteString(sentence[end:m[4]] + fmt.Sprintf("%d:00", hour))
		end = m[1]
	}
	return b.String() + sentence[end:]
}

// closing is the hour at which a day ends for them, or the day itself once that has passed.
func closing(at time.Time, hour int) string {
	if at.Hour() < hour {
		return fmt.Sprintf("%d:00", hour)
	}
	return "24:00"
}

// dayIn is the end of the Friday of this week, or of one that is days later.
func dayIn(at time.Time, days int) string {
	friday := at.AddDate(0, 0, (int(time.Friday)-int(at.Weekday())+7)%7+days)
	if days > 0 && at.Weekday() == time.Saturday { // their week has not begun
		friday = friday.AddDate(0, 0, -days)
	}
	return fmt.Sprintf("%d:00 on %s", endOfDay, friday.Format("2 January"))
}

// partOfDay is by when this evening, or tomorrow morning, is over for who waits.
func partOfDay(part string, at time.Time) string {
	switch {
	case strings.HasSuffix(part, "morning"):
		return "12:00"
	case strings.HasSuffix(part, "afternoon"):
		return "17:00"
	case part == "tonight", part == "this evening":
		return closing(at, 20)
	}
	return "20:00"
}

// spanIn is the time from now that a sentence names: in an hour; zero where it names none.
func spanIn(sentence string) time.Duration {
	m := span.FindStringSubmatch(sentence)
	if m == nil {
		return 0
	}
	of := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}[strings.ToLower(m[2])[0]]
	switch n := strings.ToLower(m[1]); n {
	case "half an":
		return of / 2
	case "a quarter of an":
		return of / 4
	case "a", "an", "the":
		return of
	case "a couple of":
		return 2 * of
	default:
		return time.Duration(number(n)) * of
	}
}

// number is a number in figures or in words; 99 is none.
func number(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return cmp.Or(phrase.Number(text), 99)
}
