package update

import (
	"time"

	"candor/incident/client"
	"candor/incident/fault"
)

// Arrives keeps that a copy has arrived.
func (u *Update) Arrives(to client.Destination, at time.Time) {
	u.Got = fault.Made(u.Got)
	u.Got[to.Key()] = at
}

// ComesBack keeps that a copy has not arrived after all. Of a text from before that was kept, the
// others have.
func (u *Update) ComesBack(from client.Destination) {
	if u.Got == nil {
		for _, to := range u.To {
			u.Arrives(to, u.SentAt)
		}
	}
	delete(u.Got, from.Key())
}

// ArrivedAt is when a copy arrived; zero if it has not. Before that was kept, all of a text that
// was sent did.
func (u *Update) ArrivedAt(to client.Destination) time.Time {
	if u.Got == nil && u.State == Sent {
		return u.SentAt
	}
	return u.Got[to.Key()]
}

// Counts says whether a client was told by it: it has arrived where it has to, or a person told
// them. What Candor writes by itself never counts.
func (u *Update) Counts() bool { return u.State == Sent && !Automatic(u.Kind) }

// CountsAt is when it came to count.
func (u *Update) CountsAt() time.Time {
	if u.Kind == ByHand {
		return u.At
	}
	return u.SentAt
}

// ToldOn are the ways on which it has told what it tells. As a person said it, there is none.
func (u *Update) ToldOn() (ways []string) {
	if u.Kind == ByHand {
		return []string{""}
	}
	for _, to := range u.To {
		if !to.Optional && !u.ArrivedAt(to).IsZero() {
			ways = fault.AppendNew(ways, to.Via)
		}
	}
	return ways
}
