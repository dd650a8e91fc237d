package screen

import (
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/playbook"
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
	}, slack.NewActionBlock("do", stepButtons(inc, strings.Fields(d.Data.Steps))...))
}

// openings are the buttons of what helps with a step.
var openings = map[string]struct{ act, label string }{
	playbook.OpensInsurer: {kit.ActInsurer, "Number and notice"},
	playbook.OpensClocks:  {kit.ActClocks, "Legal clocks"},
}

// stepButtons are the checklist, and what helps with the steps.
func stepButtons(inc *incident.Incident, ids []string) []slack.BlockElement {
	ref := view.Ref{Number: inc.Number, Client: inc.Affected("").Client.ID}
	list := []slack.BlockElement{kit.Primary(kit.Button(kit.ActChecklist, ref, "Checklist"))}
	seen := map[string]bool{}
	for _, it := range inc.OpenSteps(ids) {
		if o, ok := openings[it.Opens]; ok && !seen[it.Opens] {
			list, seen[it.Opens] = append(list, kit.Button(o.act, ref, o.label)), true
		}
	}
	return list
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
