package form

import (
	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// mostCorrected is how many clients the form offers a correction for; others are
// typed.
const mostCorrected = 20

// mostManners is of how many clients the form offers the manner; that of others is
// in their profile.
const mostManners = 10

// More is what the card's menu has no room for: one line and one button for
// each thing that can be done now.
func More(inc *incident.Incident, ref view.Ref) slack.ModalViewRequest {
	var blocks []slack.Block
	add := func(what, client, label, text string) {
		at := view.Ref{Number: inc.Number, Client: client}
		b := slack.NewButtonBlockElement(kit.ActMore, what+" "+at.String(), kit.PlainText(label))
		s := slack.NewSectionBlock(kit.Mrkdwn(text), nil, slack.NewAccessory(b))
		s.BlockID = what + "-" + client
		blocks = append(blocks, s)
	}
	add(kit.MoreFacts, ref.Client, "Answer", "*Bad news*: five questions about lost data, backups, and who may have got in. “Don't know yet” is an answer.")
	for i := range inc.Clients {
		blocks = append(blocks, screen.Asks(inc, &inc.Clients[i])...)
	}
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; (aff.Written || !aff.ToldAt.IsZero()) && len(blocks) <= mostCorrected {
			whom := map[bool]string{true: "say what is right. You get the words for the phone.", false: "say what is right, to exactly those who read it."}[screen.ByPhone(&aff.Client)]
			add(kit.MoreCorrect, aff.Client.ID, "Correct", "*Something that we told "+messages.Escape(messages.Cut(aff.Client.Name, 50))+" was wrong*: "+whom)
		}
	}
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; len(blocks) <= mostCorrected && !inc.Over() && inc.Drill == nil && aff.Leaving == nil {
			blocks = append(blocks, notTheirsBlock(inc, aff))
		}
	}
	add(kit.MoreLines, "", "Show", "*Timeline*: what happened so far, line by line.")
	if !inc.Private && !inc.Over() { // bad news turns up after it works again, too
		add(kit.MorePrivate, "", "Move", "*A private channel*: the incident goes on there, and this channel keeps one neutral line.")
	}
	if aff := screen.OneOff(inc); aff != nil {
		add(kit.MoreKeep, aff.Client.ID, "Keep", "*"+messages.Escape(screen.KeepLabel(aff))+"*: they are in no list yet.")
	}
	for i := range min(len(inc.Clients), mostManners) {
		blocks = append(blocks, mannerBlocks(inc, &inc.Clients[i])...)
	}
	f := modal(kit.FormPreview, inc.Name()+": more", "", "Close", view.Ref{Number: inc.Number}, blocks...)
	f.Submit = nil
	return f
}
