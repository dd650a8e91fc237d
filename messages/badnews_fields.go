package messages

import (
	"maps"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/meeting"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/standing"
	"candor/incident/update"
	"candor/messages/owns"
	"candor/messages/tidy"
)

// OptionalFacts are the optional fields of templates that the facts fill. A
// person may empty them; then they stay empty.
var OptionalFacts = []string{"suspicion_line", "data_what", "window_from", "window_to", "data_back", "data_gone", "data_coming", "data_unknown"}

// factField is a field of templates that the facts fill.
type factField struct {
	fill  func(*Words, telling) string // what it begins with; nil: what is fixed, or else nothing
	fixed func(*Words, telling) string // what an answer says in it: nobody edits that; nil or "": nothing
	adds  bool                         // what it begins with stands behind what is fixed, too
	whole bool                         // nothing may be added to what is fixed
	gap   string                       // of the words that stand for it where nobody knows it and the field is mandatory
	keeps bool                         // what a draft says in it stays when the facts change

	always bool // it does not wait for an answer
}

// telling is a text to a client that is about to say what is known.
type telling struct {
	*incident.Incident
	aff *incident.Affected
	u   update.Update
	now time.Time
}

// factFields are all that the facts fill, by name.
var factFields = map[string]factField{
	"data_what":      {fixed: ofLoss(func(l facts.Loss) string { return l.What }), whole: true, gap: "lost"},
	"window_from":    {fixed: ofLoss(func(l facts.Loss) string { return l.From }), whole: true, gap: "from"},
	"window_to":      {fixed: ofLoss(func(l facts.Loss) string { return l.To }), whole: true, gap: "to"},
	"data_back":      {fixed: func(w *Words, t telling) string { return w.standing(t).back }},
	"data_gone":      {fixed: func(w *Words, t telling) string { return w.standing(t).gone }},
	"data_coming":    {fixed: func(w *Words, t telling) string { return w.standing(t).coming }},
	"data_unknown":   {fixed: func(w *Words, t telling) string { return w.standing(t).unknown }},
	"backup_line":    {fixed: func(w *Words, t telling) string { return w.say(t.Incident, facts.SpareCopy) }, whole: true},
	"suspicion_line": {fixed: func(w *Words, t telling) string { return w.suspicion(t.Incident) }, whole: true},
	"recoverable": {fixed: func(w *Words, t telling) string { return w.say(t.Incident, facts.Recoverable) }, fill: func(w *Words, t telling) string { // not asked is not known
		return w.badNews.Answers[facts.Recoverable][facts.DontKnow].Say
	}},
	"confirmed": {fixed: (*Words).confirmedIn, fill: func(w *Words, t telling) string {
		if proof := w.proven(t.aff); proof != "" && update.KindOf(t.u.Kind).About == facts.Intruder {
			return proof
		}
		if w.confirmedIn(t) != "" {
			return ""
		}
		if t.u.Kind == update.DataLoss || t.u.Kind == update.BreachSuspected && t.Facts.Is(facts.Intruder, facts.Confirmed) {
			return w.badNews.Gaps["confirmed"]
		}
		return ""
	}, adds: true},
	"nature":       {fixed: func(w *Words, t telling) string { return w.confirmed(t.Incident, owns.BackupsAside(t.Incident)...) }},
	"unknown_line": {fixed: (*Words).unknownIn, fill: (*Words).unseen, adds: true},
	"what_changed": {fixed: (*Words).newsIn, fill: (*Words).alsoNew, adds: true},
	"so": {always: true, fill: func(w *Words, t telling) string {
		return w.phrases.write(w.badNews.NotYours.So(t.KindTraits().BadNews), map[string]value{"service": {text: t.aff.Client.ServiceName()}})
	}, keeps: true},
	"wrong": {always: true, fill: func(w *Words, t telling) string {
		if t.u.Kind == update.NotYours {
			return w.badNews.NotYours.Told(tidy.First(t.aff.Said[update.Outset], w.impactTold(t.Incident, t.aff), w.badNews.NotYours["wrong"], w.impactOn(t.Incident, t.aff))) // as they read it first
		}
		return w.toldBefore(t.Incident, t.aff, t.u.Corrects, t.Wrong(t.aff, t.u.Corrects))
	}},
	"right": {fixed: func(w *Words, t telling) string {
		return w.news(t.Incident, owns.RightNow(t.Incident, t.aff, t.u.Corrects))
	}, always: true, fill: func(w *Words, t telling) string { // what is certain in place of a line that was wrong
		return map[bool]string{true: w.untold(t.Incident, t.aff)}[len(t.Facts.TakenBack(t.aff.Learned)) > 0]
	}},
	"sent": {fixed: func(w *Words, t telling) string {
		if t.Facts.Is(facts.Personal, facts.Yes) {
			return w.phrases.write(w.badNews.Sent[facts.Yes], w.factValues(t.Incident, facts.Personal))
		}
		return w.badNews.Sent[facts.DontKnow]
	}},
	"slots": {fill: (*Words).slots, always: true},
	"client_action": {fill: func(w *Words, t telling) string {
		if q := update.KindOf(t.u.Kind).About; standing.KindOf(q) == t.u.Kind {
			return w.AskOf(q, &t.Facts)
		}
		return ""
	}, keeps: true},
	"question": {fill: (*Words).afterHarm, keeps: true},
	"ownership_line": {fill: func(w *Words, t telling) string {
		if !owns.TellsNoBackup(&t.Facts, t.u.Kind) || t.u.Kind == update.BreachSuspected { // it has a sentence of its own to begin with
			return ""
		}
		return w.ownership(t.Incident)
	}},
	"gap_line":  {fixed: func(w *Words, t telling) string { return w.withBackups(t.Incident, "") }, keeps: true},
	"data_line": {fixed: (*Words).dataTold, whole: true, keeps: true},
}

