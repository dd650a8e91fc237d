package update

import (
	"slices"
	"time"
)

// What of an instant a text or a report says in the words of whoever wrote it.
const (
	SaysCall     = "call"     // we call them then
	SaysThing    = "thing"    // they get something by then
	SaysEstimate = "estimate" // it works by then
	SaysWorks    = "works"    // it has been working again since then
)

// Instant is what it says of one, as its writer confirmed.
type Instant struct {
	What  string    `json:"what"`
	At    time.Time `json:"at"`
	Words string    `json:"words,omitempty"` // the sentence
	By    string    `json:"by,omitempty"`
}

// Has says whether it is kept that the update says so of an instant.
func (u *Update) Has(what string, at time.Time) bool {
	return slices.ContainsFunc(u.Instants, func(i Instant) bool { return i.What == what && i.At.Equal(at) })
}
