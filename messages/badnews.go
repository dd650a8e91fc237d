package messages

import (
	"maps"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/meeting"
	"candor/incident/team"
	"candor/incident/update"
	"candor/messages/ready"
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
	First     map[string]firstWords                      `yaml:"first"`
	Lost      lossWords                                  `yaml:"lost"`
	Openings  openings                                   `yaml:"openings"`
	Access    accessWords                                `yaml:"access"`
	Talk      string                                     `yaml:"talk"`
	Sent      map[facts.Answer]string                    `yaml:"sent"`
	Unproven  string                                     `yaml:"unproven"`
	Unsure    string                                     `yaml:"unsure"`
	Backups   backupWords                                `yaml:"backups"`
	Ownership ownershipWords                             `yaml:"ownership"`
	Ready     map[string]map[string]ready.Question       `yaml:"ready"` // by kind of update and field; a file of before there were any has none
	Call      struct {
		Say   []string `yaml:"say"`
		Avoid []string `yaml:"avoid"`

		Counts    []string `yaml:"counts"`    // one thing, two things …; of what is not known
		NotKnown  string   `yaml:"not_known"` // counts and lists it
		Hard      []string `yaml:"hard"`      // what they ask when they are angry
		Status    string   `yaml:"status"`    // what is answered to each
		Voicemail string   `yaml:"voicemail"` // where nobody picks up
	} `yaml:"call"`
}

