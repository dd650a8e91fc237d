package lint

import "strings"

// markup masks what Slack turns into a name or a ping: <@U04AB>, <#C04AB|name>,
// <!here>, @channel.
func (t *text) markup() {
	for i := 0; i < len(t.s); i++ {
		switch t.s[i] {
		case '<':
			if end := strings.IndexAny(t.s[i+1:], ">\n<"); end > 1 && end < 200 && t.s[i+1+end] == '>' && isMarkup(t.s[i+1:i+1+end]) {
				t.mask(mask{span: span{i, i + end + 2}, what: markupMask})
				i += end + 1
			}
		case '@':
			if n := ping(t.s[i+1:]); n > 0 && (i == 0 || !isWordByte(t.s[i-1]) && strings.IndexByte("<!.-_", t.s[i-1]) < 0) {
				t.mask(mask{span: span{i, i + 1 + n}, what: markupMask})
				i += n
			}
		}
	}
}

func isMarkup(s string) bool {
	switch s[0] {
	case '@', '#':
		return isUpper(s[1]) || isDigit(s[1])
	case '!':
		return isLower(s[1])
	}
	return false
}

// ping returns how long the name is with which everybody is called.
func ping(s string) int {
	for _, name := range []string{"here", "channel", "everyone", "everybody", "team", "all"} {
		if len(s) >= len(name) && strings.EqualFold(s[:len(name)], name) && (len(s) == len(name) || !isWordByte(s[len(name)]) && !isMailTail(s[len(name):])) {
			return len(name)
		}
	}
	return 0
}

// isMailTail says whether the name goes on as a domain: @here.example.
func isMailTail(s string) bool {
	return len(s) > 1 && strings.IndexByte(".-_", s[0]) >= 0 && isWordByte(s[1])
}

// placeholders masks fields that nobody has filled: {{name}}, [CLIENT NAME],
// <time>, TBD, XX:XX.
func (t *text) placeholders() {
	for i := 0; i < len(t.s); i++ {
		if n := t.placeholderAt(i); n > 0 && !t.masked(i) {
			t.mask(mask{span: span{i, i + n}, what: placeholderMask})
			i += n - 1
		}
	}
}

// placeholderAt returns how long the placeholder is that begins at i; 0 if none does.
func (t *text) placeholderAt(i int) int {
	switch b := t.s[i]; {
	case b == '{' && (i == 0 || t.s[i-1] != '/') || b == '$' && strings.HasPrefix(t.s[i:], "${"):
		return braces(t.s[i:])
	case b == '[':
		return brackets(t.s[i:])
	case b == '<':
		return angles(t.s[i:])
	case b == '%' || b == '_' || b == '?':
		return signs(t.s[i:])
	case (isUpper(b) || strings.IndexByte("xnthdy", b) >= 0) && (i == 0 || !isWordByte(t.s[i-1])):
		return unfilled(t.s[i:])
	}
	return 0
}

// braces reads {{since}}, {name} and ${TIME}.
func braces(s string) int {
	inner := strings.TrimLeft(s, "${")
	end := strings.IndexAny(inner, "}{\n")
	if end < 1 || end > 60 || inner[end] != '}' || strings.ContainsAny(inner[:end], "\"';=") {
		return 0
	}
	return len(s) - len(strings.TrimLeft(inner[end:], "}"))
}

// brackets reads [CLIENT NAME], [[eta: …]] and [insert time]; not [INC-41].
func brackets(s string) int {
	if strings.HasPrefix(s, "[[") {
		if end := strings.Index(s[:min(len(s), 400)], "]]"); end > 2 {
			return end + 2
		}
	}
	end := strings.IndexAny(s[1:], "]\n[")
	if end < 1 || end > 60 || s[1+end] != ']' {
		return 0
	}
	inner := strings.TrimSpace(s[1 : 1+end])
	if strings.HasPrefix(s[2+end:], "(") || strings.HasPrefix(s[2+end:], "[") { // a link of Markdown
		return 0
	}
	if inner == "" || statusWords[strings.ToLower(inner)] {
		return 0
	}
	inner = strings.TrimSuffix(inner, "(s)")
	if strings.Trim(inner, "ABCDEFGHIJKLMNOPQRSTUVWXYZ _/-:'.&") == "" && inner != "X" || isField(inner) {
		return end + 2
	}
	return 0
}

// angles reads <time> and <client name>; not tags of HTML, not Slack's links.
func angles(s string) int {
	end := strings.IndexAny(s[1:], ">\n<")
	if end < 2 || end > 40 || s[1+end] != '>' {
		return 0
	}
	inner := s[1 : 1+end]
	if !isWordByte(inner[0]) || isDigit(inner[0]) || tags[strings.ToLower(strings.TrimRight(inner, "/ "))] || strings.ContainsAny(inner, "@:|=") {
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
	statusWords = wordSet("resolved update updated investigating identified monitoring mitigated maintenance closed new fixed draft external internal automatic error fatal debug warn warning info trace")
	tags        = wordSet("anonymous module lambda init main b i u s p a br hr em strong code pre div span ul ol li table tr td th h1 h2 h3 h4 html body head img blockquote tt sup sub small big font center")
	asks        = wordSet("insert enter add your fill put todo tbd")
	fieldNames  = wordSet("name names client customer company service product date day time times duration impact cause reason eta estimate number link url phone sender person contact role signature ref reference ticket amount zone timezone list")
)
