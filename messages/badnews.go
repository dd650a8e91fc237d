package messages

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/team"
	"candor/incident/update"
)

// Saying is what one answer to one of the five questions says to a client.
type Saying struct {
	Say  string `yaml:"say"`  // a sentence of its own
	Open string `yaml:"open"` // completes “Not known yet: …”; only of what is not known
	Was  string `yaml:"was"`  // completes “we wrote that …”
}

// badNews are the words of bad news as their file holds them.
type badNews struct {
	Answers   map[facts.Question]map[facts.Answer]Saying `yaml:"answers"`
	Gaps      map[string]string                          `yaml:"gaps"`
	Asks      map[string]string                          `yaml:"asks"`
	Note      string                                     `yaml:"note"`
	Suspicion string                                     `yaml:"suspicion"`
	Slots     string                                     `yaml:"slots"`
	Backups   backupWords                                `yaml:"backups"`
	Ownership struct {
		Ours   string `yaml:"ours"`
		Regret string `yaml:"regret"`
	} `yaml:"ownership"`
	Call struct {
		Say   []string `yaml:"say"`
		Avoid []string `yaml:"avoid"`
	} `yaml:"call"`
}

// variables of the sentences of bad news: those of an answer, of the slots and of the call.
var (
	answerVariables = []string{"lost", "from", "to", "words"}
	noteVariables   = []string{"text"}
	slotVariables   = []string{"slot1", "slot2"}
	callVariables   = []string{"contact", "sender", "company", "facts", "unknown", "doing", "next", "bad", "not_bad", "owned"}
)

// parseBadNews reads the words of bad news and notes what is wrong with them.
func parseBadNews(file, text string, m *mistakes) badNews {
	var b badNews
	r, ok := m.yamlAt(file, 0, text, &b)
	if !ok {
		return b
	}
	for _, q := range facts.Questions {
		for _, a := range facts.Answers[q] {
			s := b.Answers[q][a]
			at := r.Line("answers." + string(q) + "." + string(a) + ".say")
			if strings.TrimSpace(s.Say) == "" || strings.TrimSpace(s.Was) == "" || isOpen(a) && strings.TrimSpace(s.Open) == "" {
				m.add(file, at, "%s %s: say and was are needed, and open where it is not known. Write all of them.", q, a)
			}
			m.sentence(file, at, s.Say, answerVariables)
		}
	}
	for _, gap := range []string{"lost", "from", "to", "confirmed"} {
		if strings.TrimSpace(b.Gaps[gap]) == "" {
			m.add(file, r.Line("gaps"), "gaps: %s is missing. Write what stands for it while nobody knows it.", gap)
		}
	}
	m.sentence(file, r.Line("note"), b.Note, noteVariables)
	m.sentence(file, r.Line("suspicion"), b.Suspicion, noteVariables)
	m.sentence(file, r.Line("slots"), b.Slots, slotVariables)
	m.sentence(file, r.Line("ownership.ours"), b.Ownership.Ours, nil)
	m.sentence(file, r.Line("ownership.regret"), b.Ownership.Regret, nil)
	b.Backups.check(file, r.Line("backups"), m)
	if len(b.Call.Say) != 3 || len(b.Call.Avoid) != 3 {
		m.add(file, r.Line("call"), "call: write three sentences to say and three to avoid; there are %d and %d.", len(b.Call.Say), len(b.Call.Avoid))
	}
	for _, s := range b.Call.Say {
		m.sentence(file, r.Line("call.say"), s, callVariables)
	}
	return b
}

// sentence notes what is wrong with one sentence and its variables.
func (m *mistakes) sentence(file string, line int, text string, known []string) {
	if strings.TrimSpace(text) == "" {
		m.add(file, line, "a sentence is empty. Write it.")
	}
	p := parser{file: file, line: line, text: text, m: m}
	nodes := p.parse(false)
	for _, name := range variables(nodes) {
		if !slices.Contains(known, name) {
			m.add(file, line, "there is no {{%s}} here. Write one of %s.", name, strings.Join(known, ", "))
		}
	}
}

