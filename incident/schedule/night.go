package schedule

import "time"

// NightRule is what becomes of a time that falls outside the client's hours.
type NightRule int

const (
	AsByDay       NightRule = iota // it stays
	BeforeOpening                  // it moves to half an hour before they open
	OpenTime                       // their clock stands still: only open time counts, and what is left moves to half an hour after they open
)

// OpeningMargin is the half hour before or after a client opens.
const OpeningMargin = 30 * time.Minute
