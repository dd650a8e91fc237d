package client

import (
	"time"

	"candor/incident/schedule"
)

// MeetingSlots proposes two times to talk with a client, within a day: in their
// working hours where these leave two, else at 10:00 and 16:00 by their clock.
// Data that is gone does not wait for Monday.
func MeetingSlots(c *Client, now time.Time) [2]time.Time {
	const (
		grid  = 30 * time.Minute
		lead  = time.Hour     // to get ready
		apart = 2 * time.Hour // two times that are really two
	)
	first := now.Add(lead).Truncate(grid).Add(grid)
	var slots []time.Time
	for at := first; !at.After(now.Add(24*time.Hour)) && len(slots) < 2; at = at.Add(grid) {
		if c.Open(at) && c.Open(at.Add(grid-1)) && (len(slots) == 0 || at.Sub(slots[0]) >= apart) {
			slots = append(slots, at)
		}
	}
	if len(slots) == 2 {
		return [2]time.Time(slots)
	}
	at := schedule.ClockAfter(10, c.Zone(), first)
	other := schedule.ClockAfter(16, c.Zone(), first)
	if other.Before(at) {
		at, other = other, at
	}
	return [2]time.Time{at, other}
}
