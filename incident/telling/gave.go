package telling

import (
	"strings"

	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/timeline"
)

// Gave settles promise n by a person's word: the client has got what it was about, in a way that
// left no text here.
func (t Telling) Gave(n int) error {
	p := t.Client.PromiseN(n)
	switch {
	case p == nil || p.Outcome != promise.Pending:
		return fault.Errorf(fault.Conflict, "Nothing was changed: that promise to %s is settled already. Type due to see what is due.", t.Client.Client.Name)
	case promise.Of(p.Kind).Close == promise.Stops:
		return fault.Errorf(fault.Conflict, "Nothing was changed: what %s expects now is news. Press Client update, or call them and record it with told.", t.Client.Client.Name)
	}
	p.Settle(0, t.Now)
	if err := t.Collapse(t.Client, p, 0); err != nil {
		return err
	}
	switch p.Kind {
	case promise.Review:
		t.Inc.TickReview(t.By.ID, t.Now)
	case promise.Measure:
		t.Inc.Changes.Made(p.Words, t.By.ID, t.Now)
	}
	return t.RecordFor(t.Client, timeline.Entry{Kind: timeline.Gave, By: t.By.ID, Promised: strings.ReplaceAll(string(p.Kind), "_", " ")})
}
