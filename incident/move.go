package incident

import (
	"fmt"
	"slices"
	"time"

	"candor/incident/fault"
	"candor/incident/playbook"
)

// Left is a channel in which an incident was before it moved to a private one.
type Left struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// OpenKey is the key of the delivery that opens the channel that the incident waits for.
func (inc *Incident) OpenKey() string {
	if inc.Moving && inc.Channel.ID != "" {
		return inc.Name() + "/" + ChannelKey + "/private"
	}
	return inc.Name() + "/" + ChannelKey
}

// Again makes the key of what is done once in each channel.
func (inc *Incident) Again(what string) string {
	if n := len(inc.Old); n > 0 {
		return fmt.Sprintf("%s/%d", what, n+1)
	}
	return what
}

// left says whether the incident was in the channel, and is no longer.
func (inc *Incident) left(channel string) bool {
	return slices.ContainsFunc(inc.Old, func(l Left) bool { return l.ID == channel })
}

// Silent says whether nothing may be shown in a channel any more because the
// incident left it, or is leaving it.
func (inc *Incident) Silent(channel string) bool {
	return inc.left(channel) || inc.Moving && channel == inc.Channel.ID
}

// Elsewhere says that an incident is not in a channel any more, in words that
// everybody may read.
func (inc *Incident) Elsewhere() string {
	return fmt.Sprintf("%s goes on elsewhere. Ask %s to join.", inc.Name(), fault.Mention(inc.Roles[playbook.Commander]))
}
