package messages

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/meeting"
	"candor/incident/standing"
	"candor/incident/team"
	"candor/incident/update"
	"candor/messages/asks"
	"candor/messages/owns"
	"candor/messages/tidy"
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
	inc = owns.ToldTo(inc, aff)
	call := *w
	call.aloud = true
	w = &call
	vals := w.callValues(inc, aff, s)
	if inc.Facts.Bad() {
		vals["owned"] = value{text: w.ownership(inc)}
		if inc.MayBeIn() && !inc.Facts.Is(facts.DataLost, facts.Yes) { // as the text says it: nobody knows yet whose it is
			vals["owned"] = value{text: w.badNews.Unproven}
		}
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
func (w *Words) Hard(inc *incident.Incident, aff *incident.Affected, now time.Time) (questions []string, answer string) {
	m, today := w.phrases.moment(meeting.StatusBy(inc, &aff.Client, now), now, &aff.Client), "today"
	if h := now.In(aff.Client.Zone()).Hour(); h >= 18 || h < 6 {
		today = "tonight"
	}
	return slices.Clone(w.badNews.Call.Hard), w.phrases.write(w.badNews.Call.Status, map[string]value{"today": {text: today}, "by": {text: m.text}})
}

// OverNow are what to say on the phone of what they were asked and is over.
func (w *Words) OverNow(inc *incident.Incident, aff *incident.Affected, s Speaker) (list []string) {
	f := inc.FactsOf(aff)
	for _, a := range standing.Endable(aff.Standing, f) {
		if a.Ends(f) {
			list = append(list, w.over(a, aff, update.Update{At: s.Now}, false))
		}
	}
	return list
}

// callValues are what the variables of the sentences of a call stand for.
func (w *Words) callValues(inc *incident.Incident, aff *incident.Affected, s Speaker) map[string]value {
	bad, came, opening := inc.Facts.Bad(), len(aff.Asks) > 0, w.opens(inc, aff, update.Update{At: s.Now})
	if denied := w.denied(inc, aff, update.Update{At: s.Now}, inc.Wrong(aff, 0)); denied != "" && !bad { // good news takes back what was wrong
		came, opening = true, value{text: denied, typed: true, sentence: true}
	}
	works, doing, known := w.behind(cmp.Or(inc.WorksSince(aff), inc.ResolvedAt), update.Update{At: s.Now}, aff), inc.Doing, w.confirmedAloud(inc, aff)
	if works.text != "" && !bad {
		doing = map[bool]string{true: aff.Said["action_now"]}[inc.State == incident.Open]
	} else if works = (value{}); known == "" {
		known = w.sentences([]string{w.beginning(inc, aff, update.Update{At: s.Now})})
	}
	running, _ := asks.Stands(false, w.kept(inc, aff, update.Update{}), w.badNews.Release)
	return map[string]value{
		"contact": {text: aff.Client.Callee()}, "sender": {text: tidy.First(s.Person.Name, s.Company)}, "company": {text: s.Company},
		"service": {text: aff.Client.ServiceName()}, "opening": opening,
		"facts": {text: known}, "works": works, "running": {text: running},
		"unknown": {text: w.unknown(inc)}, "not_known": {text: w.notKnown(inc)}, "doing": {text: doing, typed: true},
		"next": {text: ClientTime(s.Next, s.Now, &aff.Client)}, "calls": set(aff.Client.Manner.Calls()), "writes": set(!aff.Client.Manner.Calls()),
		"bad": set(bad), "not_bad": set(!bad), "calm": set(!bad && !came && aff.ToldAt.IsZero()), "asked": set(!bad && came),
	}
}

// confirmedAloud is what is known, behind that somebody got in or may have where that is the
// bad news: nobody hears what is well first.
func (w *Words) confirmedAloud(inc *incident.Incident, aff *incident.Affected) string {
	in := inc.Facts.Is(facts.Intruder, facts.Confirmed)
	if !in && !inc.Facts.Is(facts.Intruder, facts.Suspected) || inc.Facts.Is(facts.DataLost, facts.Yes) {
		return w.confirmed(inc)
	}
	says := map[bool]string{true: w.badNews.Access.Was, false: w.badNews.Access.May}[in]
	says = w.phrases.write(says, map[string]value{"service": {text: aff.Client.ServiceName()}})
	return w.sentences([]string{says, inc.Facts.Behind()[facts.Intruder], w.confirmed(inc, facts.Intruder)})
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

// Avoid are the three things not to say on a call about bad news.
func (w *Words) Avoid() []string { return slices.Clone(w.badNews.Call.Avoid) }
