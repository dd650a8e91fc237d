package typed

import (
	"regexp"
	"strings"
	"time"

	"candor/incident/fault"
)

var (
	onlyFallen = regexp.MustCompile(`(?i)^(?:(?:it|this|that|the problem|(?:the )?same(?: thing| problem)?|everything)(?:['’]s| is| has| was)? ?)?(?:(?:just|still|all) ?)*` +
		`(?:down|broken|dead|back|offline|fails?|failed|failing|fell(?: over)?|broke|crashed|crashes|happens|happened|happening|went down|stopped|died|gone|as before|like before)?` +
		`(?: ?(?:again|once more|as before))*$`)
	sinceWhen   = regexp.MustCompile(`^(?:and )?(?:(?:it |this )?(?:started|began)|since)\b`)
	againBehind = regexp.MustCompile(`(?i),? (?:again|once more)$`)
)

// Fallen is what clients notice, as whoever says that it is down again has typed it: without
// since when and that it was so before, which the text says by itself. It is "" where that is
// all that they say. Since when is zero where they do not say it. about is the incident's name.
func (c Clock) Fallen(about, text string) (notice string, since time.Time, err error) {
	b := c.Began(text)
	switch unread := strings.ToLower(b.Unread); {
	case unread != "" && !sinceWhen.MatchString(unread):
		b.Words = text
	case unread != "":
		return "", since, fault.Errorf(fault.Invalid, "Nothing was changed. Since when exactly is it down again? The client reads a time, and “%s” gives none. Write one, for example: reopen checkout fails since 13:40. Without one it counts from now.", b.Unread).
			Offering(fault.Ready{Line: about + " reopen " + b.Words, Label: "Since now"})
	}
	text = strings.TrimRight(Notice(b.Words, nil), "!?. ")
	if onlyFallen.MatchString(text) {
		return "", b.At, nil
	}
	return againBehind.ReplaceAllString(text, ""), b.At, nil
}
