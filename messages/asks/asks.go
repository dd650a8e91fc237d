// Package asks words what bad news asks of a client: as the answers bear it out, and in a
// headline while they wait for it to be over.
package asks

import (
	"cmp"
	"slices"
	"strings"

	"candor/incident/facts"
	"candor/incident/standing"
)

// Words are what is asked where nobody wrote anything else, by the text that asks it; some
// differ by what can be recovered.
type Words map[string]string

// Of is what is asked about one question.
func (w Words) Of(q facts.Question, f *facts.Facts) string {
	kind := standing.KindOf(q)
	if q != facts.DataLost || f.Answer(facts.Recoverable) == "" {
		return w[kind]
	}
	if own := w[kind+"-"+string(f.Answer(facts.Recoverable))]; own != "" {
		return own
	}
	return w[kind]
}

// Ours says whether somebody was asked in our words, whatever the answers were then.
func (w Words) Ours(a standing.Ask) bool {
	for name, text := range w {
		if text == a.Text && (name == a.Kind || strings.HasPrefix(name, a.Kind+"-")) {
			return true
		}
	}
	return false
}

// Now is what they were asked, in our words as the answers bear it out now.
func (w Words) Now(a standing.Ask, f *facts.Facts) string {
	if w.Ours(a) {
		return w.Of(a.About, f)
	}
	return a.Text
}

// Headline is what a headline says beside that something works, of what they keep from until
// we write: in words of its own, or that it still holds.
func (w Words) Headline(still []standing.Ask, yet map[string]string) string {
	for _, a := range still {
		switch {
		case a.About == facts.DataLost: // that is about what they have, not about what works
		case w.Ours(a):
			return yet["yet-"+a.Kind]
		default:
			return yet["yet-other"]
		}
	}
	return ""
}

// Unsaid leaves out of what still holds what a text asks in so many words.
func (w Words) Unsaid(still []standing.Ask, text string, f *facts.Facts) []standing.Ask {
	return slices.DeleteFunc(still, func(a standing.Ask) bool { return strings.Contains(text, w.Now(a, f)) })
}

// Stands says how what we run has been again, and how it is over: who keeps from something
// until we write reads that it is up, not that all is well, and who had it all the time, slow
// or wrong, does not read that it works again.
func Stands(waits, kept bool, words map[string]string) (running, solved string) {
	switch {
	case waits:
		return cmp.Or(words["up"], "up"), cmp.Or(words["controlled"], "contained")
	case kept:
		return cmp.Or(words["kept"], "running normally"), "solved"
	}
	return "working", "solved"
}
