package incident

import (
	"time"

	"candor/incident/approval"
	"candor/incident/fault"
)

// OpenRequest returns the open request with a number, or says why there is none.
func (aff *Affected) OpenRequest(n int) (*approval.Request, error) {
	if r := aff.Request; r != nil && r.N == n {
		return r, nil
	}
	return nil, fault.Errorf(fault.Conflict, "This was answered already, or the text was changed since. Nothing was sent now.")
}

// MayGoAlone says whether the writer of a request may stop waiting for others.
func (aff *Affected) MayGoAlone(r *approval.Request, now time.Time) bool {
	p := aff.Next()
	return r.NextAt.IsZero() || p != nil && !now.Before(p.DueAt)
}
