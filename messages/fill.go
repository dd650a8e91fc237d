package messages

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/messages/stencil"
	"candor/messages/tidy"
)

// value is what a variable stands for.
type value struct {
	text     string
	typed    bool // by a person: gets its capital and its stop from its place
	sentence bool // stands by itself
	instant  bool
	after    string   // of an instant: its text after “by” and the like
	dist     distance // of an instant
	ready    bool     // harmless already
}

// medium makes a value harmless in the place that it goes to.
type medium func(string) string

// plain is for mail and JSON: values are clean already, and nothing in them is markup.
func plain(s string) string { return s }

// fill writes nodes of the template with the values.
func (t *template) fill(nodes []stencil.Node, vals map[string]value, m medium) string {
	w := writer{phrases: t.phrases, medium: m}
	w.nodes(nodes, vals)
	return tidy.Text(w.String())
}

// write fills a sentence that goes into a field of another text, which makes it
// harmless itself. It was checked when it was loaded.
func (p *phrases) write(text string, vals map[string]value) string {
	for name, v := range vals {
		v.text = Clean(v.text, false)
		vals[name] = v
	}
	w := writer{phrases: p, medium: plain}
	w.nodes(stencil.Of(text), vals)
	return tidy.Text(w.String())
}

// writer is a text that is being filled. It knows what stands before.
type writer struct {
	strings.Builder
	phrases    *phrases
	medium     medium
	afterValue bool
}

func (w *writer) nodes(nodes []stencil.Node, vals map[string]value) {
	for _, n := range nodes {
		switch {
		case n.Cond != "" && vals[n.Cond].text == "":
			w.WriteString(tidy.Omitted)
		case n.Cond != "":
			w.nodes(n.Group, vals)
		case n.Name != "":
			w.value(vals[n.Name])
		default:
			w.literal(n.Literal)
		}
	}
}

// literal writes the template's own words; a stop after a value that brought
// one is left out.
func (w *writer) literal(s string) {
	if w.afterValue && strings.HasPrefix(s, ".") && tidy.Ends(w.String()) {
		s = s[1:]
	}
	w.afterValue = false
	w.WriteString(s)
}

func (w *writer) value(v value) {
	text := v.text
	switch {
	case v.instant && text != "":
		text = w.preposition(v)
	case v.typed:
		text = w.phrases.inPlace(v, tidy.Opens(w.String()))
	}
	if !v.ready {
		text = w.medium(text)
	}
	w.WriteString(text)
	w.afterValue = true
}

// preposition turns "at tomorrow at 09:30" into "tomorrow at 09:30" and "at
// Wednesday 25 November, 09:30" into "on Wednesday …". It returns the instant as
// it stands after the word that is there: "by 09:30 tomorrow".
func (w *writer) preposition(v value) string {
	before := strings.TrimSuffix(w.String(), " ")
	start := strings.LastIndexAny(before, " \n(") + 1
	written := before[start:]
	if slices.ContainsFunc(w.phrases.Prepositions.After, func(p string) bool { return strings.EqualFold(p, written) }) {
		return v.after
	}
	word, ok := w.phrases.Prepositions.before(v.dist, written)
	if !ok || strings.EqualFold(word, written) {
		return v.text
	}
	if word != "" {
		word += " "
	}
	w.Reset()
	w.WriteString(before[:start] + word)
	return v.text
}

// inPlace gives what a person typed the form that its place needs.
func (p *phrases) inPlace(v value, opens bool) string {
	text := v.text
	if v.sentence {
		if !tidy.Ends(text) && !strings.HasSuffix(text, ":") {
			text += "."
		}
	} else {
		text = strings.TrimRight(text, " .…,;")
	}
	if opens {
		return UpperFirst(text)
	}
	if v.sentence {
		return text
	}
	return p.lowerFirst(text)
}

// UpperFirst gives a sentence its capital. Names such as iOS and acme.com keep theirs.
func UpperFirst(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if strings.ContainsAny(strings.TrimRight(first, ".,:;"), "./@_:0123456789") || strings.ToLower(first) != first {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// LowerFirst takes the capital off a text that goes on a sentence.
func LowerFirst(s string) string { return english().lowerFirst(s) }

// lowerFirst takes the capital off a word that had it only because it began a
// sentence. A common noun keeps it before another capital, as in a name of two
// words.
func (p *phrases) lowerFirst(s string) string {
	first, rest, _ := strings.Cut(s, " ")
	next, _ := utf8.DecodeRuneInString(rest)
	noun := slices.Contains(p.Nouns, first) && !unicode.IsUpper(next) && !unicode.IsDigit(next)
	if !noun && !slices.Contains(p.Openers, first) {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
