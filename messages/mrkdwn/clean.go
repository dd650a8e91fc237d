package mrkdwn

import (
	"strings"

	"candor/incident/visible"
)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// Clean takes away what no client should get from a value that was typed:
// characters that nobody sees, spaces at the ends and doubled. Lines are kept only in
// long fields, and no empty ones.
func Clean(s string, long bool) string {
	if isClean(s) {
		return s
	}
	return clean(s, long)
}

// isClean says of most values, at a glance, that nothing is to be taken away.
func isClean(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == ' ' && (i == 0 || i == len(s)-1 || s[i+1] == ' ') {
			return false
		}
	}
	return true
}

func clean(s string, long bool) string {
	s = strings.ToValidUTF8(s, "")
	s = lineEnds.Replace(s)
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.Join(strings.Fields(visible.Line(line)), " "); line != "" {
			lines = append(lines, line)
		}
	}
	if long {
		return strings.Join(lines, "\n")
	}
	return strings.Join(lines, " ")
}
