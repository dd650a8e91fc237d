package grammar

import "strings"

// Stands says whether a sentence or clause stands in a text as one of its
// own, not within another: “we suspect that somebody got in” is not “somebody
// got in”, and “no data was lost so far” is not “no data was lost”.
func Stands(text, part string) bool {
	text, part = strings.ToLower(text), strings.ToLower(strings.TrimRight(part, "."))
	for from := 0; part != ""; {
		at := strings.Index(text[from:], part)
		if at < 0 {
			return false
		}
		at += from
		before, after := strings.TrimRight(text[:at], " "), text[at+len(part):]
		opens := before == "" || strings.ContainsAny(before[len(before)-1:], ".:;?!")
		if opens && (after == "" || strings.ContainsAny(after[:1], ".:;")) {
			return true
		}
		from = at + len(part)
	}
	return false
}
