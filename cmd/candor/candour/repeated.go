package candour

import (
	"regexp"
	"strings"
)

// named is what a text says is lost, in its own words.
var named = regexp.MustCompile(`(?i)\b(?:we have lost|this is lost:) ([^.;\[]+)`)

// Which texts speak of how it stands, and how they say again what is lost: in words, or by
// what was written before.
var (
	stands  = regexp.MustCompile(`(?i)\b(what is new:|we are (still |watching|rebuilding|restoring|checking|looking)|no recovery news|the estimate|it takes longer|in your morning|we (work|are working) on it)\b`)
	apology = regexp.MustCompile(`(?i)\bwe promised you an update by\b[^.]*\bit is late\b`)
	refers  = regexp.MustCompile(`(?i)\bwhat (we|I) (wrote|told you)\b[^.]*\bstill holds\b|\byour lost data\b|\bthe lost data\b`)
	final   = regexp.MustCompile(`(?i)\bwhere we stand on your lost data\b|\bour review of .*\bin short: `)
)

// lostWords are the words of what a text says is lost that it cannot do without; nil where
// it names nothing.
func lostWords(text string) (list []string) {
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		for _, word := range strings.Fields(strings.ToLower(m[1])) {
			if word = strings.Trim(word, ",:()"); len(word) > 3 || strings.ContainsAny(word, "0123456789") || word == "all" {
				list = append(list, word)
			}
		}
	}
	return list
}

// drops says whether a text names a loss in fewer words than its reader was told.
func (r *reader) drops(text string) bool {
	now := lostWords(text)
	if len(now) == 0 || len(r.lost) == 0 {
		return false
	}
	has := map[string]bool{}
	for _, word := range now {
		has[word] = true
	}
	for _, word := range r.lost {
		if !has[word] {
			return true
		}
	}
	return false
}

// passesOver says whether a text speaks of how it stands and says nothing of a loss that
// its reader knows of.
func passesOver(text string) bool {
	return stands.MatchString(text) && !apology.MatchString(text) && !isCorrection.MatchString(text) && !says(text, loss) && !missing.MatchString(text) && !refers.MatchString(text)
}
