package messages

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/claimed"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
	"candor/messages/due"
	"candor/messages/given"
	"candor/messages/grammar"
	"candor/messages/owns"
	"candor/messages/stencil"
	"candor/messages/tidy"
)

// known are the facts and conditions that nobody is asked for: all of the conditions, and
// those of the facts that are wanted, as far as they take long.
func (t *template) known(inc *incident.Incident, client *client.Client, u update.Update, wanted func(name string) bool) map[string]value {
	aff := inc.Affected(client.ID)
	if aff == nil {
		aff = &incident.Affected{}
	}
	vals := make(map[string]value, 2*len(given.Facts)+len(t.fields)) // and as many conditions
	for name, s := range map[string]string{
		"service": client.ServiceName(), "ref": inc.Name(), "contact": client.Greeting(""),
		"sender": u.Sender.Name, "role": u.Sender.Role, "phone": u.Sender.Phone,
		"began": t.words.began(inc, aff), "impact_told": t.words.impactTold(inc, aff), "impact_short": t.impactShort(inc, aff, u),
		"part": tidy.First(u.Words["part"], "1"),
	} {
		vals[name] = value{text: Clean(s, false)}
	}
	for name, at := range owns.Instants(inc, aff, u) {
		if wanted(name) {
			vals[name] = t.instant(at, client, u)
		}
	}
	for name, says := range map[string]func() value{ // each takes long, and most texts show few
		"cause_unknown": func() value {
			if open := t.words.leftOpen(inc, aff, u); open != "" {
				return value{text: Clean(open, false)}
			}
			return value{text: tidy.Omitted, ready: true} // all of it stands there
		},
		"impact_began": func() value { return value{text: t.words.beginsWith(inc, aff, u), typed: true} },
		"works_line":   func() value { return value{text: t.words.worksLine(aff, u), typed: true} },
		"began_line":   func() value { return value{text: t.words.beganLine(inc, aff, u), typed: true} },
		"impact_since": func() value { return value{text: t.words.headline(inc, aff, u, vals["impact_short"].text)} },
		"besides_line": func() value { return value{text: t.words.beside(inc, aff, t.name), typed: true, sentence: true} },
		"doubt_line":   func() value { return value{text: t.words.doubts(inc, aff, t.name), typed: true, sentence: true} },
		"asked_line": func() value {
			pattern, at := t.words.badNews.Openings.AskedBefore(inc, aff)
			return t.words.opening(pattern, at, aff, u)
		},
		"opening": func() value { return t.words.opens(inc, aff, u) },
	} {
		if wanted(name) {
			vals[name] = says()
		}
	}
	if at := u.Times["date"]; !at.IsZero() {
		vals["date"] = value{text: t.phrases.day(at, client)}
	}
	if from, to := aff.SaidTimes["eta_from"], aff.SaidTimes["eta_to"]; !from.IsZero() && !to.IsZero() {
		a, b := t.phrases.between(from, to, u.At, client)
		vals["old_eta"] = value{text: stencil.Put(t.phrases.Range, "from", a.after, "to", b.after)}
	}
	t.rhythm(vals, inc, client, u)
	mail, size := u.ByMail(client), inc.AftercareOf(aff, u.At)
	for name, on := range map[string]bool{
		"by_mail": mail, "no_mail": !mail, "calling": u.Words[update.Calling] != "", "alerted": u.Words[update.Alerted] != "",
		"small": size == incident.Small, "misjudged": u.Words[update.Misjudged] != "", "no_estimate": u.Words[update.Misjudged] != "" && u.Times["eta_to"].IsZero(),
		"asked_first": aff.Asks.First() || !aff.Opened() && inc.NoticedBy == incident.NoticedByThem,
	} {
		vals[name] = set(on)
	}
	t.told(vals, inc, aff, u)
	t.access(vals, inc, aff)
	return vals
}

// doubts says what nobody knows of what is asked, or of what the kind of incident
// suspects, or words of ours that they read sound like: that it works again does not settle it. What was lost and is back, it says, too, and
// what they have not read of what comes back, where the text is of what works. The last word says these in places of
// their own, and only the rest here: what was written down beside the answers, certain and never told, or not known.
func (w *Words) doubts(inc *incident.Incident, aff *incident.Affected, kind string) string {
	f, list := inc.FactsOf(aff), []string(nil)
	beside := append(facts.Texts(f.Untold(aff.Learned)), w.notKnownOf(f.Unknown)...)
	if kind == update.ResolvedUpdate {
		return w.sentences(beside)
	}
	sounds := w.soundsLike(inc, aff)
	for _, q := range []facts.Question{facts.DataLost, facts.Intruder, facts.Personal} {
		a := f.Answer(q)
		if a.Open() && q != facts.Personal || a == "" && slices.Contains(sounds, q) {
			list = append(list, w.leaves(q, a, aff.Hinted[q]))
		}
	}
	if !update.KindOf(kind).Recovers && !update.Aftercare(kind) {
		return w.sentences(list)
	}
	if inc.Facts.Answer(facts.Recoverable) == facts.Restored || aff.Has(facts.DataLost) == facts.Yes && slices.Contains(inc.News(aff), facts.Recoverable) {
		list = append(list, w.say(inc, facts.Recoverable))
	}
	if q := alike.Alarm(inc, aff); slices.Contains(inc.News(aff), q) {
		list = append(list, w.say(inc, q))
	}
	return w.sentences(append(list, beside...))
}

