package lint

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/incident/plain"
)

// form are the rules about how a text looks and reads.
func (k *checker) form() {
	k.sentenceLengths()
	k.wordLimit()
	k.grade()
	k.capitals()
	k.emoji()
	k.exclamation()
}

// longSentence is the most words that a sentence may have.
const longSentence = 30

func (k *checker) sentenceLengths() {
	for i := range k.sents {
		s := &k.sents[i]
		if s.quoted || k.length(s) <= longSentence {
			continue
		}
		k.add("long-sentence", k.wordsIn(s.first, min(s.first+6, s.last)), "")
	}
}

// length counts the words of a sentence as a reader does: what stands between
// spaces and has a letter or a digit.
func (k *checker) length(s *sentence) int { return countWords(k.s[s.from:s.to]) }

func countWords(s string) int {
	n, in := 0, false
	for i := range len(s) {
		switch {
		case s[i] == ' ' || s[i] == '\n':
			in = false
		case !in && isWordByte(s[i]):
			in = true
			n++
		}
	}
	return n
}

// limits are the most words of a text by its channel.
var limits = map[string]int{"email": 350, "review": 1200, "document": 1200}

const slackLimit = 120

func (k *checker) wordLimit() {
	limit, ok := limits[k.Channel]
	if !ok {
		limit = slackLimit
	}
	if k.kind == reviewDocument {
		limit = limits["review"]
	}
	if countWords(k.s) > limit {
		k.miss("too-long")
	}
}

// Grades of school up to which a text is easy enough, and the fewest words of
// which that can be said.
const (
	easyGrade   = 10.0
	reviewGrade = 12.0
	gradeWords  = 30
	gradeCap    = 25 // words of a sentence that count; long ones have a rule of their own
)

// grade finds a text that is hard to read.
func (k *checker) grade() {
	limit := easyGrade
	if k.Channel == "review" || k.Channel == "document" || k.kind == reviewDocument {
		limit = reviewGrade
	}
	if k.Language == English && k.gradeOf() > limit {
		k.miss("readability")
	}
}

// gradeOf is the Flesch-Kincaid grade of a text in English, 0 for a short one.
func (t *text) gradeOf() float64 {
	words, sentences, syllables, length := 0, 0, 0, 0
	for i := range t.sents {
		s := &t.sents[i]
		n := 0
		for j := s.first; j < s.last && !s.quoted; j++ {
			w := &t.words[j]
			if w.kind != plainWord || j > s.first && w.span == t.words[j-1].span { // the second half of “won’t”
				continue
			}
			n++
			syllables += syllablesOf(strings.ToLower(t.s[w.from:w.to]))
		}
		if n > 0 {
			words, sentences, length = words+n, sentences+1, length+min(n, gradeCap)
		}
	}
	if words < gradeWords {
		return 0
	}
	return 0.39*float64(length)/float64(sentences) + 11.8*float64(syllables)/float64(words) - 15.59
}

// syllablesOf counts the syllables of an English word: groups of vowels, without
// most of those that are not spoken.
func syllablesOf(w string) int {
	n := vowelGroups(w)
	if n > 1 && hasSilentEnd(w) {
		n--
	}
	return max(n, 1)
}

func vowelGroups(w string) int {
	n, vowel := 0, false
	for _, r := range w {
		v := strings.ContainsRune("aeiouyáéíóúäöü", r)
		if v && !vowel {
			n++
		}
		vowel = v
	}
	return n
}

// hasSilentEnd says whether the last vowel of a word is not spoken: made, worked,
// times; but table, started, services.
func hasSilentEnd(w string) bool {
	switch {
	case strings.HasSuffix(w, "e"):
		return !strings.HasSuffix(w, "le")
	case strings.HasSuffix(w, "ed"):
		return !strings.HasSuffix(w, "ted") && !strings.HasSuffix(w, "ded")
	case strings.HasSuffix(w, "es"):
		return !strings.ContainsAny(w[max(0, len(w)-3):len(w)-2], "scxzg") && !strings.HasSuffix(w, "hes") && !strings.HasSuffix(w, "les")
	}
	return false
}

// loud are words that shout when they stand alone in capitals.
var loud = plain.Set("urgent important down attention warning critical alert now immediately stop please everyone never not must emergency broken failed failure outage breaking serious all offline asap! help danger sorry lost everything nothing huge big still again today every only exactly")

// capitalsInARow are so many that no name has them.
const capitalsInARow = 3

func (k *checker) capitals() {
	for i := range k.sents {
		s := &k.sents[i]
		for j := s.first; j < s.last; j++ {
			first, n := j, 0
			j, n = k.capitalsFrom(first, s.last)
			switch {
			case n >= capitalsInARow && !k.onlyNames(first, j) && !legalForms[k.words[j-1].w]: // ABC USA LLC is a company
				k.shout(first, j)
			case n > 0 && !(first == s.first && j < s.last && strings.ContainsAny(k.between(j), "-–—")): // ALERT - …
				if i := slices.IndexFunc(k.words[first:j], func(w word) bool { return loud[w.w] }); i >= 0 {
					k.shout(first+i, first+i+1)
				}
			}
		}
	}
}

