package alike

import (
	"maps"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/phrase"
	"candor/incident/update"
)

// TakenBack says whether what a client had read that they notice was called wrong, and put right:
// it is not said to them again.
func TakenBack(aff *incident.Affected) bool { return aff.Said[update.Instead] != "" }

// PartOnly says whether a correction said that part of what a client had read was well, and of
// the rest nothing: what they notice is for somebody to write.
func PartOnly(aff *incident.Affected) bool {
	return TakenBack(aff) && phrase.NoTrouble(aff.Said[update.Instead]) && slices.ContainsFunc(phrase.Clauses(aff.Said["impact"]), func(part string) bool {
		return !phrase.SameSubject(aff.Said["wrong"], part)
	})
}

// Unaffected says whether nothing that a client had read is so: it was called wrong, what was
// put right says of no trouble, and nobody told them since that something works again, or that
// data is lost. Where that is in doubt somebody writes what they could not do, or that it was nothing.
func Unaffected(aff *incident.Affected) bool {
	switch {
	case !TakenBack(aff) || aff.Knows[facts.DataLost] == facts.Yes:
		return false
	case phrase.Nothing(aff.Said["impact_past"]):
		return true
	}
	return phrase.NoTrouble(aff.Said[update.Instead]) && !PartOnly(aff) && aff.SaidTimes["since_fixed"].IsZero()
}

// Mistaken is what is right, for a final message in which nobody wrote what a client could not do
// since nothing was wrong for them, or somebody wrote that it was nothing; else "".
func Mistaken(aff *incident.Affected, u *update.Update) string {
	past := u.Words["impact_past"]
	says := TakenBack(aff) && aff.Knows[facts.DataLost] != facts.Yes && phrase.Nothing(past)
	if !says && (!Unaffected(aff) || past != "") {
		return ""
	}
	return aff.Said[update.Instead]
}

// Past is what a client could not do, as they read it when it was over; "" where that was nothing.
func Past(aff *incident.Affected) string {
	if phrase.Nothing(aff.Said["impact_past"]) {
		return ""
	}
	return aff.Said["impact_past"]
}

// Alarm is what the kind of incident suspects and is known not to be so, where that is all that a
// client has read of: nothing stopped for them, so nothing works again. "" elsewhere.
func Alarm(inc *incident.Incident, aff *incident.Affected) facts.Question {
	q, now := inc.KindTraits().Suspects(), inc.FactsOf(aff)
	if q == "" || !now.Is(q, facts.No) || facts.AnyGrave(now.Answers()) || inc.ToldLoss(aff) != nil || phrase.Stopped(read(inc, aff)) {
		return ""
	}
	return q
}

// Unfounded says whether a text says so of lost data, and nobody wrote what else they could not do.
func Unfounded(inc *incident.Incident, aff *incident.Affected, u *update.Update) bool {
	past := u.Words["impact_past"]
	return Alarm(inc, aff) == facts.DataLost && (past == "" || phrase.Nothing(past))
}

// SaysWhat refuses a final message by which they could not do nothing, while what they have read
// that they notice stands.
func SaysWhat(inc *incident.Incident, aff *incident.Affected, u *update.Update) error {
	if u.Kind != update.ResolvedUpdate || !phrase.Nothing(u.Words["impact_past"]) || aff.ToldImpact() == "" || TakenBack(aff) || Unfounded(inc, aff, u) {
		return nil
	}
	return fault.FieldError("impact_past", "Nothing was sent: %s has read “%s”, and nobody has taken that back. If nothing was wrong for them, type correct first and say what is right. If something was, write what they could not do.", aff.Client.Name, strings.TrimRight(aff.ToldImpact(), "."))
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
