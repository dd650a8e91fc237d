package messages

import (
	"cmp"
	"regexp"
	"strings"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
	"candor/messages/grammar"
	"candor/messages/owns"
	"candor/messages/stencil"
	"candor/messages/strictyaml"
	"candor/messages/tidy"
)

// lossWords say what is lost, and what of that nobody knows.
type lossWords struct {
	Nothing  string            `yaml:"nothing"`  // the sentence while nobody knows which, nor from when to when
	What     string            `yaml:"what"`     // stands for “which” while nobody knows it
	Windows  map[string]string `yaml:"windows"`  // both, from, to: behind what is lost
	Unknown  map[string]string `yaml:"unknown"`  // which, dates, from, to: sentences
	Dated    string            `yaml:"dated"`    // a pattern: “which” says itself from which dates
	Ref      string            `yaml:"ref"`      // that what they were told still holds
	Told     string            `yaml:"told"`     // what they were told
	Had      string            `yaml:"had"`      // what they had lost, where part of it is back; a file of before has none
	Restored string            `yaml:"restored"` // that all of it is back
	Whole    string            `yaml:"whole"`    // what they notice then, where that stands there already; a file of before has none
	Past     string            `yaml:"past"`     // the same once all of it is back: what they were without
	Subject  string            `yaml:"subject"`  // for a headline

	dated *regexp.Regexp // nil: no answer does
}

var lossVariables = []string{"loss", "from", "to", "time", "is", "was", "part"}

func (l *lossWords) check(file string, line int, m *strictyaml.Mistakes) {
	for _, s := range []string{l.Nothing, l.What, l.Windows["both"], l.Windows["from"], l.Windows["to"], l.Unknown["which"], l.Unknown["dates"], l.Unknown["from"], l.Unknown["to"], l.Ref, l.Told, l.Had, l.Restored, l.Past, l.Subject} {
		checkSentence(m, file, line, s, lossVariables)
	}
	if l.Dated == "" {
		return
	}
	var err error
	if l.dated, err = regexp.Compile(l.Dated); err != nil {
		m.Add(file, line, "lost.dated: %q is not a pattern: %v.", l.Dated, err)
	}
}

// lost is a loss as a part of a sentence: all orders from 1 May to 3 May.
func (w *Words) lost(l facts.Loss) string {
	words := w.badNews.Lost
	window := map[[2]bool]string{{true, true}: words.Windows["both"], {true, false}: words.Windows["from"], {false, true}: words.Windows["to"]}[[2]bool{l.From != "", l.To != ""}]
	what := w.phrases.inPlace(value{text: tidy.First(Clean(l.What, false), Clean(l.Said, false), words.What)}, false)
	from, to := facts.Span(l.From, l.To)
	return strings.TrimSpace(what + " " + w.phrases.write(window, map[string]value{"from": {text: from, typed: true}, "to": {text: to, typed: true}}))
}

// lossSentences say what is lost and what of that is not known.
func (w *Words) lossSentences(l facts.Loss) string {
	words, what := w.badNews.Lost, cmp.Or(l.What, l.Said)
	if what == "" && l.From == "" && l.To == "" {
		return words.Nothing
	}
	undated := words.dated == nil || !words.dated.MatchString(what)
	list := []string{w.phrases.write(w.badNews.Answers[facts.DataLost][facts.Yes].Say, map[string]value{"loss": {text: w.lost(l)}})}
	for _, gap := range []struct {
		open bool
		key  string
	}{{what == "", "which"}, {undated && l.From == "" && l.To == "", "dates"}, {undated && l.From == "" && l.To != "", "from"}, {l.From != "" && l.To == "", "to"}} {
		if gap.open {
			list = append(list, words.Unknown[gap.key])
		}
	}
	return w.sentences(list)
}

// factLoss is the loss as it is known now, or where nobody said which, as they have read or heard it.
func factLoss(inc *incident.Incident) facts.Loss {
	f := inc.Facts.Given[facts.DataLost]
	if f.Words == "" && len(inc.Clients) == 1 {
		f.Words = grammar.Missing(inc.ImpactOn(inc.Clients[0].Client.ID))
		if l := inc.Clients[0].Lost; l != nil && l.Said != "" { // no text says less of it
			f.Words = l.Said
		}
	}
	return facts.Loss{What: f.Words, From: f.From, To: f.To}
}

// tellsLoss is the loss as the words of an update give it. What is known and was
// left out of them is said all the same.
func tellsLoss(inc *incident.Incident, u update.Update) facts.Loss {
	l := factLoss(inc)
	l.What, l.From, l.To = tidy.First(u.Words["data_what"], l.What), tidy.First(u.Words["window_from"], l.From), tidy.First(u.Words["window_to"], l.To)
	return l
}

