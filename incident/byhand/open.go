package byhand

import (
	"regexp"
	"slices"

	"candor/incident/facts"
)

const (
	maybe    = `(may|might|could) (also |all |now |both |even |well |already )*`
	outsider = `(somebody|someone|any(body|one)|(an? |the )?(attackers?|intruders?|hackers?|strangers?|outsiders?))`
)

// opens are words that there may be harm, of which those of [harms] do not tell.
var opens = []struct {
	about facts.Question
	words *regexp.Regexp
}{
	{facts.DataLost, regexp.MustCompile(`(?i)\b(` + things + `|everything|(all|some|part) of (it|them))\b.{0,60}?\b` + maybe + `(be|have been|have got) (all |also |permanently )*(lost|gone|missing|deleted|destroyed|wiped|overwritten)\b|\b(I|we|you|they|somebody|someone) ` + maybe + `have (lost|deleted|overwritten|wiped|destroyed) .{0,40}?\b` + things + `\b`)},
	{facts.Intruder, regexp.MustCompile(`(?i)\b` + outsider + ` ` + maybe + `(be|have (got|gotten|broken|come|been)) (in|into|inside)\b|\b` + maybe + `(be|have been|have got) (hacked|broken into|breached|compromised)\b|\b(suspect|suspicion of|possible|looks like|fear) (an? )?(break-?in|intru(sion|der)|attack(er)?|hack(er)?|breach)\b|\bwhether ` + outsider + ` (has |have |had )?(got|gotten|broke|broken|came|come|been|was) (in|into|inside)\b`)},
	{facts.Personal, regexp.MustCompile(`(?i)\b(` + ofPeople + `|(personal|private) (data|details)|customers?['’]? (data|details))\b.{0,40}?\b` + maybe + `(be|have been|have got) (copied|stolen|leaked|exposed|published|taken|downloaded|affected|seen|read)\b`)},
}

var (
	// wouldBe are words of what is only supposed; asking those by which nobody knows, and says so.
	wouldBe = regexp.MustCompile(`\b(if|until|unless)\b`)
	asking  = regexp.MustCompile(`\b(whether|unsure|unclear)\b`)
)

// openIn are the claims of a sentence that something may be so: that nobody knows it, and of a break-in
// that it is suspected, unless it is only asked.
func openIn(sentence string) Claims {
	open := Claims{}
	add := func(about facts.Question, words *regexp.Regexp) {
		part := partOf(sentence, words)
		asked := asking.MatchString(part)
		switch {
		case !unsure.MatchString(part), wouldBe.MatchString(part), !asked && denies(part):
		case about == facts.Intruder && !asked:
			open[about] = facts.Suspected
		default:
			open[about] = facts.DontKnow
		}
	}
	for _, h := range harms {
		add(h.about, h.words)
	}
	for _, o := range opens {
		add(o.about, o.words)
	}
	return open
}

// Feared lists what claims say of which there is a text of its own, or may be.
func (c Claims) Feared() []facts.Question {
	return slices.DeleteFunc(c.Sorted(), func(q facts.Question) bool { return c[q] == facts.No || !facts.Grave(q, facts.Yes) })
}
