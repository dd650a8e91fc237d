// Package socket is Slack's side of Socket Mode: the app's connections, and the
// envelopes that it has to acknowledge within three seconds of real time.
//
// A command or a press is told once. An event waits for a connection, and is sent
// again until somebody acknowledges it. What stands in an envelope it does not read.
package socket