// told are the variables about a loss that the client was told of, and the
// conditions that follow from it. Every text that comes after takes it from here.
func (t *template) told(vals map[string]value, inc *incident.Incident, aff *incident.Affected, u update.Update) {
	w, l := t.words, inc.ToldLoss(aff)
	gone := inc.Facts.Gone()
	vals["lost"], vals["not_lost"], vals["gone"], vals["recovering"] = set(l != nil), set(l == nil), set(l != nil && gone), set(l != nil && !gone)
	works, unfounded := w.alone(vals, inc, aff, u)
	right := alike.Mistaken(aff, &u)
	vals["mistaken"], vals["unclaimed"] = value{text: right, typed: true, sentence: true}, cmp.Or(vals["lost"], set(unfounded || alike.Unaffected(aff)))
	ended := l == nil && right == "" && !unfounded
	vals["back"], vals["settled"] = set(ended && works), set(ended && !works)
	if ended {
		vals[owns.Lasted(inc, aff, u)] = set(true)
	}
	vals["grave"], vals["plain"] = set(inc.TellsBad(&u)), set(!inc.TellsBad(&u))
	vals["ended"], vals["unsure"] = set(inc.State != incident.Open), set(inc.Facts.Is(facts.DataLost, facts.DontKnow))
	t.standing(vals, inc, aff, u)
	owned := owns.Backup(inc, aff, u.Kind) || right != "" || unfounded
	vals["owned"], vals["not_owned"] = set(owned), set(!owned)
	vals["checked_line"] = value{text: w.checkedSoFar(inc)}
	vals["unchanged"] = set(l == nil && inc.Unchanged(aff))
	says, tells := w.lossSentences(tellsLoss(inc, u)), tellsLoss(inc, u)
	vals["loss_line"] = value{text: says, typed: true, sentence: true}
	vals["loss_vague"], vals["loss_short"] = set(tells == facts.Loss{}), value{text: LowerFirst(strings.TrimSuffix(tidy.Sentence(says), "."))}
	if heard := cmp.Or(aff.Lost, l); heard != nil {
		vals["impact_short"] = value{text: w.badNews.Lost.Subject}
		vals["impact_told"] = value{text: LowerFirst(strings.TrimSuffix(w.lossSentences(*heard), "."))}
		if aff.Knows[facts.Recoverable] == facts.Restored {
			vals["impact_told"] = value{text: LowerFirst(strings.TrimSuffix(w.say(inc, facts.Recoverable), "."))}
		}
	}
	if l == nil {
		return
	}
	at := w.toldOf(inc, aff, u)
	ref := map[bool]string{true: w.badNews.Lost.Told, false: w.badNews.Lost.Ref}[holds("was", at)] // of all of it alone it may be said that it still holds
	vals["lost_ref"], vals["lost_line"] = value{text: w.phrases.write(ref, at)}, value{text: w.phrases.write(w.badNews.Lost.Told, at)}
}

// tellLoss is the loss that a client was told of, as a sentence of its own: where part of it is back, what
// they had lost.
func (w *Words) tellLoss(inc *incident.Incident, aff *incident.Affected, kind string) string {
	l := inc.ToldLoss(aff)
	was, says := owns.PartBack(inc, aff, kind)
	if !was || l.What+l.Said == "" || w.badNews.Lost.Had == "" {
		return w.lossSentences(*l)
	}
	list := []string{w.phrases.write(w.badNews.Lost.Had, map[string]value{"loss": {text: w.lost(*l)}})}
	if says {
		list = append(list, w.say(inc, facts.Recoverable))
	}
	return w.sentences(list)
}

// toldOf are the values of the sentences about a loss that a client was told of: part of it may be
// back since.
func (w *Words) toldOf(inc *incident.Incident, aff *incident.Affected, u update.Update) map[string]value {
	l := inc.ToldLoss(aff)
	was, says := owns.PartBack(inc, aff, u.Kind)
	return map[string]value{
		"time": w.behind(l.At, u, aff), "loss": {text: w.lost(*l)}, "is": set(!was), "was": set(was),
		"part": {text: map[bool]string{true: w.say(inc, facts.Recoverable)}[says]},
	}
}

// alone are the variables that say what else is open, and what was only an alarm; and whether all
// that we run for them works again.
func (w *Words) alone(vals map[string]value, inc *incident.Incident, aff *incident.Affected, u update.Update) (works, unfounded bool) {
	others := Clean(u.Words[update.Others], false)
	alarm, apart := alike.Alarm(inc, aff), others != "" || u.Words[update.Elsewhere] != ""
	if others != "" {
		alarm = ""
	}
	unfounded = alarm != "" && alike.Unfounded(inc, aff, &u)
	vals["others"], vals["apart"], vals["alone"] = value{text: others, typed: true}, set(apart && alarm == ""), set(!apart && alarm == "")
	vals["alarm"], vals["unfounded"] = value{}, set(unfounded)
	if alarm != "" {
		vals["impact_told"] = value{text: Clean(w.impactOn(inc, aff), false)} // the alarm
		vals["alarm"] = value{text: LowerFirst(strings.TrimSuffix(w.say(inc, alarm), "."))}
	}
	return inc.CanWorkAgain() && !apart && alarm == "", unfounded
}

