package lint

import (
	"cmp"
	"slices"
	"strings"

	"candor/incident/plain"
	"candor/incident/secret"
	"candor/messages/lint/hour"
	"candor/messages/lint/sieve"
)

// checker is one run over one text.
type checker struct {
	Context
	*pack
	*text
	kind kind
	out  []Finding
}

// hit is a pattern that was found: words[from:to].
type hit struct {
	set      int
	sentence int
	from, to int
	instead  string
}

// mostOfARule bounds how often a rule speaks about one text; the rest shows
// when these are mended.
const mostOfARule = 8

// setOfSets says which sets have a find.
type setOfSets [4]uint64

func (s *setOfSets) add(n int)      { s[n/64] |= 1 << (n % 64) }
func (s *setOfSets) has(n int) bool { return s[n/64]&(1<<(n%64)) != 0 }

// prepare folds, splits and looks for every pattern of the pack, once.
func prepare(raw string, p *pack) *text {
	t := &text{raw: raw}
	t.s, t.back = plain.Fold(raw)
	t.s, t.back = plain.Unspace(t.s, t.back, func(w string) bool { return p.vocabulary[w] != 0 })
	t.leaks()
	t.times = hour.Find(t.s, t.masked)
	t.split()
	t.days()
	for i := range t.words {
		w := &t.words[i]
		w.apart = i > 0 && strings.ContainsAny(t.between(i), ",:()")
		if w.id = p.vocabulary[w.w]; w.id == 0 && w.kind == plainWord {
			if meant := p.slips.Meant(w.w); meant != "" {
				w.w, w.id = meant, p.vocabulary[meant]
			}
		}
	}
	t.found = make([]hit, 0, len(t.words))
	for i := range t.sents {
		if s := &t.sents[i]; !s.quoted {
			t.findOnce(p, s)
		}
	}
	t.file(len(p.names))
	return t
}

// file puts what was found under its sets, each in the order of the text.
func (t *text) file(sets int) {
	ends := make([]int, sets+1) // of each set, from behind the one before
	for i := range t.found {
		ends[t.found[i].set+1]++
	}
	for set := range sets {
		ends[set+1] += ends[set]
	}
	t.filed, t.ends = make([]hit, len(t.found)), ends
	for _, h := range t.found {
		t.filed[ends[h.set]] = h
		ends[h.set]++
	}
}

// hits are those of a set.
func (t *text) hits(set int) []hit {
	from := 0
	if set > 0 {
		from = t.ends[set-1]
	}
	return t.filed[from:t.ends[set]:t.ends[set]]
}

// find looks for the patterns that may begin at each word of a sentence.
func (t *text) find(p *pack, s *sentence) {
	ws := t.words[s.first:s.last]
	t.ahead = sievesOf(ws, t.ahead)
	try := func(refs []ref, i int) { t.try(refs, s, i, &t.ahead[i]) }
	for i := range ws {
		w := &ws[i]
		if i == 0 {
			try(p.opens, i)
		}
		switch w.kind {
		case maskWord:
			try(p.signs['l'], i)
			continue
		case timeWord:
			try(p.signs['t'], i)
		case numberWord:
			try(p.signs['n'], i)
		}
		if w.id != 0 {
			try(p.index[w.id], i)
		}
		if len(w.w) >= 3 && w.kind == plainWord {
			try(p.begins[w.w[:3]], i)
		}
		if w.day {
			try(p.signs['d'], i)
		}
		if w.capital {
			try(p.signs['N'], i)
		}
	}
}

// try notes those of the patterns that match at the i-th word of a sentence; have is the
// sieve of the words from there on.
func (t *text) try(refs []ref, s *sentence, i int, have *sieve.Set) {
	ws := t.words[s.first:s.last]
	for j := range refs {
		r := &refs[j]
		if !have.In(r.needs) {
			continue
		}
		if end, ok := r.match(ws, i); ok && end > i {
			t.add(s, hit{set: r.set, from: i, to: end, instead: r.instead})
		}
	}
}

