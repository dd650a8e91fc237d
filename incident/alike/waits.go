package alike

import (
	"slices"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/phrase"
	"candor/incident/update"
)

// Waits is what a client waits for an answer to, and the text is not said to answer. While it is
// open and they have not read that it works, only what tells of harm, and beside that nothing has changed also what
// they asked: whoever asks hears that as an answer. What is ready after that it works is easily sent over their
// “no”. Beside that it works stands also what they wrote that does not.
func Waits(inc *incident.Incident, aff *incident.Affected, u *update.Update) (lines []string) {
	all := inc.State != incident.Open || aff.HeardItWorks(inc.State) || u.Kind == update.Holding
	for i, ask := range aff.Asks {
		if all && ask.AnsweredAt.IsZero() && !slices.Contains(u.Answers, i+1) {
			lines = append(lines, ask.Text)
		}
	}
	for _, r := range aff.Asked {
		if r.Wish == "" && !slices.Contains(u.Replies, r.TS) && (all && r.Asks() || leaves(u, r)) {
			lines = append(lines, r.Text)
		}
	}
	return lines
}

// leaves says whether what a client wrote stands beside a text, whatever they have read: what tells
// of harm beside all that is no bad news, and what does not work beside that it works.
func leaves(u *update.Update, r outbox.Reply) bool {
	told := update.BadNews(u.Kind) && r.OnlyHarms()
	return r.Harms() && !told || update.KindOf(u.Kind).Recovers && phrase.Stopped(r.Text)
}
