package messages

import (
	"maps"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/claimed"
	"candor/incident/facts"
	"candor/incident/standing"
	"candor/incident/update"
	"candor/messages/grammar"
	"candor/messages/outset"
	"candor/messages/owns"
	"candor/messages/tidy"
)

// anyKind is the key of the words for bad news of a kind that has none of its own.
const anyKind = "other"

// firstOf are the words of a first notice: those of the incident's kind, those of
// any bad news, or none.
func (w *Words) firstOf(inc *incident.Incident) outset.Words {
	switch own, ok := w.badNews.First[inc.Kind]; {
	case ok:
		return own
	case inc.KindTraits().BadNews:
		return w.badNews.First[anyKind]
	}
	return w.badNews.First[ordinaryKind]
}

// ordinaryKind is the key of the words for what is no bad news of itself.
const ordinaryKind = "ordinary"

// leftOpen is what a first notice says that nobody knows yet: nothing that stands in it or
// was written down.
func (w *Words) leftOpen(inc *incident.Incident, aff *incident.Affected, u update.Update) string {
	noticed := strings.Join([]string{w.beginsWith(inc, aff, u), u.Words["still_works"], w.confirmed(owns.ToldTo(inc, aff))}, "\n")
	return w.firstOf(inc).NotKnown(w.badNews.Said, noticed, strings.Join([]string{u.Words["action_now"], u.Words["client_action"], u.Words["meanwhile"]}, "\n"))
}

// noticed is what a client notices, and since when as far as that is known: bad
// news is found at a time, and nobody knows yet when it happened.
func (w *Words) noticed(inc *incident.Incident, aff *incident.Affected, u update.Update) (impact string, at time.Time, found bool) {
	at = inc.Began()
	if found = at.IsZero(); found {
		at = inc.Noticed()
	}
	if given := u.Times["since"]; !given.IsZero() {
		at = given
	}
	return Clean(tidy.First(u.Words["impact"], w.impactOn(inc, aff)), false), at, found
}

// beginning says in a clause what a client notices and when it began or was found.
func (w *Words) beginning(inc *incident.Incident, aff *incident.Affected, u update.Update) string {
	impact, at, found := w.noticed(inc, aff, u)
	if impact == "" {
		return ""
	}
	pattern, what := w.phrases.Began.At, impact
	clause, ok := w.since(impact, aff)
	switch own := w.choices.Find(impact, aff.Client.Service).Began; {
	case own != "":
		pattern = own
	case found && grammar.Finite(impact) && inc.NoticedBy == incident.NoticedByThem && w.phrases.Began.Told != "":
		pattern = w.phrases.Began.Told
	case found && !grammar.Finite(impact) && w.phrases.Began.Noted != "": // strange sign-ins
		pattern = w.phrases.Began.Noted
	case found:
		pattern = w.phrases.Began.Found
		what = w.foundSince(inc, aff, u, impact)
	case ok:
		pattern, what = w.phrases.Began.Since, clause
	case grammar.Happened(impact):
		pattern = w.happened(at.Before(inc.Noticed()))
	}
	return w.phrases.write(pattern, map[string]value{"what": w.inSentence(what), "time": w.behind(at, u, aff)})
}

// foundSince is what was found, with since when where that is asked and somebody has said it: just
// now says nothing.
func (w *Words) foundSince(inc *incident.Incident, aff *incident.Affected, u update.Update, impact string) string {
	clause, ok := w.since(impact, aff)
	if !ok || !w.firstOf(inc).Leaves("since") || inc.Noticed().Sub(inc.Since) < 10*time.Minute {
		return impact
	}
	return w.phrases.write(w.phrases.Began.Since, map[string]value{"what": w.inSentence(clause), "time": w.behind(inc.Since, u, aff)})
}

// happened is how a text says what did not last: from when on, or that we found it where
// nobody has said that it was earlier.
func (w *Words) happened(timed bool) string {
	if began := w.phrases.Began; timed {
		return tidy.First(began.Happened, began.At)
	}
	return w.phrases.Began.Found
}

// beginsWith is the same with the bad news that has no text of its own and is known
// before the first notice: that says it, whatever else it is about.
func (w *Words) beginsWith(inc *incident.Incident, aff *incident.Affected, u update.Update) string {
	began := w.beginning(inc, aff, u)
	if began == "" || !inc.Facts.Is(facts.Personal, facts.Yes) {
		return began
	}
	return began + ". " + strings.TrimRight(w.say(owns.ToldTo(inc, aff), facts.Personal), ".")
}

