package lint

import (
	"slices"
	"strings"
	"unicode"

	"candor/incident/plain"
)

// history are the rules that compare the text with what was said before.
func (k *checker) history() {
	k.contradictions()
	k.repeated()
}

// opposites are what takes a claim back, by what the claim is about.
var opposites = []struct {
	claim string // words of claims
	says  string // the signal that contradicts them
}{
	{"breach access expos leak hack intru stolen copied outside", "breach_now"},
	{"loss lost missing safe complete data gone", "lost_now"},
	{"resolved fixed restored works over", "broken_now"},
	{"backup copy copies", "no_backup_now"},
}

// contradictions finds that an earlier claim is taken back without a word about it.
func (k *checker) contradictions() {
	if k.says("corrected") || k.kind == correction {
		return
	}
	for _, claim := range append(k.earlierClaims(), k.PrevClaims...) {
		for _, o := range opposites {
			if !containsAny(plainName(claim), o.claim) {
				continue
			}
			if k.contradicts(o.says) {
				return
			}
			break
		}
	}
}

// contradicts notes the first find of a signal.
func (k *checker) contradicts(signal string) (found bool) {
	k.each(signal, func(s *sentence, h hit) bool {
		if k.excused(s, h) {
			return true
		}
		k.add("contradicts-earlier", k.wordsIn(h.from, h.to), "")
		found = true
		return false
	})
	return found
}

// mostEarlier is how many earlier texts are read, the newest.
const mostEarlier = 20

// earlierClaims reads the claims out of earlier texts, but those that a later one of
// them took back in words.
func (k *checker) earlierClaims() []string {
	texts := k.PrevTexts
	for _, text := range slices.Backward(texts[max(0, len(texts)-mostEarlier):]) {
		e := &checker{pack: k.pack, text: readOnce(text, k.pack)}
		if e.says("lost_now") { // what it clears up beside that is something else
			return nil
		}
		if e.says("unverified-all-clear") {
			return []string{"no_data_loss"}
		}
	}
	return nil
}

// repeated finds a text that the client has read twice, apart from its times.
func (k *checker) repeated() {
	if len(k.PrevTexts) < 2 {
		return
	}
	own, n := bareText(k.raw), 0
	for _, text := range k.PrevTexts {
		if bareText(text) == own {
			n++
		}
	}
	if n >= 2 && own != "" {
		k.miss("repeated-update")
	}
}

// bareText is a text without what changes from one update to the next.
func bareText(s string) string {
	s, _ = plain.Fold(s)
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if unicode.IsLetter(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func containsAny(text, signs string) bool {
	for sign := range strings.FieldsSeq(signs) {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}
