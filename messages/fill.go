package messages

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// value is what a variable stands for.
type value struct {
	text     string
	typed    bool // by a person: gets its capital and its stop from its place
	sentence bool // stands by itself
	instant  bool
}

// omitted marks the place of a group that is left out, until tidy takes it
// away. No value can hold it: clean drops control characters.
const omitted = "\x00"

// fill writes a part with the values.
func fill(nodes []node, vals map[string]value) string {
	var w writer
	w.nodes(nodes, vals)
	return tidy(w.String())
}

// writer is a text that is being filled. It knows what stands before.
type writer struct {
	strings.Builder
	afterValue bool
}

func (w *writer) nodes(nodes []node, vals map[string]value) {
	for _, n := range nodes {
		switch {
		case n.cond != "" && vals[n.cond].text == "":
			w.WriteString(omitted)
		case n.cond != "":
			w.nodes(n.group, vals)
		case n.name != "":
			w.value(vals[n.name])
		default:
			w.literal(n.literal)
		}
	}
}

// literal writes the template's own words; a stop after a value that brought
// one is left out.
func (w *writer) literal(s string) {
	if w.afterValue && strings.HasPrefix(s, ".") && endsSentence(w.String()) {
		s = s[1:]
	}
	w.afterValue = false
	w.WriteString(s)
}

func (w *writer) value(v value) {
	text := v.text
	switch {
	case v.instant:
		w.preposition(&text)
	case v.typed:
		text = v.inPlace(opensSentence(w.String()))
	}
	w.WriteString(neutral(text))
	w.afterValue = true
}

// preposition turns "at tomorrow 09:30" into "tomorrow 09:30" and "at Wednesday
// 25 November, 09:30" into "on Wednesday …".
func (w *writer) preposition(text *string) {
	before, ok := strings.CutSuffix(w.String(), "at ")
	if !ok || *text == "" || unicode.IsDigit(rune((*text)[0])) {
		return
	}
	w.Reset()
	w.WriteString(before)
	if !strings.HasPrefix(*text, "tomorrow") && !strings.HasPrefix(*text, "yesterday") {
		w.WriteString("on ")
	}
}

// inPlace gives what a person typed the form that its place needs.
func (v value) inPlace(opens bool) string {
	text := v.text
	if v.sentence {
		if !endsSentence(text) && !strings.HasSuffix(text, ":") {
			text += "."
		}
	} else {
		text = strings.TrimRight(text, " .…,;")
	}
	if opens {
		return upperFirst(text)
	}
	if v.sentence {
		return text
	}
	return lowerFirst(text)
}

// opensSentence says whether what follows the text stands first in a sentence.
func opensSentence(before string) bool {
	before = strings.TrimRight(before, omitted+" *_(“\"")
	return before == "" || strings.HasSuffix(before, "\n") || endsSentence(before)
}

// endsSentence says whether the text ends with a stop, perhaps inside a quote.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, omitted+" ”\"’')")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".?!…", r) && r != utf8.RuneError
}

// upperFirst gives a sentence its capital. Names such as iOS and acme.com keep theirs.
func upperFirst(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if strings.ContainsAny(strings.TrimRight(first, ".,:;"), "./@_:0123456789") || strings.ToLower(first) != first {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// openers are words that have a capital only because a sentence began with them.
// Any other word may be a name, and keeps it.
var openers = map[string]bool{
	"A": true, "All": true, "An": true, "Customers": true, "Everybody": true, "Guests": true, "It": true, "Most": true, "No": true,
	"Nobody": true, "Only": true, "Orders": true, "Our": true, "Part": true, "People": true, "Some": true, "The": true, "There": true,
	"They": true, "This": true, "Users": true, "Visitors": true, "We": true, "You": true, "Your": true,
}

func lowerFirst(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if !openers[first] {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

var (
	emptyLine   = regexp.MustCompile(`(?m)^[ \x00]*\x00[ \x00]*\n`)
	beforeStop  = regexp.MustCompile(` *\x00+([.,;])`)
	manySpaces  = regexp.MustCompile(` {2,}`)
	spacesAtEnd = regexp.MustCompile(`(?m)^ +| +$`)
)

// tidy takes away what groups that were left out leave behind: their lines and
// doubled spaces.
func tidy(s string) string {
	s = emptyLine.ReplaceAllString(s+"\n", "")
	s = beforeStop.ReplaceAllString(s, "$1")
	s = strings.ReplaceAll(s, omitted, "")
	s = manySpaces.ReplaceAllString(s, " ")
	return strings.Trim(spacesAtEnd.ReplaceAllString(s, ""), "\n")
}
