package incident

import (
	"slices"
	"time"

	"candor/incident/approval"
	"candor/incident/fault"
	"candor/incident/playbook"
)

// OpenRequest returns the open request with a number, or says why there is none.
func (aff *Affected) OpenRequest(n int) (*approval.Request, error) {
	if r := aff.Request; r != nil && r.N == n {
		return r, nil
	}
	return nil, fault.Errorf(fault.Conflict, "This was answered already, or the text was changed since. Nothing was sent now.")
}

// Redirect makes the unmet needs of a request those of who holds the roles now, and
// says whether one of them has changed.
func (inc *Incident) Redirect(r *approval.Request) (changed bool) {
	if r == nil {
		return false
	}
	for i := range r.Needs {
		n := &r.Needs[i]
		if n.By != "" || n.Anyone || n.For == approval.Named {
			continue
		}
		if now := []string{inc.Holder(playbook.Role(n.For))}; !slices.Equal(n.People, now) {
			n.People, changed = now, true
		}
	}
	return changed
}

// MayGoAlone says whether the writer of a request may stop waiting for others.
func (aff *Affected) MayGoAlone(r *approval.Request, now time.Time) bool {
	p := aff.Next()
	return r.NextAt.IsZero() || p != nil && !now.Before(p.DueAt)
}