// followsFacts says whether a field says what the facts say now, whatever a draft
// said in it before.
func followsFacts(name string) bool {
	f, ok := factFields[name]
	return ok && !f.keeps
}

// DropFacts takes out of a draft's words what the facts fill, where they have
// changed since it was written.
func DropFacts(words map[string]string) {
	maps.DeleteFunc(words, func(name, _ string) bool { return followsFacts(name) })
}

// fromFacts is what the facts put into a field of a text; "" if nothing.
func (w *Words) fromFacts(t telling, f headField) string {
	field, ok := factFields[f.Name]
	if !ok || len(t.Facts.Given) == 0 && !field.always {
		return ""
	}
	s := ""
	if field.fill != nil {
		s = field.fill(w, t)
	}
	if s != "" || !f.Mandatory {
		return s
	}
	return w.badNews.Gaps[field.gap]
}

// ofLoss is a part of the answer to what is lost, once it is.
func ofLoss(part func(facts.Loss) string) func(*Words, telling) string {
	return func(w *Words, t telling) string {
		if !t.Facts.Is(facts.DataLost, facts.Yes) {
			return ""
		}
		return part(factLoss(t.Incident))
	}
}

// fix puts in front of each field what an answer says in it. What the writer adds
// stands behind it.
func (w *Words) fix(t telling, u *update.Update, fields []headField) {
	u.Fixed = nil
	for _, f := range fields {
		field := factFields[f.Name]
		if field.fixed == nil || len(t.Facts.Given) == 0 {
			continue
		}
		fixed := Clean(field.fixed(w, t), f.Long)
		unsaid := field.gap != "" && t.Facts.Is(facts.DataLost, facts.Yes) // a sentence of its own says that nobody knows it yet
		if fixed == "" && !unsaid {
			continue
		}
		u.Fixed = fault.Made(u.Fixed)
		own := strings.TrimLeft(strings.TrimPrefix(strings.TrimSpace(u.Words[f.Name]), fixed), " ;")
		if own == "" && field.adds {
			own = field.fill(w, t)
		}
		u.Fixed[f.Name], u.Words[f.Name] = fixed, fixed
		switch {
		case own == "" || field.whole:
		case tidy.Ends(fixed):
			u.Words[f.Name] = fixed + " " + w.sentences([]string{own})
		default: // a list of what is not known
			u.Words[f.Name] = fixed + "; " + own
		}
	}
}

// Whole says whether nothing may be added to what an answer says in a field.
func Whole(field string) bool { return factFields[field].whole }