// isOpen says whether an answer is not confirmed.
func isOpen(a facts.Answer) bool { return a == facts.DontKnow || a == facts.Suspected }

// factValues are what the variables of an answer stand for.
func (w *Words) factValues(inc *incident.Incident, q facts.Question) map[string]value {
	lost := inc.Facts.Given[facts.DataLost]
	vals := map[string]value{"words": {text: inc.Facts.Given[q].Words, typed: true}}
	for name, text := range map[string]string{"lost": lost.Words, "from": lost.From, "to": lost.To} {
		vals[name] = value{text: first(text, w.badNews.Gaps[name]), typed: true}
	}
	return vals
}

// say is the sentence of a question as it is answered now; "" if it is not.
func (w *Words) say(inc *incident.Incident, q facts.Question) string {
	if q == facts.SpareCopy && noBackup(&inc.Facts) {
		return w.backups(inc)
	}
	s := w.badNews.Answers[q][inc.Facts.Given[q].Answer].Say
	if s == "" {
		return ""
	}
	return w.phrases.write(s, w.factValues(inc, q))
}

// confirmed are the sentences of what is known: of the questions, but those
// left out, and of the list.
func (w *Words) confirmed(inc *incident.Incident, but ...facts.Question) string {
	var list []string
	for _, q := range facts.Questions {
		if a := inc.Facts.Answer(q); a != "" && !isOpen(a) && !slices.Contains(but, q) {
			list = append(list, w.say(inc, q))
		}
	}
	return w.sentences(append(list, Notes(inc.Facts.Known)...))
}

// unknown are the sentences of what is not known, but those of the questions left out.
func (w *Words) unknown(inc *incident.Incident, but ...facts.Question) string {
	var list []string
	for _, q := range facts.Questions {
		if isOpen(inc.Facts.Answer(q)) && !slices.Contains(but, q) {
			list = append(list, w.say(inc, q))
		}
	}
	for _, text := range Notes(inc.Facts.Unknown) {
		list = append(list, w.phrases.write(w.badNews.Note, map[string]value{"text": {text: strings.TrimSuffix(text, "."), typed: true}}))
	}
	return w.sentences(list)
}

// open is what is not known, to stand after “Not known yet:”.
func (w *Words) open(inc *incident.Incident) string {
	var list []string
	for _, q := range facts.Questions {
		if a := inc.Facts.Answer(q); isOpen(a) {
			list = append(list, w.badNews.Answers[q][a].Open)
		}
	}
	for _, text := range Notes(inc.Facts.Unknown) {
		list = append(list, strings.TrimSuffix(text, "."))
	}
	return strings.Join(list, "; ")
}

// suspected lists the questions whose answer is only a suspicion.
func (w *Words) suspected(inc *incident.Incident) (list []facts.Question) {
	for _, q := range facts.Questions {
		if inc.Facts.Is(q, facts.Suspected) {
			list = append(list, q)
		}
	}
	return list
}

// suspicion is what is only suspected, to stand after “We are also checking”.
func (w *Words) suspicion(inc *incident.Incident) string {
	var list []string
	for _, q := range w.suspected(inc) {
		list = append(list, w.badNews.Answers[q][facts.Suspected].Open)
	}
	if len(list) == 0 {
		return ""
	}
	return w.phrases.write(w.badNews.Suspicion, map[string]value{"text": {text: strings.Join(list, "; ")}})
}

// Notes returns the texts of what was noted.
func Notes(list []facts.Noted) (texts []string) {
	for _, n := range list {
		texts = append(texts, n.Text)
	}
	return texts
}

// sentences joins sentences, each with its capital and its stop.
func (w *Words) sentences(list []string) string {
	var out []string
	for _, s := range list {
		if s = Clean(s, false); s != "" {
			out = append(out, w.phrases.inPlace(value{text: s, typed: true, sentence: true}, true))
		}
	}
	return strings.Join(out, " ")
}

// OptionalFacts are the optional fields of templates that the facts fill. A
// person may empty them; then they stay empty.
var OptionalFacts = []string{"suspicion_line", "ownership_line"}

