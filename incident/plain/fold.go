// Package plain makes a text plain: one way to write each sign and letter, nothing
// that cannot be seen, no letters that stand apart. Each byte keeps its place in
// what was given.
package plain

import (
	_ "embed" // the lists
	"html"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// folds are characters that are written in several ways.
var folds = map[rune]string{
	'’': "'", '‘': "'", 'ʼ': "'", '′': "'", '‛': "'", '´': "'",
	'“': `"`, '”': `"`, '„': `"`, '«': `"`, '»': `"`, '″': `"`, '‟': `"`,
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-",
	'™': "", '®': "", '\r': "", '\u00ad': "", '\u200b': "", '\u200c': "", '\u200d': "", '\u2060': "", '\ufeff': "", '\ufe0f': "",
	'…': "...", '\u2028': "\n", '\u2029': "\n", '\u0085': "\n", '\t': " ",
}

//go:embed lookalikes.txt
var lookalikeLines string

// lookalikes are letters of other alphabets that pass for Latin ones.
var lookalikes = sync.OnceValue(func() map[rune]string {
	list := map[rune]string{}
	for _, line := range Lines(lookalikeLines) {
		latin, others, _ := strings.Cut(line, " ")
		for _, r := range others {
			list[r] = latin
		}
	}
	return list
})

// folded is a text on its way to being plain: each byte with its place in the draft.
type folded struct {
	strings.Builder
	back []int
}

func (f *folded) add(s string, from int) {
	f.WriteString(s)
	for range len(s) {
		f.back = append(f.back, from)
	}
}

// Fold writes a text with plain quotes, dashes, spaces and letters, without what
// cannot be seen and without entities, and returns where each
// byte came from; nil if nothing has changed.
func Fold(raw string) (string, []int) {
	if isPlain(raw) {
		return raw, nil
	}
	f := folded{back: make([]int, 0, len(raw)+1)}
	f.Grow(len(raw))
	latin := isLatin(raw)
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRuneInString(raw[i:])
		if n := entity(raw[i:]); n > 0 {
			inner, _ := Fold(html.UnescapeString(raw[i : i+n]))
			f.add(inner, i)
			i += n
			continue
		}
		f.add(foldRune(r, latin), i)
		i += size
	}
	f.back = append(f.back, len(raw))
	return f.String(), f.back
}

// foldRune is a character in its plain form; latin says that letters which pass
// for Latin ones are meant so.
func foldRune(r rune, latin bool) string {
	if f, ok := folds[r]; ok {
		return f
	}
	switch {
	case r >= '！' && r <= '～': // full width
		return string(r - '！' + '!')
	case r >= 0x1d400 && r < 0x1d6a4: // bold, italic and other letters of mathematics
		n := (r - 0x1d400) % 52
		return string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[n])
	case r > unicode.MaxASCII && unicode.IsSpace(r):
		return " "
	case r == utf8.RuneError: // not UTF-8, of whatever width
		return "?"
	case r > unicode.MaxASCII && latin:
		if f, ok := lookalikes()[r]; ok {
			return f
		}
	}
	return string(r)
}

// isLatin says whether a text is written in Latin letters, but for a few that
// only look like them.
func isLatin(s string) bool {
	latin, other := 0, 0
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf && (isLower(byte(r)) || isUpper(byte(r))):
			latin++
		case r >= utf8.RuneSelf && unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Armenian):
			other++
		}
	}
	return latin > other
}

// entity returns how long the entity of HTML is that a text begins with: &nbsp;
func entity(s string) int {
	if s[0] != '&' {
		return 0
	}
	end := strings.IndexByte(s[:min(len(s), 12)], ';')
	if end < 2 || html.UnescapeString(s[:end+1]) == s[:end+1] {
		return 0
	}
	return end + 1
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] == '\r' || s[i] == '\t' || s[i] == '&' {
			return false
		}
	}
	return true
}

// longestSpaced bounds a run of letters that is read at once.
const longestSpaced = 120

