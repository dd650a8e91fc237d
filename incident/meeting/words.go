package meeting

import (
	"time"

	"candor/incident"
	"candor/incident/promise"
	"candor/incident/update"
)

// InWords keeps what a text or a report says of an instant in its writer's own words, as they
// confirmed: a call is promised like any call, a thing is owed by its time, and by when it works is
// the estimate. What has passed since promises nothing.
func InWords(inc *incident.Incident, aff *incident.Affected, said update.Instant, now time.Time) {
	switch {
	case said.What == update.SaysWorks:
		if inc.State == incident.Open && !said.At.Before(inc.Since.Truncate(time.Minute)) {
			aff.Works = said.At
			inc.Stands(aff, update.Monitoring)
		}
	case !said.At.After(now):
	case said.What == update.SaysEstimate:
		if e := inc.Estimate; inc.Estimates() && (e == nil || !e.To.Equal(said.At)) {
			inc.SetEstimate(said.At, said.At, said.By, now)
		}
	case said.What == update.SaysCall:
		p := aff.Owed(promise.Meeting)
		if p == nil {
			p = inc.Promise(aff, promise.Meeting, said.At, now)
		} else {
			p.Move(said.At)
		}
		p.Words, p.Said = said.Words, true
	case said.What == update.SaysThing:
		kind := promise.Update
		if inc.State != incident.Open {
			kind = promise.Afterword
		}
		p := aff.Owed(kind)
		if p == nil {
			p = inc.Promise(aff, kind, said.At, now)
		}
		p.Also(promise.Worded{Words: said.Words, By: said.By, At: said.At})
	}
}
