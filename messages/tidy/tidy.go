// Package tidy takes away what the groups of a text that were left out leave behind.
package tidy

import "strings"

// Omitted marks the place of a group that is left out, until [Text] takes it
// away. No value can hold it: messages.Clean drops control characters.
const Omitted = "\x00"

// Text takes away the lines of such groups, and doubled spaces and lines.
func Text(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	empty := false // lines stand before this one
	for line := range strings.SplitSeq(s, "\n") {
		left := line
		if strings.Contains(line, Omitted) {
			if left = without(line); strings.Trim(line, Omitted+" ") == "" {
				continue
			}
		}
		left = single(strings.Trim(left, " "))
		if left == "" {
			empty = true
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
			if empty {
				b.WriteByte('\n')
			}
		}
		b.WriteString(left)
		empty = false
	}
	return b.String()
}

// without takes the marks out of a line, and with those before a stop the spaces before them.
func without(line string) string {
	var b strings.Builder
	for {
		at := strings.Index(line, Omitted)
		if at < 0 {
			b.WriteString(line)
			return b.String()
		}
		before, behind := line[:at], strings.TrimLeft(line[at:], Omitted)
		if behind != "" && strings.Contains(".,;", behind[:1]) {
			before = strings.TrimRight(before, " ")
		}
		b.WriteString(before)
		line = behind
	}
}

// single leaves one space where there are several.
func single(line string) string {
	if !strings.Contains(line, "  ") {
		return line
	}
	var b strings.Builder
	for i := range len(line) {
		if line[i] != ' ' || i == 0 || line[i-1] != ' ' {
			b.WriteByte(line[i])
		}
	}
	return b.String()
}

// First is the first of several texts that is not blank, without the blanks around it.
func First(list ...string) string {
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

// Sentence is the first sentence of a text, without its dot where another follows.
func Sentence(s string) string {
	one, _, _ := strings.Cut(s, ". ")
	return one
}
