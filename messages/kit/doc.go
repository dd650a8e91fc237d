// Package kit is what screens and forms are built of: Slack's blocks with our
// limits, a [Pen] that writes a sentence for the screen and for screen readers,
// the names of buttons, and the words that the team has for what the domain knows.
//
// A [Ref] says what a button is about; a [Post] is a message. The kit says
// nothing of its own to anybody.
package kit
