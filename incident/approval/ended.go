package approval

import (
	"fmt"
	"slices"
	"time"

	"candor/incident/fault"
)

// Ended is how the newest request ended: whoever finds its buttons is told.
type Ended struct {
	N      int       `json:"n"`
	How    string    `json:"how"`
	Writer string    `json:"writer"` // who has the words back; Slack ids
	By     string    `json:"by"`     // who had the last word
	At     time.Time `json:"at"`
	Asked  []string  `json:"asked,omitempty"`
}

// End is how a request ends now; writer is who has its words back.
func (r *Request) End(how, writer string, now time.Time) *Ended {
	return &Ended{N: r.N, How: how, Writer: writer, By: r.Decider(how), At: now, Asked: append(slices.Clone(r.Asked), r.Let...)}
}

// Was says whether a person was asked for the request with that number, which is over: they
// read how it ended, whatever they may do now.
func (e *Ended) Was(n int, user string) bool {
	return e != nil && e.N == n && slices.Contains(e.Asked, user)
}

// Client is where a client of the requests stands.
type Client struct {
	Name   string
	OnWay  bool      // a text is on its way to them
	ToldAt time.Time // when the newest one arrived
	Open   *Request  // what waits for approval; nil: nothing
	Ended  *Ended    // how the newest request ended; nil: none has
}

// Find returns the open request with a number, or says what became of it.
func (c Client) Find(n int) (*Request, error) {
	if c.Open != nil && c.Open.N == n {
		return c.Open, nil
	}
	said := "This was answered already, or the text was changed since."
	if c.Ended != nil && c.Ended.N == n {
		said = c.became()
	}
	if c.Open != nil {
		said += fmt.Sprintf(" Another text, by %s, waits for approval in its place.", fault.Mention(c.Open.Update.By))
	}
	return nil, fault.Errorf(fault.Conflict, "%s Nothing was sent now.", said)
}

// became is how the newest request ended.
func (c Client) became() string {
	e, at := c.Ended, fault.Clock(c.Ended.At)
	switch e.How {
	case Approved:
		return fmt.Sprintf("%s approved it at %s, and %s.", fault.Mention(e.By), at, c.left())
	case Alone:
		return fmt.Sprintf("%s sent it at %s without approval, and %s.", fault.Mention(e.By), at, c.left())
	case Rejected:
		return fmt.Sprintf("It was rejected at %s, and did not leave: %s has the words back.", at, fault.Mention(e.Writer))
	case Withdrawn:
		return fmt.Sprintf("It was taken back at %s, and did not leave: %s has the words back.", at, fault.Mention(e.Writer))
	case Replaced:
		return fmt.Sprintf("Another text took its place at %s.", at)
	}
	return fmt.Sprintf("It did not leave: what it was about changed at %s, and %s has the words back.", at, fault.Mention(e.Writer))
}

// left is what became of a text once nobody was asked any more.
func (c Client) left() string {
	switch {
	case c.OnWay:
		return "it is on its way to " + c.Name
	case c.ToldAt.Before(c.Ended.At):
		return "it has not reached " + c.Name + ": its line in the channel says why"
	}
	return c.Name + " has it"
}
