// Package blank finds the fields of a text that nobody has filled: {{name}},
// [CLIENT NAME], <time>, TBD, XX:XX.
package blank

import (
	"strings"
	"unicode/utf8"

	"candor/incident/plain"
)

// Find returns where each begins and ends, in order. A field that a command, a pair of tags or a
// path asks its reader to fill is none: it is meant to stand there.
func Find(s string) (list [][2]int) {
	explained := map[string]bool{}
	for i := 0; i < len(s); i++ {
		n := at(s, i)
		if n == 0 {
			continue
		}
		if s[i] == '<' && (explained[s[i:i+n]] || isExplained(s[:i]) || inCommand(s, i, i+n)) {
			explained[s[i:i+n]] = true
		} else {
			list = append(list, [2]int{i, i + n})
		}
		i += n - 1
	}
	return list
}

// at returns how long the field is that begins at i; 0 if none does.
func at(s string, i int) int {
	before := byte(' ')
	if i > 0 {
		before = s[i-1]
	}
	switch b := s[i]; {
	case b == '{' && before != '/' || b == '$' && strings.HasPrefix(s[i:], "${"):
		return braces(s[i:])
	case b == '[' && before != ']': // else a link of Markdown: [text][name]
		return brackets(s[i:])
	case b == '<':
		return angles(s[i:])
	case b == '%' || b == '_' || b == '?':
		return signs(s[i:])
	case (isUpper(b) || strings.IndexByte("xnthdy", b) >= 0) && !isWordByte(before):
		return unfilled(s[i:])
	}
	return 0
}

// near is how far before a field its explanation stands.
const near = 60

// isExplained says whether words tell the reader what to put for the field behind
// them: where <name> is yours, insert your name for <name>.
func isExplained(before string) bool {
	before = strings.ToLower(lineEnd(before))
	if strings.HasSuffix(before, "where ") || strings.HasSuffix(before, "replace ") || strings.HasSuffix(before, "replacing ") {
		return true
	}
	return strings.HasSuffix(before, " for ") && (strings.Contains(before, "insert") || strings.Contains(before, "substitut"))
}

// lineEnd is the near end of the last line.
func lineEnd(s string) string {
	s = s[max(0, len(s)-near):]
	return s[strings.LastIndexByte(s, '\n')+1:]
}

// inCommand says whether a field is a part of a path, of an address or of what
// stands between back-ticks.
func inCommand(s string, from, to int) bool {
	if from > 0 && strings.IndexByte(`/\@=`, s[from-1]) >= 0 || to < len(s) && strings.IndexByte(`/\@`, s[to]) >= 0 || to+1 < len(s) && s[to] == '.' && isWordByte(s[to+1]) {
		return true
	}
	after, _, _ := strings.Cut(s[to:min(len(s), to+near)], "\n")
	if line := s[strings.LastIndexByte(s[:from], '\n')+1:]; strings.HasPrefix(strings.TrimLeft(line, " "), "/") || strings.Contains(s[to:], "</"+s[from+1:to]) {
		return true
	}
	return strings.Count(lineEnd(s[:from]), "`")%2 == 1 && strings.Contains(after, "`")
}

// braces reads {{since}}, {name} and ${TIME}; not {: .class}, which is for a program.
func braces(s string) int {
	inner := strings.TrimLeft(s, "${")
	end := strings.IndexAny(inner, "}{\n")
	if end < 1 || end > 60 || inner[end] != '}' || strings.ContainsAny(inner[:end], "\"';=()@") || !isWordByte(strings.TrimLeft(inner, " ")[0]) || isDigit(inner[0]) {
		return 0
	}
	return len(s) - len(strings.TrimLeft(inner[end:], "}"))
}

// brackets reads [CLIENT NAME], [[eta: …]] and [insert time]; not [INC-41].
func brackets(s string) int {
	if strings.HasPrefix(s, "[[") {
		if end := strings.Index(s[:min(len(s), 400)], "]]"); end > 2 && !leads(s[end+2:]) {
			return end + 2
		}
	}
	end := strings.IndexAny(s[1:], "]\n[")
	if end < 1 || end > 60 || s[1+end] != ']' {
		return 0
	}
	inner := strings.TrimSpace(s[1 : 1+end])
	if leads(s[2+end:]) || inner == "" || statusWords[strings.ToLower(inner[strings.LastIndexByte(inner, ' ')+1:])] {
		return 0
	}
	inner = strings.TrimSuffix(inner, "(s)")
	if strings.Trim(inner, "ABCDEFGHIJKLMNOPQRSTUVWXYZ _/-:'.&") == "" && inner != "X" || isField(inner) {
		return end + 2
	}
	return 0
}

