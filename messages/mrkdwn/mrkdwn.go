// Package mrkdwn makes what people typed harmless in Slack's language of marks. It knows
// nothing of who reads it.
package mrkdwn

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape makes a text that somebody typed harmless in mrkdwn: no mention, no
// link. Slack asks for these three characters and no others.
func Escape(s string) string { return escapes.Replace(s) }

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Unescape undoes [Escape].
func Unescape(s string) string { return unescapes.Replace(s) }

var unescapes = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// WebAddress is a link as somebody types it.
var WebAddress = regexp.MustCompile(`(?i)\bhttps?://[^\s<>|]+`)

var (
	everyone  = regexp.MustCompile(`(?i)@(channel|here|everyone|group)\b`)
	quoteMark = regexp.MustCompile(`(?m)^>+ ?`)
)

// Muted lets @channel and the like call nobody: an invisible joiner stands in them.
func Muted(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	return everyone.ReplaceAllString(s, "@\u2060$1")
}

// Neutral makes a value harmless in Slack's mrkdwn. The language has entities
// for & < >, which take away mentions and links, and none for its marks: a * in
// a value would end our bold headline. So the marks become signs that look the
// same; in web addresses, which must stay whole, their percent codes.
func Neutral(s string) string {
	if strings.Contains(s, ">") {
		s = quoteMark.ReplaceAllString(s, "› ")
	}
	s = Muted(s)
	var b strings.Builder
	for s != "" {
		at := []int{len(s), len(s)}
		if strings.Contains(s, "://") {
			if found := WebAddress.FindStringIndex(s); found != nil {
				at = found
			}
		}
		b.WriteString(unmark(s[:at[0]]))
		b.WriteString(addressMarks.Replace(s[at[0]:at[1]]))
		s = s[at[1]:]
	}
	return escapes.Replace(b.String())
}

var (
	addressMarks = strings.NewReplacer("*", "%2A", "~", "%7E", "`", "%60", "_", "%5F")
	marks        = map[rune]rune{'*': '∗', '~': '∼', '`': '\'', '_': '＿'}
)

// unmark replaces what Slack reads as bold, struck out, code or italics. An
// underscore between letters or digits, as in a file name, is none.
func unmark(s string) string {
	if !strings.ContainsAny(s, "*~`_") {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if r == '_' && wordBefore(s[:i]) && wordAfter(s[i+1:]) {
			b.WriteRune(r)
			continue
		}
		if look, ok := marks[r]; ok {
			r = look
		}
		b.WriteRune(r)
	}
	return b.String()
}

func wordBefore(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r == '_' || isWord(r)
}

func wordAfter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r == '_' || isWord(r)
}

func isWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// Weight is the room that a text takes in what goes to Slack, as JSON.
func Weight(text string) int {
	b, err := json.Marshal(text)
	if err != nil { // a string has a JSON form
		return len(text)
	}
	return len(b)
}
