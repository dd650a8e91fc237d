package messages

import "candor/messages/mrkdwn"

// Escape makes a text that somebody typed harmless in mrkdwn: no mention, no link.
func Escape(s string) string { return mrkdwn.Escape(s) }

// Clean takes away what no client should get from a value that was typed; see
// [mrkdwn.Clean].
func Clean(s string, long bool) string { return mrkdwn.Clean(s, long) }
