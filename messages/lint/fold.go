package lint

import (
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
	'\r': "", '\u00ad': "", '\u200b': "", '\u200c': "", '\u200d': "", '\u2060': "", '\ufeff': "", '\ufe0f': "",
	'\u2028': "\n", '\u2029': "\n", '\u0085': "\n", '\t': " ",
}

// lookalikes are letters of other alphabets that pass for Latin ones.
var lookalikes = sync.OnceValue(func() map[rune]string {
	list := map[rune]string{}
	for _, line := range lines("any/lookalikes.txt") {
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

// fold writes a text with plain quotes, dashes, spaces and letters, without what
// cannot be seen and without entities, and remembers where each byte came from.
func fold(raw string) (string, []int) {
	if isPlain(raw) {
		return raw, nil
	}
	f := folded{back: make([]int, 0, len(raw)+1)}
	f.Grow(len(raw))
	latin := isLatin(raw)
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRuneInString(raw[i:])
		if n := entity(raw[i:]); n > 0 {
			inner, _ := fold(html.UnescapeString(raw[i : i+n]))
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

// unspace joins letters that stand apart. Two spaces between them part words; of
// a run without any, the words that the patterns know are taken.
func (t *text) unspace(p *pack) {
	if !hasSpaced(t.s) {
		return
	}
	f := folded{back: make([]int, 0, len(t.s)+1)}
	for i := 0; i < len(t.s); {
		if n := spacedRun(t.s[i:]); n > 0 && (i == 0 || !isWordByte(t.s[i-1])) {
			for _, w := range p.spacedWords(t.s[i : i+n]) {
				f.add(w.w, t.place(i+w.from))
				f.add(" ", t.place(i+w.to))
			}
			i += n
			continue
		}
		f.add(t.s[i:i+1], t.place(i))
		i++
	}
	t.s, t.back = f.String(), append(f.back, t.place(len(t.s)))
}

// place is where a byte of the folded text stands in the draft.
func (t *text) place(at int) int {
	if t.back == nil {
		return at
	}
	return t.back[at]
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
func (p *pack) spacedWords(run string) (list []word) {
	wide := strings.Contains(run, "  ")
	w := word{}
	end := func() {
		if w.w != "" {
			list = append(list, w)
		}
		w = word{}
	}
	for i := range len(run) {
		switch {
		case run[i] != ' ':
			if w.w == "" {
				w.from = i
			}
			w.w, w.to = w.w+run[i:i+1], i+1
		case wide && run[i+1] == ' ':
			end()
		}
	}
	end()
	if !wide && len(list) == 1 {
		return p.parted(list[0])
	}
	return list
}

// parted parts letters that stand without a space into words that the patterns
// know; as few letters as can be are left over.
func (p *pack) parted(run word) []word {
	n := len(run.w)
	low := strings.ToLower(run.w)
	cost, from := make([]int, n+1), make([]int, n+1)
	for i := 1; i <= n; i++ {
		cost[i], from[i] = cost[i-1]+10, i-1
		for j := max(0, i-16); j < i; j++ {
			if c := cost[j] + 2; c < cost[i] && (i-j > 1 || low[j] == 'i' || low[j] == 'a') && p.vocabulary[low[j:i]] != 0 {
				cost[i], from[i] = c, j
			}
		}
	}
	var list []word
	for i := n; i > 0; i = from[i] {
		at := span{run.from + 2*from[i], run.from + 2*i - 1}
		list = append([]word{{span: at, w: run.w[from[i]:i]}}, list...)
	}
	return list
}
