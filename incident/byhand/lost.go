package byhand

import (
	"regexp"
	"strings"

	"candor/incident/facts"
)

var (
	ofLost  = regexp.MustCompile(`(?i)\b(all|every|the|your|our|some|most|many|several|both|half|about|around|\d[\d,.]*)\b`) // where what is lost begins
	isLost  = regexp.MustCompile(`(?i)\s+` + isGone)
	weLost  = regexp.MustCompile(`(?i)` + weDeleted)
	ends    = regexp.MustCompile(`(?i)[,;:(–]|\s(and|or|but|while|because|when|as|so|since|by mistake|in error|which|that)\b`)
	pointed = regexp.MustCompile(`(?i)\b(it|them|they|he|she|which|who)\b|\b(this|that|these|those)$`)
)

// LostIn is what words say is lost, as a part of another sentence: all orders of 10 March. It is "" where
// they do not say it, or point to what stands elsewhere.
func LostIn(text string) string {
	for _, sentence := range sentences.Split(text, -1) {
		if ClaimsIn(sentence)[facts.DataLost] != facts.Yes {
			continue
		}
		if what := lostIn(sentence); what != "" && !pointed.MatchString(what) {
			return what
		}
	}
	return ""
}

func lostIn(sentence string) string {
	what := ""
	if m := weLost.FindStringIndex(sentence); m != nil {
		what = sentence[m[1]:]
		if end := ends.FindStringIndex(what); end != nil {
			what = what[:end[0]]
		}
	} else if m := isLost.FindStringIndex(sentence); m != nil {
		what = sentence[:m[0]]
		if turn := turns.FindAllStringIndex(what, -1); len(turn) > 0 {
			what = what[turn[len(turn)-1][1]:]
		}
	}
	begin := ofLost.FindStringIndex(what)
	if begin == nil {
		return ""
	}
	return strings.TrimSpace(what[begin[0]:])
}
