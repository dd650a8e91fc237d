package screen

import (
	"fmt"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// secondPost asks a second person whether a client may hear later. They decide
// with the reason before them, and see what happens if they do nothing.
func secondPost(v view.View) kit.Post {
	l := v.Client.Embargo
	ref := view.Ref{Number: v.Incident.Number, Client: v.Client.Client.ID, Key: l.Key}
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		return fmt.Sprintf("%s%s: %s wants to tell %s later, by %s at the latest. Why: “%s”\nIt takes two of you. If you do not agree, or do not answer, they are told now. Your name stands beside it in the timeline.",
			w.Strong(v.Incident.Name()), where(v.Incident, w), kit.Mention(l.By), w.Strong(v.Client.Client.Name), w.At(l.Until), messages.Escape(l.Reason))
	}, slack.NewActionBlock("do", kit.Primary(kit.Button(kit.ActDisagree, ref, "No, tell them now")), kit.Button(kit.ActAgree, ref, "I agree: later")))
}

// decidedLater is the line that the question becomes once it is answered.
func decidedLater(v view.View, ruling string, w kit.Pen) string {
	name := w.Strong(v.Client.Client.Name)
	if ruling == "agreed" && v.Client.Embargo.Agreed() {
		return fmt.Sprintf("You agreed: %s hears later, by %s at the latest. Candor reminds again before.", name, w.At(v.Client.Embargo.Until))
	}
	if ruling == "replaced" {
		return fmt.Sprintf("Whether %s hears later was asked anew.", name)
	}
	return fmt.Sprintf("%s is told now; nothing is put off.", name)
}

// laterPart says on the card that a client hears later on purpose; "" if not.
func laterPart(aff *incident.Affected, w kit.Pen) string {
	l := aff.Embargo
	switch {
	case l.Open() && w.Now.Before(l.Until):
		return fmt.Sprintf("%s is asked whether they may hear later", kit.Mention(l.Second))
	case l.Agreed() && w.Now.Before(l.Until):
		return fmt.Sprintf("hears later, by %s: %s and %s decided it (%s)", w.At(l.Until), kit.Mention(l.By), kit.Mention(l.Second), messages.Escape(l.Reason))
	}
	return ""
}
