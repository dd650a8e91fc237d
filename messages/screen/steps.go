package screen

import (
	"fmt"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/team"
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
		return kit.BothWays(v.Now, func(w kit.Pen) string {
			return messages.Clip(w.Strong(inc.Name())+w.In(inc.Channel.ID)+": no step of yours is late."+daily.Answered(inc, d, w), kit.MaxSection)
		})
	}
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		text := w.Strong(inc.Name()) + w.In(inc.Channel.ID) + ": due in your checklist. Tick what is done, or skip it and say why. What is due later today is added here, without another message."
		lines := make([]string, 0, len(list))
		for _, it := range list {
			lines = append(lines, messages.Escape(it.Text)+" · due "+w.At(incident.DueAt(&it, inc)))
		}
		return messages.Clip(text+daily.Bullets(lines, 5)+daily.Answered(inc, d, w), kit.MaxSection)
	}, slack.NewActionBlock("do", stepButtons(inc, list)...))
}

// openings are the buttons of what helps with a step.
var openings = map[string]struct{ act, label string }{
	playbook.OpensInsurer: {kit.ActInsurer, "Number and notice"},
	playbook.OpensClocks:  {kit.ActClocks, "Legal clocks"},
}

// stepButtons are the checklist, and what helps with the steps.
func stepButtons(inc *incident.Incident, steps []playbook.Item) []slack.BlockElement {
	ref := view.Ref{Number: inc.Number, Client: inc.Affected("").Client.ID}
	list := []slack.BlockElement{kit.Primary(kit.Button(kit.ActChecklist, ref, "Checklist"))}
	seen := map[string]bool{}
	for _, it := range steps {
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
func solo(v view.View) bool { return team.Solo(v.People, v.Incident.Roles.Everybody()) }
