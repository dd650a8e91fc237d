package form

import (
	"fmt"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// Reject asks why a text is not approved: its writer reads the reason.
func Reject(inc *incident.Incident, aff *incident.Affected) slack.ModalViewRequest {
	r := aff.Request
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID, N: r.N}
	return modal(kit.FormReject, "Reject", "Reject", "Back", ref,
		slack.NewContextBlock("why", kit.Mrkdwn(fmt.Sprintf("Nothing is sent to *%s*. %s gets the words back, and your reason.", messages.Escape(aff.Client.Name), kit.Mention(r.Update.By)))),
		field(FieldReason, "What has to change?", "", false, textInput("", true, 500)))
}

// FieldOverride is the reason for sending what the draft check keeps back. It is
// its own field: Slack keeps what was typed into a field of the same name on the
// screen before, and a reason for a skipped step is none for a text.
const FieldOverride = "override"

// overrideField asks why a text may leave although the draft check would keep
// it back.
func overrideField() slack.Block {
	return field(FieldOverride, "It is right as it is, because", "The reason is kept with the text. Or press Edit and change the words.", false, textInput("", true, 300))
}
