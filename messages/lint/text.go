package lint

import (
	"strings"
	"unicode/utf8"

	"candor/incident/plain"
	"candor/incident/secret"
	"candor/messages/lint/sieve"
)

// text is a draft as the rules see it: with plain quotes, dashes and spaces,
// in words and sentences, and with what is no prose set apart.
type text struct {
	raw   string // as given
	s     string // folded
	back  []int  // offset in s → offset in raw; nil where they are the same
	masks []mask // what is no prose, in order
	taken []bool // which bytes of s belong to a mask, but for code; nil if there are no masks
	times []clock
	words []word
	sents []sentence
	found []hit       // what the patterns found
	ahead []sieve.Set // of a sentence, while it is looked through
	filed []hit       // the same, those of each set together
	ends  []int       // where those of each set end there
	keys  []secret.Secret
}

// span is a stretch of the folded text, in bytes.
type span struct{ from, to int }

// sentence is what stands between two stops. A semicolon ends one too; group is
// the same for those that only a semicolon parts.
type sentence struct {
	span
	index       int // in the text
	first, last int // its words: words[first:last]
	group       int
	quoted      bool // an earlier message, quoted as mail programs do
	heading     bool // ends with its line, without a stop
	timed       bool // has a clock time
	dated       bool // has a day
	sets        setOfSets
}

// wordsIn is the span from the first to the last of some words.
func (t *text) wordsIn(first, last int) span {
	return span{t.words[first].from, t.words[last-1].to}
}

// split sets the words and the sentences of a text whose masks and times are known.
func (t *text) split() {
	t.words = make([]word, 0, len(t.s)/5+4)
	c := cutter{text: t}
	c.begin(0)
	for c.pos < len(t.s) {
		c.step()
	}
	c.end(len(t.s), true, true)
}

// cutter walks through a text once.
type cutter struct {
	*text
	pos        int
	mask, time int // the next mask and the next time
	open       sentence
	group      int
	line       int // where the line begins
	width      int // how wide the lines are around here, if a program has wrapped them; else 0
	widthTo    int // where that ends
}

func (c *cutter) begin(at int) {
	c.open = sentence{span: span{at, at}, first: len(c.words), group: c.group}
	c.open.quoted = strings.HasPrefix(strings.TrimLeft(c.s[c.line:], " "), ">")
}

// end closes the sentence; one without a word is none.
func (c *cutter) end(at int, stop, line bool) {
	s := c.open
	s.to, s.last, s.heading = at, len(c.words), line
	if s.last > s.first {
		s.index = len(c.sents)
		c.sents = append(c.sents, s)
	}
	if stop && s.last > s.first { // the end of a line behind a stop is no other one
		c.group++
	}
	c.begin(at)
}

// longestSentence bounds what is looked at as one sentence, so that a text
// without stops is read as fast as any other.
const longestSentence = 250

func (c *cutter) step() {
	if len(c.words)-c.open.first >= longestSentence {
		c.end(c.pos, true, false)
	}
	if c.mask < len(c.masks) && c.masks[c.mask].from <= c.pos {
		m := c.masks[c.mask]
		c.mask++
		if m.to > c.pos {
			c.words = append(c.words, word{span: span{c.pos, m.to}, kind: maskWord})
			c.pos = m.to
		}
		return
	}
	for c.time < len(c.times) && c.times[c.time].From < c.pos {
		c.time++
	}
	if c.time < len(c.times) && c.times[c.time].From == c.pos {
		c.words = append(c.words, word{span: span{c.pos, c.times[c.time].To}, kind: timeWord, w: c.s[c.pos:c.times[c.time].To]})
		c.pos, c.open.timed = c.times[c.time].To, true
		return
	}
	switch b := c.s[c.pos]; {
	case b == '\n':
		c.newline()
	case b == ';':
		c.pos++
		c.end(c.pos, false, false)
	case b == '.' || b == '!' || b == '?':
		c.stop()
	case b == '%':
		c.words = append(c.words, word{span: span{c.pos, c.pos + 1}, w: "%"})
		c.pos++
	case isWordByte(b):
		c.pos = c.word(c.pos)
	default:
		c.pos++
	}
}

// newline ends a sentence, unless a program has wrapped it there.
func (c *cutter) newline() {
	before, after := strings.TrimRight(c.s[c.line:c.pos], " "), strings.TrimLeft(c.s[c.pos+1:], " ")
	c.pos++
	wrapped := c.wrapped(before, after)
	c.line = c.pos
	if !wrapped {
		c.end(c.pos, true, true)
	}
}

