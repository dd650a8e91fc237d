package phrase

import (
	"regexp"
	"strings"
)

// weAre is how a sentence begins that only completes ours.
var weAre = regexp.MustCompile(`(?i)^(we are|we're|we’re|i am|i'm|i’m)\s+`)

// AfterWeAre is what completes “We are …”, without these words where somebody wrote them, too.
func AfterWeAre(text string) string { return weAre.ReplaceAllString(text, "") }

var (
	// atWork is how what completes “We are still …” begins: looking into it; slowly restoring it.
	atWork = regexp.MustCompile(`(?i)^(?:(?:\pL+ly )?\pL{2,}ing|on it|at it|at work)(?:[^\pL-]|$)`)
	noWork = regexp.MustCompile(`(?i)^(?:noth|someth|anyth|everyth|dur|miss|morn|even)ing\b`)
	// isNews is what tells more than that somebody is at work: what is lost, and that it is over.
	isNews   = regexp.MustCompile(`(?i)\b(?:lost|loss|losing|gone|deleted|destroyed|wiped|overwritten|hacked|breach|breached|broken into|broke in|stolen|leaked|encrypted|fixed|resolved|solved|repaired|restored|recovered|done|finished|over|works|working again|running again|back (?:up|online|again|to normal)|(?:is|are|was) back|up again|all good|ok again)\b`)
	sentence = regexp.MustCompile(`[.!?;]\s+\S|\n`)
)

// GoesOn says whether words only complete “We are still …” with what somebody does. Other ones
// may be right, too, but not beside “Nothing has changed”: a person reads them first.
func GoesOn(doing string) bool {
	doing = strings.Trim(AfterWeAre(strings.TrimSpace(doing)), `"“”'‘’ `)
	return atWork.MatchString(doing) && !noWork.MatchString(doing) && !isNews.MatchString(doing) && !sentence.MatchString(doing)
}
