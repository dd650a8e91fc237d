package work

import (
	"candor/incident"
	"candor/incident/promise"
)

// CollapseAll edits the reminders of an event that was none to one line.
func (w *Unit) CollapseAll(aff *incident.Affected) error {
	for i := range aff.Promises {
		p := &aff.Promises[i]
		if p.Outcome != promise.Pending && !p.SettledAt.Equal(w.Now) || p.Nags == 0 {
			continue
		}
		if err := w.Collapse(aff, p, 0); err != nil {
			return err
		}
	}
	return nil
}
