package screen

import (
	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
)

// directPost brings a promise to one person. Who is not in the channel of a
// private incident learns no more than its name before they join.
func directPost(v view.View, d outbox.Delivery) kit.Post {
	inc, p := v.Incident, v.Promise
	ref := view.Ref{Number: inc.Number, Client: v.Client.Client.ID, N: p.N}
	outside := bool(d.Data.Outside)
	join := kit.Button(kit.ActJoin, ref, "Join")
	if unseen(inc, d) {
		text := inc.Name() + " needs you."
		return kit.Post{Text: text + " Press Join.", Blocks: []slack.Block{kit.Paragraph("say", text), slack.NewActionBlock("do", kit.Primary(join))}}
	}
	parts, open := reminderParts(v, d.To), stillOpen(v.Group)
	if len(v.Group) > 1 && len(open) == 0 {
		return kit.BothWays(v.Now, func(w kit.Pen) string { return groupSettled(v.Group, w) })
	}
	if len(v.Group) > 1 {
		parts = groupParts(v, open)
	}
	if outside {
		do := parts[len(parts)-1].(*slack.ActionBlock)
		do.Elements.ElementSet = append(do.Elements.ElementSet, join)
	}
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		text := remind(v, d, w)
		if len(v.Group) > 1 {
			text = groupText(v, d, open, w)
		}
		return w.Strong(inc.Name()) + w.In(inc.Channel.ID) + ": " + text
	}, parts...)
}

// unseen says whether a message went to somebody who may not see the incident: neither
// it nor what it is edited to says more than the incident's name.
func unseen(inc *incident.Incident, d outbox.Delivery) bool {
	return bool(d.Data.Outside) && inc.Private
}
