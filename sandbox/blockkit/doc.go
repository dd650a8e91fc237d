// Package blockkit is what Slack knows of a message: blocks with their limits, the
// values that people chose or typed, and mrkdwn.
//
// It complains in Slack's words. A [Reader] shows texts and blocks to somebody,
// as HTML or as plain text for comparing; what they refer to it asks [Names].
package blockkit