// confirmedIn is what is known, as a text says it. That of a data loss says most
// of it in places of its own.
func (w *Words) confirmedIn(t telling) string {
	switch t.u.Kind {
	case update.BreachSuspected: // whether there was a backup is no part of it, unless data is lost
		aside := owns.BackupsAside(t.Incident)
		if w.checkedSoFar(t.Incident) != "" { // that has a place of its own, behind what was seen
			aside = append(aside, facts.DataLost)
		}
		if t.Facts.Is(facts.Intruder, facts.Confirmed) { // the text begins with that
			return w.sentences([]string{t.Facts.Given[facts.Intruder].Words, w.confirmed(t.Incident, append(aside, facts.Intruder)...)})
		}
		return w.confirmed(t.Incident, aside...)
	case update.DataLoss:
	default:
		return w.confirmed(t.Incident)
	}
	return w.confirmed(t.Incident, facts.DataLost, facts.SpareCopy, facts.Recoverable)
}

// checkedSoFar says that nothing is known to be gone while nobody can rule out that
// someone got in; "" elsewhere, and beside what is confirmed to be missing.
func (w *Words) checkedSoFar(inc *incident.Incident) string {
	if !inc.Facts.Is(facts.DataLost, facts.No) || !inc.MayBeIn() || owns.Missing(inc) {
		return ""
	}
	return w.badNews.Unsure
}

// unknownIn is what is not known, as a text says it: in two of them after “Not
// known yet:”.
func (w *Words) unknownIn(t telling) string {
	switch t.u.Kind {
	case update.BreachSuspected, update.ProcessorNotice, update.WrongRecipients:
		return w.open(t.Incident, owns.BackupsAside(t.Incident)...)
	}
	return w.unknown(t.Incident, append(w.suspected(t.Incident), facts.SpareCopy, facts.Recoverable)...)
}

// unseen is what a text about a break-in says is not known until somebody writes what was
// seen, and one about a loss of which all is answered and the cause is known.
func (w *Words) unseen(t telling) string {
	switch {
	case t.u.Kind == update.DataLoss && w.unknownIn(t) == "" && w.badNews.Said.Why(w.confirmed(t.Incident)+"\n"+w.impactTold(t.Incident, t.aff)):
		return w.badNews.Gaps["more"]
	case t.u.Kind != update.BreachSuspected || t.Facts.Is(facts.Intruder, facts.No):
		return ""
	case t.Facts.Is(facts.Personal, facts.No), w.badNews.Said.Seen(w.confirmed(t.Incident)):
		return tidy.First(w.badNews.Gaps["seen_else"], w.badNews.Gaps["seen"])
	}
	return w.badNews.Gaps["seen"]
}

// afterHarm asks what a check-in asks once harm was done: whether all is well would
// read as if nothing had happened.
func (w *Words) afterHarm(t telling) string {
	switch access := t.KindTraits().Access; {
	case t.Facts.LossOpen():
		return w.badNews.Asks["after-loss"]
	case facts.Grave(facts.Intruder, t.Facts.Answer(facts.Intruder)):
		return w.badNews.Asks["after-break-in"]
	case t.Facts.Is(facts.Personal, facts.Yes), access == playbook.SentOut && !t.Facts.Is(facts.Personal, facts.No):
		return w.badNews.Asks["after-leak"]
	case t.Facts.Is(facts.DataLost, facts.Yes):
		return w.badNews.Asks["after-loss"]
	}
	return ""
}

// dataLine says in the last word what became of the data; "" while nobody was asked.
func (w *Words) dataLine(inc *incident.Incident, aff *incident.Affected) string {
	line := w.say(inc, facts.DataLost)
	switch {
	case line == "":
		return ""
	case inc.Facts.SaidAs(facts.Recoverable) == facts.Restored:
		line = w.phrases.write(w.badNews.Lost.Restored, map[string]value{"loss": {text: w.lost(factLoss(inc))}})
	case inc.Facts.Is(facts.DataLost, facts.Yes):
		line = strings.TrimSpace(line + " " + w.say(inc, facts.Recoverable))
	}
	return w.withBackups(inc, w.sentences([]string{line, w.besides(inc, aff, true)}))
}

// news are the sentences of questions as they are answered now.
func (w *Words) news(inc *incident.Incident, list []facts.Question) string {
	var says []string
	for _, q := range list {
		says = append(says, w.say(inc, q))
	}
	return w.sentences(says)
}

