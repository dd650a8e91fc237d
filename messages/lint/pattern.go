package lint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"candor/incident/plain"
	"candor/messages/lint/sieve"
)

// A pattern finds a phrase in the words of one sentence. It is written as words
// with a few signs between them, so that the lists in the folders can be read
// and extended by anybody:
//
//	a|b       one of them; a_b is two words
//	@name     one of the words of a class
//	deploy*   any word that begins like this; *ing any that ends so
//	word?     may be missing
//	..2       up to two other words
//	~2        the same, but inside of a clause: no “and”, “that”, “we” and no comma among them
//	!word     the next word is not this one
//	^  $      the sentence begins, ends
//	#number #time #day #Name #link
//	          a number, a clock time, a part of a date, a capital word inside a
//	          sentence, what is no word
//
// A hyphen parts words, “e-mail” excepted; signs such as commas do not count.
type pattern []element

type elementKind byte

const (
	oneOf elementKind = iota
	gap
	not
	opening
	closing
)

type element struct {
	kind     elementKind
	optional bool
	clause   bool // of a gap: it stays in its clause
	max      int  // of a gap
	lists    []*list
	signs    string    // of #number and its like: their first letters
	sieve    sieve.Set // of the words it may begin with; most words of a text fall through
	anyWord  bool      // it takes words that have no number: begun, ended, signs
}

// list is a set of words and phrases. Words are numbers of a vocabulary.
type list struct {
	words   []int32  // sorted
	bits    []uint64 // the same as bits, if they are many
	begins  []string
	ends    []string
	phrases [][]part
}

// part is a word of a phrase, or its beginning.
type part struct {
	id    int32
	begin string // empty: the whole word
}

// vocabulary numbers the words that patterns know, from 1.
type vocabulary map[string]int32

func (v vocabulary) id(w string) int32 {
	if v[w] == 0 {
		v[w] = int32(len(v) + 1)
	}
	return v[w]
}

func (v vocabulary) list(entries ...string) *list {
	l := &list{}
	for _, w := range entries {
		begin, begun := strings.CutSuffix(w, "*")
		end, ended := strings.CutPrefix(w, "*")
		switch {
		case strings.Contains(w, " "):
			l.phrases = append(l.phrases, v.phrase(w))
		case begun:
			l.begins = append(l.begins, begin)
		case ended:
			l.ends = append(l.ends, end)
		default:
			l.words = append(l.words, v.id(w))
		}
	}
	slices.Sort(l.words)
	if n := len(l.words); n > few {
		l.bits = make([]uint64, l.words[n-1]/64+1)
		for _, w := range l.words {
			l.bits[w/64] |= 1 << (w % 64)
		}
	}
	return l
}

func (v vocabulary) phrase(text string) (ph []part) {
	for w := range strings.FieldsSeq(text) {
		if begin, ok := strings.CutSuffix(w, "*"); ok {
			ph = append(ph, part{begin: begin})
			continue
		}
		ph = append(ph, part{id: v.id(w)})
	}
	return ph
}

// few is how many words are looked through one by one.
const few = 12

func (l *list) has(id int32) bool {
	if l.bits != nil {
		return int(id/64) < len(l.bits) && l.bits[id/64]&(1<<(id%64)) != 0
	}
	for _, w := range l.words {
		if w == id {
			return true
		}
	}
	return false
}

// compile reads a pattern; classes holds the words of each class.
func (v vocabulary) compile(line string, classes map[string]*list) (pattern, error) {
	fields := strings.Fields(line)
	p := make(pattern, 0, len(fields))
	for _, f := range fields {
		e, err := element{}, error(nil)
		switch {
		case f == "^":
			e.kind = opening
		case f == "$":
			e.kind = closing
		case strings.HasPrefix(f, "..") || strings.HasPrefix(f, "~"):
			n, bad := strconv.Atoi(strings.TrimLeft(f, ".~"))
			if bad != nil || n < 1 || n > 9 {
				return nil, fmt.Errorf("%q: a gap is ..1 to ..9, or ~1 to ~9", f)
			}
			e = element{kind: gap, max: n, clause: f[0] == '~'}
		default:
			e, err = v.alternatives(f, classes)
		}
		if err != nil {
			return nil, err
		}
		p = append(p, e)
	}
	switch {
	case len(p) == 0 || p[len(p)-1].kind == gap:
		return nil, fmt.Errorf("%q ends with a gap or is empty", line)
	case p[0].kind == gap:
		return nil, fmt.Errorf("%q begins with a gap", line)
	}
	return p, nil
}

// alternatives reads one place of a pattern: a|b|@class.
func (v vocabulary) alternatives(field string, classes map[string]*list) (element, error) {
	var e element
	if rest, ok := strings.CutPrefix(field, "!"); ok {
		e.kind, field = not, rest
	}
	field, e.optional = strings.CutSuffix(field, "?")
	var own []string
	for a := range strings.SplitSeq(field, "|") {
		name, isClass := strings.CutPrefix(a, "@")
		sign, isSign := strings.CutPrefix(a, "#")
		switch {
		case isClass && classes[name] == nil:
			return e, fmt.Errorf("there is no class @%s", name)
		case isClass:
			e.lists = append(e.lists, classes[name])
		case isSign:
			e.signs += sign[:1]
		case a == "":
			return e, fmt.Errorf("%q has an empty alternative", field)
		default:
			own = append(own, strings.ReplaceAll(a, "_", " "))
		}
	}
	if len(own) > 0 {
		e.lists = append(e.lists, v.list(own...))
	}
	e.sift()
	return e, nil
}

