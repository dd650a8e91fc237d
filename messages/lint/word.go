package lint

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/incident/plain"
)

type wordKind byte

const (
	plainWord wordKind = iota
	numberWord
	timeWord // a clock time
	maskWord // a link, an address, code: no word of a language
)

// word is a word as patterns see it: in small letters, with contractions
// written out, so that “won't” is two words on the same place.
type word struct {
	span
	w       string
	id      int32 // in the vocabulary of the patterns; 0: none of them knows it
	kind    wordKind
	capital bool // begins with one
	caps    bool // is nothing else
	joined  bool // by a hyphen with the next
	day     bool // belongs to a date
	apart   bool // a comma, a colon, a dash or a bracket stands before it
}

// word reads one word, or the parts of one that has hyphens, and returns where
// it goes on.
func (c *cutter) word(from int) int {
	to := from
	for to < len(c.s) {
		b := c.s[to]
		inner := (b == '\'' || b == '_') && to > from && to+1 < len(c.s) && isWordByte(c.s[to+1]) && isWordByte(c.s[to-1])
		decimal := (b == '.' || b == ',') && to > from && to+1 < len(c.s) && isDigit(c.s[to+1]) && isDigit(c.s[to-1])
		if !isWordByte(b) && !inner && !decimal || c.mask < len(c.masks) && to >= c.masks[c.mask].from {
			break
		}
		to++
	}
	if to == from+1 && (c.s[from]|0x20) == 'e' && strings.HasPrefix(strings.ToLower(c.s[to:min(to+5, len(c.s))]), "-mail") {
		return c.email(from, to)
	}
	s := c.s[from:to]
	joined := to+1 < len(c.s) && c.s[to] == '-' && isWordByte(c.s[to+1])
	if isDigit(s[0]) {
		c.number(from, s, joined)
		return to
	}
	if r, _ := utf8.DecodeRuneInString(s); r >= utf8.RuneSelf && !unicode.IsLetter(r) && len(s) == utf8.RuneLen(r) {
		return to // a sign that stands alone: …, ·, ✓
	}
	c.plain(from, s, joined)
	return to
}

// email reads e-mail as one word.
func (c *cutter) email(from, to int) int {
	end := to + 1
	for end < len(c.s) && isWordByte(c.s[end]) {
		end++
	}
	c.plain(from, c.s[from:to]+c.s[to+1:end], false)
	c.words[len(c.words)-1].to = end
	return end
}

// number reads a number, and the unit that stands right after it: 30min.
func (c *cutter) number(from int, s string, joined bool) {
	n := 0
	for n < len(s) && (isDigit(s[n]) || s[n] == '.' || s[n] == ',') {
		n++
	}
	unit := strings.ToLower(s[n:])
	if unit == "st" || unit == "nd" || unit == "rd" || unit == "th" {
		c.words = append(c.words, word{span: span{from, from + len(s)}, w: s[:n], kind: numberWord, joined: joined})
		return
	}
	c.words = append(c.words, word{span: span{from, from + n}, w: s[:n], kind: numberWord, joined: joined && unit == ""})
	if unit != "" {
		c.words = append(c.words, word{span: span{from + n, from + len(s)}, w: unit, joined: joined})
	}
}

// endings are contractions; 's is a possessive at least as often as “is”.
var endings = []struct{ short, long string }{
	{"'ll", "will"}, {"'re", "are"}, {"'ve", "have"}, {"'m", "am"}, {"'d", "would"}, {"'s", "'s"},
}

// irregular are contractions that change the word, also without their apostrophe.
var irregular = map[string][2]string{
	"won't": {"will", "not"}, "can't": {"can", "not"}, "cannot": {"can", "not"}, "shan't": {"shall", "not"},
	"wont": {"will", "not"}, "cant": {"can", "not"}, "dont": {"do", "not"}, "doesnt": {"does", "not"}, "didnt": {"did", "not"},
	"isnt": {"is", "not"}, "arent": {"are", "not"}, "wasnt": {"was", "not"}, "couldnt": {"could", "not"}, "youre": {"you", "are"},
	"it's": {"it", "is"}, "that's": {"that", "is"}, "there's": {"there", "is"}, "what's": {"what", "is"}, "here's": {"here", "is"},
	"he's": {"he", "is"}, "she's": {"she", "is"}, "everything's": {"everything", "is"}, "nothing's": {"nothing", "is"}, "let's": {"let", "us"},
}

func (c *cutter) plain(from int, s string, joined bool) {
	at := span{from, from + len(s)}
	w := strings.ToLower(s)
	r, _ := utf8.DecodeRuneInString(s)
	base := word{span: at, w: w, capital: unicode.IsUpper(r) && !opensThought[w], caps: isCaps(s), joined: joined}
	first, second, ok := parts(w)
	if !ok {
		c.words = append(c.words, base)
		return
	}
	base.w, base.joined = first, false
	c.words = append(c.words, base)
	base.w, base.joined, base.capital = second, joined, false
	c.words = append(c.words, base)
}

// opensThought are words that have a capital behind a colon or a bullet, and are no name there.
var opensThought = plain.Set("the this that we our it there they all no some")

// parts writes a contraction out.
func parts(w string) (first, second string, ok bool) {
	if p, ok := irregular[w]; ok {
		return p[0], p[1], true
	}
	if base, ok := strings.CutSuffix(w, "n't"); ok && base != "" {
		return base, "not", true
	}
	if !strings.Contains(w, "'") {
		return w, "", false
	}
	for _, e := range endings {
		if base, ok := strings.CutSuffix(w, e.short); ok && base != "" {
			return base, e.long, true
		}
	}
	return w, "", false
}

// isCaps says whether a word has capitals only, and two of them at least.
func isCaps(s string) bool {
	n := 0
	for _, r := range s {
		switch {
		case unicode.IsLower(r) || unicode.IsDigit(r) || r == '_':
			return false
		case unicode.IsUpper(r):
			n++
		}
	}
	return n >= 2
}
