package client

import (
	"time"

	"candor/incident/schedule"
)

// Shift moves a time by the rule.
func (c *Client) Shift(rule schedule.NightRule, at time.Time) time.Time {
	if rule == schedule.AsByDay || c.Open(at) || c.Open(at.Add(-1)) { // the minute in which they close still counts
		return at
	}
	opens := c.NextOpening(at)
	switch {
	case opens.IsZero():
		return at
	case rule == schedule.BeforeOpening:
		return schedule.Later(at, opens.Add(-schedule.OpeningMargin))
	}
	return opens.Add(schedule.OpeningMargin)
}

// Deadline returns when d has passed for the client since from, by the rule.
func (c *Client) Deadline(rule schedule.NightRule, d time.Duration, from time.Time) time.Time {
	if rule == schedule.OpenTime {
		return c.AfterOpen(from, d)
	}
	return c.Shift(rule, from.Add(d))
}
