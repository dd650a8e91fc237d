package aside

import (
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/meeting"
	"candor/incident/promise"
	"candor/messages"
	"candor/messages/kit"
)

// Met confirms when the client is called.
func Met(aff *incident.Affected, now time.Time) kit.Post {
	text := fmt.Sprintf("Noted: your call to %s is set for %s. You are reminded ten minutes before.", messages.Escape(aff.Client.Name), messages.ClientTime(aff.Owed(promise.Meeting).DueAt, now, &aff.Client))
	if meeting.Behind(aff, now) {
		text += " Their calendar follows with your next mail to them: press *Client update* and send it."
	}
	return kit.Plain(text)
}
