// Package client is who is told: a [Client] with its contacts, its hours, its
// rhythm and the channels on which it is reached, and the fields in which all of
// that is asked for. A client that was made in Slack is kept as a [Profile].
// [Severity] stands here, since how often a client hears depends on it.
package client
