package work

import (
	"candor/incident/eta"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
)

// CloseQuestion edits the message that asked about an estimate to one line.
func (w *Unit) CloseQuestion(e *eta.Estimate) error {
	if e == nil || e.Asked == "" {
		return nil
	}
	return w.Redraw(e.Asked)
}

// AskEstimate queues the question: in the channel, or where it does not take it
// to who is in charge. again makes the key another one.
func (w *Unit) AskEstimate(again string) error {
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
