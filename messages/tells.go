package messages

import (
	"maps"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
	"candor/messages/grammar"
	"candor/messages/owns"
	"candor/messages/stencil"
)

// fieldTells are the fields that answer one question in whatever words.
var fieldTells = map[string]facts.Question{
	"backup_line": facts.SpareCopy, "recoverable": facts.Recoverable, "suspicion_line": facts.Intruder,
}

// Tells lists the questions whose answer stands in the texts of an update, by way:
// because the text is about it, because a field of its own is shown, or
// because the sentence of the answer stands in a field that the facts fill. What
// a person wrote in its place tells whatever it tells, and not that.
func (w *Words) Tells(inc *incident.Incident, client *client.Client, u update.Update) map[string][]facts.Question {
	says, t := map[string][]facts.Question{}, w.template(u.Kind)
	if t == nil {
		return says
	}
	if aff := inc.Affected(client.ID); aff != nil {
		inc = owns.ToldTo(inc, aff)
	}
	vals := t.values(inc, client, u, fromFacts)
	for via := range u.Texts {
		says[via] = w.tells(inc, u, t.filled(t.nodes(via), vals))
	}
	return says
}

// tells are the questions whose answer stands in the fields that a text shows.
func (w *Words) tells(inc *incident.Incident, u update.Update, shown map[string]string) (list []facts.Question) {
	for _, q := range facts.Questions {
		a := inc.Facts.Answer(q)
		if a == "" {
			continue
		}
		tells := update.KindOf(u.Kind).About == q && a != facts.No // it says at least that it is not ruled out
		for name, text := range shown {
			own := fieldTells[name] == q && (q != facts.Intruder || a.Open())
			tells = tells || own || w.stands(inc, q, text)
		}
		if tells {
			list = append(list, q)
		}
	}
	return list
}

// filled are the fields that the facts fill and that the client reads there, but
// what was wrong.
func (t *template) filled(nodes []stencil.Node, vals map[string]value) map[string]string {
	list := map[string]string{}
	for _, n := range nodes {
		switch {
		case n.Cond != "" && vals[n.Cond].text == "":
		case n.Cond != "":
			maps.Copy(list, t.filled(n.Group, vals))
		case fromFacts(n.Name) && vals[n.Name].text != "":
			list[n.Name] = vals[n.Name].text
		}
	}
	return list
}

// fromFacts says whether the facts fill something, but what was wrong.
func fromFacts(name string) bool {
	return name != "wrong" && (followsFacts(name) || factFields[name].fixed != nil || slices.Contains([]string{"impact_began", "doubt_line", "release_line"}, name))
}

// stands says whether the answer to a question stands in a text: the first
// sentence of it, or its clause in a list of what is not known. What was added
// to an answer may have been put otherwise.
func (w *Words) stands(inc *incident.Incident, q facts.Question, text string) bool {
	a := inc.Facts.Answer(q)
	bare := w.factValues(inc, q)
	bare["words"] = value{}
	s := w.badNews.Answers[q][a]
	sentence := w.phrases.write(w.sentence(inc, q), bare)
	if q == facts.SpareCopy && owns.NoBackup(&inc.Facts) { // it depends on what was agreed
		sentence = w.backups(inc)
	}
	if first, _, more := strings.Cut(sentence, ". "); more {
		sentence = first
	}
	return standsWhole(text, sentence) || a.Open() && standsWhole(text, s.Open)
}

// standsWhole says whether a sentence or clause stands in a text as one of its own.
func standsWhole(text, part string) bool {
	return grammar.Stands(Clean(strings.ReplaceAll(text, "\n", ". "), false), Clean(part, false))
}
