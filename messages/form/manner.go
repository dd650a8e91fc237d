package form

import (
	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// mannerButtons are the manners as a tap offers them.
var mannerButtons = map[client.Manner]struct{ act, label string }{
	client.Usual:       {kit.ActUsual, "As usual"},
	client.CallsFirst:  {kit.ActCallFirst, "Calls first"},
	client.WritingOnly: {kit.ActWriteOnly, "Writing only"},
	client.Lawyer:      {kit.ActLawyer, "Their lawyer writes"},
}

// mannerBlocks offer, one tap each, the manners that a client is not spoken to in now.
func mannerBlocks(inc *incident.Incident, aff *incident.Affected) []slack.Block {
	var do []slack.BlockElement
	for _, m := range client.Manners {
		if b := mannerButtons[m]; m != aff.Client.Manner {
			do = append(do, kit.Button(b.act, view.Ref{Number: inc.Number, Client: aff.Client.ID}, b.label))
		}
	}
	id := "manner-" + aff.Client.ID
	return []slack.Block{
		kit.Small(id+"-of", "How does "+messages.Escape(messages.Cut(aff.Client.Name, 50))+" want to be spoken to?"),
		slack.NewActionBlock(id, do...),
	}
}
