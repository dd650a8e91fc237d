package lint

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/incident/plain"
)

// people are the rules that know names: of the team, and of other clients.
func (k *checker) people() {
	unnamed := func(s *sentence, _ hit) bool {
		return !k.near(s, 0, 2, func(o *sentence) bool { return k.has(o, "doer_told") })
	}
	k.eachFind("passive-hiding", unnamed)
	k.eachOf("it_happened", "passive-hiding", unnamed)
	k.eachOf("nobody_did_it", "passive-hiding", nil)
	k.eachFind("blame-person", func(_ *sentence, h hit) bool {
		// A first name is one only with a capital.
		// One with a comma behind it is called, not blamed: “Dana, we sent the wrong list”.
		first := k.words[h.from]
		return !k.isName(first.w) || first.capital && !k.isCalled(h)
	})
	k.jargonWords()
}

// isName says whether a word is a first name.
func (k *checker) isName(w string) bool { return firstNames()[w] }

// jargonWords finds the trade's words, for clients who do not know them. Of a text by
// itself, whose readers nobody knows, it may say itself that they are of the trade.
func (k *checker) jargonWords() {
	if k.Technical {
		return
	}
	n := len(k.out)
	k.eachFind("jargon", nil)
	if k.alone() && len(k.finds("trade_readers")) > 0 {
		for ; n < len(k.out); n++ {
			k.lower(n)
		}
	}
	k.eachOf("trade_word", "jargon", nil)
}

// others finds the names of other clients.
func (k *checker) others() {
	for _, name := range k.OtherClients {
		for _, n := range nameForms(name) {
			if at, ok := k.named(n); ok {
				k.add("leak-other-client", at, "")
				break
			}
		}
	}
}

// legalForms stand after the name of a company and are left out in talk.
var legalForms = plain.Set("ltd limited inc incorporated llc llp plc gmbh ag kg ug se sa sas sarl bv nv ab as oy oyj srl spa kft zrt co corp corporation company")

// nameForms are the ways in which a client is named: in full, and without what
// kind of company it is.
func nameForms(name string) []string {
	name, _ = plain.Fold(strings.TrimSpace(name))
	fields := strings.Fields(name)
	n := len(fields)
	for n > 1 && legalForms[strings.ToLower(strings.Trim(fields[n-1], ".,"))] {
		n--
	}
	short := strings.Trim(strings.Join(fields[:n], " "), ",. ")
	if short == "" || utf8.RuneCountInString(short) < 2 {
		return nil
	}
	return []string{short}
}

// named finds a name as words of its own, in whatever letters; its parts may be
// joined or written together, as in an address.
func (k *checker) named(name string) (span, bool) {
	want := nameLetters(name)
	if len(want) == 0 {
		return span{}, false
	}
	for i := 0; i < len(k.s); {
		r, size := utf8.DecodeRuneInString(k.s[i:])
		if unicode.ToLower(r) == want[0] && (i == 0 || !endsInWord(k.s[:i])) {
			if to, ok := k.spelled(want, name, i); ok {
				return span{i, to}, true
			}
		}
		i += size
	}
	return span{}, false
}

// spelled says whether the letters of a name stand at a place, and where they end.
func (k *checker) spelled(want []rune, name string, from int) (int, bool) {
	i, skipped := from, 0
	for n := 0; n < len(want); {
		if i >= len(k.s) {
			return 0, false
		}
		r, size := utf8.DecodeRuneInString(k.s[i:])
		switch {
		case unicode.ToLower(r) == want[n]:
			n, skipped = n+1, 0
		case n > 0 && skipped < 3 && strings.ContainsRune(" -_.,&'\n*", r):
			skipped++
		default:
			return 0, false
		}
		i += size
	}
	if r, _ := utf8.DecodeRuneInString(k.s[i:]); i < len(k.s) && (unicode.IsLetter(r) || unicode.IsDigit(r)) && !strings.HasPrefix(k.s[i:], "s ") {
		return 0, false
	}
	return i, k.meant(name, k.s[from:i])
}

// meant guards a name of one short word that is a word of everybody too: such a
// word counts only with its capital.
func (k *checker) meant(name, found string) bool {
	if strings.ContainsAny(name, " -") || utf8.RuneCountInString(name) > 5 {
		return true
	}
	r, _ := utf8.DecodeRuneInString(found)
	first, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(r) || !unicode.IsUpper(first)
}

func nameLetters(name string) (list []rune) {
	for _, r := range strings.ToLower(name) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			list = append(list, r)
		}
	}
	return list
}

func endsInWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
