package update

import (
	"slices"
	"time"
)

// Acknowledgement is that somebody at the client said that they have read an update.
type Acknowledgement struct {
	Update  int       `json:"update"`
	User    string    `json:"user"`    // Slack user id, of another workspace or a guest of ours
	Name    string    `json:"name"`    // as they call themselves: it may hold anything
	Company string    `json:"company"` // whose channel it is
	At      time.Time `json:"at"`
}

// ReadBy says whether the person has said so already.
func (u *Update) ReadBy(user string) bool {
	return slices.ContainsFunc(u.Readings, func(r Acknowledgement) bool { return r.User == user })
}
