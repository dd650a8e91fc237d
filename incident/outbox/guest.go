package outbox

// Guest is somebody with a guest account of our workspace in an incident's
// channel, of whom nobody has said yet whether they are of the team. While there
// is one, nothing internal is posted there.
type Guest struct {
	User   string      `json:"user"`            // Slack user id
	Name   string      `json:"name,omitempty"`  // as they call themselves; empty if Slack does not say
	Asked  string      `json:"asked,omitempty"` // key of the delivery that asks about them
	Answer GuestAnswer `json:"answer,omitempty"`
}

// GuestAnswer is what a person of the team said about a guest.
type GuestAnswer string

const (
	Trusted   GuestAnswer = "colleague" // may read what is for the team, in this incident
	TakeOut   GuestAnswer = "client"    // is taken out of the channel
	StopHere  GuestAnswer = "stop"      // stays; nothing internal is posted while they are there
	GuestGone GuestAnswer = "gone"      // they left, or the incident did; nobody has to answer any more
)
