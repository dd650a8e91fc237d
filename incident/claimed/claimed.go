// Package claimed finds what a text or a report says in words of a person's own, of harm or of
// instants to come, and nobody has said yet whether it does.
package claimed

import (
	"maps"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
)

// Harm is what the words of a text or a report say of harm, or that there is none, as far as it
// is not kept that they do: what its answers tell is known anyway, and what the client had to hear
// and was told on the phone is asked by itself.
func Harm(inc *incident.Incident, aff *incident.Affected, u *update.Update) byhand.Claims {
	claims := byhand.ClaimsIn(byhand.Typed(u))
	unheard := inc.Unheard(aff)
	if lost := inc.FactsOf(aff).Answer(facts.DataLost); !fault.OneOf(facts.Yes, lost, aff.Knows[facts.DataLost], claims[facts.DataLost]) {
		delete(claims, facts.Recoverable) // nothing is gone that might come back: they speak of the service
	}
	maps.DeleteFunc(claims, func(q facts.Question, a facts.Answer) bool {
		asked := u.Kind == update.ByHand && slices.ContainsFunc(unheard, func(n incident.Untold) bool { return n.Question == q && n.Answer == a })
		own := facts.Bad(q, a) && (update.BadNews(u.Kind) || inc.FactsOf(aff).Answer(q) == a) // there is a text of its own for it, or it is that
		return asked || milder(aff, u, q, a) || aff.Knows[q] == a || u.Claims[q] == a || u.Kind != update.ByHand && (own || told(u)[q] == a)
	})
	return claims
}

// milder says whether an answer that something may be so says less than what they know of it, or than
// the text tells beside it: one about bad news has a place for what nobody knows.
func milder(aff *incident.Affected, u *update.Update, q facts.Question, a facts.Answer) bool {
	if !fault.OneOf(a, facts.Suspected, facts.DontKnow) {
		return false
	}
	return facts.Bad(q, aff.Knows[q]) && aff.Knows[q] != a || u.Kind != update.ByHand && (update.BadNews(u.Kind) || facts.Bad(q, told(u)[q]))
}

// told are the answers that a text tells on some way.
func told(u *update.Update) map[facts.Question]facts.Answer {
	all := map[facts.Question]facts.Answer{}
	for via := range u.Texts {
		maps.Copy(all, u.Told(via))
	}
	return all
}

// Says are those of the claims that somebody says are made that this text or report makes: of
// several at once each says its own.
func Says(inc *incident.Incident, aff *incident.Affected, u *update.Update, ticked byhand.Claims) byhand.Claims {
	bare := *u
	bare.Claims = nil
	claims := Harm(inc, aff, &bare)
	maps.DeleteFunc(claims, func(q facts.Question, a facts.Answer) bool { return ticked[q] != a })
	return claims
}

// Instants are what the words of a text or a report say of instants, as far as that is not kept: a
// call, a thing by its time, by when it works, since when it does. Texts of the weeks after name
// their dates by themselves.
func Instants(inc *incident.Incident, aff *incident.Affected, u *update.Update, now time.Time) []update.Instant {
	if inc.State == incident.Cancelled || update.Aftercare(u.Kind) || u.Kind == update.MeetingInvite || u.Kind == update.EtaChange {
		return nil
	}
	return slices.DeleteFunc(Of(inc, aff, u), func(i update.Instant) bool { return u.Has(i.What, i.At) || keptAlready(inc, aff, said{u, i}, now) })
}

// Of is all that the words say of instants.
func Of(inc *incident.Incident, aff *incident.Affected, u *update.Update) []update.Instant {
	return byhand.InstantsOf(u, schedule.Zone(inc.ZoneOf(aff, u.By)), aff.Client.Zone())
}

// said is an instant, and the text or report that says it.
type said struct {
	in *update.Update
	update.Instant
}

// keptAlready says whether they have it of us already, or it is no question any more.
func keptAlready(inc *incident.Incident, aff *incident.Affected, i said, now time.Time) bool {
	_, eta, _ := aff.ToldEstimate()
	u := i.in
	switch i.What {
	case update.SaysCall:
		p := aff.Owed(promise.Meeting)
		return !i.At.After(now) || i.At.Equal(u.CallAt) || p != nil && p.DueAt.Equal(i.At)
	case update.SaysEstimate:
		return !i.At.After(now) || !inc.Estimates() || i.At.Equal(eta) || i.At.Equal(u.Times["eta_to"])
	case update.SaysWorks:
		return !mayWork(inc, aff) || update.KindOf(u.Kind).Recovers
	}
	return !i.At.After(now) || u.Words["promised"] != "" && i.At.Equal(u.NextAt) || promisedIn(aff.Next(), i.Words)
}

// mayWork says whether it may be news to a client that it works again.
func mayWork(inc *incident.Incident, aff *incident.Affected) bool {
	return inc.State == incident.Open && inc.CanWorkAgain() && inc.StatusOf(aff) != update.Monitoring
}

// promisedIn says whether a promise holds these words.
func promisedIn(p *promise.Promise, words string) bool {
	return p != nil && (p.Words == words || slices.ContainsFunc(p.Later, func(w promise.Worded) bool { return w.Words == words }))
}

// Lost is what a text or a report says is lost, where it is kept that it says so: later texts say the same. Its
// days are those of whoever wrote it.
func Lost(inc *incident.Incident, aff *incident.Affected, u *update.Update) *facts.Loss {
	if u.Claims[facts.DataLost] != facts.Yes {
		return nil
	}
	return &facts.Loss{Said: facts.Dated(byhand.LostIn(byhand.Typed(u)), u.At.In(schedule.Zone(inc.ZoneOf(aff, u.By))))}
}

// Keep keeps in a text what somebody says that it says of harm, and of a loss in which words.
func Keep(inc *incident.Incident, aff *incident.Affected, u *update.Update, ticked byhand.Claims) {
	u.Claims = Says(inc, aff, u, ticked)
	if u.Loss == nil {
		u.Loss = Lost(inc, aff, u)
	}
}
