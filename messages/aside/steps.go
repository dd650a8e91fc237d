package aside

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// Steps is the checklist after a change by command.
func Steps(inc *incident.Incident, now time.Time) kit.Post {
	var lines []string
	for i, it := range inc.Checklist {
		if it.State == playbook.ItemOpen {
			lines = append(lines, fmt.Sprintf("%d. %s", playbook.Number(inc.Checklist, i), messages.Escape(messages.Cut(it.Text, 150))))
		}
	}
	text := "*" + inc.Name() + "*" + screen.StepsDone(inc, " · ") + "."
	if len(lines) > 0 {
		more := ""
		if len(lines) > 3 {
			lines, more = lines[:3], "\n…"
		}
		text += " Next:\n" + strings.Join(lines, "\n") + more
	}
	return kit.Plain(text)
}

// Added is the checklist after a step of the team's own was added: where it stands, since
// those behind it have other numbers now.
func Added(inc *incident.Incident, text string, now time.Time) kit.Post {
	post := Steps(inc, now)
	for i, it := range slices.Backward(inc.Checklist) {
		if it.Text == strings.TrimSpace(text) && it.State == playbook.ItemOpen {
			where := fmt.Sprintf("Added as step %d: “%s”", i+1, messages.Escape(messages.Cut(it.Text, 150)))
			if i+1 < len(inc.Checklist) {
				where += fmt.Sprintf("; what was step %d is step %d now, and so on", i+1, i+2)
			}
			post.Text = where + ".\n" + post.Text
			break
		}
	}
	return kit.Plain(post.Text)
}

// Done is the checklist after a step was done by command: what became of the line about
// it, or what it asks.
func Done(inc *incident.Incident, ref string, ans playbook.Answer, now time.Time) kit.Post {
	post := Steps(inc, now)
	for i, it := range inc.Checklist {
		switch {
		case it.ID != ref && fault.Itoa(playbook.Number(inc.Checklist, i)) != ref:
		case ans.Found != "" && it.Inside:
			post.Text += "\nYour line is in the timeline and the review."
		case ans.Found != "" && ans.Inside:
			post.Text += "\nYour line is in the timeline and the review. It names something of yours, so no draft for the client offers it."
		case ans.Found != "":
			post.Text += "\nYour line is in the timeline and the review, and the next draft for the client offers it."
		case it.Ask != "" && it.Found == "":
			post.Text += fmt.Sprintf("\n%s If you like: `check done %s` and one line.", messages.Escape(it.Ask), ref)
		}
	}
	return post
}
