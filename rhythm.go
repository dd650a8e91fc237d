package candor

import "time"

// Rhythm is how often a client hears from us at one severity. A zero value
// means the default.
type Rhythm struct {
	First      time.Duration `json:"first,omitempty"`     // from declaring to the first notice
	Every      Cadence       `json:"every,omitzero"`      // of updates while we look or repair
	Mitigated  Cadence       `json:"mitigated,omitzero"`  // of updates once the harm is less
	Monitoring Cadence       `json:"monitoring,omitzero"` // of updates while we watch
	Final      time.Duration `json:"final,omitempty"`     // from resolving to the client knowing it
}

// defaults are norms of teams that publish theirs (docs/decisions/0002-cadence.md
// has the sources), not measured optima. Severity 4 is a near miss and owes nothing.
var defaults = map[Severity]Rhythm{
	1: {First: 15 * time.Minute, Every: Every(30 * time.Minute), Mitigated: Every(time.Hour), Monitoring: Every(2 * time.Hour), Final: 15 * time.Minute},
	2: {First: 30 * time.Minute, Every: Every(time.Hour), Mitigated: Every(2 * time.Hour), Monitoring: Every(4 * time.Hour), Final: 30 * time.Minute},
	3: {First: 2 * time.Hour, Every: Every(4 * time.Hour), Mitigated: Every(24 * time.Hour), Monitoring: Every(24 * time.Hour), Final: 2 * time.Hour},
}

// RhythmOf returns the client's rhythm at a severity: the default with the
// client's own values laid over it. An override of Every that is slower than
// the default of a later status carries over, so that "every 4 h" never
// becomes faster by getting better; times of an expression always do, since
// those are the times at which this client reads.
func (c *Client) RhythmOf(sev Severity) Rhythm {
	r, own := defaults[sev], c.Cadence[sev]
	over := func(dst *Cadence, v Cadence) {
		if !v.IsZero() {
			*dst = v
		}
	}
	over(&r.Every, own.Every)
	r.Mitigated, r.Monitoring = own.Every.carry(r.Mitigated), own.Every.carry(r.Monitoring)
	over(&r.Mitigated, own.Mitigated)
	over(&r.Monitoring, own.Monitoring)
	if own.First > 0 {
		r.First = own.First
	}
	if own.Final > 0 {
		r.Final = own.Final
	}
	return r
}

// carry returns the cadence of a later status whose own is other.
func (c Cadence) carry(other Cadence) Cadence {
	if c.Cron != "" || other.Cron == "" && c.Step > other.Step {
		return c
	}
	return other
}

// During returns the cadence for what the client has been told; zero if nothing
// is owed.
func (r Rhythm) During(s Status) Cadence {
	switch s {
	case Mitigated:
		return r.Mitigated
	case Monitoring:
		return r.Monitoring
	default:
		return r.Every
	}
}
