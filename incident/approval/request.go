package approval

import (
	"slices"
	"strings"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/update"
)

// Need is one approval that an update must have before it leaves. Any of People
// can give it.
type Need struct {
	For    string    `json:"for"`              // whose word it is: NeedOther, NeedNamed, or a role
	People []string  `json:"people,omitempty"` // who is asked, in this order
	Anyone bool      `json:"anyone,omitempty"` // so can everybody else of the team but the writer
	By     string    `json:"by,omitempty"`     // who gave it; empty: nobody yet
	At     time.Time `json:"at,omitzero"`
}

// Needs that are no role's.
const (
	Other = "other"
	Named = "named"
)

// Request is an update that waits for approval. The text that is approved is
// the text that leaves: a change of the words, of who receives them or of the
// severity ends the request, and the words go back to their writer.
type Request struct {
	N        int              `json:"n"` // counts per client; part of the keys of what asks
	Update   update.Update    `json:"update"`
	Severity client.Severity  `json:"severity"` // when it was asked
	Needs    []Need           `json:"needs"`
	Findings []update.Finding `json:"findings,omitempty"` // what the draft check had to say
	AskedAt  time.Time        `json:"asked_at"`
	Asked    []string         `json:"asked,omitempty"`  // people who were asked by direct message
	NextAt   time.Time        `json:"next_at,omitzero"` // when the next person is asked; zero: everybody was
	Posts    []string         `json:"posts,omitempty"`  // keys of the messages that ask
}

// Meet notes the person's word where it counts and says whether it did.
func (r *Request) Meet(user string, now time.Time) bool {
	met := false
	for i := range r.Needs {
		n := &r.Needs[i]
		if n.By == "" && (n.Anyone || slices.Contains(n.People, user)) {
			n.By, n.At, met = user, now, true
		}
	}
	return met
}

// Open returns the needs that nobody has met.
func (r *Request) Open() []Need {
	return slices.DeleteFunc(slices.Clone(r.Needs), func(n Need) bool { return n.By != "" })
}

// Lacking names those of whom one still has to say yes.
func (r *Request) Lacking() string {
	var names []string
	for _, n := range r.Open() {
		for _, p := range n.People {
			names = fault.AppendNew(names, fault.Mention(p))
		}
	}
	return strings.Join(names, " or ")
}

// How a request ended, for the line that takes the place of its buttons.
const (
	Approved  = "approved"
	Alone     = "alone"
	Rejected  = "rejected"
	Withdrawn = "withdrawn"
	Replaced  = "replaced"
	Void      = "void"
)

// Decider is who had the last word.
func (r *Request) Decider(how string) string {
	if how != Approved {
		return r.Update.By
	}
	by := ""
	for _, n := range r.Needs {
		if n.By != "" {
			by = n.By
		}
	}
	return by
}
