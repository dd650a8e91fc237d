package lint

import "strings"

// Merged returns findings as a person reads them: the words of the trade in one line.
func Merged(list []Finding) (out []Finding) {
	first, terms := -1, []string{}
	for _, f := range list {
		if f.Rule != "jargon" {
			out = append(out, f)
			continue
		}
		terms = append(terms, term(f))
		if first < 0 {
			first = len(out)
			out = append(out, f)
		}
	}
	if len(terms) > 1 {
		f := &out[first]
		f.Words, f.Replace = "", ""
		f.Why = "The client may not know these words: " + strings.Join(terms, ", ") + "."
	}
	return out
}

// term is a word of the trade with what it means.
func term(f Finding) string {
	word := "“" + strings.Join(strings.Fields(f.Words), " ") + "”"
	if f.Replace == "" {
		return word
	}
	return word + " (" + f.Replace + ")"
}
