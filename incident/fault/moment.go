package fault

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Clock writes a time of day so that Slack shows it by its reader's clock, as [Mention]
// writes a person. It is for what is of today; what may be of another day is a [Moment].
func Clock(at time.Time) string { return mark(at, "{time}", clockLayout) }

// Moment is [Clock] with the day.
func Moment(at time.Time) string { return mark(at, dayToken+"{time}", momentLayout) }

const (
	dayToken     = "{date_short_pretty} "
	clockLayout  = "15:04 MST"
	momentLayout = "Mon 2 Jan " + clockLayout
)

func mark(at time.Time, tokens, layout string) string {
	return fmt.Sprintf("<!date^%d^%s|%s>", at.Unix(), tokens, at.UTC().Format(layout))
}

var marked = regexp.MustCompile(`<!date\^(\d{1,12})\^(\{date_short_pretty\} )?\{time\}\|[^>]*>`)

// ByClock writes each [Clock] and [Moment] in a sentence by the clock of a zone, for
// where Slack shows no marks: on the field of a form, in a terminal, on paper.
func ByClock(s string, zone *time.Location) string {
	return marked.ReplaceAllStringFunc(s, func(m string) string {
		part, layout := marked.FindStringSubmatch(m), clockLayout
		if part[2] != "" {
			layout = momentLayout
		}
		unix, _ := strconv.ParseInt(part[1], 10, 64) // twelve figures fit
		return time.Unix(unix, 0).In(zone).Format(layout)
	})
}

// CutMark parts a sentence around its first [Clock] or [Moment]; mark is empty if it has none.
func CutMark(s string) (before, mark, after string) {
	at := marked.FindStringIndex(s)
	if at == nil {
		return s, "", ""
	}
	return s[:at[0]], s[at[0]:at[1]], s[at[1]:]
}

// plainInstant is how a command line and a log write an instant.
var plainInstant = regexp.MustCompile(`\b\d{4}-\d\d-\d\d \d\d:\d\d UTC\b`)

// ByReader is the other way round: a sentence that was made for a command line, by its
// reader's clock.
func ByReader(s string) string { return Respelt(s, Moment) }

// Respelt writes each instant anew in a sentence that was made for a command line.
func Respelt(s string, show func(time.Time) string) string {
	return plainInstant.ReplaceAllStringFunc(s, func(m string) string {
		at, err := time.Parse("2006-01-02 15:04 UTC", m)
		if err != nil {
			return m
		}
		return show(at)
	})
}
