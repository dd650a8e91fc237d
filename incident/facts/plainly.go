package facts

import (
	"maps"
	"regexp"
)

// WeAre is how a sentence begins that only completes ours.
var WeAre = regexp.MustCompile(`(?i)^(we are|we're|we’re|i am|i'm|i’m)\s+`)

// Plainly are the words of a proposal as our sentences take them: nothing for
// “don't know”, no “We are” before what is being done.
func Plainly(words map[string]string) map[string]string {
	words = maps.Clone(words)
	for name, text := range words {
		words[name] = Answered(text)
	}
	if doing, ok := words["action_now"]; ok {
		words["action_now"] = WeAre.ReplaceAllString(doing, "")
	}
	return words
}