// fewestSpaced is how many letters must stand apart before they are read as one
// word: “v e r y”, but not the answers A B C.
const fewestSpaced = 5

// Unspace joins letters that stand apart. Two spaces between them part words; of a
// run without any, the words that are known are taken. back is that of [Fold].
func Unspace(s string, back []int, known func(string) bool) (string, []int) {
	if !hasSpaced(s) {
		return s, back
	}
	place := func(at int) int {
		if back == nil {
			return at
		}
		return back[at]
	}
	f := folded{back: make([]int, 0, len(s)+1)}
	for i := 0; i < len(s); {
		if n := spacedRun(s[i:]); n > 0 && (i == 0 || !isWordByte(s[i-1])) {
			for _, w := range spacedWords(s[i:i+n], known) {
				f.add(w.text, place(i+w.from))
				f.add(" ", place(i+w.to))
			}
			i += n
			continue
		}
		f.add(s[i:i+1], place(i))
		i++
	}
	return f.String(), append(f.back, place(len(s)))
}

// joined is a word of letters that stood apart, and where they stood.
type joined struct {
	from, to int
	text     string
}

// hasSpaced says whether letters stand apart anywhere.
func hasSpaced(s string) bool {
	for i := range len(s) {
		if (i == 0 || s[i-1] == ' ' || s[i-1] == '\n') && spacedRun(s[i:]) > 0 {
			return true
		}
	}
	return false
}

// spacedRun returns how long the run of single letters is that a text begins with,
// 0 if they are too few.
func spacedRun(s string) int {
	letters, i := 0, 0
	for i < len(s) && letters < longestSpaced && isWordByte(s[i]) && !isDigit(s[i]) && (i+1 == len(s) || !isWordByte(s[i+1])) {
		letters++
		i++
		n := len(s[i:]) - len(strings.TrimLeft(s[i:], " "))
		if n == 0 || n > 4 {
			break
		}
		i += n
	}
	if letters < fewestSpaced {
		return 0
	}
	return len(strings.TrimRight(s[:i], " "))
}

// spacedWords reads the words of a run of single letters.
func spacedWords(run string, known func(string) bool) (list []joined) {
	wide := strings.Contains(run, "  ")
	w := joined{}
	end := func() {
		if w.text != "" {
			list = append(list, w)
		}
		w = joined{}
	}
	for i := range len(run) {
		switch {
		case run[i] != ' ':
			if w.text == "" {
				w.from = i
			}
			w.text, w.to = w.text+run[i:i+1], i+1
		case wide && run[i+1] == ' ':
			end()
		}
	}
	end()
	if !wide && len(list) == 1 {
		return parted(list[0], known)
	}
	return list
}

// parted parts letters that stand without a space into words that are known; as few letters as can be are left over.
func parted(run joined, known func(string) bool) []joined {
	n := len(run.text)
	low := strings.ToLower(run.text)
	cost, from := make([]int, n+1), make([]int, n+1)
	for i := 1; i <= n; i++ {
		cost[i], from[i] = cost[i-1]+10, i-1
		for j := max(0, i-16); j < i; j++ {
			if c := cost[j] + 2; c < cost[i] && (i-j > 1 || low[j] == 'i' || low[j] == 'a') && known(low[j:i]) {
				cost[i], from[i] = c, j
			}
		}
	}
	var list []joined
	for i := n; i > 0; i = from[i] {
		list = append([]joined{{run.from + 2*from[i], run.from + 2*i - 1, run.text[from[i]:i]}}, list...)
	}
	return list
}

func isLower(b byte) bool { return b >= 'a' && b <= 'z' }
func isUpper(b byte) bool { return b >= 'A' && b <= 'Z' }
func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// isWordByte says whether a byte belongs to a word; every byte of a letter outside
// ASCII does.
func isWordByte(b byte) bool {
	return isLower(b) || isUpper(b) || isDigit(b) || b >= utf8.RuneSelf
}
