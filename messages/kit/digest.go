package kit

import (
	"cmp"
	"fmt"
	"strings"

	"candor/incident"
	"candor/incident/view"
	"candor/messages"
)

// Digest is an incident on one line, for all of the team: who has what, how bad it is,
// where it stands.
func Digest(v view.View) Post {
	inc := v.Incident
	return BothWays(v.Now, func(w Pen) string {
		parts := []string{w.Strong(inc.Name()) + " " + messages.Escape(messages.Cut(whose(inc), 100)+": "+messages.Cut(strings.TrimRight(cmp.Or(inc.Title, inc.Impact), "."), 150))}
		switch inc.State {
		case incident.Cancelled:
			parts = append(parts, "cancelled")
		case incident.Closed:
			parts = append(parts, "closed "+w.At(inc.ClosedAt))
		case incident.Resolved:
			parts = append(parts, "solved "+w.At(inc.ResolvedAt))
		default:
			parts = append(parts, SeverityWord(inc.Severity), StatusWord(inc.Status), "since "+w.At(inc.Since))
		}
		if inc.Channel.ID != "" && !inc.Ended() {
			parts = append(parts, "<#"+inc.Channel.ID+">")
		}
		return strings.Join(parts, " · ")
	})
}

// whose names the first client, and counts the others.
func whose(inc *incident.Incident) string {
	if len(inc.Clients) == 0 {
		return ""
	}
	name := inc.Clients[0].Client.Name
	if more := len(inc.Clients) - 1; more > 0 {
		name += fmt.Sprintf(" and %d more", more)
	}
	return name
}
