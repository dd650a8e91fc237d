package work

import (
	"candor/incident"
	"candor/incident/facts"
)

// FactsChanged follows new answers: the severity that they ask for, the hour
// within which a loss is told, and the clients who have heard otherwise.
func (w *Unit) FactsChanged(a incident.Actor, changed []facts.Question) error {
	if floor := w.Inc.Floor(w.Playbook(w.Inc.Kind)); w.Inc.State == incident.Open && floor != 0 && w.Inc.Severity > floor {
		was := w.Inc.Severity
		if err := w.Inc.SetSeverity(floor, w.Now); err != nil {
			return err
		}
		if err := w.weighed(a, was); err != nil {
			return err
		}
	}
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		w.Inc.Hurry(aff, w.Now)
		for _, q := range changed {
			e := w.Inc.NewsFor(aff, q)
			if e == nil {
				continue
			}
			if err := w.ClientEvent(aff, *e); err != nil {
				return err
			}
		}
	}
	return nil
}
