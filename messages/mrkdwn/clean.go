package mrkdwn

import (
	"strings"
	"unicode"
)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// Clean takes away what no client should get from a value that was typed:
// control characters, spaces at the ends and doubled. Lines are kept only in
// long fields, and no empty ones.
func Clean(s string, long bool) string {
	s = strings.ToValidUTF8(s, "")
	s = lineEnds.Replace(s)
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.Map(Visible, line)
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	if long {
		return strings.Join(lines, "\n")
	}
	return strings.Join(lines, " ")
}

// Visible drops control characters and those that turn the direction of the
// text after them: they could make a headline read differently.
func Visible(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\ufeff':
		return -1
	}
	return r
}