// changed is what is new. Where nobody knows anything yet, that is said.
func (w *Words) changed(t telling) string {
	list := t.News(t.aff)
	if slices.ContainsFunc(list, func(q facts.Question) bool { return facts.Grave(q, t.Facts.Answer(q)) }) { // beside harm it is news, too, that nobody knows of other harm
		list = append(list, t.inDoubt(list)...)
	}
	if news := w.news(t.Incident, list); news != "" || len(t.Facts.Answers()) == 0 {
		return news
	}
	for _, a := range t.Facts.Answers() {
		if a != facts.DontKnow {
			return ""
		}
	}
	if len(t.aff.Wrote) > 0 { // they have read that
		return ""
	}
	return w.phrases.write(w.badNews.Gaps["open"], map[string]value{"text": {text: w.open(t.Incident), typed: true}})
}

// inDoubt lists the questions of harm of which nobody knows, and they have not heard, but for those that are news.
func (t telling) inDoubt(news []facts.Question) []facts.Question {
	return slices.DeleteFunc(slices.Clone(facts.Questions), func(q facts.Question) bool {
		return slices.Contains(news, q) || !facts.Grave(q, facts.Yes) || t.Facts.Answer(q) != facts.DontKnow || t.aff.Has(q) != ""
	})
}

// newsIn is what the answers say is new in a text about something new; "" where that has a text
// of its own, with the word of those whose it is.
func (w *Words) newsIn(t telling) string {
	if update.BadNews(t.NewsKind(t.aff)) {
		return ""
	}
	return w.changed(t)
}

// untold is what was written down as certain and the client has not been told.
func (w *Words) untold(inc *incident.Incident, aff *incident.Affected) string {
	return w.sentences(facts.Texts(facts.Latest(inc.FactsOf(aff).Untold(aff.Learned))))
}

// alsoNew is what was written down, behind what the answers say is new; "" where they say nothing.
func (w *Words) alsoNew(t telling) string {
	switch news, untold := w.changed(t), w.untold(t.Incident, t.aff); {
	case news == "":
		return ""
	case w.newsIn(t) != "": // it stands there already
		return untold
	default:
		return w.sentences([]string{news, untold})
	}
}

// toldBefore is what the client was told of some questions and is not so, and what they were told as
// certain in text n, with 0 in any, and is wrong.
func (w *Words) toldBefore(inc *incident.Incident, aff *incident.Affected, n int, wrong []facts.Question) string {
	var list []string
	for _, q := range wrong {
		was, _ := inc.Wrongly(aff, q)
		says := w.badNews.Answers[q][was].Was
		as := aff.KnowsAs[q]
		if was == aff.Has(q) {
			as = aff.HasAs(q)
		}
		if as != "" && q != facts.DataLost { // what is lost is said with its words anyway
			says += ": " + as
		}
		list = append(list, says)
	}
	for _, gone := range inc.Facts.TakenBack(aff.Learned) {
		if n == 0 || n == aff.Learned[gone.N] {
			list = append(list, w.phrases.inPlace(value{text: gone.Text}, false))
		}
	}
	return strings.Join(list, ", and that ")
}

// dataTold says of the data what the client was told of a loss, or what the answers
// say where they were told of none.
func (w *Words) dataTold(t telling) string {
	if t.ToldLoss(t.aff) != nil {
		return w.statement(t)
	}
	return w.dataLine(t.Incident, t.aff)
}

// slots offers the two times for a meeting that were chosen, or that fit, where
// these have passed.
func (w *Words) slots(t telling) string {
	if text := tidy.First(w.badNews.Asks[string(t.aff.Client.Manner)], w.badNews.Asks[string(client.WritingOnly)]); text != "" && !t.aff.Client.Manner.Calls() {
		return text
	}
	slots, call, pattern := meeting.Slots(t.Incident, t.aff, t.now), t.aff.Owed(promise.Meeting), w.badNews.Talk
	if t.u.Kind == update.DataLoss || call != nil && call.DueAt.Equal(slots[0]) { // a call that they were promised is no offer
		pattern = w.badNews.Slots
	}
	one, two := w.phrases.moment(slots[0], t.now, &t.aff.Client), w.phrases.moment(slots[1], t.now, &t.aff.Client)
	if day, _, near := strings.Cut(one.text, " at "); near && pattern == w.badNews.Talk { // the day stands there already
		two.text = strings.TrimPrefix(two.text, day+" at ")
	}
	return w.phrases.write(pattern, map[string]value{"slot1": instantValue(one), "slot2": instantValue(two), "no_number": set(!t.aff.Client.HasPhone())})
}