// beganLine says it of what is over.
func (w *Words) beganLine(inc *incident.Incident, aff *incident.Affected, u update.Update) string {
	impact, at, found := w.noticed(inc, aff, u)
	if found || impact == "" || grammar.Happened(impact) {
		return w.beginning(inc, aff, u)
	}
	pattern := w.phrases.Began.At
	if past := tidy.First(w.choices.Find(impact, aff.Client.Service).Past, grammar.Past(impact)); past != "" && w.phrases.Began.Was != "" {
		pattern, impact = w.phrases.Began.Was, past
	}
	return w.phrases.write(pattern, map[string]value{"what": w.inSentence(impact), "time": w.behind(at, u, aff)})
}

// worksLine says in a clause what works again and since when.
func (w *Words) worksLine(aff *incident.Affected, u update.Update) string {
	what, at := Clean(u.Words["works_again"], false), u.Times["since_mitigated"]
	if what == "" || at.IsZero() {
		return ""
	}
	pattern := w.phrases.Began.Works
	if clause, ok := w.since(what, aff); ok {
		pattern, what = w.phrases.Began.Since, clause
	}
	return w.phrases.write(pattern, map[string]value{"what": w.inSentence(what), "time": w.behind(at, u, aff)})
}

// ownAsk says whether no person wrote it: it is empty, or a first notice of some kind asks so.
func (w *Words) ownAsk(text string) bool {
	return text == "" || slices.ContainsFunc(slices.Collect(maps.Values(w.badNews.First)), func(f outset.Words) bool { return text == f.Ask || text == f.Writes })
}

// asked is what a text asks of the client where nobody wrote anything else: what
// a person asked last, or what fits what is known now. At the end that stands only while
// somebody may have got in.
func (w *Words) asked(inc *incident.Incident, aff *incident.Affected, u update.Update, f headField) string {
	still, ended := standing.Still(aff.Standing, &inc.Facts, &u)
	if f.Keep && len(still) > 0 {
		return w.asksAgain(still, &inc.Facts)
	}
	c, ask := &aff.Client, aff.Said["client_action"]
	none := ended || ask == "" || !facts.Grave(facts.Intruder, inc.Facts.Answer(facts.Intruder)) // unless somebody writes it
	if !f.Keep || !f.Mandatory && none {
		return f.Default
	}
	nobodys := w.ownAsk(ask)
	if ended || nobodys && aff.Written && owns.Cleared(inc) {
		ask = w.badNews.First[ordinaryKind].Ask
	} else if nobodys {
		ask = w.firstOf(inc).AskOf(c)
	}
	if ask == w.badNews.First[ordinaryKind].Ask && claimed.Feared(inc, aff, &u, w.playbooks) {
		ask = w.badNews.First[anyKind].AskOf(c)
	}
	return ask
}

// headline is the beginning for a subject: short, and of bad news without a time.
func (w *Words) headline(inc *incident.Incident, aff *incident.Affected, u update.Update, short string) string {
	impact, at, found := w.noticed(inc, aff, u)
	clause, ok := w.since(impact, aff)
	if found || !ok || Clip(clause, impactRoom) != clause {
		return short
	}
	return w.phrases.write(w.phrases.Began.Since, map[string]value{"what": w.inSentence(grammar.Itself(clause, aff.Client.ServiceName())), "time": w.behind(at, u, aff)})
}

// since is an impact as it stands beside “since”: as the answer says it that it
// came with, or turned.
func (w *Words) since(impact string, aff *incident.Affected) (string, bool) {
	if own := w.choices.Find(impact, aff.Client.Service).Since; own != "" {
		return own, true
	}
	return grammar.Perfect(impact)
}

// inSentence is what a person typed as a part of a sentence.
func (w *Words) inSentence(text string) value {
	return value{text: w.phrases.inPlace(value{text: text}, false)}
}

// behind is a time that lies behind us, in whole minutes: seconds are for a promise that
// is about to fall due.
func (w *Words) behind(at time.Time, u update.Update, aff *incident.Affected) value {
	if at.IsZero() {
		return value{}
	}
	return instantValue(w.phrases.moment(at.Truncate(time.Minute), u.At, &aff.Client))
}
