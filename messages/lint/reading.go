package lint

import "encoding/binary"

// reading is a text that was read with the words of a language: a draft is read again with
// each answer, and an earlier text with every later one.
type reading struct {
	raw  string
	pack *pack
}

// What is kept: drafts and texts of a few busy hours. A text that was read is some 30
// times its bytes; one longer than Slack takes is nobody's draft.
const (
	generation  = 32 << 10
	longestKept = 4 << 10
)

var recent = kept[reading, *text]{most: generation}

// readOnce prepares a text, or finds it as it was read before.
func readOnce(raw string, p *pack) *text {
	if len(raw) > longestKept {
		return prepare(raw, p)
	}
	key := reading{raw, p}
	if t, ok := recent.find(key, len(raw)); ok {
		return t
	}
	t := prepare(raw, p)
	recent.keep(key, len(raw), t)
	return t
}

// findOnce looks for the patterns in a sentence, or knows what was found when the same words
// stood in another text: most sentences of a client's texts are those of every other's.
func (t *text) findOnce(p *pack, s *sentence) {
	ws := t.words[s.first:s.last]
	key := string(appendWords(make([]byte, 0, 512), ws))
	size := len(key) + len(ws)
	if hits, ok := p.found.find(key, size); ok {
		for _, h := range hits {
			t.add(s, h)
		}
		return
	}
	before := len(t.found)
	t.find(p, s)
	hits := make([]hit, 0, len(t.found)-before)
	for _, h := range t.found[before:] {
		h.sentence, h.from, h.to = 0, h.from-s.first, h.to-s.first
		hits = append(hits, h)
	}
	p.found.keep(key, size, hits)
}

// add notes a find that is counted from the beginning of its sentence.
func (t *text) add(s *sentence, h hit) {
	t.found = append(t.found, hit{h.set, s.index, s.first + h.from, s.first + h.to, h.instead})
	s.sets.add(h.set)
}

// appendWords adds all that patterns see of words.
func appendWords(key []byte, ws []word) []byte {
	for i := range ws {
		w := &ws[i]
		signs := byte(w.kind) << 3
		if w.capital {
			signs |= 1
		}
		if w.day {
			signs |= 2
		}
		if w.apart {
			signs |= 4
		}
		key = append(binary.AppendUvarint(append(key, signs), uint64(len(w.w))), w.w...)
	}
	return key
}
