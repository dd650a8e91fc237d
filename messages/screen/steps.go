package screen

import (
	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	daily "candor/messages/morning"
)

// stepsDuePost tells somebody which of their steps are due. It is edited as others are.
func stepsDuePost(v view.View, d outbox.Delivery) kit.Post {
	inc := v.Incident
	list := inc.StepsOf(d.To)
	if len(list) == 0 {
		return kit.Plain(inc.Name() + ": no step of yours is late.")
	}
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		text := w.Strong(inc.Name()) + where(inc, w) + ": due in your checklist. Tick what is done, or skip it and say why. What is due later today is added here, without another message."
		lines := make([]string, 0, len(list))
		for _, it := range list {
			lines = append(lines, messages.Escape(it.Text)+" · due "+w.At(incident.DueAt(&it, inc)))
		}
		return messages.Clip(text+daily.Bullets(lines, 5), kit.MaxSection)
	}, slack.NewActionBlock("do", kit.Primary(checklistButton(inc))))
}

func checklistButton(inc *incident.Incident) *slack.ButtonBlockElement {
	return kit.Button(kit.ActChecklist, view.Ref{Number: inc.Number, Client: inc.Affected("").Client.ID}, "Checklist")
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
