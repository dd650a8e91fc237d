package told

import (
	"maps"
	"time"

	"candor/incident/update"
)

// Guess is what has happened between the texts of a client whose record is from before that was
// kept, as far as what it knows of them tells.
func Guess(k Known, anew time.Time, texts []*update.Update) (turns []Turn) {
	add := func(t Turn) {
		for _, u := range texts {
			if u.Counts() && !u.CountsAt().After(t.At) {
				t.After = max(t.After, u.N)
			}
		}
		turns = append(turns, t)
	}
	for _, s := range k.Worked {
		add(Turn{At: s.To, Down: true, Knew: true, Noticed: s.Noticed})
	}
	if fell := k.SaidTimes[Fell]; !fell.IsZero() && !fell.Equal(k.Worked.Fell()) {
		add(Turn{At: fell, Down: true, Knew: true})
	}
	if !anew.IsZero() {
		add(Turn{At: anew, Anew: true})
	}
	words := maps.Clone(k.Said)
	maps.DeleteFunc(words, func(name, _ string) bool { return !update.Amends(name) })
	if len(words) > 0 {
		turns = append(turns, Turn{After: k.Heard, Words: words})
	}
	return turns
}
