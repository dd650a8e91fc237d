package reminding

import (
	"time"

	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/work"
)

// checkEstimate asks who is in charge whether an estimate holds that ends soon,
// and brings up those that have ended and that clients know.
func checkEstimate(w *work.Unit) error {
	if !w.Inc.Estimates() {
		return nil
	}
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if at := aff.MissesAt(); !at.IsZero() && !at.After(w.Now) {
			aff.Missed = at
			w.Inc.Happened(aff, promise.EstimateMissed, "", w.Now)
		}
	}
	e := w.Inc.Estimate
	if e == nil || e.AskAt.IsZero() || e.AskAt.After(w.Now) {
		return nil
	}
	e.AskAt = time.Time{}
	if !e.Live(w.Now) { // Candor was away: the question comes too late
		return nil
	}
	if err := w.Record(timeline.Entry{Kind: timeline.EstimateQuestion}); err != nil {
		return err
	}
	return w.AskEstimate("")
}