// add notes a finding about some words of the text. What another finding of the
// rule covers, and what comes after many of them, is left out.
func (k *checker) add(rule string, at span, instead string) {
	r := k.rule(rule)
	if at.to > at.from && (k.overlaps(rule, at) || onceASentence[r.Group] && k.saidBefore(rule, at)) || k.count(rule) >= mostOfARule {
		return
	}
	f := Finding{Rule: rule, Level: r.Level, Why: r.Why, Replace: cmp.Or(instead, r.Replace), Example: instead == "" && r.Replace != "" && !general[r.Group]}
	if at.to > at.from {
		f.From, f.To = k.origin(at)
		f.Words = k.raw[f.From:f.To]
	}
	if i := slices.IndexFunc(k.keys, func(s secret.Secret) bool { return s.From < at.to && at.from < s.To }); i >= 0 && at.to > at.from {
		f.Words = k.keys[i].Cut // whatever else is wrong there
		if rule != Secret {
			f.Replace = r.Replace
		}
	}
	k.out = append(k.out, f)
}

// note notes a find of a rule, or of a signal that speaks for one.
func (k *checker) note(rule string, h hit) {
	n := len(k.out)
	k.add(rule, k.wordsIn(h.from, h.to), h.instead)
	if len(k.out) > n && k.isHint(k.marks[h.set].Hint, &k.sents[h.sentence], h) {
		k.lower(n)
	}
}

// lower makes a finding a hint.
func (k *checker) lower(n int) { k.out[n].Level, k.out[n].Lowered = Hint, true }

// isHint says whether finds of a set are hints: always, alone, where the clause names what
// it speaks of, or where another sentence owns what happened.
func (k *checker) isHint(when string, s *sentence, h hit) bool {
	switch when {
	case "alone":
		return k.alone()
	case "named":
		return s.last-s.first > shortRemark && k.saysWhat(s, h)
	case "owned":
		return slices.ContainsFunc(k.finds("sorry_for_it"), func(o hit) bool { return o.sentence != s.index && !k.excused(&k.sents[o.sentence], o) })
	}
	return when == "always"
}

// onceASentence are the groups of which a sentence has one fault of a kind: what it
// says wrong twice is mended once.
var onceASentence = map[string]bool{"promise": true, "truth": true, "tone": true}

// general are the groups whose replacements tell of no incident.
var general = map[string]bool{"form": true, "leak": true}

// saidBefore says whether the rule has a finding in the sentence of a stretch.
func (k *checker) saidBefore(rule string, at span) bool {
	i, _ := slices.BinarySearchFunc(k.sents, at.from, func(s sentence, from int) int { return cmp.Compare(s.to, from+1) })
	return i < len(k.sents) && k.overlaps(rule, k.sents[i].span)
}

// origin is where a stretch of the folded text stands in the draft.
func (t *text) origin(at span) (from, to int) {
	if t.back == nil {
		return at.from, at.to
	}
	return t.back[at.from], t.back[at.to]
}

func (k *checker) count(rule string) (n int) {
	for i := range k.out {
		if k.out[i].Rule == rule {
			n++
		}
	}
	return n
}

// miss notes that something is missing.
func (k *checker) miss(rule string) { k.add(rule, span{}, "") }

// rule returns a rule by its id.
func (k *checker) rule(id string) Rule {
	i := slices.IndexFunc(k.rules, func(r Rule) bool { return r.ID == id })
	return k.rules[i]
}

// each calls fn for every find of a set, in order, until it returns false.
func (k *checker) each(name string, fn func(s *sentence, h hit) bool) {
	for _, h := range k.finds(name) {
		if !fn(&k.sents[h.sentence], h) {
			return
		}
	}
}

// finds are those of a set; none if the language has no such words.
func (k *checker) finds(name string) []hit {
	if set, ok := k.sets[name]; ok {
		return k.text.hits(set)
	}
	return nil
}

// says returns whether any sentence has a find that nothing excuses.
func (k *checker) says(name string) bool {
	return slices.ContainsFunc(k.finds(name), func(h hit) bool { return !k.excused(&k.sents[h.sentence], h) })
}

