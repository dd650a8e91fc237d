package client

import "time"

// Profile is a client that was made in Slack or imported, as it is stored. One
// that stands in the config is not stored.
type Profile struct {
	Client   Client `json:"client"`
	Archived bool   `json:"archived,omitempty"` // not offered any more; its incidents go on
	History  []Edit `json:"history"`            // oldest first, the newest maxHistory
}

// Edit is one change of a profile, for those who read it later.
type Edit struct {
	At   time.Time `json:"at"`
	By   string    `json:"by,omitempty"` // Slack user id; empty: the command line
	What string    `json:"what"`         // one sentence
}

// maxHistory is how many changes of a profile are kept.
const maxHistory = 20

// Changed notes a change of the profile.
func (p *Profile) Changed(by, what string, now time.Time) {
	p.History = append(p.History, Edit{At: now, By: by, What: what})
	p.History = p.History[max(0, len(p.History)-maxHistory):]
}

// Last returns the newest change; zero if there is none.
func (p *Profile) Last() Edit {
	if len(p.History) == 0 {
		return Edit{}
	}
	return p.History[len(p.History)-1]
}
