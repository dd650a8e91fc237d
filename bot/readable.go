package bot

import (
	"regexp"
	"strings"
)

// marked is what Slack makes of people, channels, links and groups in a typed
// text: <@U0BEN|ben>, <#C0TEAM|team>, <https://example.com|example.com>, <!here>.
var marked = regexp.MustCompile(`<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>`)

// readable is a text as the person saw it while typing: without the marks that
// Slack adds and with the three characters that it escapes. What it gives may
// hold anything; whoever shows it escapes it.
func readable(text string) string {
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
