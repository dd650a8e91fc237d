package facts

import (
	"maps"

	"candor/incident/phrase"
)

// Plainly are the words of a proposal as our sentences take them: nothing for
// “don't know”, no “We are” before what is being done.
func Plainly(words map[string]string) map[string]string {
	words = maps.Clone(words)
	for name, text := range words {
		words[name] = phrase.Answered(text)
	}
	if doing, ok := words["action_now"]; ok {
		words["action_now"] = phrase.AfterWeAre(doing)
	}
	return words
}
