// Package tidy takes away what the groups of a text that were left out leave behind.
package tidy

import (
	"regexp"
	"strings"
)

// Omitted marks the place of a group that is left out, until [Text] takes it
// away. No value can hold it: messages.Clean drops control characters.
const Omitted = "\x00"

var (
	emptyLine   = regexp.MustCompile(`(?m)^[ \x00]*\x00[ \x00]*\n`)
	beforeStop  = regexp.MustCompile(` *\x00+([.,;])`)
	manySpaces  = regexp.MustCompile(` {2,}`)
	manyLines   = regexp.MustCompile(`\n{3,}`)
	spacesAtEnd = regexp.MustCompile(`(?m)^ +| +$`)
)

// Text takes away the lines of such groups, and doubled spaces and lines.
func Text(s string) string {
	s = emptyLine.ReplaceAllString(s+"\n", "")
	s = beforeStop.ReplaceAllString(s, "$1")
	s = strings.ReplaceAll(s, Omitted, "")
	s = manySpaces.ReplaceAllString(s, " ")
	s = spacesAtEnd.ReplaceAllString(s, "")
	return strings.Trim(manyLines.ReplaceAllString(s, "\n\n"), "\n")
}
