package law

import (
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
)

// Record is what an incident keeps of its legal clocks. The zero value is one without.
type Record struct {
	AwareAt time.Time `json:"aware_at,omitzero"` // since when we know that data about people is or may be affected: the first time, whatever was said later; zero: no clock runs
	SaidBy  string    `json:"said_by,omitempty"` // who gave that time; empty: it is when the incident was noticed, and nobody has said otherwise
	SaidAt  time.Time `json:"said_at,omitzero"`
	Ended   *Mark     `json:"ended,omitempty"` // that there is no personal data after all; nil: the clocks run
}

// Mark is an end that a person gave, with the reason.
type Mark struct {
	By  string    `json:"by"`
	At  time.Time `json:"at"`
	Why string    `json:"why"`
}

// Told is what is kept of one client.
type Told struct {
	Laws     []string        `json:"laws,omitempty"`       // as was said in this incident; empty: see the client
	HeardAt  time.Time       `json:"heard_at,omitzero"`    // when they first heard from us that it is or may be about people; zero: not yet
	Open     bool            `json:"open,omitempty"`       // what they heard is that it is not known yet
	AnswerAt time.Time       `json:"answer_at,omitzero"`   // when they heard whether it is, after that; zero: not yet, or at once
	NoticeAt time.Time       `json:"notice_at,omitzero"`   // when the first part of the formal notice was there; zero: not yet
	Ended    map[string]Mark `json:"ended,omitempty"`      // by clock: what was done about it, or why it does not apply
	Brought  map[string]int  `json:"brought_up,omitempty"` // by clock: how many of its reminders were brought up
}

// Follow starts the clocks once it is known that data about people is affected, or may be;
// said is when that was said last. An earlier time that is true counts; a later one never
// does, and an answer that takes it back ends nothing: a person ends clocks, with a reason.
func (r *Record) Follow(affected bool, said, noticed time.Time) {
	if !affected {
		return
	}
	if r.Ended != nil && said.After(r.Ended.At) {
		r.Ended = nil
	}
	if r.SaidBy == "" {
		r.AwareAt = schedule.Sooner(r.AwareAt, noticed)
	}
}

// Follow keeps when a client first heard, when whether it is so, and first had the formal
// notice.
func (t *Told) Follow(heard, answered, notice bool, now time.Time) {
	if heard && t.HeardAt.IsZero() {
		t.HeardAt, t.Open = now, !answered
	}
	if answered && t.Open {
		t.Open, t.AnswerAt = false, now
	}
	if notice && t.NoticeAt.IsZero() {
		t.NoticeAt = now
	}
}

// KeptAt is when our own duty to tell them was done: that nobody knows yet is no answer,
// unless it is the first part of a formal notice. Zero: not yet.
func (t *Told) KeptAt() time.Time {
	if t.Open {
		return t.NoticeAt
	}
	return schedule.Later(t.HeardAt, t.AnswerAt)
}

// Unsay forgets what they heard, since it came back: all but whether they had a notice
// before that.
func (t *Told) Unsay(notice bool) {
	t.HeardAt, t.Open, t.AnswerAt = time.Time{}, false, time.Time{}
	if notice {
		t.NoticeAt = time.Time{}
	}
}

// Runs says whether clocks run.
func (r *Record) Runs() bool { return !r.AwareAt.IsZero() && r.Ended == nil }

// Aware keeps when somebody says that we became aware. A clock moves later only with a
// reason.
func (r *Record) Aware(at time.Time, m Mark) error {
	at, m.Why = at.Truncate(time.Minute), strings.TrimSpace(m.Why)
	switch {
	case at.After(m.At):
		return fault.Errorf(fault.Invalid, "That is in the future. Nothing was changed. Say when the first of you knew, for example: clocks aware 02:10")
	case !r.AwareAt.IsZero() && at.After(r.AwareAt) && m.Why == "":
		return fault.Errorf(fault.Conflict, "The clocks run from an earlier time, and do not move later without a reason. Nothing was changed. Say why: clocks aware 02:10 because why")
	}
	r.AwareAt, r.SaidBy, r.SaidAt, r.Ended = at, m.By, m.At, nil
	return nil
}

// End ends all clocks.
func (r *Record) End(m Mark) error {
	if m.Why = strings.TrimSpace(m.Why); m.Why == "" {
		return fault.Errorf(fault.Invalid, "The clocks run on: say why they do not apply. It is kept. For example: clocks end only test accounts were in it")
	}
	if !r.Runs() {
		return fault.Errorf(fault.Conflict, "No clock runs. Nothing was changed.")
	}
	r.Ended = &m
	return nil
}

// End ends one clock of a client: it was met, or does not apply.
func (t *Told) End(id string, m Mark) error {
	if m.Why = strings.TrimSpace(m.Why); m.Why == "" {
		return fault.Errorf(fault.Invalid, "The clock runs on: say what was done, or why it does not apply. It is kept. For example: clocks end %s the client reported it at 16:00", id)
	}
	if t.Ended == nil {
		t.Ended = map[string]Mark{}
	}
	t.Ended[id] = m
	return nil
}
