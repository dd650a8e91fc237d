package mrkdwn

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Clip shortens a text at a space or a line's end and marks the cut.
func Clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	n -= len("…")
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	s = s[:n]
	if i := strings.LastIndexAny(s, " \n"); i > n/2 {
		s = s[:i]
	}
	return strings.TrimRight(s, " \n") + "…"
}

// Cut shortens a text to at most n characters and marks the cut. It counts as
// Slack's clients do, in UTF-16 units: an emoji is two.
func Cut(s string, n int) string {
	if Units(s) <= n {
		return s
	}
	left := n - Units("…")
	for i, r := range s {
		if left -= utf16.RuneLen(r); left < 0 {
			return s[:i] + "…"
		}
	}
	return s
}

// Units is the length of a text as Slack counts it at most.
func Units(s string) int { return len(utf16.Encode([]rune(s))) }
