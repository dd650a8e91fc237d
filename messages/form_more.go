package messages

import (
	"github.com/slack-go/slack"

	"candor/incident"
)

// mostCorrected is how many clients the form offers a correction for; others are
// typed.
const mostCorrected = 20

// MoreForm is what the card's menu has no room for: one line and one button for
// each thing that can be done now.
func MoreForm(inc *incident.Incident, ref Ref) slack.ModalViewRequest {
	var blocks []slack.Block
	add := func(what, client, label, text string) {
		at := Ref{Number: inc.Number, Client: client}
		b := slack.NewButtonBlockElement(ActMore, what+" "+at.String(), plainText(label))
		s := slack.NewSectionBlock(mrkdwnText(text), nil, slack.NewAccessory(b))
		s.BlockID = what + "-" + client
		blocks = append(blocks, s)
	}
	add(MoreFacts, ref.Client, "Answer", "*Bad news*: five questions about lost data, a spare copy, and who may have got in. “Don't know yet” is an answer.")
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; aff.Written && len(blocks) <= mostCorrected {
			add(MoreCorrect, aff.Client.ID, "Correct", "*Something that we told "+escape(cut(aff.Client.Name, 50))+" was wrong*: say what is right, to exactly those who read it.")
		}
	}
	if !inc.Private && inc.State == incident.Open {
		add(MorePrivate, "", "Move", "*A private channel*: the incident goes on there, and this channel keeps one neutral line.")
	}
	if aff := oneOff(inc); aff != nil {
		add(MoreKeep, aff.Client.ID, "Keep", "*"+escape(keepLabel(aff))+"*: they are in no list yet.")
	}
	f := form(FormPreview, inc.Name()+": more", "", "Close", Ref{Number: inc.Number}, blocks...)
	f.Submit = nil
	return f
}
