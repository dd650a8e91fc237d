// Package update is one text for one client: its kinds, its states, what it tells
// of the facts, and what the draft check and those who approve it had to say.
package update
