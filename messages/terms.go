package messages

import (
	"fmt"
	"time"
	"unicode/utf16"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/playbook"
)

// SeverityWord is what screens call a severity. The shape tells it without colour.
func SeverityWord(s client.Severity) string {
	switch s {
	case client.BusinessStopped:
		return "▲ Business stopped"
	case client.ImportantBroken:
		return "◆ Important part broken"
	case client.Small:
		return "● Small"
	default:
		return "○ Near miss"
	}
}

// StatusWord is what screens call what the client was told.
func StatusWord(s incident.Status) string {
	switch s {
	case incident.Identified:
		return "we know why"
	case incident.Mitigated:
		return "less harm"
	case incident.Monitoring:
		return "watching"
	case incident.StatusSolved:
		return "works again"
	default:
		return "we are looking"
	}
}

// RoleWord is what screens call a role.
func RoleWord(r playbook.Role) string {
	switch r {
	case playbook.Comms:
		return "talks to the client"
	case playbook.Tech:
		return "leads the repair"
	case playbook.Account:
		return "owns the relationship"
	case playbook.Privacy:
		return "personal data"
	default:
		return "in charge"
	}
}

// Span writes a duration as people say it: 5 min, 1 h 20 min, 40 s, 2 days.
func Span(d time.Duration) string {
	d = d.Abs()
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second)/time.Second))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute)/time.Minute))
	case d < 48*time.Hour:
		d = d.Round(time.Minute)
		h, m := int(d/time.Hour), int(d%time.Hour/time.Minute)
		if m == 0 {
			return fmt.Sprintf("%d h", h)
		}
		return fmt.Sprintf("%d h %d min", h, m)
	default:
		return fmt.Sprintf("%d days", int(d.Round(24*time.Hour)/(24*time.Hour)))
	}
}

// cut shortens a text to at most n characters and marks the cut. It counts as
// Slack's clients do, in UTF-16 units: an emoji is two.
func cut(s string, n int) string {
	if units(s) <= n {
		return s
	}
	left := n - units("…")
	for i, r := range s {
		if left -= utf16.RuneLen(r); left < 0 {
			return s[:i] + "…"
		}
	}
	return s
}

// units is the length of a text as Slack counts it at most.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}
