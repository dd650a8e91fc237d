package typed

import (
	"regexp"
	"strings"
	"unicode"
)

// LowerFirst makes a title fit after "since 14:02": "Checkout is down" becomes
// "checkout is down", "API is down" stays.
func LowerFirst(s string) string {
	r := []rune(s)
	if len(r) > 1 && strings.ToLower(string(r[1])) == string(r[1]) {
		return strings.ToLower(string(r[0])) + string(r[1:])
	}
	return s
}

// marked is what Slack makes of people, channels, links and groups in a typed
// text: <@U0BEN|ben>, <#C0TEAM|team>, <https://example.com|example.com>, <!here>.
var marked = regexp.MustCompile(`<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>`)

// Readable is a text as the person saw it while typing: without the marks that
// Slack adds and with the three characters that it escapes. What it gives may
// hold anything; whoever shows it escapes it.
func Readable(text string) string {
	text = marked.ReplaceAllStringFunc(text, func(m string) string {
		part := marked.FindStringSubmatch(m)
		kind, id, label := part[1], part[2], part[3]
		switch {
		case kind == "" && strings.Contains(id, ":"): // the address itself: a label could hide it
			return strings.TrimPrefix(id, "mailto:")
		case kind == "":
			return m
		case label != "":
			return strings.TrimPrefix(kind, "!") + strings.TrimPrefix(label, "@")
		case kind == "!":
			return "@" + id
		}
		return kind + id
	})
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}

// FirstWord parts a text after its first word, whatever space is behind it.
func FirstWord(s string) (word, rest string) {
	s = strings.TrimSpace(s)
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[:i], strings.TrimSpace(s[i:])
	}
	return s, ""
}

// Clip keeps what is quoted back to a person short.
func Clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
