package approval

import (
	"slices"
	"strings"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/morning"
	"candor/incident/promise"
	"candor/incident/update"
)

// An approver has a third of the time that is left until the client expects
// news, within these bounds; then the next one is asked.
const (
	Longest  = 5 * time.Minute
	shortest = 20 * time.Second
)

// Wait is how long an approver has, by the time that is left.
func Wait(left time.Duration) time.Duration { return max(shortest, min(Longest, left/3)) }

// Need is one approval that an update must have before it leaves. Any of People
// can give it.
type Need struct {
	For    string    `json:"for"`              // whose word it is: NeedOther, NeedNamed, or a role
	People []string  `json:"people,omitempty"` // who is asked, in this order
	Anyone bool      `json:"anyone,omitempty"` // so can everybody else of the team but the writer
	By     string    `json:"by,omitempty"`     // who gave it; empty: nobody yet
	At     time.Time `json:"at,omitzero"`
}

// Again is the need as it is asked once more. Whoever may meet it and has just pressed is asked
// first.
func (n Need) Again(by string) Need {
	people := slices.Clone(n.People)
	if by != "" && (n.Anyone || slices.Contains(people, by)) {
		people = append([]string{by}, slices.DeleteFunc(people, func(p string) bool { return p == by })...)
	}
	return Need{For: n.For, People: people, Anyone: n.Anyone}
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
	Let      []string         `json:"let,omitempty"`    // who was asked, and whose word it does not need any more
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

// Waits is what those owe who were asked: their word on a text that a client is owed in days, on
// the mornings on which that is brought up. A nil request waits for nobody.
func (r *Request) Waits(client string, owed []*promise.Promise) (list []morning.Thing) {
	for _, p := range owed {
		row := promise.Of(p.Kind)
		if r == nil || p.Rings() || row.Draft != r.Update.Kind {
			continue
		}
		for _, user := range r.Asked {
			if r.needs(user) {
				list = append(list, morning.Thing{Owner: user, Made: r.AskedAt, Due: p.DueAt, Pace: morning.Promised, Grace: row.Grace, Client: client, Request: r.N})
			}
		}
		return list
	}
	return nil
}

// needs says whether the word of somebody who was asked still counts.
func (r *Request) needs(user string) bool {
	return user != r.Update.By && slices.ContainsFunc(r.Open(), func(n Need) bool { return n.Anyone || slices.Contains(n.People, user) })
}

// Place is where a person is asked, or with "" the channel, as a key has it: who is asked
// again, since the role came back to them, has another message.
func (r *Request) Place(user string) string {
	switch {
	case user == "":
		return "channel"
	case len(r.Let) > 0:
		return user + "/" + fault.Itoa(len(r.Let))
	}
	return user
}

// Redirect makes the needs of roles that nobody has met those of who holds the roles now.
// It returns whether one of them has changed, and the messages to people who had been asked
// and whose word is not needed any more: they are asked anew if it is.
func (r *Request) Redirect(holder func(role string) string) (changed bool, posts []string) {
	if r == nil {
		return false, nil
	}
	for i := range r.Needs {
		n := &r.Needs[i]
		if n.By != "" || n.Anyone || n.For == Named {
			continue
		}
		if now := []string{holder(n.For)}; !slices.Equal(n.People, now) {
			n.People, changed = now, true
		}
	}
	r.Asked = slices.DeleteFunc(r.Asked, func(user string) bool {
		if !changed || slices.ContainsFunc(r.Needs, func(n Need) bool { return n.By == user || n.By == "" && (n.Anyone || slices.Contains(n.People, user)) }) {
			return false
		}
		posts, r.Let = append(posts, r.free(user)...), append(r.Let, user)
		return true
	})
	return changed, posts
}

// Leave asks somebody no more whose account was deactivated, and returns the messages to them. Of a
// need that was theirs alone nobody is left to be asked.
func (r *Request) Leave(user string) (posts []string) {
	for i := range r.Needs {
		if n := &r.Needs[i]; n.By == "" {
			n.People = slices.DeleteFunc(slices.Clone(n.People), func(p string) bool { return p == user })
		}
	}
	r.Asked = slices.DeleteFunc(r.Asked, func(p string) bool { return p == user })
	return r.free(user)
}

// free takes the messages to a person off those that ask.
func (r *Request) free(user string) (posts []string) {
	r.Posts = slices.DeleteFunc(r.Posts, func(key string) bool {
		_, place, _ := strings.Cut(key, "/request/"+fault.Itoa(r.N)+"/")
		theirs := place == user || strings.HasPrefix(place, user+"/")
		if theirs {
			posts = append(posts, key)
		}
		return theirs
	})
	return posts
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
	Elsewhere = "elsewhere" // it goes on, and needs the word of somebody else
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