// sift notes what the element may begin with.
func (e *element) sift() {
	e.anyWord = e.signs != ""
	for _, l := range e.lists {
		e.anyWord = e.anyWord || len(l.begins)+len(l.ends) > 0
		for _, id := range l.words {
			e.sieve.Add(id)
		}
		for _, ph := range l.phrases {
			e.sieve.Add(ph[0].id)
			e.anyWord = e.anyWord || ph[0].begin != ""
		}
	}
}

// needs are the sieves of the elements that no sentence with the pattern is without.
func (p pattern) needs() (list []sieve.Set) {
	for i := range p {
		if e := &p[i]; e.kind == oneOf && !e.optional && !e.anyWord {
			list = append(list, e.sieve)
		}
	}
	return list
}

// sievesOf are those of the words from each word of a sentence on.
func sievesOf(ws []word, into []sieve.Set) []sieve.Set {
	into = slices.Grow(into[:0], len(ws))[:len(ws)]
	var all sieve.Set
	for i := len(ws) - 1; i >= 0; i-- {
		if id := ws[i].id; id != 0 {
			all.Add(id)
		}
		into[i] = all
	}
	return into
}

// match says where the pattern ends if it begins at word i of the sentence ws.
func (p pattern) match(ws []word, i int) (int, bool) {
	if len(p) == 0 {
		return i, true
	}
	e := &p[0]
	switch e.kind {
	case opening:
		if i != 0 {
			return 0, false
		}
		return p[1:].match(ws, i)
	case closing:
		return i, i == len(ws)
	case not:
		if i < len(ws) && e.takes(ws, i) > 0 {
			return 0, false
		}
		return p[1:].match(ws, i)
	case gap:
		return p.matchGap(ws, i)
	}
	return p.matchOne(ws, i)
}

// matchGap takes as few words as it must.
func (p pattern) matchGap(ws []word, i int) (int, bool) {
	for n := 0; n <= p[0].max && i+n <= len(ws); n++ {
		if p[0].clause && n > 0 && i+n < len(ws) && ws[i+n].apart {
			break
		}
		if end, ok := p[1:].match(ws, i+n); ok {
			return end, true
		}
		if i+n < len(ws) && (p[0].clause && opensClause[ws[i+n].w] || ws[i+n].apart && goesOn[ws[i+n].w] || ws[i+n].w == "however") {
			break
		}
	}
	return 0, false
}

// opensClause are words that begin another thought.
var opensClause = plain.Set("and but so because which who that while although though if when whether we i they unless until since")

// goesOn are words that begin another clause behind a comma; “however” needs none.
var goesOn = plain.Set("which but so because although though while whilst however")

// matchOne takes one of the alternatives, the longest first, or none if that is allowed.
func (p pattern) matchOne(ws []word, i int) (int, bool) {
	e := &p[0]
	if i < len(ws) {
		n := e.takes(ws, i)
		if n > 0 {
			if end, ok := p[1:].match(ws, i+n); ok {
				return end, true
			}
		}
		if n > 1 && e.single(&ws[i], i) {
			if end, ok := p[1:].match(ws, i+1); ok {
				return end, true
			}
		}
	}
	if !e.optional {
		return 0, false
	}
	return p[1:].match(ws, i)
}

// takes says how many words from i on the element stands for, 0 if it does not.
func (e *element) takes(ws []word, i int) int {
	if id := ws[i].id; !e.anyWord && (id == 0 || !e.sieve.Has(id)) {
		return 0
	}
	longest := 0
	for _, l := range e.lists {
		for _, ph := range l.phrases {
			if len(ph) > longest && isPhrase(ws, i, ph) {
				longest = len(ph)
			}
		}
	}
	if longest == 0 && e.single(&ws[i], i) {
		return 1
	}
	return longest
}

func isPhrase(ws []word, i int, phrase []part) bool {
	if i+len(phrase) > len(ws) {
		return false
	}
	for j, p := range phrase {
		switch w := &ws[i+j]; {
		case p.begin != "" && !strings.HasPrefix(w.w, p.begin), p.begin == "" && p.id != w.id:
			return false
		}
	}
	return true
}

// single says whether the element stands for one word, the i-th of its sentence.
func (e *element) single(w *word, i int) bool {
	for _, l := range e.lists {
		if w.id != 0 && l.has(w.id) || w.kind == plainWord && l.isLike(w.w) {
			return true
		}
	}
	for _, s := range e.signs {
		switch {
		case s == 'n' && w.kind == numberWord, s == 't' && w.kind == timeWord, s == 'd' && w.day, s == 'l' && w.kind == maskWord,
			s == 'N' && i > 0 && w.capital && w.kind == plainWord:
			return true
		}
	}
	return false
}

func (l *list) isLike(w string) bool {
	for _, b := range l.begins {
		if strings.HasPrefix(w, b) {
			return true
		}
	}
	for _, b := range l.ends {
		if len(w) > len(b)+1 && strings.HasSuffix(w, b) {
			return true
		}
	}
	return false
}
