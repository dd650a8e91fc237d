package work

import (
	"candor/incident/damage"
	"candor/incident/timeline"
)

// LostText ends the way of an update whose copy, or whose own record, cannot be
// read: nothing of it is on its way any more, so that the promise is brought up
// again and somebody can write anew.
func (w *Unit) LostText(client string, n int) error {
	aff := w.Inc.Affected(client)
	if client == "" || aff == nil || aff.Out != n {
		return nil
	}
	switch u, err := w.Tx.ClientUpdate(w.Inc.Number, client, n); {
	case damage.IsLost(err):
		aff.Out = 0
	case err != nil:
		return err
	default:
		if err := w.stuckEverywhere(aff, u); err != nil {
			return err
		}
	}
	if aff.Out == n { // a copy of it moves on another way
		return nil
	}
	if err := w.RecordFor(aff, timeline.Entry{Kind: timeline.TextLost, Update: n}); err != nil {
		return err
	}
	if err := w.nobodyTold(aff); err != nil {
		return err
	}
	return w.Put()
}