// missedLoss is what readers have missed who have not read of a loss that their
// colleagues know of: their copy never arrived, or their address is newer.
func (t *template) missedLoss(vals map[string]value, inc *incident.Incident, aff *incident.Affected, via string) {
	if t.name == update.DataLoss || t.name == update.MisdeliveryRecipient || aff == nil || !owns.Unread(inc, aff, via) {
		return
	}
	vals["unread_line"] = vals["lost_line"]
	if owns.NoBackup(&inc.Facts) && facts.Bad(facts.SpareCopy, aff.Knows[facts.SpareCopy]) {
		vals["unread_backup"] = value{text: t.words.backups(inc), typed: true, sentence: true}
	}
}

// standing are the parts of where we stand on lost data, as the facts say it: what is back, what
// is gone for good, what is still being recovered, and what nobody knows.
func (w *Words) standing(t telling) (s struct{ back, gone, coming, unknown string }) {
	l := t.ToldLoss(t.aff)
	if l == nil {
		return s
	}
	var open []string
	switch a := t.Facts.Given[facts.Recoverable]; a.Answer {
	case facts.No:
		s.gone = w.lost(*l)
	case facts.Yes:
		s.coming = w.lost(*l)
	case facts.Partly:
		s.coming, open = tidy.First(a.Words, w.badNews.Gaps["part"]), append(open, w.badNews.Gaps["rest"])
	case facts.PartBack:
		s.back, s.gone = tidy.First(a.Words, w.badNews.Gaps["back"]), w.badNews.Gaps["gone"]
	}
	for _, q := range facts.Questions {
		if a := t.Facts.Given[q].Answer; (a == "" || a.Open()) && q != facts.DataLost {
			open = append(open, w.badNews.Answers[q][cmp.Or(a, facts.DontKnow)].Open)
		}
	}
	s.unknown = strings.Join(open, "; ")
	return s
}

// statement is what the final message says is lost, what else is known, and whether there
// was a backup; what nobody knows stands in a list of its own.
func (w *Words) statement(t telling) string {
	return w.sentences([]string{w.tellLoss(t.Incident, t.aff, update.ResolvedUpdate), w.besides(t.Incident, t.aff, false), w.say(t.Incident, facts.SpareCopy)})
}

// beside is what a text says of that besides; the review also what was lost, and what of it
// is back.
func (w *Words) beside(inc *incident.Incident, aff *incident.Affected, kind string) string {
	all, list := w.besides(inc, aff, true), []string{}
	if kind != update.PostmortemCover || aff.Knows[facts.DataLost] != facts.Yes {
		return all
	}
	list = append(list, w.say(inc, facts.Recoverable))
	if inc.ToldLoss(aff) == nil {
		list[0] = w.phrases.write(w.badNews.Lost.Restored, map[string]value{"loss": {text: w.lost(factLoss(inc))}})
	}
	if list = append(list, all); inc.Facts.Is(facts.Personal, facts.No) && aff.Knows[facts.Personal] == facts.No {
		list = append(list, w.say(inc, facts.Personal))
	}
	return w.sentences(list)
}

// besides is what the final message says of a break-in and of personal data: what is bad,
// and with open what nobody knows, of personal data also where nobody was asked and data
// had been lost; that none is affected where they wait for that answer.
func (w *Words) besides(inc *incident.Incident, aff *incident.Affected, open bool) string {
	intruder, personal := inc.Facts.Answer(facts.Intruder), inc.Facts.Answer(facts.Personal)
	said := func(q facts.Question, a facts.Answer) bool {
		return facts.Bad(q, a) && (open || !a.Open()) || open && a == facts.DontKnow
	}
	var list []string
	if said(facts.Intruder, intruder) || open && owns.ReadCleared(inc, aff) {
		if proof := w.proven(aff); proof != "" { // whatever came of it
			list = append(list, stencil.Put(w.badNews.Proven["told"], "proof", proof))
		}
		list = append(list, w.say(inc, facts.Intruder))
	}
	switch {
	case said(facts.Personal, personal), personal == facts.No && aff.Knows[facts.Personal] == facts.DontKnow:
		list = append(list, w.say(inc, facts.Personal))
	case open && personal == "" && inc.Facts.Is(facts.DataLost, facts.Yes):
		list = append(list, w.badNews.Answers[facts.Personal][facts.DontKnow].Say)
	}
	return w.sentences(list)
}

// proven is what a client has read as confirmed of a break-in, in the words of who wrote it;
// "" if nothing was, or these words have no sentence for it.
func (w *Words) proven(aff *incident.Affected) string {
	proof := Clean(aff.Said[update.Proven], false)
	if w.badNews.Proven["told"] == "" || proof == w.badNews.Gaps["confirmed"] {
		return ""
	}
	return proof
}

// admit lets the final message after a loss say what nobody has answered, also
// where its writer left that out: it is not known yet, not passed over.
func (t *template) admit(vals map[string]value, inc *incident.Incident, c *client.Client, u update.Update) {
	aff := inc.Affected(c.ID)
	if aff == nil || t.field("data_unknown") == nil || vals["data_unknown"].text != "" || !holds("lost", vals) {
		return
	}
	vals["data_unknown"] = value{text: t.words.standing(telling{inc, aff, u, u.At}).unknown, typed: true}
}
