package messages

import (
	"cmp"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/update"
	"candor/messages/asks"
	"candor/messages/opens"
	"candor/messages/outset"
	"candor/messages/owns"
	"candor/messages/ready"
	"candor/messages/stencil"
	"candor/messages/strictyaml"
	"candor/messages/tidy"
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
	Asks      asks.Words                                 `yaml:"asks"`
	Release   map[string]string                          `yaml:"release"`
	NotYours  owns.NotYours                              `yaml:"not_yours"`
	Note      string                                     `yaml:"note"`
	Suspicion string                                     `yaml:"suspicion"`
	Slots     string                                     `yaml:"slots"`
	First     map[string]outset.Words                    `yaml:"first"`
	Proven    map[string]string                          `yaml:"proven"` // a file of before has none
	Said      outset.Said                                `yaml:"said"`   // a file of before has none, and no Open of First
	Lost      lossWords                                  `yaml:"lost"`
	Openings  opens.Words                                `yaml:"openings"`
	Read      map[facts.Question]string                  `yaml:"read"` // what is open of harm that they read of in words of ours, and nobody has answered; may be missing
	Access    accessWords                                `yaml:"access"`
	Talk      string                                     `yaml:"talk"`
	Sent      map[facts.Answer]string                    `yaml:"sent"`
	Unproven  string                                     `yaml:"unproven"`
	Unsure    string                                     `yaml:"unsure"`
	Beside    string                                     `yaml:"beside"`
	BesideAsk string                                     `yaml:"beside_ask"` // a file of before it was asked has none
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
	slotVariables   = []string{"slot1", "slot2", "no_number"}
	callVariables   = []string{"contact", "sender", "company", "facts", "unknown", "doing", "next", "bad", "not_bad", "opening", "calm", "asked", "not_known", "owned", "calls", "writes", "service", "works", "running"}
	countVariables  = []string{"count", "list"}
	statusVariables = []string{"today", "by"}
)

// parseBadNews reads the words of bad news and notes what is wrong with them.
func parseBadNews(file, text string, m *strictyaml.Mistakes) badNews {
	var b badNews
	r, ok := m.YAMLAt(file, 0, text, &b)
	if !ok {
		return b
	}
	for _, q := range facts.Questions {
		for _, a := range facts.Answers[q] {
			s := b.Answers[q][a]
			at := r.Line("answers." + string(q) + "." + string(a) + ".say")
			if blank(s.Say) || blank(s.Was) || a.Open() && blank(s.Open) {
				m.Add(file, at, "%s %s: say and was are needed, and open where it is not known. Write all of them.", q, a)
			}
			checkSentence(m, file, at, s.Say, answerVariables)
		}
	}
	if back := b.Answers[facts.Recoverable]; back != nil { // a file of before has none for it
		back[facts.InDoubt] = cmp.Or(back[facts.InDoubt], back[facts.DontKnow])
		back[facts.PartDoubt] = cmp.Or(back[facts.PartDoubt], back[facts.DontKnow])
		back[facts.MoreLost] = cmp.Or(back[facts.MoreLost], back[facts.DontKnow])
	}
	b.checkLater(file, r.Line, m)
	for _, gap := range []string{"lost", "from", "to", "part", "rest", "back", "gone", "seen", "open", "confirmed"} {
		if blank(b.Gaps[gap]) {
			m.Add(file, r.Line("gaps"), "gaps: %s is missing. Write what stands for it while nobody knows it.", gap)
		}
	}
	for _, name := range []string{update.DataLoss, update.BreachSuspected, update.WrongRecipients, "contained", "other", "why", "still", "still_by", "answer_line"} {
		checkSentence(m, file, r.Line("release"), b.Release[name], []string{"time", "text", "why", "done", "unsure", "open"})
	}
	checkSentence(m, file, r.Line("note"), b.Note, noteVariables)
	checkSentence(m, file, r.Line("suspicion"), b.Suspicion, noteVariables)
	checkSentence(m, file, r.Line("slots"), b.Slots, slotVariables)
	checkSentence(m, file, r.Line("ownership.ours"), b.Ownership.Ours, nil)
	checkSentence(m, file, r.Line("ownership.regret"), b.Ownership.Regret, nil)
	b.Backups.check(file, r.Line("backups"), m)
	b.checkCall(file, r.Line, m)
	return b
}

