// Package trigger keeps Slack's trigger_ids: each lets the app open one view in front of one
// person, soon after that person pressed something.
package trigger

import (
	"time"

	"candor/sandbox/wire"
)

// Life is how long Slack lets a trigger_id live: real time, since it stands for a person who
// looks at the screen.
// Source: https://docs.slack.dev/surfaces/modals
const Life = 3 * time.Second

// A Trigger is one of them.
type Trigger struct {
	User string
	From string // the view in which it arose; "" elsewhere

	expires time.Time // real time
	used    bool
}

// Use spends it.
func (t *Trigger) Use() { t.used = true }

// A Book holds all of them. It is not safe for concurrent use.
type Book struct {
	life time.Duration
	all  map[string]*Trigger
}

// NewBook returns an empty one, in which a trigger lives as long as Slack lets it.
func NewBook() *Book { return &Book{Life, map[string]*Trigger{}} }

// Live lets those to come live so long.
func (b *Book) Live(d time.Duration) { b.life = d }

// Add keeps a new trigger under an id, and returns the id.
func (b *Book) Add(id, user, from string) string {
	b.all[id] = &Trigger{User: user, From: from, expires: time.Now().Add(b.life)}
	return id
}

// Find returns one that can be used, or what Slack says of one that cannot.
func (b *Book) Find(id string) (*Trigger, *wire.Refusal) {
	t := b.all[id]
	switch {
	case t == nil:
		return nil, wire.Refuse("invalid_trigger_id")
	case t.used:
		return nil, wire.Refuse("exchanged_trigger_id")
	case time.Now().After(t.expires):
		return nil, wire.Refuse("expired_trigger_id")
	}
	return t, nil
}
