package morning

import (
	"slices"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/messages"
	"candor/messages/kit"
)

// mostAnswered is how many answered steps a message names.
const mostAnswered = 5

// Answered says of each step that a message asked for, and does not any more, what became
// of it and by whom.
func Answered(inc *incident.Incident, d outbox.Delivery, pen kit.Pen) string {
	var lines []string
	for _, it := range inc.Checklist {
		owner := inc.Holder(it.Owner)
		if it.State == playbook.ItemOpen && it.Brought && owner == d.To || !slices.Contains(it.Told, d.Key) {
			continue
		}
		lines = append(lines, messages.Escape(messages.Cut(it.Text, 100))+" · "+became(inc, &it, owner, pen))
	}
	return Bullets(lines, mostAnswered)
}

// became says what became of a step.
func became(inc *incident.Incident, it *playbook.Item, owner string, pen kit.Pen) string {
	by := ""
	if it.By != "" {
		by = " by " + kit.Mention(it.By)
	}
	switch it.State {
	case playbook.ItemDone:
		return "✓ done" + by + " " + pen.At(it.At)
	case playbook.ItemSkipped:
		return "skipped" + by + ": " + messages.Escape(it.Reason)
	}
	if it.Gate == playbook.NoGate && inc.State != incident.Open {
		return "left open: it works again"
	}
	if it.Brought {
		return kit.Mention(owner) + " has it now"
	}
	return "put off until it is due again"
}
