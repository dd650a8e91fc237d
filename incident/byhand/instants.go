package byhand

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/incident/facts"
	"candor/incident/update"
)

// unread are words of a text that say nothing by themselves: what they notice, of which the kind of
// incident is asked, and what we had said and was wrong.
var unread = []string{"impact", "impact_still", "wrong"}

// Typed are the words of an update that a person wrote, or let stand, one field a line.
func Typed(u *update.Update) string {
	if u.Kind == update.ByHand {
		return u.Words["text"]
	}
	words := u.OwnWords()
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(words)) {
		if !slices.Contains(unread, name) {
			lines = append(lines, words[name])
		}
	}
	return strings.Join(lines, "\n")
}

// endOfDay is the hour that is meant by a day alone; from evening on a time of the morning is that of the next.
const (
	endOfDay = 17
	evening  = 18
)

var (
	callWords  = regexp.MustCompile(`(?i)\b(I|we|somebody|someone)(['’]ll| will| am going to| are going to)?( also| then)? (call|ring|phone)\b|\byou(['’]ll| will)? (get|have) (a|my|our) call\b|\bexpect (a|my|our) call\b|\b(I|we)(['’]ll| will)? give (you|him|her|them) a (call|ring)\b`)
	thingWords = regexp.MustCompile(`(?i)\byou(['’]ll| will)?( also)? (get|receive|have|find)\b|\b(I|we)(['’]ll| will| are going to| promise to)( also)? (send|give|refund|pay|credit|bring|deliver|come|put|return|hand|list|provide|tell)\b|\b(I|we) (refund|pay|send you|bring you|credit)\b|\b(I|we)( have|['’]ve)?( also)? promised\b|\b(I|we)(['’]ll| will)? (get|come) back to (you|him|her|them)\b`)
	etaWords   = regexp.MustCompile(`(?i)\b(works?|working|runs|running|opens?|online|available|back|fixed|solved|repaired|restored|up)\b.*\b(by|before|around|at|until|till|in|within)\b`)
	noEstimate = regexp.MustCompile(`(?i)\b(if|unless|when|once|not|never)\b|n['’]t\b`)
	onlyIf     = regexp.MustCompile(`(?i)\b(if|unless|when|once|as soon as|until)\b`)

	clockTime = regexp.MustCompile(`(?i)\b(\d{1,2})(?:[:.]([0-5]\d)(?: ?([ap])\.?m\b)?| ?([ap])\.?m\b)`)
	dayWords  = regexp.MustCompile(`(?i)\b(today|tonight|tomorrow|(mon|tues|wednes|thurs|fri|satur|sun)day|(\d{1,2}) (january|february|march|april|may|june|july|august|september|october|november|december))\b`)
	byDay     = regexp.MustCompile(`(?i)\b(by|until|before|on|next|this|coming)( the)?\s*$`)
)

// InstantsOf is what the words of an update say of instants to come: that we call, that they get
// something, or that it works by then; and since when it works. A report is by the clock of its
// writer, a text by that of its reader. It guesses, and a person says whether it is so.
func InstantsOf(u *update.Update, writer, reader *time.Location) (list []update.Instant) {
	at, text := u.HeardAt().In(reader), Typed(u)
	if u.Kind == update.ByHand {
		at = at.In(writer)
	}
	add := func(what string, when time.Time, words string) {
		list = append(list, update.Instant{What: what, At: when.UTC(), Words: strings.TrimSpace(words), By: u.By})
	}
	for _, sentence := range sentences.Split(text, -1) {
		when := comesAt(sentence, at, talk{writer, reader})
		switch {
		case when.IsZero():
		case callWords.MatchString(sentence) && !onlyIf.MatchString(sentence):
			add(update.SaysCall, when, sentence)
		case thingWords.MatchString(sentence) && !onlyIf.MatchString(sentence):
			add(update.SaysThing, when, sentence)
		case etaWords.MatchString(sentence) && !noEstimate.MatchString(sentence):
			add(update.SaysEstimate, when, sentence)
		}
		if since := WorksSince(sentence, at); !since.IsZero() && when.IsZero() {
			add(update.SaysWorks, since, sentence)
		}
	}
	return list
}

// talk are the clocks of who says something and of who hears it.
type talk struct{ writer, reader *time.Location }

// comesAt is the time to come that a sentence names, said at that moment; zero where it names
// none, or one by a clock that is not known. A day alone is its end.
func comesAt(sentence string, at time.Time, t talk) time.Time {
	sentence = inFigures(sentence, at)
	day := dayNamed(sentence)
	named := ""
	if day != nil {
		named = strings.ToLower(sentence[day[0]:day[1]])
	}
	for _, m := range clockTime.FindAllStringIndex(sentence, -1) {
		clock, known := t.clockOf(sentence[m[1]:], at.Location())
		if !known {
			continue
		}
		when := nextOf(clockTime.FindStringSubmatch(sentence[m[0]:m[1]]), sentence, named, at.In(clock))
		if day == nil && !when.After(at) && theirs.MatchString(sentence[m[1]:]) { // it has passed there
			when = when.AddDate(0, 0, 1)
		}
		if when.After(at) {
			return when.In(at.Location())
		}
	}
	if d := spanIn(sentence); d > 0 {
		return at.Add(d).Truncate(time.Minute)
	}
	if day == nil || clockTime.MatchString(sentence) || !byDay.MatchString(sentence[:day[0]]) && !dayOfDoing(sentence, day) {
		return time.Time{}
	}
	date := dayOf(named, at)
	when := time.Date(date.Year(), date.Month(), date.Day(), endOfDay, 0, 0, 0, at.Location())
	if !when.After(at) {
		return time.Time{}
	}
	return when
}

