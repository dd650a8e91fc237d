package blockkit

import "time"

// Names tell what a text refers to.
type Names interface {
	Handle(user string) string   // as written in a text, without the @
	RealName(user string) string // as people call them
	Zone(user string) *time.Location
	Now() time.Time
	// Channel is a channel's name, if there is one, and whether the viewer may
	// see it; "" sees everything.
	Channel(id, viewer string) (name string, known, seen bool)
	// Label is how a conversation is called in sentences; "" if there is none.
	Label(id string) string
}

// A Reader reads texts and blocks as the people of a workspace see them.
type Reader struct{ Names }