// capitalsFrom returns where words in capitals end that begin at a place, and how
// many they are. Single letters are capitals in any text: they go along and do
// not count.
func (k *checker) capitalsFrom(from, last int) (to, n int) {
	for to = from; to < last && k.words[to].kind == plainWord; to++ {
		switch w := &k.words[to]; {
		case to > from && strings.ContainsAny(k.between(to), ",/"), !w.caps && (!w.capital || w.to-w.from != 1): // a list of names: SMB/NFS, SSH
			return to, n
		case w.caps:
			n++
		}
	}
	return to, n
}

// onlyNames says whether words in capitals are short names in a row: SSL TLS DNS.
func (k *checker) onlyNames(from, to int) bool {
	for i := from; i < to; i++ {
		if w := k.words[i]; w.to-w.from > 4 || !acronyms[w.w] {
			return false
		}
	}
	return true
}

var acronyms = plain.Set("ssl tls dns api cdn sql php aws ceo cto eu us uk usa gdpr pdf csv vat iban bic sepa http https url html css json xml smtp imap ftp ssh vpn cms crm erp pos sms pin tan cet utc gmt est pst rest rds ec2 iam faq")

func (k *checker) shout(from, to int) {
	at := k.wordsIn(from, to)
	if !k.overlaps("leak-other-client", at) {
		k.add("all-caps", at, calm(k.s[at.from:at.to]))
	}
}

// calm writes words in capitals as a sentence.
func calm(s string) string {
	s = strings.ToLower(s)
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// emoji finds :names: and emoji.
func (k *checker) emoji() {
	for i := 0; i < len(k.s); i++ {
		b := k.s[i]
		switch {
		case b == ':':
			if n := emojiName(k.s[i:]); n > 0 && (i == 0 || !isWordByte(k.s[i-1])) && !k.masked(i) {
				k.add("emoji", span{i, i + n}, "")
				i += n - 1
			}
		case b >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(k.s[i:])
			if isEmoji(r) {
				k.add("emoji", span{i, i + size}, "")
			}
			i += size - 1
		}
	}
}

// faces are those that people type.
var faces = []string{":-)", ":)", ":-(", ":(", ":-/", ":-D", ":D", ":-P", ":+1:", ":-1:"}

// emojiName returns how long :name: or :-) is, 0 if it is none.
func emojiName(s string) int {
	for _, face := range faces {
		if strings.HasPrefix(s, face) && (len(s) == len(face) || !isWordByte(s[len(face)])) {
			return len(face)
		}
	}
	n := 1
	for n < len(s) && (isLower(s[n]) || n > 1 && isNameByte(s[n])) {
		n++
	}
	if n > 2 && n < len(s) && s[n] == ':' && (n+1 == len(s) || !isWordByte(s[n+1])) {
		return n + 1
	}
	return 0
}

// isNameByte says whether the name of an emoji has a byte after its first letter.
func isNameByte(b byte) bool { return isDigit(b) || strings.IndexByte("_-+", b) >= 0 }

// pictures are the characters that are drawn as emoji, and their neighbours.
var pictures = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: '‼', Hi: '‼', Stride: 1},
		{Lo: '⁉', Hi: '⁉', Stride: 1},
		{Lo: '⌚', Hi: '⌛', Stride: 1},
		{Lo: 0x23e9, Hi: '⏳', Stride: 1},    // signs of players, clocks
		{Lo: 0x2600, Hi: 0x27bf, Stride: 1}, // miscellaneous symbols, dingbats
		{Lo: '⬛', Hi: '⬜', Stride: 1},
		{Lo: '⭐', Hi: '⭐', Stride: 1},
		{Lo: '⭕', Hi: '⭕', Stride: 1},
	},
	R32: []unicode.Range32{{Lo: 0x1f000, Hi: 0x1faff, Stride: 1}}, // flags too
}

// plainSigns stand among the pictures and are used as bullets, ticks and arrows.
const plainSigns = "✓✗❯➤➜✱✻"

// isEmoji says whether a character is a picture. Arrows, bullets and signs such
// as © and ✓ are not.
func isEmoji(r rune) bool { return unicode.Is(pictures, r) && !strings.ContainsRune(plainSigns, r) }

// exclamation finds exclamation marks outside of links and markup.
func (k *checker) exclamation() {
	for i := 0; i < len(k.s); i++ {
		if k.s[i] != '!' || i+1 < len(k.s) && k.s[i+1] == '=' || k.inMarkup(i) {
			continue
		}
		k.add("exclamation", span{i, i + 1}, ".")
		return
	}
}

func (k *checker) inMarkup(at int) bool {
	for _, m := range k.masks {
		if at >= m.from && at < m.to && (m.what == markupMask || m.what == linkMask) {
			return true
		}
	}
	return false
}