// factField is a field of templates that the facts fill.
type factField struct {
	fill  func(*Words, telling) string // what it begins with; nil: what is fixed, or else nothing
	fixed func(*Words, telling) string // what an answer says in it: nobody edits that; nil or "": nothing
	whole bool                         // nothing may be added to what is fixed
	keeps bool                         // what a draft says in it stays when the facts change
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
	"data_what":      {fixed: ofLoss("lost", func(f facts.Fact) string { return f.Words }), whole: true},
	"window_from":    {fixed: ofLoss("from", func(f facts.Fact) string { return f.From }), whole: true},
	"window_to":      {fixed: ofLoss("to", func(f facts.Fact) string { return f.To }), whole: true},
	"backup_line":    {fixed: func(w *Words, t telling) string { return w.say(t.Incident, facts.SpareCopy) }, whole: true},
	"suspicion_line": {fixed: func(w *Words, t telling) string { return w.suspicion(t.Incident) }, whole: true},
	"recoverable": {fixed: func(w *Words, t telling) string { return w.say(t.Incident, facts.Recoverable) }, fill: func(w *Words, t telling) string { // not asked is not known
		return w.badNews.Answers[facts.Recoverable][facts.DontKnow].Say
	}},
	"confirmed": {fixed: (*Words).confirmedIn, fill: func(w *Words, t telling) string {
		if t.u.Kind == update.DataLoss {
			return w.badNews.Gaps["confirmed"]
		}
		return ""
	}},
	"nature":       {fixed: func(w *Words, t telling) string { return w.confirmed(t.Incident) }},
	"unknown_line": {fixed: (*Words).unknownIn},
	"what_changed": {fixed: func(w *Words, t telling) string {
		if update.BadNews(t.NewsKind(t.aff)) { // that has a text of its own, with the word of those whose it is
			return ""
		}
		return w.news(t.Incident, t.News(t.aff))
	}, fill: func(w *Words, t telling) string { return w.news(t.Incident, t.News(t.aff)) }},
	"wrong":         {fill: func(w *Words, t telling) string { return w.toldBefore(t.Incident, t.aff, t.u.Corrects) }},
	"right":         {fixed: func(w *Words, t telling) string { return w.news(t.Incident, rightNow(t.Incident, t.aff, t.u.Corrects)) }},
	"slots":         {fill: func(w *Words, t telling) string { return w.slots(t.aff, t.now) }},
	"client_action": {fill: func(w *Words, t telling) string { return w.badNews.Asks[t.u.Kind] }, keeps: true},
	"ownership_line": {fill: func(w *Words, t telling) string {
		if t.u.Kind != update.DataLoss { // it has a sentence of its own to begin with
			return ""
		}
		return w.ownership(t.Incident)
	}},
	"gap_line":  {fixed: func(w *Words, t telling) string { return w.withBackups(t.Incident, "") }, keeps: true},
	"data_line": {fixed: func(w *Words, t telling) string { return w.dataLine(t.Incident) }, keeps: true},
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
	if !ok || len(t.Facts.Given) == 0 {
		return ""
	}
	if field.fill == nil {
		return ""
	}
	return field.fill(w, t)
}

