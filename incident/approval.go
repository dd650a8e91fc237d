package incident

import "candor/incident/approval"

// OpenRequest returns the open request with a number, or says what became of it.
func (aff *Affected) OpenRequest(n int) (*approval.Request, error) {
	return approval.Client{Name: aff.Client.Name, OnWay: aff.Out > 0, ToldAt: aff.ToldAt, Open: aff.Request, Ended: aff.Ended}.Find(n)
}
