package messages

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/view"
)

// RejectForm asks why a text is not approved: its writer reads the reason.
func RejectForm(inc *incident.Incident, aff *incident.Affected) slack.ModalViewRequest {
	r := aff.Request
	ref := Ref{Number: inc.Number, Client: aff.Client.ID, N: r.N}
	return form(FormReject, "Reject", "Reject", "Back", ref,
		slack.NewContextBlock("why", mrkdwnText(fmt.Sprintf("Nothing is sent to *%s*. %s gets the words back, and your reason.", escape(aff.Client.Name), mention(r.Update.By)))),
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

// asksWhom says whose word a text needs before it leaves; "" if nobody's.
func asksWhom(needs []incident.Need) string {
	var list []string
	for _, n := range needs {
		who := mentions(n.People[:min(1, len(n.People))])
		switch n.For {
		case incident.NeedOther:
			who = "somebody else of the team, first " + who
		case incident.NeedNamed:
			who = "one of " + mentions(n.People)
		}
		list = append(list, who)
	}
	return strings.Join(list, ", and of ")
}

// Asked tells the writer that the text waits for another's word.
func Asked(t *view.Telling) Post {
	return Plain(fmt.Sprintf("Not sent yet: it waits for the word of %s. They are asked now. If nobody answers, the next one is, and then you may decide.", asksWhom(t.Asks)))
}

// ApprovedBut tells an approver that other people's word is still missing.
func ApprovedBut(t *view.Telling) Post {
	return Plain(fmt.Sprintf("Noted. It has not left yet: it also needs the word of %s.", asksWhom(t.Asks)))
}