// variables of the sentences of bad news: those of an answer, of the slots and of the call.
var (
	answerVariables = []string{"loss", "lost", "from", "to", "words"}
	noteVariables   = []string{"text"}
	slotVariables   = []string{"slot1", "slot2"}
	callVariables   = []string{"contact", "sender", "company", "facts", "unknown", "doing", "next", "bad", "not_bad", "opening", "calm", "asked", "not_known", "owned", "calls", "writes", "service"}
	countVariables  = []string{"count", "list"}
	statusVariables = []string{"today", "by"}
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
	b.checkLater(file, r.Line, m)
	for _, gap := range []string{"lost", "from", "to", "rest", "seen", "open", "confirmed"} {
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
	if len(b.Call.Hard) > 0 { // a file of before there were any has none
		m.sentence(file, r.Line("call.not_known"), b.Call.NotKnown, countVariables)
		m.sentence(file, r.Line("call.status"), b.Call.Status, statusVariables)
		m.sentence(file, r.Line("call.voicemail"), b.Call.Voicemail, callVariables)
	}
	return b
}

// checkLater notes what is wrong with the words for what comes with bad news: how
// it begins, what is lost, who had access, when we can talk.
func (b *badNews) checkLater(file string, lineOf func(string) int, m *mistakes) {
	for kind, fields := range b.Ready {
		for name, q := range fields {
			q.Check(func(why string) { m.add(file, lineOf("ready."+kind), "ready: %s: %s: %s", kind, name, why) })
		}
	}
	b.Lost.check(file, lineOf("lost"), m)
	b.Openings.check(file, lineOf("openings"), m)
	for _, s := range []string{b.Access.May, b.Access.Was} {
		m.sentence(file, lineOf("access"), s, []string{"service"})
	}
	for _, s := range []string{b.Access.MayShort, b.Access.WasShort, b.Sent[facts.Yes], b.Sent[facts.DontKnow], b.Unproven, b.Unsure} {
		m.sentence(file, lineOf("access"), s, nil)
	}
	m.sentence(file, lineOf("talk"), b.Talk, slotVariables)
	for _, kind := range []string{ordinaryKind, anyKind} {
		if strings.TrimSpace(b.First[kind].Unknown) == "" || strings.TrimSpace(b.First[kind].Ask) == "" {
			m.add(file, lineOf("first"), "first: %s needs unknown and ask. Write both.", kind)
		}
	}
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
	vals["loss"] = value{text: w.lost(factLoss(inc))}
	return vals
}

// say is the sentence of a question as it is answered now; "" if it is not.
func (w *Words) say(inc *incident.Incident, q facts.Question) string {
	switch {
	case q == facts.SpareCopy && noBackup(&inc.Facts):
		return w.backups(inc)
	case q == facts.DataLost && inc.Facts.Is(q, facts.Yes):
		return w.lossSentences(factLoss(inc))
	case q == facts.DataLost && inc.Facts.Is(q, facts.No) && inc.MayBeIn():
		return w.badNews.Unsure
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
func (w *Words) open(inc *incident.Incident, but ...facts.Question) string {
	return strings.Join(w.openList(inc, but...), "; ")
}

func (w *Words) openList(inc *incident.Incident, but ...facts.Question) (list []string) {
	for _, q := range facts.Questions {
		if a := inc.Facts.Answer(q); isOpen(a) && !slices.Contains(but, q) {
			list = append(list, w.badNews.Answers[q][a].Open)
		}
	}
	for _, text := range Notes(inc.Facts.Unknown) {
		list = append(list, strings.TrimSuffix(text, "."))
	}
	return list
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
var OptionalFacts = []string{"suspicion_line", "data_what", "window_from", "window_to", "data_gone", "data_coming", "data_unknown"}

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
	"data_what":      {fixed: ofLoss(func(f facts.Fact) string { return f.Words }), whole: true, gap: "lost"},
	"window_from":    {fixed: ofLoss(func(f facts.Fact) string { return f.From }), whole: true, gap: "from"},
	"window_to":      {fixed: ofLoss(func(f facts.Fact) string { return f.To }), whole: true, gap: "to"},
	"data_gone":      {fixed: func(w *Words, t telling) string { gone, _, _ := w.standing(t); return gone }},
	"data_coming":    {fixed: func(w *Words, t telling) string { _, coming, _ := w.standing(t); return coming }},
	"data_unknown":   {fixed: func(w *Words, t telling) string { _, _, unknown := w.standing(t); return unknown }},
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
	"nature":       {fixed: func(w *Words, t telling) string { return w.confirmed(t.Incident, backupsAside(t.Incident)...) }},
	"unknown_line": {fixed: (*Words).unknownIn, fill: (*Words).unseen, adds: true},
	"what_changed": {fixed: func(w *Words, t telling) string {
		if update.BadNews(t.NewsKind(t.aff)) { // that has a text of its own, with the word of those whose it is
			return ""
		}
		return w.changed(t)
	}, fill: (*Words).changed},
	"wrong": {fill: func(w *Words, t telling) string { return w.toldBefore(t.Incident, t.aff, t.u.Corrects) }},
	"right": {fixed: func(w *Words, t telling) string { return w.news(t.Incident, rightNow(t.Incident, t.aff, t.u.Corrects)) }},
	"sent": {fixed: func(w *Words, t telling) string {
		if t.Facts.Is(facts.Personal, facts.Yes) {
			return w.badNews.Sent[facts.Yes]
		}
		return w.badNews.Sent[facts.DontKnow]
	}},
	"slots": {fill: func(w *Words, t telling) string {
		if t.u.Kind != update.DataLoss {
			return w.slots(w.badNews.Talk, t)
		}
		return w.slots(w.badNews.Slots, t)
	}, always: true},
	"client_action": {fill: func(w *Words, t telling) string { return w.badNews.Asks[t.u.Kind] }, keeps: true},
	"question":      {fill: (*Words).afterLoss, keeps: true},
	"ownership_line": {fill: func(w *Words, t telling) string {
		if !tellsNoBackup(&t.Facts, t.u.Kind) || t.u.Kind == update.BreachSuspected { // it has a sentence of its own to begin with
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
func ofLoss(part func(facts.Fact) string) func(*Words, telling) string {
	return func(w *Words, t telling) string {
		if !t.Facts.Is(facts.DataLost, facts.Yes) {
			return ""
		}
		return part(t.Facts.Given[facts.DataLost])
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
		if u.Fixed == nil {
			u.Fixed = map[string]string{}
		}
		own := strings.TrimLeft(strings.TrimPrefix(strings.TrimSpace(u.Words[f.Name]), fixed), " ;")
		if own == "" && field.adds {
			own = field.fill(w, t)
		}
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
	switch t.u.Kind {
	case update.BreachSuspected: // whether there was a backup is no part of it, unless data is lost
		aside := backupsAside(t.Incident)
		if w.checkedSoFar(t.Incident) != "" { // that has a place of its own, behind what was seen
			aside = append(aside, facts.DataLost)
		}
		return w.confirmed(t.Incident, aside...)
	case update.DataLoss:
	default:
		return w.confirmed(t.Incident)
	}
	return w.confirmed(t.Incident, facts.DataLost, facts.SpareCopy, facts.Recoverable)
}

// checkedSoFar says that nothing is known to be gone while nobody can rule out that
// someone got in; "" elsewhere.
func (w *Words) checkedSoFar(inc *incident.Incident) string {
	if !inc.Facts.Is(facts.DataLost, facts.No) || !inc.MayBeIn() {
		return ""
	}
	return w.badNews.Unsure
}

// unknownIn is what is not known, as a text says it: in two of them after “Not
// known yet:”.
func (w *Words) unknownIn(t telling) string {
	switch t.u.Kind {
	case update.BreachSuspected, update.ProcessorNotice, update.WrongRecipients:
		return w.open(t.Incident, backupsAside(t.Incident)...)
	}
	return w.unknown(t.Incident, append(w.suspected(t.Incident), facts.SpareCopy, facts.Recoverable)...)
}

// unseen is what a text about a break-in says is not known until somebody writes
// what was seen.
func (w *Words) unseen(t telling) string {
	if t.u.Kind != update.BreachSuspected || t.Facts.Is(facts.Intruder, facts.No) {
		return ""
	}
	return w.badNews.Gaps["seen"]
}

// backupsAside are the questions that a text about who had access leaves out: a
// backup, and what can be recovered, matter once data is lost.
func backupsAside(inc *incident.Incident) []facts.Question {
	if inc.Facts.Is(facts.DataLost, facts.Yes) {
		return nil
	}
	return []facts.Question{facts.SpareCopy, facts.Recoverable}
}

// afterLoss asks what a check-in asks once data was lost: whether all is well would
// read as if nothing had happened.
func (w *Words) afterLoss(t telling) string {
	if !t.Facts.Is(facts.DataLost, facts.Yes) {
		return ""
	}
	return w.badNews.Asks["after-loss"]
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

// changed is what is new. Where nobody knows anything yet, that is said.
func (w *Words) changed(t telling) string {
	if news := w.news(t.Incident, t.News(t.aff)); news != "" || len(t.Facts.Answers()) == 0 {
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

// dataTold says of the data what the client was told of a loss, or what the answers
// say where they were told of none.
func (w *Words) dataTold(t telling) string {
	if t.ToldLoss(t.aff) != nil {
		return w.statement(t)
	}
	return w.dataLine(t.Incident)
}

// slots offers the two times for a meeting that were chosen, or that fit, where
// these have passed.
func (w *Words) slots(pattern string, t telling) string {
	if text := w.badNews.Asks[string(client.WritingOnly)]; text != "" && !t.aff.Client.Manner.Calls() {
		return text
	}
	slots := meeting.Slots(t.Incident, t.aff, t.now)
	return w.phrases.write(pattern, map[string]value{
		"slot1": instantValue(w.phrases.moment(slots[0], t.now, &t.aff.Client)), "slot2": instantValue(w.phrases.moment(slots[1], t.now, &t.aff.Client)),
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
	return w.phrases.write(w.badNews.Call.Voicemail, w.callValues(inc, aff, s))
}

// Hard are the questions that an angry client asks and nobody can answer on the
// call, with the one answer that holds: by when they hear where it stands.
func (w *Words) Hard(aff *incident.Affected, now time.Time) (questions []string, answer string) {
	m, today := w.phrases.moment(incident.StatusBy(&aff.Client, now), now, &aff.Client), "today"
	if h := now.In(aff.Client.Zone()).Hour(); h >= 18 || h < 6 {
		today = "tonight"
	}
	return slices.Clone(w.badNews.Call.Hard), w.phrases.write(w.badNews.Call.Status, map[string]value{"today": {text: today}, "by": {text: m.text}})
}

// callValues are what the variables of the sentences of a call stand for.
func (w *Words) callValues(inc *incident.Incident, aff *incident.Affected, s Speaker) map[string]value {
	bad, came := isBad(&inc.Facts), len(aff.Asks) > 0
	return map[string]value{
		"contact": {text: aff.Client.Greeting()}, "sender": {text: first(s.Person.Name, s.Company)}, "company": {text: s.Company},
		"service": {text: aff.Client.ServiceName()}, "opening": w.opens(inc, aff, update.Update{At: s.Now}),
		"facts":   {text: first(w.confirmed(inc), w.sentences([]string{w.beginning(inc, aff, update.Update{At: s.Now})}))},
		"unknown": {text: w.unknown(inc)}, "not_known": {text: w.notKnown(inc)}, "doing": {text: inc.Doing, typed: true},
		"next": {text: ClientTime(s.Next, s.Now, &aff.Client)}, "calls": set(aff.Client.Manner.Calls()), "writes": set(!aff.Client.Manner.Calls()),
		"bad": set(bad), "not_bad": set(!bad), "calm": set(!bad && !came), "asked": set(!bad && came),
	}
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
