package alike

import (
	"maps"
	"regexp"
	"slices"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/update"
)

// TakenBack says whether what a client had read that they notice was called wrong, and put right:
// it is not said to them again.
func TakenBack(aff *incident.Affected) bool { return aff.Said[update.Instead] != "" }

// allWell, amiss and trouble are words of what was put right: that nothing was wrong after all;
// that something was, if less or something else; and those that may stand in both.
var (
	allWell = regexp.MustCompile(`(?i)\b(open|up|work(s|ed|ing)|fine|right|correct|reachable|available|never|nothing|none|no|all the time|throughout)\b`)
	amiss   = regexp.MustCompile(`(?i)\b(only|but|except|slow(er|ly)?|some|part(s|ly)?|not|few|most)\b|n['’]t\b|^it (was|is) (the|your|a)\b`)
	trouble = regexp.MustCompile(`(?i)\b(down|fail\w*|empty|errors?|wrong|late|delayed|missing|broken|cannot|unable|lost|gone|twice|unreachable|stopped|crash\w*)\b`)
)

// Unaffected says whether nothing that a client had read is so: it was called wrong, what was
// put right says of no trouble, and nobody told them since that something works again, or that
// data is lost. Where that is in doubt somebody writes what they could not do.
func Unaffected(aff *incident.Affected) bool {
	right := aff.Said[update.Instead]
	well := right != "" && !amiss.MatchString(right) && (allWell.MatchString(right) || !trouble.MatchString(right))
	return well && aff.SaidTimes["since_fixed"].IsZero() && aff.Knows[facts.DataLost] != facts.Yes
}

// Mistaken is what is right, for a final message in which nobody wrote what a client could not do
// since nothing was wrong for them; else "".
func Mistaken(aff *incident.Affected, u *update.Update) string {
	if !Unaffected(aff) || u.Words["impact_past"] != "" {
		return ""
	}
	return aff.Said[update.Instead]
}

// OwnPast are the words of a final message to several clients for one of them: what the others
// could not do is not said to who read that it was wrong.
func OwnPast(inc *incident.Incident, aff *incident.Affected, kind string, words map[string]string) map[string]string {
	if kind != update.ResolvedUpdate || !TakenBack(aff) || !slices.ContainsFunc(inc.Clients, func(one incident.Affected) bool { return !TakenBack(&one) }) {
		return words
	}
	words = maps.Clone(words)
	delete(words, "impact_past")
	return words
}
