package typed

import (
	"regexp"
	"strings"
	"unicode"

	"candor/incident/fault"
)

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

// person is how Slack marks one in a typed text.
var person = regexp.MustCompile(`<@[A-Z0-9]+(?:\|[^<>]*)?>`)

// Naming is a text as [Readable] has it, but for the people in it, who are still marked.
func Naming(text string) string {
	var b strings.Builder
	for {
		at := person.FindStringIndex(text)
		if at == nil {
			return b.String() + Readable(text)
		}
		b.WriteString(Readable(text[:at[0]]) + text[at[0]:at[1]])
		text = text[at[1]:]
	}
}

// FirstWord parts a text after its first word, whatever space is behind it. What
// has no width, as a copy from a page brings it along, is no part of the word.
func FirstWord(s string) (word, rest string) {
	s = strings.TrimFunc(s, unseen)
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		s, rest = s[:i], strings.TrimFunc(s[i:], unseen)
	}
	return strings.Map(func(r rune) rune {
		if unseen(r) {
			return -1
		}
		return r
	}, s), rest
}

func unseen(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// Clip keeps what is quoted back to a person short.
func Clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// Nearest is the verb that was probably meant, "" if there is none. Of a short verb one
// letter may be wrong: nearly every word is three letters from "due", and done is not doing.
func Nearest(word string, verbs []string) string {
	return fault.Closest(word, verbs, func(verb string) int { return min(2, len(verb)/3) })
}
