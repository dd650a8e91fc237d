package aside

import (
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/fault"
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

// NotChosen is the refusal of words that say neither of the offered times.
func NotChosen(rest string) *fault.Error {
	return fault.Errorf(fault.Invalid, "Nothing was changed: “%s” does not say which of the two offered times they chose. Type meeting 1 or meeting 2. For other times press Offer a call; what they said on the phone goes behind told call.", fault.Clipped(rest))
}

// Confirmed confirms that what a copy of the store knows of a client is right.
func Confirmed(inc *incident.Incident, client string, now time.Time) kit.Post {
	return kit.BothWays(now, func(kit.Pen) string {
		return fmt.Sprintf("%s: what is known of %s counts as right now, and texts leave again. Nothing was sent to them by this. Was there a text that the copy does not know? %s",
			inc.Name(), messages.Escape(inc.Affected(client).Client.Name), kit.LostTimes)
	})
}
