package known

import (
	"maps"
	"slices"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/update"
)

// Claims are what the words of a text or a report say of harm, or that there is none, as far as it
// is not kept that they do: what its answers tell is known anyway, and what the client had to hear
// and was told on the phone is asked by itself.
func Claims(inc *incident.Incident, aff *incident.Affected, u *update.Update) byhand.Claims {
	claims := byhand.ClaimsIn(byhand.Typed(u))
	unheard := inc.Unheard(aff)
	maps.DeleteFunc(claims, func(q facts.Question, a facts.Answer) bool {
		asked := u.Kind == update.ByHand && slices.ContainsFunc(unheard, func(n incident.Untold) bool { return n.Question == q && n.Answer == a })
		own := facts.Bad(q, a) && (update.BadNews(u.Kind) || inc.FactsOf(aff).Answer(q) == a) // there is a text of its own for it, or it is that
		return asked || aff.Knows[q] == a || u.Claims[q] == a || u.Kind != update.ByHand && (own || told(u)[q] == a)
	})
	return claims
}

// told are the answers that a text tells on some way.
func told(u *update.Update) map[facts.Question]facts.Answer {
	all := map[facts.Question]facts.Answer{}
	for via := range u.Texts {
		maps.Copy(all, u.Told(via))
	}
	return all
}
