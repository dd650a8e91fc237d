package byhand

import (
	"regexp"
	"strconv"
	"time"
)

var (
	// worksWords say that it works again, unless one of notYetWords says that it does not.
	worksWords  = regexp.MustCompile(`(?i)\b(?:works|(?:working|runs|running|opens|loads|up|online|available|fine) again|(?:is|are) back|back (?:up|online)|fixed|solved|repaired)\b`)
	notYetWords = regexp.MustCompile(`(?i)\b(?:not|never|no longer|until|once|when|if|will|soon)\b|n[’']t\b`)
	sinceWords  = regexp.MustCompile(`(?i)\b(?:since|as of|at)\s+(\d{1,2})[:.](\d{2})\b`)
)

// WorksSince is since when it works again by what somebody says that they told, at is when
// they said it, by their own clock; zero where it says nothing of that.
func WorksSince(text string, at time.Time) time.Time {
	if !worksWords.MatchString(text) || notYetWords.MatchString(text) {
		return time.Time{}
	}
	m := sinceWords.FindStringSubmatch(text)
	if m == nil {
		return at.Truncate(time.Minute)
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	since := time.Date(at.Year(), at.Month(), at.Day(), hour, minute, 0, 0, at.Location())
	if since.After(at) {
		since = since.AddDate(0, 0, -1)
	}
	return since
}
