package typed

import (
	"regexp"
	"strings"
)

var (
	onlyFallen = regexp.MustCompile(`(?i)^(?:(?:it|this|that|the problem|(?:the )?same(?: thing| problem)?|everything)(?:['’]s| is| has| was)? ?)?(?:(?:just|still|all) ?)*` +
		`(?:down|broken|dead|back|offline|fails?|failed|failing|fell(?: over)?|broke|crashed|crashes|happens|happened|happening|went down|stopped|died|gone|as before|like before)?` +
		`(?: ?(?:again|once more|as before))*$`)
	againBehind = regexp.MustCompile(`(?i),? (?:again|once more)$`)
)

// Fallen is what clients notice, as whoever says that it is down again has typed it: without
// since when and that it was so before, which the text says by itself. It is "" where that is
// all that they say.
func (c Clock) Fallen(text string) string {
	text = strings.TrimRight(Notice(c.Began(text).Words, nil), "!?. ")
	if onlyFallen.MatchString(text) {
		return ""
	}
	return againBehind.ReplaceAllString(text, "")
}
