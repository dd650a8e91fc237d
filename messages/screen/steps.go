package screen

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/team"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// stepsDuePost tells somebody which of their steps are due. They are told once.
func stepsDuePost(v view.View, d outbox.Delivery) kit.Post {
	inc := v.Incident
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		text := w.Strong(inc.Name()) + where(inc, w) + ": due now in your checklist. Do it and tick it, or skip it and say why. You are not reminded again."
		for _, it := range inc.OpenSteps(strings.Fields(d.Data.Steps)) {
			text += "\n• " + messages.Escape(it.Text) + " · due " + w.At(incident.DueAt(&it, inc))
		}
		return text
	}, slack.NewActionBlock("do", kit.Primary(kit.Button(kit.ActChecklist, view.Ref{Number: inc.Number, Client: inc.Affected("").Client.ID}, "Checklist"))))
}

// stepTime says by when a step is to be done, and marks one that is late; "" if it has
// no time.
func stepTime(inc *incident.Incident, it *playbook.Item, w kit.Pen) string {
	switch at := incident.DueAt(it, inc); {
	case at.IsZero():
		return ""
	case w.Now.Before(at):
		return " · by " + w.At(at)
	default: // not by how much: the card is not edited every minute
		return " · ▲ late, was due " + w.At(at)
	}
}

// stepWhy says why a step is on the list that its kind began without.
func stepWhy(it *playbook.Item) string {
	if it.Why == "" {
		return ""
	}
	return " · because " + messages.Escape(it.Why)
}

// StepsDone is how many steps are answered, behind sep; "" while none is: a number of
// all that is still to do makes nobody faster.
func StepsDone(inc *incident.Incident, sep string) string {
	switch done, all := inc.Done(); done {
	case 0:
		return ""
	case all:
		return sep + "all done"
	default:
		return fmt.Sprintf("%s%d done", sep, done)
	}
}

// solo says whether nobody but one person is there: then roles say nothing.
func solo(v view.View) bool { return team.Solo(v.People, v.Incident.Everybody()) }
