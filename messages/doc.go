// Package messages is what clients read: the templates and the phrases of one
// language, the facts of bad news as sentences, and the check of a draft before
// it leaves.
//
// A template is filled from an incident, never from what somebody hopes. A text
// is made for one destination, and what is read before sending is what leaves,
// to the letter.
//
// It decides nothing, sends nothing, and knows nothing of Slack's blocks: what
// the team sees is made in the rooms above it, kit, screen and form.
package messages
