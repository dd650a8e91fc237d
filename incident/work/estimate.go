package work

import (
	"time"

	"candor/incident/eta"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/timeline"
)

// CloseQuestion edits the message that asked about an estimate to one line.
func (w *Unit) CloseQuestion(e *eta.Estimate) error {
	if e == nil || e.Asked == "" {
		return nil
	}
	return w.Redraw(e.Asked)
}

// CheckEstimate asks who is in charge whether an estimate holds that ends soon,
// and brings up those that have ended and that clients know.
func (w *Unit) CheckEstimate() error {
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
	return w.askEstimate("")
}

// askEstimate queues the question: in the channel, or where it does not take it
// to who is in charge. again makes the key another one.
func (w *Unit) askEstimate(again string) error {
	e := w.Inc.Estimate
	if e == nil {
		return nil
	}
	d := w.Inc.NewDelivery(outbox.EstimateAsk, "estimate/"+fault.Itoa(e.N)+again, w.Now)
	d.Users, d.Expires, d.Data = []string{w.Inc.Roles[playbook.Commander]}, e.To, outbox.Payload{Estimate: fault.Itoa(e.N)}
	if !w.Inc.TakesPosts() {
		d.To, d.Lane = w.Inc.Roles[playbook.Commander], "direct/"+w.Inc.Roles[playbook.Commander]
	}
	e.Asked = d.Key
	return Enqueue(w.Tx, d)
}
