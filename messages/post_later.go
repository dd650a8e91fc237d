package messages

import (
	"fmt"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/view"
)

// secondPost asks a second person whether a client may hear later. They decide
// with the reason before them, and see what happens if they do nothing.
func secondPost(v view.View) Post {
	l := v.Client.Later
	ref := Ref{Number: v.Incident.Number, Client: v.Client.Client.ID, Key: l.Key}
	return bothWays(v.Now, func(w pen) string {
		return fmt.Sprintf("%s%s: %s wants to tell %s later, by %s at the latest. Why: “%s”\nIt takes two of you. If you do not agree, or do not answer, they are told now. Your name stands beside it in the timeline.",
			w.strong(v.Incident.Name()), where(v.Incident, w), mention(l.By), w.strong(v.Client.Client.Name), w.at(l.Until), escape(l.Reason))
	}, slack.NewActionBlock("do", primary(button(ActDisagree, ref, "No, tell them now")), button(ActAgree, ref, "I agree: later")))
}

// decidedLater is the line that the question becomes once it is answered.
func decidedLater(v view.View, ruling string, w pen) string {
	name := w.strong(v.Client.Client.Name)
	if ruling == "agreed" && v.Client.Later.Agreed() {
		return fmt.Sprintf("You agreed: %s hears later, by %s at the latest. Candor reminds again before.", name, w.at(v.Client.Later.Until))
	}
	if ruling == "replaced" {
		return fmt.Sprintf("Whether %s hears later was asked anew.", name)
	}
	return fmt.Sprintf("%s is told now; nothing is put off.", name)
}

// laterPart says on the card that a client hears later on purpose; "" if not.
func laterPart(aff *incident.Affected, w pen) string {
	l := aff.Later
	switch {
	case l.Open() && w.now.Before(l.Until):
		return fmt.Sprintf("%s is asked whether they may hear later", mention(l.Second))
	case l.Agreed() && w.now.Before(l.Until):
		return fmt.Sprintf("hears later, by %s: %s and %s decided it (%s)", w.at(l.Until), mention(l.By), mention(l.Second), escape(l.Reason))
	}
	return ""
}
