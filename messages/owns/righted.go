package owns

import (
	"slices"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/update"
)

// Righted are the questions of which a text of bad news says that what they were told was wrong, and has no
// place for what is right: it says that behind it, else they know only what is not so.
func Righted(inc *incident.Incident, aff *incident.Affected, kind string) (list []facts.Question) {
	aside := BackupsAside(inc)
	switch kind {
	case update.WrongRecipients:
		aside = slices.DeleteFunc(slices.Clone(facts.Questions), func(q facts.Question) bool {
			return q == facts.Personal && inc.FactsOf(aff).Is(q, facts.Yes) || inc.FactsOf(aff).Is(q, facts.DontKnow) // it tells those itself
		})
	case update.BreachSuspected:
	default:
		return nil
	}
	return slices.DeleteFunc(inc.Wrong(aff, 0), func(q facts.Question) bool { return !slices.Contains(aside, q) })
}
