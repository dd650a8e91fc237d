// Package slackapp is what the app may do in Slack: its rights, how often it may connect,
// and whether a client reads the channel that is named for them.
package slackapp