// leads says whether what is behind brackets makes a link of Markdown of them.
func leads(rest string) bool {
	return strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "[") || strings.HasPrefix(rest, ": http")
}

// angles reads <time> and <client name>; not tags of HTML, not Slack's links.
func angles(s string) int {
	end := strings.IndexAny(s[1:], ">\n<")
	if end < 2 || end > 40 || s[1+end] != '>' {
		return 0
	}
	inner := s[1 : 1+end]
	if !isWordByte(inner[0]) || isDigit(inner[0]) || tags[strings.ToLower(strings.TrimRight(inner, "/ "))] || strings.ContainsAny(inner, "@:|=.") || strings.Contains(inner, "-at-") {
		return 0
	}
	return end + 2
}

// signs reads %CLIENT%, %s, ___ and ??:??.
func signs(s string) int {
	switch {
	case strings.HasPrefix(s, "___"):
		return len(s) - len(strings.TrimLeft(s, "_"))
	case strings.HasPrefix(s, "??:??"):
		return len("??:??")
	case strings.HasPrefix(s, "%s") && (len(s) == 2 || !isWordByte(s[2])):
		return 2
	case s[0] == '%':
		n := 1
		for n < len(s) && (isUpper(s[n]) || s[n] == '_') {
			n++
		}
		if n > 3 && n < len(s) && s[n] == '%' {
			return n + 1
		}
	}
	return 0
}

// unfilled reads TBD and its like, and figures that nobody has filled in.
func unfilled(s string) int {
	n := 0
	for n < len(s) && (isWordByte(s[n]) || s[n] == ':' || s[n] == '.' || s[n] == '-') {
		n++
	}
	w := strings.TrimRight(s[:n], ".:-")
	if strings.HasPrefix(s[n:], " list") {
		return 0
	}
	switch w {
	case "TBD", "TBC", "TBA", "TODO", "FIXME", "XXX", "XXXX", "XX", "XX:XX", "xx:xx", "XX.XX", "xx.xx", "HH:MM", "hh:mm", "Xh", "NN", "YYYY-MM-DD", "DD.MM", "tbd", "tbc", "tba":
		return len(w)
	}
	return 0
}

// isField says whether what stands in brackets asks to be filled in.
func isField(inner string) bool {
	words := strings.FieldsFunc(strings.ToLower(inner), func(r rune) bool { return r == ' ' || r == '_' || r == '-' })
	if len(words) == 0 || len(words) > 6 {
		return false
	}
	return asks[words[0]] || len(words) <= 4 && fieldNames[words[len(words)-1]]
}

var (
	statusWords = plain.Set("resolved complete completed done progress pending planned open update updated investigating identified monitoring mitigated maintenance closed new fixed draft external internal automatic error fatal debug warn warning info trace initial final closing opening ongoing recovered cancelled canceled aborted postponed edit reminder scheduled finished")
	tags        = plain.Set("anonymous module lambda init main b i u s p a br hr em strong code pre div span ul ol li table tr td th h1 h2 h3 h4 html body head img blockquote tt sup sub small big font center tbody thead tfoot script style iframe section article header footer nav details summary figure video audio button form label select option strike" +
		" del ins kbd mark abbr acronym area aside base bdi bdo caption cite col colgroup dd dfn dialog dir dl dt embed fieldset figcaption frame frameset h5 h6 hgroup input legend map marquee menu meta meter nobr noscript optgroup output param picture progress q rp rt ruby samp search slot source svg template textarea track var wbr math")
	asks       = plain.Set("insert enter add your fill put todo tbd")
	fieldNames = plain.Set("name names client customer company service product date day time times duration impact cause reason eta estimate number link url phone sender person contact role signature ref reference ticket amount zone timezone list")
)

func isUpper(b byte) bool { return b >= 'A' && b <= 'Z' }
func isDigit(b byte) bool { return b >= '0' && b <= '9' }
func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || isUpper(b) || isDigit(b) || b >= utf8.RuneSelf
}
