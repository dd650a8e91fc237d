// Package visible takes from a text what nobody sees in it: characters that have no sign of
// their own, or turn the direction of the text after them. Whoever reads a name or a title
// with such a one reads something else than what is there; whoever looks for it does not
// find it; and it comes along unseen with what is pasted. Each entrance of the program asks
// here, so that what is kept is what was seen.
package visible

import (
	"strings"
	"unicode"
)

// Text is s without what nobody sees. Lines and tabs stay.
func Text(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	runes := []rune(strings.ToValidUTF8(s, ""))
	for i, r := range runes {
		if r == '\n' || r == '\t' || !Hidden(r) || joins(runes, i) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Line is Text on one line.
func Line(s string) string {
	return Text(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// plain says of most texts, at a glance, that there is nothing to take.
func plain(s string) bool {
	for i := range len(s) {
		if (s[i] < ' ' || s[i] > '~') && s[i] != '\n' {
			return false
		}
	}
	return true
}

// Hidden says whether a character is not seen where it stands.
func Hidden(r rune) bool {
	switch r {
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u3164', '\uffa0', '\u2028', '\u2029': // letters by their class, and empty
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// joins says whether a character that is not seen itself changes how those around it are
// written: in Persian and in the scripts of India, and in signs that are made of several.
func joins(text []rune, i int) bool {
	return (text[i] == '\u200c' || text[i] == '\u200d') && i > 0 && i < len(text)-1 && wide(text[i-1]) && wide(text[i+1])
}

func wide(r rune) bool { return r > 0x2ff && !Hidden(r) }
