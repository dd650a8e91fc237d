package messages

import (
	"maps"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/notyours"
	"candor/incident/standing"
	"candor/incident/update"
	"candor/messages/asks"
	"candor/messages/due"
)

// standing are the variables about what they were asked: what is over, and what still holds.
func (t *template) standing(vals map[string]value, inc *incident.Incident, aff *incident.Affected, u update.Update) {
	w, over := t.words, standing.By(aff.Standing, &inc.Facts, &u)
	_, kept := standing.Ended(aff.Standing, &inc.Facts)
	var done []string
	var still []standing.Ask
	for _, a := range standing.Live(aff.Standing, &inc.Facts) {
		if slices.Contains(over, a.About) {
			says := w.over(a, aff, u, !a.Ends(&inc.Facts))
			for one := range strings.SplitAfterSeq(says, ". ") {
				if strings.Contains(u.Words["what_changed"]+" "+u.Words["right"]+" ", one) { // it stands there already
					says = strings.Replace(says, one, "", 1)
				}
			}
			done = append(done, says)
			continue
		}
		still = append(still, a)
	}
	yet := w.badNews.Asks.Headline(still, w.badNews.Release)
	still = w.badNews.Asks.Unsaid(still, u.Words["client_action"], &inc.Facts)
	var also []string
	anew, beside := standing.Also(aff.Standing, &inc.Facts, &u)
	for _, q := range anew {
		also = append(also, u.Words[standing.Asked+string(q)])
	}
	also = append(also, w.stillHold(beside, inc, aff, u)...)
	vals["taken_back"] = value{text: w.takenBack(inc, aff, u), typed: true, sentence: true}
	vals["asks_line"] = value{text: w.sentences(also), typed: true, sentence: true}
	vals["asked_of_them"], vals["yet"] = set(len(kept) > 0), value{text: yet}
	vals["release_line"], vals["still_line"] = value{text: w.sentences(done), typed: true, sentence: true}, value{text: w.sentences(w.stillHold(still, inc, aff, u)), typed: true, sentence: true}
	t.awaited(vals, inc, aff, u)
}

// awaited are the variables about what they wait for: that we write that it is over, or what
// nobody knows yet.
func (t *template) awaited(vals map[string]value, inc *incident.Incident, aff *incident.Affected, u update.Update) {
	w, missing := t.words, due.Missing(inc, aff, u)
	vals["why_open"], vals["changes_open"], vals["partly"], vals["the_rest"], vals["the_whole"] = set(missing.Why), set(missing.Changes), set(missing.Partly()), set(missing.Owed), set(!missing.Owed)
	waits, open := due.Open(inc, aff, u)
	vals["waiting"], vals["answers_by"], vals["answered"] = set(waits), set(waits || open), set(!waits && !open)
	if t.shown("running") || t.shown("solved") {
		running, solved := asks.Stands(waits, w.kept(inc, aff, u), w.badNews.Release)
		vals["running"], vals["solved"] = value{text: running}, value{text: solved}
	}
	by, unsure := u.Times["answer_by"], holds("unsure", vals)
	if at := due.Promised(aff, u); !at.IsZero() {
		by, vals["answers_by"] = at, value{}
	}
	at := map[string]value{"time": t.instant(by, &aff.Client, u), "unsure": set(unsure), "open": set(open && (waits || !unsure))}
	for name, on := range map[string]bool{"still_by": waits, "answer_line": open && !waits} {
		if on && at["time"].text != "" {
			vals[name] = value{text: w.phrases.write(w.badNews.Release[name], at), typed: true, sentence: true}
		}
	}
}

// over says that something is over that they were asked; told where a person says why.
func (w *Words) over(a standing.Ask, aff *incident.Affected, u update.Update, told bool) string {
	vals, name, r := w.askedThen(a, aff, u), a.Kind, w.badNews.Release
	if !w.badNews.Asks.Ours(a) {
		name = "other"
	}
	why := func(pattern string) string {
		if vals["why"].text == "" { // a person said so on the phone, and the reason with it
			pattern = strings.ReplaceAll(pattern, "{{why}}", "")
		}
		return w.phrases.write(pattern, vals)
	}
	says := r[name]
	if w.proven(aff) != "" {
		says = strings.Replace(says, w.badNews.Answers[facts.Intruder][facts.No].Say, w.badNews.Proven["no"], 1)
	}
	switch vals["done"] = (value{text: w.phrases.write(says, vals)}); {
	case !told:
		return vals["done"].text
	case name == update.BreachSuspected:
		return why(r["contained"])
	}
	return why(r["why"])
}

// stillHold says that what they were asked still holds: a sentence for each time.
func (w *Words) stillHold(list []standing.Ask, inc *incident.Incident, aff *incident.Affected, u update.Update) (says []string) {
	for len(list) > 0 {
		a, n := list[0], 1
		for n < len(list) && list[n].At.Equal(a.At) {
			n++
		}
		a.Text, list = w.asksAgain(list[:n], &inc.Facts), list[n:]
		says = append(says, w.phrases.write(w.badNews.Release["still"], w.askedThen(a, aff, u)))
	}
	return says
}

// AskOf is what a client is asked about one question where nobody wrote anything else.
func (w *Words) AskOf(q facts.Question, f *facts.Facts) string { return w.badNews.Asks.Of(q, f) }

// asksAgain are the words of several of them.
func (w *Words) asksAgain(asks []standing.Ask, f *facts.Facts) string {
	var list []string
	for _, a := range asks {
		list = append(list, w.badNews.Asks.Now(a, f))
	}
	return w.sentences(list)
}

// alsoAsks keeps in an update what it asks beside what it is about.
func (t *template) alsoAsks(inc *incident.Incident, aff *incident.Affected, u *update.Update) {
	maps.DeleteFunc(u.Words, func(name, _ string) bool { return strings.HasPrefix(name, standing.Asked) })
	if !t.uses("asks_line") {
		return
	}
	anew, _ := standing.Also(aff.Standing, &inc.Facts, u)
	for _, q := range anew {
		u.Words[standing.Asked+string(q)] = t.words.AskOf(q, &inc.Facts)
	}
}

// askedThen is what the sentences about an ask are made of.
func (w *Words) askedThen(a standing.Ask, aff *incident.Affected, u update.Update) map[string]value {
	return map[string]value{
		"time": w.behind(a.At, u, aff), "text": {text: a.Text, typed: true}, "why": {text: Clean(u.Words[standing.Release], false), typed: true, sentence: true},
	}
}

// takenBack takes back all that a client was told of harm, where it is not theirs at all.
func (w *Words) takenBack(inc *incident.Incident, aff *incident.Affected, u update.Update) string {
	var was, so []string
	harm := notyours.Harm(inc, aff, &u)
	for _, h := range harm {
		if h.Bad != "" {
			was = append(was, w.badNews.Answers[h.Question][h.Bad].Was)
		}
		if text := w.badNews.NotYours[string(h.Question)]; text != "" && h.Flat {
			so = append(so, text)
		}
	}
	pattern := w.badNews.NotYours[map[bool]string{true: "told", false: "only"}[len(was) > 0]]
	if len(harm) == 0 {
		return ""
	}
	return w.phrases.write(pattern, map[string]value{"was": {text: strings.Join(was, ", and that ")}, "so": {text: fault.And(so)}})
}