// nextOf is a time of day on the day that is named, or today; long ago if there is no such time. Of twelve hours it
// is the half of the day that the words say, or that is still to come.
func nextOf(m []string, sentence, named string, at time.Time) time.Time {
	when := onDay(dayOf(named, at), m, at.Location())
	switch twelve := m[3]+m[4] == "" && m[1][0] != '0' && when.Hour() > 0 && when.Hour() < 12; {
	case twelve && afternoon.MatchString(sentence), twelve && !otherDay(named) && !when.After(at) && at.Sub(when) < 12*time.Hour:
		when = when.Add(12 * time.Hour)
	case named == "" && strings.EqualFold(m[3]+m[4], "a") && !when.After(at) && at.Hour() >= evening: // said in the evening
		when = when.AddDate(0, 0, 1)
	}
	if otherDay(named) && !when.After(at) { // that day, a week on
		when = when.AddDate(0, 0, 7)
	}
	return when
}

// dayOfDoing says whether a day is that on which something is done, though no word says so: I call you tomorrow.
func dayOfDoing(sentence string, day []int) bool {
	named, rest := strings.ToLower(sentence[day[0]:day[1]]), sentence[day[1]:]
	return otherDay(named) && !pointsTo.MatchString(sentence[:day[0]]) && !strings.HasPrefix(rest, "'") && !strings.HasPrefix(rest, "’")
}

// otherDay says whether a day that is named by a word is another than today.
func otherDay(named string) bool {
	return named == "tomorrow" || strings.HasSuffix(named, "day") && named != "today"
}

// clockOf is the clock by which a time of day is meant, for what follows it: the one that it names, else
// that of the words. It is not known of one that is named in a way that nobody here knows.
func (t talk) clockOf(rest string, of *time.Location) (clock *time.Location, known bool) {
	switch {
	case theirs.MatchString(rest):
		return t.reader, true
	case ours.MatchString(rest):
		return t.writer, true
	}
	clock, named := facts.ClockNamed(rest)
	switch {
	case !named:
		return of, true
	case clock == nil:
		return of, false
	}
	return clock, true
}

// theirs and ours follow a time of day by the clock of who hears it, or of who says it.
var (
	theirs = regexp.MustCompile(`(?i)^ ?\(?((your|their|his|her) (local )?time|yours|theirs)\b`)
	ours   = regexp.MustCompile(`(?i)^ ?\(?((our|my) (local )?time|ours|mine)\b`)
)

// onDay is a time of day, as clockTime reads it, on a day by a clock; long ago if there is no such time.
func onDay(date time.Time, m []string, clock *time.Location) time.Time {
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	if half := strings.ToLower(m[3] + m[4]); half != "" {
		hour = hour%12 + map[string]int{"p": 12}[half]
	}
	if hour > 23 && (hour > 24 || minute > 0) { // 24:00 is midnight
		return time.Time{}
	}
	return time.Date(date.Year(), date.Month(), date.Day(), hour, minute, 0, 0, clock)
}

// dayNamed is where a sentence names a day: another one than today before that; nil where it
// names none.
func dayNamed(sentence string) []int {
	days := dayWords.FindAllStringIndex(sentence, -1)
	if len(days) == 0 {
		return nil
	}
	other := slices.IndexFunc(days, func(d []int) bool {
		return !strings.HasPrefix(strings.ToLower(sentence[d[0]:]), "to") || strings.EqualFold(sentence[d[0]:d[1]], "tomorrow")
	})
	return days[max(0, other)]
}

// dayOf is the day that is named, today or later; zero, long ago, if there is no such day.
func dayOf(named string, at time.Time) time.Time {
	switch number, month, dated := strings.Cut(named, " "); {
	case named == "tomorrow":
		return at.AddDate(0, 0, 1)
	case dated:
		n, _ := strconv.Atoi(number)
		for m := time.January; m <= time.December; m++ {
			if day := time.Date(at.Year(), m, n, 23, 59, 0, 0, at.Location()); strings.EqualFold(m.String(), month) {
				if day.Before(at) {
					day = day.AddDate(1, 0, 0)
				}
				if day.Day() != n { // 31 April
					return time.Time{}
				}
				return day
			}
		}
	case strings.HasSuffix(named, "day") && named != "today":
		for n := range 7 {
			if day := at.AddDate(0, 0, n); strings.EqualFold(day.Weekday().String(), named) {
				return day
			}
		}
	}
	return at
}

// Same are those of a list of which somebody said so: what, and when.
func Same(list, said []update.Instant) []update.Instant {
	return slices.DeleteFunc(slices.Clone(list), func(i update.Instant) bool {
		return !slices.ContainsFunc(said, func(s update.Instant) bool { return s.What == i.What && s.At.Equal(i.At) })
	})
}
