// Package restore is what holds once the store was put back from a copy: what was
// said after the moment of the copy is not known any more.
package restore

import (
	"fmt"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
)

// SkippedNumbers is how many numbers of incidents are left out after a restore: those
// that were declared after the copy have some of them, in Slack and in clients' texts.
const SkippedNumbers = 1000

// Mark says that something is known as of the moment of a copy only.
type Mark struct {
	AsOf time.Time `json:"as_of"`             // the moment of the copy
	At   time.Time `json:"at"`                // when it was put back
	Over bool      `json:"applied,omitempty"` // of a store: its incidents know by now
}

// Key names the restore: a question that stands from an earlier one has another.
func (m *Mark) Key() string { return m.At.UTC().Format("20060102T150405Z") }

// After is the mark of this restore where an earlier one has not been confirmed, nil if
// there is none: what was said is not known from the older of the two copies on.
func (m Mark) After(earlier *Mark) *Mark {
	if earlier != nil {
		m.AsOf = schedule.Sooner(m.AsOf, earlier.AsOf)
	}
	return &Mark{AsOf: m.AsOf, At: m.At}
}

// Reason is why a client's text does not leave by itself; without its last dot.
func (m *Mark) Reason() string {
	return fmt.Sprintf("Candor's data is a copy as of %s, and what was said to them since is not known here. Read their channel first, then say that what we know is right", m.when())
}

// Doubt is why nobody knows whether a text that was on its way arrived.
func (m *Mark) Doubt() string {
	return fmt.Sprintf("it was on its way at %s; Candor's data is a copy as of then", m.when())
}

// Refuse is the refusal of a text to a client about whom nobody has confirmed what is
// known; nil if there is nothing to confirm.
func (m *Mark) Refuse(name string) error {
	if m == nil {
		return nil
	}
	return fault.Errorf(fault.Conflict, "Nothing was sent. Candor's data is a copy as of %s, and what was said to %s since is not known here. Read their channel and your mail first. Then press What we know is right, or type confirm.", m.when(), name)
}

func (m *Mark) when() string { return fault.Moment(m.AsOf) }
