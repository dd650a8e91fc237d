package facts

import (
	"maps"
	"slices"
	"time"

	"candor/incident/phrase"
)

// dated are the words of a proposal that later texts say again.
var dated = []string{"data_what", "window_from", "window_to"}

// Plainly are the words of a proposal as our sentences take them: nothing for
// “don't know”, no “We are” before what is being done, days for what later texts say again,
// and each time by the reader's clock. said is as in [Dated], clock as of [OnTheirClock].
func Plainly(words map[string]string, said time.Time, clock func(string) string) map[string]string {
	words = maps.Clone(words)
	for name, text := range words {
		text = phrase.Answered(text)
		if name == "action_now" {
			text = phrase.AfterWeAre(text)
		}
		if slices.Contains(dated, name) {
			text = Dated(text, said)
		}
		words[name] = clock(text)
	}
	return words
}