// checkCall notes what is wrong with the words for a call.
func (b *badNews) checkCall(file string, lineOf func(string) int, m *strictyaml.Mistakes) {
	if len(b.Call.Say) != 3 || len(b.Call.Avoid) != 3 {
		m.Add(file, lineOf("call"), "call: write three sentences to say and three to avoid; there are %d and %d.", len(b.Call.Say), len(b.Call.Avoid))
	}
	for _, s := range b.Call.Say {
		checkSentence(m, file, lineOf("call.say"), s, callVariables)
	}
	if len(b.Call.Hard) > 0 { // a file of before there were any has none
		checkSentence(m, file, lineOf("call.not_known"), b.Call.NotKnown, countVariables)
		checkSentence(m, file, lineOf("call.status"), b.Call.Status, statusVariables)
		checkSentence(m, file, lineOf("call.voicemail"), b.Call.Voicemail, callVariables)
	}
}

// checkLater notes what is wrong with the words for what comes with bad news: how
// it begins, what is lost, who had access, when we can talk.
func (b *badNews) checkLater(file string, lineOf func(string) int, m *strictyaml.Mistakes) {
	for kind, fields := range b.Ready {
		for name, q := range fields {
			q.Check(func(why string) { m.Add(file, lineOf("ready."+kind), "ready: %s: %s: %s", kind, name, why) })
		}
	}
	for q, s := range b.Read {
		if checkSentence(m, file, lineOf("read"), s, nil); facts.Answers[q] == nil {
			m.Add(file, lineOf("read"), "read: there is no question %q. Write one of data_lost, intruder and personal.", q)
		}
	}
	b.Lost.check(file, lineOf("lost"), m)
	checkOpenings(&b.Openings, file, lineOf("openings"), m)
	for _, s := range []string{b.Access.May, b.Access.Was} {
		checkSentence(m, file, lineOf("access"), s, []string{"service"})
	}
	for _, s := range []string{b.Access.MayShort, b.Access.WasShort, b.Sent[facts.DontKnow], b.Unproven, b.Unsure, b.Beside, b.BesideAsk} {
		checkSentence(m, file, lineOf("access"), s, nil)
	}
	checkSentence(m, file, lineOf("sent"), b.Sent[facts.Yes], []string{"words"})
	if err := b.Said.Check(b.First); err != nil {
		m.Add(file, lineOf("said"), "%v.", err)
	}
	checkSentence(m, file, lineOf("talk"), b.Talk, slotVariables)
	for name, text := range b.Proven {
		checkSentence(m, file, lineOf("proven."+name), text, []string{"proof"})
	}
	for name, text := range b.NotYours { // a file of before has none
		checkSentence(m, file, lineOf("not_yours."+name), text, []string{"was", "so", "service", "what"})
	}
	for _, kind := range []string{ordinaryKind, anyKind} {
		if blank(b.First[kind].Unknown) || blank(b.First[kind].Ask) {
			m.Add(file, lineOf("first"), "first: %s needs unknown and ask. Write both.", kind)
		}
	}
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }

// checkSentence notes what is wrong with one sentence and its variables.
func checkSentence(m *strictyaml.Mistakes, file string, line int, text string, known []string) {
	if blank(text) {
		m.Add(file, line, "a sentence is empty. Write it.")
	}
	for _, name := range stencil.Variables(stencil.Parse(file, line, text, m)) {
		if !slices.Contains(known, name) {
			m.Add(file, line, "there is no {{%s}} here. Write one of %s.", name, strings.Join(known, ", "))
		}
	}
}

