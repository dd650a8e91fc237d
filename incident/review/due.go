package review

import (
	"time"

	"candor/incident/client"
	"candor/incident/playbook"
)

// Row says by when the review of an incident is written, and whether it has to be.
type Row struct {
	Days     int // of the client's working days from when it works again
	Required bool
}

// BadNews and BrokenIn are the rows of kinds of incident; those of the severities hold
// for all others. Where somebody may have got in, finding out takes longer.
var (
	badNews  = Row{5, true}
	brokenIn = Row{10, true}

	bySeverity = map[client.Severity]Row{1: {5, true}, 2: {5, true}, 3: {10, false}, 4: {10, false}}
)

// briefly is how long something may be down, with nobody's data touched, without a
// review: what there is to say stands in the final message.
const briefly = time.Hour

// Harm is what a client had of an incident.
type Harm struct {
	Severity client.Severity
	Traits   playbook.Traits
	Down     time.Duration // from when they noticed it until it worked again
	Data     bool          // data is touched, or nobody knows that it is not
}

// Of returns the row of an incident.
func Of(h Harm) Row {
	row := bySeverity[h.Severity]
	switch {
	case h.Traits.Access == playbook.BrokenIn:
		return brokenIn
	case h.Traits.BadNews:
		return badNews
	case row.Days == 0: // a severity that nobody knows
		row = badNews
	}
	row.Required = h.Data || row.Required && h.Down >= briefly
	return row
}
