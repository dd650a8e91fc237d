package claimed

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/update"
)

// ofManner are the rules of the draft check about how something is put.
var ofManner = []string{"empty-reassurance", "minimising", "no-evidence-claim", "passive-hiding", "relative-time", "security-platitude", "unverified-all-clear", "vague-commitment"}

// OfManner are those rules, of which there is one in the check for each.
func OfManner() []string { return slices.Clone(ofManner) }

// Composed says whether a remark of the draft check is about how words are put that nobody of the
// team typed: ours, which follow from the answers, and those that a correction quotes as wrong. Its
// writer can change nothing there.
func Composed(inc *incident.Incident, aff *incident.Affected, u *update.Update, f update.Finding) bool {
	if f.Level == update.Block || f.Words == "" || !slices.Contains(ofManner, f.Rule) {
		return false
	}
	own := u.OwnWords()
	delete(own, "wrong")
	known := inc.FactsOf(aff)
	typed := slices.Concat(slices.Collect(maps.Values(own)), slices.Collect(maps.Values(known.Behind())), facts.Texts(known.Known), facts.Texts(known.Unknown), []string{inc.ImpactOn(aff.Client.ID)})
	return !slices.ContainsFunc(typed, func(text string) bool { return strings.Contains(bare(text), bare(f.Words)) })
}

// bare is a text without what is written in more than one way.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}