// soundsLike are the questions of harm of which what a client has read speaks, and does not answer them, and
// of which the kind of incident is a suspicion.
func (w *Words) soundsLike(inc *incident.Incident, aff *incident.Affected) []facts.Question {
	list := append(claimed.SpokenOf(aff.ToldImpact(), w.playbooks), slices.Collect(maps.Keys(aff.Hinted))...)
	list = slices.DeleteFunc(list, func(q facts.Question) bool { return aff.Knows[q] != "" })
	return append(list, inc.KindTraits().Suspects())
}

// leaves says what is open of a question: of what they have read as certain and nobody has answered, not
// whether it is so.
func (w *Words) leaves(q facts.Question, a, read facts.Answer) string {
	says := w.badNews.Answers[q][cmp.Or(a, facts.DontKnow)].Say
	if a == "" && facts.Certain(q, read) {
		return tidy.First(w.badNews.Read[q], says)
	}
	return says
}

// rhythm is what a text says about how often the client hears from now on.
func (t *template) rhythm(vals map[string]value, inc *incident.Incident, client *client.Client, u update.Update) {
	was := due.Was(inc, inc.Affected(client.ID), u)
	vals["overdue"], vals["ahead"] = set(!u.At.Before(was)), set(u.At.Before(was))
	late, coming := due.LateChanges(inc.Affected(client.ID), u, func(at time.Time) string {
		return cmp.Or(t.instant(at, client, u).after, t.instant(at, client, u).text)
	})
	vals["changes_late"], vals["changes_new"] = value{text: late}, value{text: coming}
	vals["night_through"], vals["night_opening"] = set(u.Night == update.NightThrough), set(u.Night == update.NightTillOpening)
	if words, by, late := due.Unbrought(inc.Affected(client.ID), u); words != "" && !t.uses("given") {
		vals["words_by"], vals[map[bool]string{true: "words_late", false: "words_soon"}[late]] = t.instant(by, client, u), value{typed: true, text: words}
	}
	vals["given"] = value{typed: true, text: due.Given(inc.Affected(client.ID), u, func(at time.Time) string { return t.instant(at, client, u).text })}
	if !u.Rhythm.IsZero() {
		vals["theirs"], vals["from_now_on"] = set(update.BadNews(u.Kind)), value{text: t.phrases.roughly(u.Rhythm)}
	}
	if u.Night != "" {
		vals["pace"] = value{text: t.phrases.roughly(inc.Cadence(inc.Affected(client.ID), u.Kind))}
		vals["opens"] = t.instant(client.NextOpening(u.At), client, u)
	}
}

// began is what a client notices who has read nothing from us yet.
func (w *Words) began(inc *incident.Incident, aff *incident.Affected) string {
	if aff.Written {
		return ""
	}
	return w.impactOn(inc, aff)
}

// impactTold is the impact as a person approved it and the client read it last. When we found
// it is said anew in each text: what was yesterday then is another day by now.
func (w *Words) impactTold(inc *incident.Incident, aff *incident.Affected) string {
	told, noted := strings.TrimSpace(aff.ToldImpact()), w.impactOn(inc, aff)
	_, tail, timed := strings.Cut(stencil.Put(w.phrases.Began.Noted, "what", w.inSentence(noted).text), "{{time}}")
	if timed && !grammar.Finite(noted) && !strings.Contains(told, ". ") && strings.HasSuffix(strings.TrimRight(told, "."), tail) {
		return noted
	}
	return told
}

// impactRoom is how much of an impact a subject has room for.
const impactRoom = 70

// clauseEnd is no stop within a time or a name: 17:30, acme.com.
var clauseEnd = regexp.MustCompile(`[.;:](\s|$)|\n`)

// impactShort is the impact for a subject: its first clause.
func (t *template) impactShort(inc *incident.Incident, aff *incident.Affected, u update.Update) string {
	s := tidy.First(u.Words["impact"], t.words.impactTold(inc, aff), t.words.impactOn(inc, aff))
	if end := clauseEnd.FindStringIndex(s); end != nil && end[0] > 0 {
		s = s[:end[0]]
	}
	return Clip(grammar.Itself(t.phrases.inPlace(value{text: Clean(s, false)}, false), aff.Client.ServiceName()), impactRoom)
}