// wrapAt is the length from which a line may have been wrapped by a program.
const wrapAt = 50

// wrapped says whether a line goes on in the next: it ends in the middle of a phrase, is
// long, or as wide as its paragraph, into which the next word does not fit.
func (c *cutter) wrapped(before, after string) bool {
	if before == "" || after == "" || !isWordByte(after[0]) {
		return false
	}
	last := before[len(before)-1]
	switch {
	case unfinished[strings.ToLower(before[strings.LastIndexByte(before, ' ')+1:])]:
		return true
	case len(before) >= wrapAt:
		return isLower(after[0]) && isWordByte(last) || last == ','
	case !isWordByte(last) && last != ',':
		return false
	}
	if c.pos > c.widthTo {
		c.width, c.widthTo = paragraph(c.s, c.line)
	}
	word, _, _ := strings.Cut(after, " ")
	word, _, _ = strings.Cut(word, "\n")
	return c.width > 0 && len(before)+1+len(word) > c.width
}

// unfinished are words with which no line ends that says something.
var unfinished = plain.Set("a an the and or of to in on at by for with from is are was were be will we our your that this as")

// fewestWrapped is how many lines tell how wide a program has made them.
const fewestWrapped = 4

// paragraph returns how wide the lines are up to the next empty one, 0 if they are
// too few or too narrow to tell, and where it ends.
func paragraph(s string, from int) (width, to int) {
	n := 0
	for to = from; to < len(s); n++ {
		line, _, _ := strings.Cut(s[to:], "\n")
		if strings.TrimSpace(line) == "" {
			break
		}
		width = max(width, len(strings.TrimRight(line, " ")))
		to += len(line) + 1
	}
	if n < fewestWrapped || width < 12 {
		width = 0
	}
	return width, to
}

// stop ends a sentence at . ! or ?, if it is one: not in 1.5, acme.com or e.g.
func (c *cutter) stop() {
	b := c.s[c.pos]
	c.pos++
	rest := strings.TrimLeft(c.s[c.pos:], `.!?"')]*_~`)
	switch {
	case rest == "":
	case rest[0] != ' ' && rest[0] != '\n':
		if b == '.' && !c.noSpace(rest) || b != '.' && isWordByte(rest[0]) && len(rest) == len(c.s)-c.pos {
			return
		}
	case b == '.' && c.abbreviated(strings.TrimLeft(rest, " ")):
		return
	}
	c.pos = len(c.s) - len(rest)
	c.end(c.pos, true, false)
}

// noSpace says whether the space after a stop was forgotten: “is down.We are”.
func (c *cutter) noSpace(rest string) bool {
	before := c.s[c.open.from : c.pos-1]
	n := len(before)
	return n > 2 && isLower(before[n-1]) && isLower(before[n-2]) && len(rest) > 1 && isUpper(rest[0]) && (isLower(rest[1]) || rest[1] == ' ')
}

// abbreviated says whether the stop belongs to the word before it.
func (c *cutter) abbreviated(rest string) bool {
	if len(c.words) == c.open.first || rest == "" {
		return false
	}
	last := c.words[len(c.words)-1]
	if last.to != c.pos-1 {
		return false
	}
	low := rest[0] >= 'a' && rest[0] <= 'z' || rest[0] >= '0' && rest[0] <= '9'
	switch {
	case titles[last.w]:
		return true
	case last.w == "no" || last.w == "nr":
		return rest[0] >= '0' && rest[0] <= '9'
	case last.to-last.from == 1 && last.kind == plainWord: // e.g., i.e., an initial
		return low || last.capital && last.w != "i"
	}
	return low && shortened[last.w]
}

var (
	titles    = plain.Set("mr mrs ms dr prof st")
	shortened = plain.Set("approx ca cf etc incl excl vs min max hrs resp jan feb mar apr jun jul aug sep sept oct nov dec inc ltd co")
)

func isLower(b byte) bool { return b >= 'a' && b <= 'z' }
func isUpper(b byte) bool { return b >= 'A' && b <= 'Z' }
func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// isWordByte says whether a byte belongs to a word; every byte of a letter
// outside ASCII does.
func isWordByte(b byte) bool {
	return isLower(b) || isUpper(b) || isDigit(b) || b >= utf8.RuneSelf
}

// masked says whether a place belongs to something that was found already.
func (t *text) masked(at int) bool { return t.taken != nil && t.taken[at] }

// digits counts the digits that a text begins with.
func digits(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }
