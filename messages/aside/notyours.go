package aside

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/notyours"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// TakenOut answers whoever took out a client who has heard nothing: who is in it still, and
// how to take that back.
func TakenOut(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	name := messages.Escape(aff.Client.Name)
	text := fmt.Sprintf("*%s* is not in %s any more. They have heard nothing of it from us, and nothing is due to them.\nIn it now: *%s*.", name, inc.Name(), messages.Escape(messages.Cut(screen.ClientNames(inc), 150)))
	text += screen.UpTo(kit.MaxSection/2, dueLines([]screen.Listed{{Incident: inc}}, now))
	post := kit.Plain(text)
	if inc.State != incident.Open {
		return post
	}
	back := fault.Ready{Line: inc.Name() + " affects " + aff.Client.ID, Label: messages.Cut("It is theirs: put "+aff.Client.Name+" back", kit.MaxOption)}
	post.Blocks = append([]slack.Block{kit.Paragraph("out", messages.Clip(text, kit.MaxSection))}, kit.Choices([]fault.Ready{back})...)
	return post
}

// NotTheirs answers whoever told a client that it is not theirs.
func NotTheirs(inc *incident.Incident, aff *incident.Affected) string {
	name := messages.Escape(aff.Client.Name)
	if notyours.Ready(aff) {
		return fmt.Sprintf("Recorded: %s has heard that it is not theirs. They are out of %s, and nothing is due to them.", name, inc.Name())
	}
	return fmt.Sprintf("Recorded: %s has heard that it is not theirs. They have read of it, too: press Client update and send them the same in writing. Then they are out of %s.", name, inc.Name())
}

// putBack says of a client who is in it again what they have read.
func putBack(inc *incident.Incident, aff *incident.Affected) string {
	return fmt.Sprintf("▲ *%s* has read that %s is not theirs. Put that right first: type correct %s.", messages.Escape(aff.Client.Name), inc.Name(), aff.Client.ID)
}

// Cancelled answers whoever cancelled an incident. Who was told of it before they were taken
// out knows that it is not theirs.
func Cancelled(inc *incident.Incident) kit.Post {
	for i := range inc.Spared {
		if aff := &inc.Spared[i]; notyours.Told(aff) {
			return kit.Plain(fmt.Sprintf("%s is cancelled. %s was told of it, and that it is not theirs. Nobody else was, and none will be.", inc.Name(), messages.Escape(aff.Client.Name)))
		}
	}
	return kit.Plain(inc.Name() + " is cancelled. No client was told, and none will be.")
}
