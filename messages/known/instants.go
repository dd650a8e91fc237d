package known

import (
	"fmt"
	"time"

	"candor/incident/client"
	"candor/incident/update"
	"candor/messages"
)

// Says is what it says, as a button or a box puts it.
func Says(i update.Instant, u *update.Update, c *client.Client, now time.Time) string {
	who, promises := "It says: ", "It promises: "
	if u.Kind == update.ByHand {
		who, promises = "I said: ", "I promised: "
	}
	at := messages.ClientTime(i.At, now, c)
	switch i.What {
	case update.SaysCall:
		return promises + "a call, " + at
	case update.SaysEstimate:
		return who + "it works by " + at
	case update.SaysWorks:
		return who + "it has been working again since " + i.At.In(c.Zone()).Format("15:04 MST")
	}
	return promises + fmt.Sprintf("by %s, “%s”", at, messages.Cut(i.Words, 26))
}
