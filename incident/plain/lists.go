package plain

import "strings"

// Lines are the entries of a list, one a line; # begins a remark.
func Lines(list string) (entries []string) {
	for line := range strings.Lines(list) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			entries = append(entries, line)
		}
	}
	return entries
}

// Set are the words of a list, parted by spaces or lines.
func Set(list string) map[string]bool {
	words := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		words[w] = true
	}
	return words
}
