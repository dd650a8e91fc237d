package byhand

import (
	"regexp"

	"candor/incident/facts"
	"candor/incident/phrase"
)

// returns are words of what can come back of lost data, each with the answer that it is. That none of it can counts before
// that all can.
var returns = []struct {
	answer facts.Answer
	words  *regexp.Regexp
	denies bool // by those words themselves
}{
	{facts.No, regexp.MustCompile(`(?i)\b(nothing|none) (of (it|them|that|this|the|your)\b.{0,40}?)?(can|could|will) (ever )?be (recovered|restored|brought back|saved)\b|\b(` + things + `|it|they|all of it) (cannot|can['’]t|can not|could not|couldn['’]t|will never) (ever )?(be (recovered|restored|brought back)|come back)\b|\b(we|I) (cannot|can['’]t|can not|could not) (recover|restore|bring back|get back) (it|them|any|anything|the|your)\b|\b(gone|lost) (for good|forever|for ever)\b`), true},
	{facts.Yes, regexp.MustCompile(`(?i)\b(everything|all( of (it|them|that))?|all (of )?(the|your) ` + things + `|(the|your) ` + things + `) (can|could|will) (all )?be (recovered|restored|brought back)\b|\b(we|I)( can| will|['’]ll| are able to| am able to) (recover|restore|bring back|get back) (everything|all( of)? (it|them|that|the|your)\b|it all|them all)|\b(everything|all of (it|them)|you (will )?get (everything|all of (it|them)|it all)) (comes |will come )?back\b`), false},
}

// hoped are words by which that is what somebody would like.
var hoped = regexp.MustCompile(`(?i)\b(hope\w*|think|believe|expect\w*|should|try|trying)\b`)

// openEnded are words behind an answer by which it is not the whole of it.
var openEnded = regexp.MustCompile(`(?i)\b(so far|as far as|yet|but|except|apart from|only|guess|afaik|(not|n['’]t) (quite )?(sure|certain))\b|\?`)

// Doubts says whether words behind an answer leave open whether it is so: as far as we know, I think,
// but for the photos.
func Doubts(words string) bool {
	words = phrase.NoMay(words)
	return unsure.MatchString(words) || hoped.MatchString(words) || openEnded.MatchString(words)
}

// returnIn is the claim of a sentence of what can come back; "" where it makes none, or nobody is sure.
func returnIn(sentence string) facts.Answer {
	for _, r := range returns {
		if part := partOf(sentence, r.words); part != "" && !unsure.MatchString(part) && !hoped.MatchString(part) && (r.denies || !denies(part)) {
			return r.answer
		}
	}
	return ""
}
