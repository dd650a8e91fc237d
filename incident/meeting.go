package incident

import (
	"time"

	"candor/incident/client"
)

// OfferedSlots are the times that were chosen to offer, or where none were, or
// they have passed, those that fit.
func OfferedSlots(aff *Affected, now time.Time) [2]time.Time {
	if len(aff.Slots) == 2 && aff.Slots[0].After(now) && aff.Slots[1].After(now) {
		return [2]time.Time(aff.Slots)
	}
	return client.MeetingSlots(&aff.Client, now)
}
