package aside

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/phrase"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// askingWishes asks below the answer whether a client wants to hear more or less often, or in writing
// only, where the words of a report say so: noted alone, nothing of it would happen.
func askingWishes(post kit.Post, inc *incident.Incident, aff *incident.Affected, u *update.Update) kit.Post {
	if inc.Over() { // nothing follows in it
		return post
	}
	var buttons []slack.Block
	if often := phrase.HowOften(u.Words["text"]); often != "" {
		run := strings.Join([]string{inc.Name(), "cadence", often, aff.Client.ID}, " ")
		buttons = append(buttons, slack.NewActionBlock("wish-often", slack.NewButtonBlockElement(kit.ActRun, run, kit.PlainText("They hear from us "+often))))
	}
	if phrase.OnlyInWriting(u.Words["text"]) && aff.Client.Manner.Calls() {
		write := kit.Button(kit.ActWriteOnly, view.Ref{Number: inc.Number, Client: aff.Client.ID}, "Writing only: no calls")
		buttons = append(buttons, slack.NewActionBlock("wish-writing", write))
	}
	if len(buttons) == 0 {
		return post
	}
	return beneath(post, "wishes", fmt.Sprintf("Is that what %s wants from now on? Until you press it, nothing changes.", messages.Escape(aff.Client.Name)), buttons)
}
