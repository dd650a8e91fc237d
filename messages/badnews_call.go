package messages

import (
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/meeting"
	"candor/incident/standing"
	"candor/incident/team"
	"candor/incident/update"
)

// Speaker is who is about to call, and what they promise.
type Speaker struct {
	Person  team.Person
	Company string
	Next    time.Time // when the client hears next
	Now     time.Time
}

// Opening are the three sentences with which a call about bad news begins.
func (w *Words) Opening(inc *incident.Incident, aff *incident.Affected, s Speaker) []string {
	inc = toldTo(inc, aff)
	call := *w
	call.aloud = true
	w = &call
	vals := w.callValues(inc, aff, s)
	if isBad(&inc.Facts) {
		vals["owned"] = value{text: w.ownership(inc)}
	}
	var list []string
	for _, text := range w.badNews.Call.Say {
		list = append(list, w.phrases.write(text, vals))
	}
	return list
}

// Voicemail is what to say where nobody picks up: it keeps the bad news for a
// person. It is "" where the words have none.
func (w *Words) Voicemail(inc *incident.Incident, aff *incident.Affected, s Speaker) string {
	return w.phrases.write(w.badNews.Call.Voicemail, w.callValues(inc.For(aff), aff, s))
}

// Hard are the questions that an angry client asks and nobody can answer on the
// call, with the one answer that holds: by when they hear where it stands.
func (w *Words) Hard(aff *incident.Affected, now time.Time) (questions []string, answer string) {
	m, today := w.phrases.moment(meeting.StatusBy(&aff.Client, now), now, &aff.Client), "today"
	if h := now.In(aff.Client.Zone()).Hour(); h >= 18 || h < 6 {
		today = "tonight"
	}
	return slices.Clone(w.badNews.Call.Hard), w.phrases.write(w.badNews.Call.Status, map[string]value{"today": {text: today}, "by": {text: m.text}})
}

// AsksNow are what to ask of a client on the phone that nobody asked yet.
func (w *Words) AsksNow(inc *incident.Incident, aff *incident.Affected) (list []string) {
	f := inc.FactsOf(aff)
	for _, q := range standing.Sayable(aff.Standing, f, inc.NewsKind(aff)) {
		list = append(list, w.AskOf(q, f))
	}
	return list
}

// callValues are what the variables of the sentences of a call stand for.
func (w *Words) callValues(inc *incident.Incident, aff *incident.Affected, s Speaker) map[string]value {
	bad, came := isBad(&inc.Facts), len(aff.Asks) > 0
	return map[string]value{
		"contact": {text: aff.Client.Greeting()}, "sender": {text: first(s.Person.Name, s.Company)}, "company": {text: s.Company},
		"service": {text: aff.Client.ServiceName()}, "opening": w.opens(inc, aff, update.Update{At: s.Now}),
		"facts":   {text: first(w.confirmedAloud(inc, aff), w.sentences([]string{w.beginning(inc, aff, update.Update{At: s.Now})}))},
		"unknown": {text: w.unknown(inc)}, "not_known": {text: w.notKnown(inc)}, "doing": {text: inc.Doing, typed: true},
		"next": {text: ClientTime(s.Next, s.Now, &aff.Client)}, "calls": set(aff.Client.Manner.Calls()), "writes": set(!aff.Client.Manner.Calls()),
		"bad": set(bad), "not_bad": set(!bad), "calm": set(!bad && !came), "asked": set(!bad && came),
	}
}

// confirmedAloud is what is known, behind that somebody may have got in where that is the bad
// news: nobody hears what is well first.
func (w *Words) confirmedAloud(inc *incident.Incident, aff *incident.Affected) string {
	if !inc.Facts.Is(facts.Intruder, facts.Suspected) || inc.Facts.Is(facts.DataLost, facts.Yes) {
		return w.confirmed(inc)
	}
	may := w.phrases.write(w.badNews.Access.May, map[string]value{"service": {text: aff.Client.ServiceName()}})
	return w.sentences([]string{may, w.confirmed(inc)})
}

// notKnown counts and lists what is not known; "" if that is nothing.
func (w *Words) notKnown(inc *incident.Incident) string {
	list := w.openList(inc)
	if len(list) == 0 {
		return ""
	}
	count := "several things"
	if counts := w.badNews.Call.Counts; len(list) <= len(counts) {
		count = counts[len(list)-1]
	}
	return w.phrases.write(w.badNews.Call.NotKnown, map[string]value{"count": {text: count}, "list": {text: strings.Join(list, ", ")}})
}

// isBad says whether anything bad is known or suspected. An incident may ask the
// five questions and turn out to be none of it.
func isBad(f *facts.Facts) bool {
	return f.Is(facts.DataLost, facts.Yes) || f.Is(facts.SpareCopy, facts.NoCopy) || f.Is(facts.SpareCopy, facts.CopyFailed) ||
		f.Is(facts.Intruder, facts.Suspected) || f.Is(facts.Intruder, facts.Confirmed) || f.Is(facts.Personal, facts.Yes)
}

// Avoid are the three things not to say on a call about bad news.
func (w *Words) Avoid() []string { return slices.Clone(w.badNews.Call.Avoid) }