// ofLoss is a part of the answer to what is lost, once it is.
func ofLoss(gap string, part func(facts.Fact) string) func(*Words, telling) string {
	return func(w *Words, t telling) string {
		if !t.Facts.Is(facts.DataLost, facts.Yes) {
			return ""
		}
		return first(part(t.Facts.Given[facts.DataLost]), w.badNews.Gaps[gap])
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
		if fixed == "" {
			continue
		}
		if u.Fixed == nil {
			u.Fixed = map[string]string{}
		}
		own := strings.TrimLeft(strings.TrimPrefix(strings.TrimSpace(u.Words[f.Name]), fixed), " ;")
		u.Fixed[f.Name], u.Words[f.Name] = fixed, fixed
		switch {
		case own == "" || field.whole:
		case endsSentence(fixed):
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
	if t.u.Kind != update.DataLoss {
		return w.confirmed(t.Incident)
	}
	return w.confirmed(t.Incident, facts.DataLost, facts.SpareCopy, facts.Recoverable)
}

// unknownIn is what is not known, as a text says it: in two of them after “Not
// known yet:”.
func (w *Words) unknownIn(t telling) string {
	if t.u.Kind == update.BreachSuspected || t.u.Kind == update.ProcessorNotice {
		return w.open(t.Incident)
	}
	return w.unknown(t.Incident, append(w.suspected(t.Incident), facts.SpareCopy, facts.Recoverable)...)
}

// dataLine says in the last word what became of the data; "" while nobody was asked.
func (w *Words) dataLine(inc *incident.Incident) string {
	line := w.say(inc, facts.DataLost)
	if inc.Facts.Is(facts.DataLost, facts.Yes) {
		line = strings.TrimSpace(line + " " + w.say(inc, facts.Recoverable))
	}
	return w.withBackups(inc, line)
}

// news are the sentences of questions as they are answered now.
func (w *Words) news(inc *incident.Incident, list []facts.Question) string {
	var says []string
	for _, q := range list {
		says = append(says, w.say(inc, q))
	}
	return w.sentences(says)
}

// toldBefore is what the client was told in text n, or in any with 0, and is not so.
func (w *Words) toldBefore(inc *incident.Incident, aff *incident.Affected, n int) string {
	var list []string
	for _, q := range inc.Wrong(aff, n) {
		list = append(list, w.badNews.Answers[q][aff.Has(q)].Was)
	}
	return strings.Join(list, ", and that ")
}

// rightNow lists what a correction of text n tells the client: what it has not
// heard, but what was wrong in another text. That one gets its own correction.
func rightNow(inc *incident.Incident, aff *incident.Affected, n int) []facts.Question {
	others, wrong := inc.Wrong(aff, 0), inc.Wrong(aff, n)
	return slices.DeleteFunc(inc.News(aff), func(q facts.Question) bool {
		return slices.Contains(others, q) && !slices.Contains(wrong, q)
	})
}

// slots offers the two times for a meeting that were chosen, or that fit, where
// these have passed.
func (w *Words) slots(aff *incident.Affected, now time.Time) string {
	slots := incident.OfferedSlots(aff, now)
	return w.phrases.write(w.badNews.Slots, map[string]value{
		"slot1": {text: ClientTime(slots[0], now, &aff.Client)}, "slot2": {text: ClientTime(slots[1], now, &aff.Client)},
	})
}

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
	vals := map[string]value{
		"contact": {text: aff.Client.Greeting()}, "sender": {text: first(s.Person.Name, s.Company)}, "company": {text: s.Company},
		"facts":   {text: first(w.confirmed(inc), w.sentences([]string{fmt.Sprintf("Since %s %s", ClientTime(inc.Since, s.Now, &aff.Client), inc.Impact)}))},
		"unknown": {text: w.unknown(inc)}, "doing": {text: inc.Doing, typed: true},
		"next": {text: ClientTime(s.Next, s.Now, &aff.Client)},
		"bad":  set(isBad(&inc.Facts)), "not_bad": set(!isBad(&inc.Facts)),
	}
	if isBad(&inc.Facts) {
		vals["owned"] = value{text: w.ownership(inc)}
	}
	var list []string
	for _, text := range w.badNews.Call.Say {
		list = append(list, w.phrases.write(text, vals))
	}
	return list
}

// isBad says whether anything bad is known or suspected. An incident may ask the
// five questions and turn out to be none of it.
func isBad(f *facts.Facts) bool {
	return f.Is(facts.DataLost, facts.Yes) || f.Is(facts.SpareCopy, facts.NoCopy) || f.Is(facts.SpareCopy, facts.CopyFailed) ||
		f.Is(facts.Intruder, facts.Suspected) || f.Is(facts.Intruder, facts.Confirmed) || f.Is(facts.Personal, facts.Yes)
}

// Avoid are the three things not to say on a call about bad news.
func (w *Words) Avoid() []string { return slices.Clone(w.badNews.Call.Avoid) }
