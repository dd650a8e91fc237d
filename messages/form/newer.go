package form

import (
	"fmt"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// sayNewer stands below a text that says otherwise than what somebody has written down since
// the client heard last: its writer may have begun before.
func sayNewer(t *view.Draft, aff *incident.Affected) (blocks []slack.Block) {
	for i, n := range alike.Unsaid(t.Incident, aff, &t.Update) {
		var says string
		switch e := t.Incident.Estimate; {
		case n.What != "the estimate":
			says = "Somebody has written down since: “" + messages.Escape(messages.Cut(n.Says, 200)) + "”. Press Edit if that holds now."
		case e.To.IsZero():
			says = "Somebody has written down since that nobody can say it any more. Press Edit and take it out."
		default:
			says = fmt.Sprintf("Somebody has written down another one since: %s to %s. Press Edit if that holds now.",
				messages.ClientTime(e.From, n.At, &t.Client), messages.ClientTime(e.To, n.At, &t.Client))
		}
		blocks = append(blocks, kit.Paragraph(fmt.Sprintf("newer-%d", i), "▲ *"+messages.UpperFirst(n.What)+"*: the text says otherwise. "+says))
	}
	return blocks
}
