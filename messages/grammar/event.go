package grammar

import "regexp"

// Happened says whether a clause tells what happened at moments and is not undone when it
// stops: 212 customers were charged twice, a newsletter went to the wrong list. What lasted
// and is over, such as “the shop was down”, does not tell that; where it may be either, it is
// not taken for it.
func Happened(clause string) bool {
	m := happened.FindStringSubmatch(clause)
	return m != nil && !verb.MatchString(m[1]) && !lasting.MatchString(m[2])
}

var (
	// What stands before the first verb is a subject, and has no comma.
	happened = regexp.MustCompile(`(?i)^([^,;:()]*?)\b(?:` +
		`(?:was|were|got) (?:(?:all|both|wrongly|accidentally|mistakenly|also) )?([a-z]+ed|sent|lost|shown|paid|overwritten|stolen|written|taken|put|sold|given|hidden|seen)|` +
		`(?:went|was|were) (?:out|to)|sent|lost|deleted|charged|billed|overwrote|published|received|replaced|got (?:an?|one|two|three|several|the)|paid (?:twice|too)|disappeared|vanished)\b`)
	verb = regexp.MustCompile(`(?i)\b(is|are|was|were|be|been|being|has|have|had|can|cannot|could|does|do|did|will|would|(?-i:may)|might|must|not|to|who|which|that|what|where|when)\b`)

	// What they say of a shop is how it was for a while.
	lasting = regexp.MustCompile(`(?i)^(?:closed|blocked|affected|delayed|disabled|interrupted|limited|degraded|overloaded|disconnected|locked|stopped|paused|reduced|restricted|` +
		`supposed|needed|expected|impacted|unaffected|suspended|redirected|garbled|flooded|tired|allowed|used|refused|rejected|declined)$`)
)
