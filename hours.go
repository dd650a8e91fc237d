package candor

import "time"

// Hours are when a client works, by their own clock. The zero value means
// Monday to Friday from 09:00 to 17:00.
type Hours struct {
	Days   []time.Weekday `json:"days,omitempty"`   // empty: Monday to Friday
	Opens  time.Duration  `json:"opens,omitempty"`  // since midnight; both zero: 09:00 to 17:00
	Closes time.Duration  `json:"closes,omitempty"` // since midnight; 24h is the end of the day
}

// NightPolicy says whether a client hears from us outside its hours.
type NightPolicy string

const (
	NightAsk     NightPolicy = ""        // the first notice outside the hours asks a person once
	NightAlways  NightPolicy = "always"  // as by day
	NightWorst   NightPolicy = "sev1"    // only while their business is stopped
	NightSummary NightPolicy = "summary" // a summary half an hour before they open
)
