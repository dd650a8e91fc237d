package client

import (
	"slices"
	"time"

	"candor/incident/schedule"
)

// MeetingSlots proposes two times to talk with a client, within a day: in their
// working hours where these leave two, else at 10:00 and 16:00 by their clock.
// Data that is gone does not wait for Monday. Times that are taken are left out.
func MeetingSlots(c *Client, now time.Time, taken ...time.Time) [2]time.Time {
	const (
		grid  = 30 * time.Minute
		lead  = time.Hour     // to get ready
		apart = 2 * time.Hour // two times that are really two
	)
	free := func(at time.Time) bool { return !slices.ContainsFunc(taken, at.Equal) }
	first := now.Add(lead).Truncate(grid).Add(grid)
	var slots []time.Time
	for at := first; !at.After(now.Add(24*time.Hour)) && len(slots) < 2; at = at.Add(grid) {
		if free(at) && c.Open(at) && c.Open(at.Add(grid-1)) && (len(slots) == 0 || at.Sub(slots[0]) >= apart) {
			slots = append(slots, at)
		}
	}
	if len(slots) == 2 {
		return [2]time.Time(slots)
	}
	at := schedule.ClockAfter(10, c.Zone(), first)
	other := schedule.ClockAfter(16, c.Zone(), first)
	for !free(at) {
		at = at.Add(grid)
	}
	for !free(other) {
		other = other.Add(grid)
	}
	if other.Before(at) {
		at, other = other, at
	}
	return [2]time.Time{at, other}
}
