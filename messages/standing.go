package messages

import (
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/standing"
	"candor/incident/update"
)

// standing are the variables about what they were asked: what is over, and what still holds.
func (t *template) standing(vals map[string]value, inc *incident.Incident, aff *incident.Affected, u update.Update) {
	w, over := t.words, standing.By(aff.Standing, &inc.Facts, &u)
	_, kept := standing.Ended(aff.Standing, &inc.Facts)
	var done, still []string
	waits := standing.Waits(aff.Standing, &inc.Facts, &u)
	for _, a := range standing.Live(aff.Standing, &inc.Facts) {
		if slices.Contains(over, a.About) {
			says := w.over(a, aff, u, !a.Ends(&inc.Facts))
			for one := range strings.SplitAfterSeq(says, ". ") {
				if strings.Contains(u.Words["what_changed"]+" ", one) { // it stands there already
					says = strings.Replace(says, one, "", 1)
				}
			}
			done = append(done, says)
			continue
		}
		still = append(still, w.phrases.write(w.badNews.Release["still"], w.askedThen(a, aff, u)))
	}
	vals["asked_of_them"], vals["waiting"], vals["answers_by"] = set(len(kept) > 0), set(waits), set(waits || holds("unsure", vals))
	vals["release_line"], vals["still_line"] = value{text: w.sentences(done), typed: true, sentence: true}, value{text: w.sentences(still), typed: true, sentence: true}
	at := map[string]value{"time": t.instant(u.Times["answer_by"], &aff.Client, u)}
	for name, on := range map[string]bool{"still_by": waits, "answer_line": holds("unsure", vals)} {
		if on && at["time"].text != "" {
			vals[name] = value{text: w.phrases.write(w.badNews.Release[name], at), typed: true, sentence: true}
		}
	}
}

// over says that something is over that they were asked; told where a person says why.
func (w *Words) over(a standing.Ask, aff *incident.Affected, u update.Update, told bool) string {
	vals, name, r := w.askedThen(a, aff, u), a.Kind, w.badNews.Release
	if a.Text != w.badNews.Asks[a.Kind] {
		name = "other"
	}
	switch vals["done"] = (value{text: w.phrases.write(r[name], vals)}); {
	case !told:
		return vals["done"].text
	case name == update.BreachSuspected:
		return w.phrases.write(r["contained"], vals)
	}
	return w.phrases.write(r["why"], vals)
}

// askedThen is what the sentences about an ask are made of.
func (w *Words) askedThen(a standing.Ask, aff *incident.Affected, u update.Update) map[string]value {
	return map[string]value{
		"time": w.behind(a.At, u, aff), "text": {text: a.Text, typed: true}, "why": {text: Clean(u.Words[standing.Release], false), typed: true, sentence: true},
	}
}
