package typed

import "strings"

// Counts says whether a number counts what stands behind it, and is none of ours: 12 orders were
// charged twice, 3 of them, 2 more.
func Counts(behind string) bool {
	word, _ := FirstWord(behind)
	switch word = strings.ToLower(word); word {
	case "of", "more", "other", "people", "percent":
		return true
	case "is", "was", "this", "has", "does", "its", "as", "us", "yes", "always", "perhaps":
		return false
	}
	return len(word) > 2 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss")
}
