// Package screen is what the team sees in Slack: the card of an incident, the
// reminders, what became of each text, the answers to commands, and the Home.
//
// [Internal] makes the words of what is queued for the team; the other functions
// answer somebody who typed or pressed. A post is made from what is so now, and
// asks for one thing at most. Nothing here reaches a client but [ClientBlocks].
package screen
