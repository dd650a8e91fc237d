// Package closing is what the team reads of what becomes of things as an incident is closed.
package closing

import (
	"fmt"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/ending"
	"candor/incident/promise"
	"candor/messages"
	"candor/messages/kit"
)

// Ahead lists what stays promised once the incident is closed, with who sees to it;
// "" if nothing does. thing is what the team calls what a client is promised.
func Ahead(inc *incident.Incident, thing func(promise.Promise) string, now time.Time) string {
	var lines []string
	for _, t := range ending.Of(inc, now) {
		if t.Fate == ending.Stays {
			lines = append(lines, "• "+stays(t, thing, kit.Pen{Now: now})+" · "+kit.Mention(t.Owner))
		}
	}
	return list("*What lies ahead stays promised,* and its owners are reminded:", lines)
}

func stays(t ending.Thing, thing func(promise.Promise) string, w kit.Pen) string {
	late := !t.Due.After(w.Now)
	switch {
	case t.Promise != nil && late:
		return fmt.Sprintf("▲ late: %s: %s · was due %s", name(t), thing(*t.Promise), w.At(t.Due))
	case t.Promise != nil:
		return fmt.Sprintf("%s: %s, %s", name(t), thing(*t.Promise), w.At(t.Due))
	case t.Change != nil && late:
		return fmt.Sprintf("▲ late: %s · was to be done by %s", cut(t.Change.Text), w.At(t.Due))
	case t.Change != nil:
		return fmt.Sprintf("change: %s · by %s", cut(t.Change.Text), w.At(t.Due))
	case late:
		return fmt.Sprintf("▲ late: %s · was due %s", cut(t.Step.Text), w.At(t.Due))
	}
	return fmt.Sprintf("planned: %s · %s", cut(t.Step.Text), w.At(t.Due))
}

// Dropped lists of what nobody is reminded any more once it is closed; "" if of nothing.
func Dropped(inc *incident.Incident, now time.Time) string {
	var lines []string
	for _, t := range ending.Of(inc, now) {
		switch {
		case t.Fate != ending.Dropped:
		case t.Waits:
			lines = append(lines, fmt.Sprintf("• %s: the text of %s that waits for approval is not sent", name(t), kit.Mention(t.Owner)))
		case t.Copies == 1:
			lines = append(lines, fmt.Sprintf("• %s: a copy that did not arrive is not sent again", name(t)))
		case t.Copies > 1:
			lines = append(lines, fmt.Sprintf("• %s: %d copies that did not arrive are not sent again", name(t), t.Copies))
		default:
			lines = append(lines, fmt.Sprintf("• step: %s · %s", cut(t.Step.Text), kit.Mention(t.Owner)))
		}
	}
	return list("*Closing drops this,* and nobody is reminded of it:", lines)
}

func name(t ending.Thing) string {
	return "*" + messages.Escape(messages.Cut(t.Client.Client.Name, 75)) + "*"
}

func cut(text string) string { return messages.Escape(messages.Cut(text, 100)) }

func list(head string, lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return messages.Clip(head+"\n"+strings.Join(lines, "\n"), kit.MaxSection)
}
