package kit

import (
	"regexp"
	"strings"

	"candor/messages"
	"candor/messages/mrkdwn"
)

// TapToCall writes a number that a phone dials when it is tapped.
func TapToCall(number string) string {
	dial := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
	if dial == "" {
		return messages.Escape(number)
	}
	label := strings.ReplaceAll(messages.Escape(number), "|", " ")
	return "<tel:" + dial + "|" + label + ">"
}

// pressable is what Slack would make a link of: a scheme, or a name with dots.
var pressable = regexp.MustCompile(`([\pL\pN])(\.|://|@)([\pL\pN])`)

// Tamed is a text of somebody outside as it reads, in which nothing can be
// pressed: an invisible joiner stands in each address, and angle brackets, with
// which Slack's own marks begin, become signs that look alike.
func Tamed(s string) string {
	s = strings.NewReplacer("<", "‹", ">", "›").Replace(messages.Clean(s, true))
	for range 2 { // a.b.c: the second dot has its letter only after the first is done
		s = pressable.ReplaceAllString(s, "$1$2\u2060$3")
	}
	return mrkdwn.Muted(s)
}

// Quiet is [Tamed] for a place in which Slack reads marks.
func Quiet(s string) string { return mrkdwn.Neutral(Tamed(s)) }