// factValues are what the variables of an answer stand for.
func (w *Words) factValues(inc *incident.Incident, q facts.Question) map[string]value {
	lost := inc.Facts.Given[facts.DataLost]
	vals := map[string]value{"words": {text: inc.Facts.Given[q].Words, typed: true}}
	for name, text := range map[string]string{"lost": lost.Words, "from": lost.From, "to": lost.To} {
		vals[name] = value{text: tidy.First(text, w.badNews.Gaps[name]), typed: true}
	}
	vals["loss"] = value{text: w.lost(factLoss(inc))}
	return vals
}

// say is the sentence of a question as it is answered now; "" if it is not.
func (w *Words) say(inc *incident.Incident, q facts.Question) string {
	switch {
	case q == facts.SpareCopy && owns.NoBackup(&inc.Facts):
		return w.backups(inc)
	case q == facts.DataLost && inc.Facts.Is(q, facts.Yes):
		return w.lossSentences(factLoss(inc))
	case q == facts.DataLost && inc.Facts.Is(q, facts.No) && inc.MayBeIn():
		return w.checkedSoFar(inc)
	}
	s := w.sentence(inc, q)
	if s == "" {
		return ""
	}
	return w.phrases.write(s, w.factValues(inc, q))
}

// sentence is how an answer is said: that no data is lost is said of this incident alone
// where data of the client is lost in another one.
func (w *Words) sentence(inc *incident.Incident, q facts.Question) string {
	f := inc.Facts.Given[q]
	if s := map[facts.Answer]string{facts.No: w.badNews.Beside, facts.DontKnow: w.badNews.BesideAsk}[f.Answer]; s != "" && q == facts.DataLost && len(inc.Clients) == 1 && slices.Contains(f.Beside, inc.Clients[0].Client.ID) {
		return s
	}
	if q == facts.Intruder && f.Answer == facts.No && len(inc.Clients) == 1 && w.proven(&inc.Clients[0]) != "" {
		return w.badNews.Proven["no"]
	}
	return w.badNews.Answers[q][cmp.Or(inc.Facts.SaidAs(q), f.Answer)].Say
}

// confirmed are the sentences of what is known: of the questions, but those
// left out, and of the list.
func (w *Words) confirmed(inc *incident.Incident, but ...facts.Question) string {
	var list []string
	for _, q := range inc.Facts.WorstFirst() {
		if a := inc.Facts.SaidAs(q); a != "" && !a.Open() && !slices.Contains(but, q) {
			list = append(list, w.say(inc, q))
		}
	}
	return w.sentences(append(list, facts.Texts(inc.Facts.Known)...))
}

// unknown are the sentences of what is not known, but those of the questions left out.
func (w *Words) unknown(inc *incident.Incident, but ...facts.Question) string {
	var list []string
	for _, q := range facts.Questions {
		if inc.Facts.SaidAs(q).Open() && !slices.Contains(but, q) {
			list = append(list, w.say(inc, q))
		}
	}
	return w.sentences(append(list, w.notKnownOf(inc.Facts.Unknown)...))
}

// notKnownOf are the sentences of what was written down as not known.
func (w *Words) notKnownOf(list []facts.Noted) (says []string) {
	for _, text := range facts.Texts(list) {
		says = append(says, w.phrases.write(w.badNews.Note, map[string]value{"text": {text: strings.TrimSuffix(text, "."), typed: true}}))
	}
	return says
}

// open is what is not known, to stand after “Not known yet:”.
func (w *Words) open(inc *incident.Incident, but ...facts.Question) string {
	return strings.Join(w.openList(inc, but...), "; ")
}

func (w *Words) openList(inc *incident.Incident, but ...facts.Question) (list []string) {
	for _, q := range facts.Questions {
		if a := inc.Facts.SaidAs(q); a.Open() && !slices.Contains(but, q) {
			list = append(list, w.badNews.Answers[q][a].Open)
		}
	}
	for _, text := range facts.Texts(inc.Facts.Unknown) {
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