// findsIn are the finds of a set in a sentence.
func (k *checker) findsIn(s *sentence, name string) []hit {
	list := k.finds(name)
	bySentence := func(h hit, i int) int { return h.sentence - i }
	from, _ := slices.BinarySearchFunc(list, s.index, bySentence)
	to, _ := slices.BinarySearchFunc(list, s.index+1, bySentence)
	return list[from:to]
}

// has says whether the sentence has a find of the set.
func (k *checker) has(s *sentence, name string) bool {
	set, ok := k.sets[name]
	return ok && s.sets.has(set)
}

// clean says whether the sentence has a find of the set that nothing excuses.
func (k *checker) clean(s *sentence, name string) bool {
	return k.has(s, name) && slices.ContainsFunc(k.findsIn(s, name), func(h hit) bool { return !k.excused(s, h) })
}

// before says whether a find of the set in the sentence ends at most n words
// before a word, or reaches over it.
func (k *checker) before(s *sentence, name string, word, n int) bool {
	return k.has(s, name) && slices.ContainsFunc(k.findsIn(s, name), func(h hit) bool {
		return h.from <= word && h.to >= word-n && (h.to <= word || h.from < word)
	})
}

// excused says whether what a find is about is harmless where it stands.
func (k *checker) excused(s *sentence, h hit) bool {
	m := &k.marks[h.set]
	return k.elsewhere(m) || m.Alone && !k.alone() || m.Timed && k.timedFor(s, h) || m.Ahead && k.timeAhead(s) ||
		m.Bare && k.saysWhat(s, h) || k.isTitle(s, h) || k.scoped(m, s, h) || k.besides(m, s, h)
}

// elsewhere says whether finds count only in other phases, or in messages of other kinds.
// What is said after the end is said as in the message that tells of it.
func (k *checker) elsewhere(m *phrases) bool {
	over := k.kind == reply && k.Status == "resolved"
	return slices.Contains(m.NotKinds, string(k.kind)) || over && slices.Contains(m.NotKinds, string(resolved)) ||
		len(m.Phases) > 0 && !slices.Contains(m.Phases, k.Phase) && (k.Phase != "" || !k.early())
}

// besides says whether other words of the sentence excuse a find, or one that it needs
// is missing.
func (k *checker) besides(m *phrases, s *sentence, h hit) bool {
	from, to := k.reach(s, h)
	near := func(name string) bool {
		return k.has(s, name) && slices.ContainsFunc(k.findsIn(s, name), func(o hit) bool { return o.from < to && from < o.to })
	}
	return near(m.own) || slices.ContainsFunc(m.Excuse, func(name string) bool { return k.has(s, name) }) ||
		slices.ContainsFunc(m.Next, func(name string) bool {
			return k.near(s, 0, 1, func(o *sentence) bool { return o.index > s.index && k.has(o, name) })
		}) ||
		slices.ContainsFunc(m.Earlier, func(name string) bool {
			return slices.ContainsFunc(k.finds(name), func(o hit) bool { return o.sentence < s.index })
		}) ||
		slices.ContainsFunc(m.NotAfter, func(name string) bool { return k.before(s, name, h.from, min(3, h.from-from)) }) ||
		slices.ContainsFunc(m.Behind, func(name string) bool { return k.before(s, name, h.from, len(k.words)) }) ||
		len(m.Only) > 0 && !slices.ContainsFunc(m.Only, near)
}

// phraseRules is all rules whose phrases need no more than their excuses.
func (k *checker) phraseRules() {
	for i := range k.rules {
		if id := k.rules[i].ID; !withCode[id] {
			k.eachFind(id, nil)
		}
	}
	for _, hints := range []bool{false, true} { // what is a hint does not hide a find that is more
		for set := range k.marks {
			if m := &k.marks[set]; m.Of != "" && (m.Hint != "") == hints {
				k.eachOf(k.names[set], m.Of, nil)
			}
		}
	}
}

// withCode are the rules whose phrases are judged by code.
var withCode = plain.Set(strings.Join([]string{
	"false-certainty-cause unverified-all-clear denied-loss no-evidence-claim contradicts-status unbacked-progress",
	"jargon missing-slot blame-person passive-hiding",
}, " "))
