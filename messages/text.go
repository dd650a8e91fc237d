package messages

import (
	"fmt"
	"time"

	"candor/messages/mrkdwn"
)

// Span writes a duration as people say it: 5 min, 1 h 20 min, 40 s, 2 days.
func Span(d time.Duration) string {
	d = d.Abs()
	switch {
	case d.Round(time.Second) < time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second)/time.Second))
	case d.Round(time.Minute) < time.Hour:
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

// Clip shortens a text at a space or a line's end, see [mrkdwn.Clip].
func Clip(s string, n int) string { return mrkdwn.Clip(s, n) }

// Cut shortens a text to at most n characters, see [mrkdwn.Cut].
func Cut(s string, n int) string { return mrkdwn.Cut(s, n) }

// Units is the length of a text as Slack counts it at most.
func Units(s string) int { return mrkdwn.Units(s) }

// Escape makes a text that somebody typed harmless in mrkdwn: no mention, no link.
func Escape(s string) string { return mrkdwn.Escape(s) }

// Clean takes away what no client should get from a value that was typed; see
// [mrkdwn.Clean].
func Clean(s string, long bool) string { return mrkdwn.Clean(s, long) }
