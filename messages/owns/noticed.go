package owns

import (
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/phrase"
	"candor/incident/spell"
)

// Noticed is what a client has read that they notice, one after the other, and behind it what they notice
// now, where nobody has told them: that comes beside what they read, and never in its place. Written down
// only once it works, nobody knows from when on it was so: the words for it are empty.
func Noticed(inc *incident.Incident, aff *incident.Affected, impact string) []spell.Effect {
	read := aff.Effects
	tells := func(e spell.Effect) bool { return phrase.Tells(e.Text, impact) }
	if len(read) == 0 || !aff.ImpactAt.After(read[len(read)-1].At) || slices.ContainsFunc(read, tells) {
		return read
	}
	now := spell.Effect{Text: impact, At: aff.ImpactAt}
	if works := inc.WorksSince(aff); !works.IsZero() && now.At.After(works) {
		now.Text = ""
	}
	return append(slices.Clip(read), now)
}

// Read is all that they have read that they notice.
func Read(aff *incident.Affected) string {
	var texts []string
	for _, e := range aff.Effects {
		texts = append(texts, e.Text)
	}
	return strings.Join(texts, "; ")
}
