package lint

import (
	"slices"
	"strings"
	"sync"
)

var (
	traceWords = sync.OnceValue(func() []string { return rawLines("any/traces.txt") })
	paths      = sync.OnceValue(func() []string { return lines("any/paths.txt") })
)

// rawLines is lines, with the spaces that belong to what a line says.
func rawLines(name string) (list []string) {
	data, _ := files.ReadFile(name)
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && !strings.HasPrefix(line, "# ") {
			list = append(list, line)
		}
	}
	return list
}

// traces masks what only stands in logs and in code: the words of a trace,
// exceptions, database commands, paths of a server.
func (t *text) traces() {
	for _, w := range traceWords() {
		for at, i := 0, 0; i < 3; i++ { // a few are enough
			n := strings.Index(t.s[at:], w)
			if n < 0 {
				break
			}
			at += n
			if at == 0 || !isWordByte(t.s[at-1]) && !(w == "panic:" && spoken(t.s[:at])) || !isWordByte(w[0]) {
				t.mask(mask{span: span{at, at + len(strings.TrimRight(w, " "))}, what: traceMask})
			}
			at += len(w)
		}
	}
	t.code()
	t.exceptions()
	t.codePlaces()
	t.commands()
	t.paths()
}

// spoken says whether a panic is one of people: “no need to panic: …”.
func spoken(before string) bool {
	before = strings.TrimRight(before, " ")
	return slices.Contains([]string{"to", "no", "not", "don't", "a", "of", "without", "never"}, strings.ToLower(before[strings.LastIndexAny(before, " \n")+1:]))
}

// exceptions masks NullPointerException, TypeError and their message.
func (t *text) exceptions() {
	for _, end := range []string{"Exception", "Error"} {
		for at := 0; ; {
			n := strings.Index(t.s[at:], end)
			if n < 0 {
				break
			}
			to := at + n + len(end)
			from := t.nameBefore(span{at + n, to}, "._")
			at = to
			if from < to-len(end) && (to == len(t.s) || !isWordByte(t.s[to])) && (isUpper(t.s[from]) || strings.Contains(t.s[from:to], ".")) {
				t.mask(mask{span: span{from, t.messageEnd(to)}, what: traceMask})
			}
		}
	}
}

// places are what stands between the name of a file of code and the line in it.
var places = []string{".java:", ".py:", ".js:", ".ts:", ".go:", ".rb:", ".php:", ".cs:", ".py\", line ", ".php on line "}

// codePlaces masks places in the code: (Pool.java:88).
func (t *text) codePlaces() {
	for _, end := range places {
		if i := strings.Index(t.s, end); i > 0 && i+len(end) < len(t.s) && isDigit(t.s[i+len(end)]) {
			to := i + len(end) + digits(t.s[i+len(end):])
			t.mask(mask{span: span{t.nameBefore(span{i, to}, "./_-"), to}, what: traceMask})
		}
	}
}

// nameBefore returns where the name begins that goes on with what is given, of
// letters, digits and these signs.
func (t *text) nameBefore(end span, signs string) int {
	from := end.from
	for from > 0 && end.to-from < longestName && (isWordByte(t.s[from-1]) || strings.IndexByte(signs, t.s[from-1]) >= 0) {
		from--
	}
	return from
}

// longestName is the longest name of an exception or a file.
const longestName = 200

// messageEnd returns where the message of an exception ends that goes on at a
// place: with its line, or with the quotes around it.
func (t *text) messageEnd(to int) int {
	if to >= len(t.s) || t.s[to] != ':' {
		return to
	}
	n := strings.IndexAny(t.s[to:min(len(t.s), to+120)], "\n`\"<>")
	if n < 0 {
		return to
	}
	return to + n
}

// code masks what stands in single backticks and is code: no words of a language.
// Plain words in them are read like any others.
func (t *text) code() {
	for from := strings.IndexByte(t.s, '`'); from >= 0; {
		n := strings.IndexAny(t.s[from+1:], "`\n")
		if n < 0 {
			return
		}
		to := from + 1 + n
		if n > 0 && t.s[to] == '`' && !isProseCode(t.s[from+1:to]) {
			t.mask(mask{span: span{from, to + 1}, what: codeMask})
			to++
		}
		next := strings.IndexByte(t.s[to:], '`')
		if next < 0 {
			return
		}
		from = to + next
	}
}

// isProseCode says whether what stands in backticks is plain words.
func isProseCode(s string) bool {
	return strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz ',.") == ""
}

// commands masks database commands in capitals.
func (t *text) commands() {
	for _, c := range [][2]string{{"SELECT ", " FROM "}, {"UPDATE ", " SET "}, {"select ", " from public."}} {
		if from := strings.Index(t.s, c[0]); from >= 0 && (from == 0 || !isWordByte(t.s[from-1])) {
			if n := strings.Index(t.s[from:], c[1]); n > 0 && n < 400 {
				t.mask(mask{span: span{from, from + n + len(c[1]) - 1}, what: traceMask})
			}
		}
	}
}

// paths masks /var/log/nginx, C:\inetpub and \\files\share.
func (t *text) paths() {
	for i := 0; i < len(t.s); i++ {
		if from := t.pathAt(i); from >= 0 {
			to := i + pathEnd(t.s[i:])
			t.mask(mask{span: span{from, to}, what: traceMask})
			i = to
		}
	}
}

// pathAt returns where the path begins whose first slash stands at i; -1 if there
// is none.
func (t *text) pathAt(i int) int {
	switch b := t.s[i]; {
	case b == '/' && (i == 0 || strings.IndexByte(" \n\"'`(=:<>|", t.s[i-1]) >= 0) && isPath(t.s[i:]):
		return i
	case b == '\\' && i > 1 && t.s[i-1] == ':' && isUpper(t.s[i-2]) && (i == 2 || !isWordByte(t.s[i-3])):
		return i - 2
	case b == '\\' && i+2 < len(t.s) && t.s[i+1] == '\\' && isWordByte(t.s[i+2]):
		return i
	}
	return -1
}

func isPath(s string) bool {
	for _, p := range paths() {
		if strings.HasPrefix(s, p) && len(s) > len(p) && (isWordByte(s[len(p)]) || s[len(p)] == '.' || s[len(p)] == '*') {
			return true
		}
	}
	return false
}

func pathEnd(s string) int {
	n := strings.IndexAny(s, " \n\"'`<>|),;")
	if n < 0 {
		n = len(s)
	}
	return max(1, len(strings.TrimRight(s[:n], ".:")))
}
