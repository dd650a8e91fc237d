// Package question is what a client asks, as somebody of us writes it down: when, by whom, and
// who answered it.
package question

import "time"

// Question is one that reached us before we told them, or between two updates.
type Question struct {
	Text       string    `json:"text"`
	By         string    `json:"by"` // who of us wrote it down
	At         time.Time `json:"at"`
	Called     bool      `json:"called,omitempty"`     // they called us
	First      bool      `json:"first,omitempty"`      // they asked before they had heard anything from us
	AnsweredAt time.Time `json:"answered_at,omitzero"` // zero: until somebody marks what answered it
	AnsweredBy string    `json:"answered_by,omitempty"`

	Wish bool `json:"-"` // they pressed that they want to be called
}

// List is what one client has asked, the oldest first. The zero value is nothing.
type List []Question

// First says whether the client asked before they had heard from us.
func (l List) First() bool {
	for _, q := range l {
		if q.First {
			return true
		}
	}
	return false
}

// Open are those that nobody has marked as answered yet.
func (l List) Open() (open List) {
	for _, q := range l {
		if q.AnsweredAt.IsZero() {
			open = append(open, q)
		}
	}
	return open
}

// Texts are their words.
func (l List) Texts() (list []string) {
	for _, q := range l {
		list = append(list, q.Text)
	}
	return list
}

// Answer marks questions, counted from 1, as answered. That the client has heard
// something since answers none of them.
func (l List) Answer(by string, now time.Time, list ...int) {
	for _, n := range list {
		if n < 1 || n > len(l) {
			continue
		}
		if q := &l[n-1]; q.AnsweredAt.IsZero() {
			q.AnsweredAt, q.AnsweredBy = now, by
		}
	}
}

// Unanswer opens questions again, counted from 1, that were marked as answered at a moment.
func (l List) Unanswer(at time.Time, list ...int) {
	for _, n := range list {
		if n >= 1 && n <= len(l) && l[n-1].AnsweredAt.Equal(at) {
			l[n-1].AnsweredAt, l[n-1].AnsweredBy = time.Time{}, ""
		}
	}
}
