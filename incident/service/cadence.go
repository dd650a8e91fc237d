package service

import (
	"context"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/schedule"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/incident/work"
)

// SetCadence changes how often a client hears in one incident, from the next
// promise on; the one that it has stays. What the client asked for, and what is
// more often, holds at once. What is less often, and only our wish, holds when a
// text has said so. A zero cadence goes back to the usual one. Of wish, the cadence
// and who asked for it count.
func (s *Service) SetCadence(ctx context.Context, a incident.Actor, ref view.Ref, wish incident.CadenceOverride) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Send, ref.Number, ref.Client}, func(w *work.Unit) error {
		if w.Inc.State != incident.Open {
			return fault.Errorf(fault.Conflict, "%s is %s: no more updates are due. Nothing was changed.", w.Inc.Name(), w.Inc.State)
		}
		sure := wish.Sure || wish.AskedBy != ""
		wish := incident.CadenceOverride{Cadence: wish.Cadence, AskedBy: wish.AskedBy, By: a.ID, At: w.Now}
		changed := false
		for i := range w.Inc.Clients {
			aff := &w.Inc.Clients[i]
			if ref.Client != incident.AllClients && aff.Client.ID != ref.Client {
				continue
			}
			if err := w.Inc.SetPace(aff, wish); err != nil {
				return err
			}
			if err := schedule.Odd(aff.Client.Name, wish.Cadence, aff.Client.RhythmOf(w.Inc.Severity).Every); err != nil && !sure {
				return err
			}
			changed = true
			if err := w.RecordFor(aff, timeline.Hears(timeline.Entry{By: a.ID, To: wish.Cadence.String(), Name: wish.AskedBy}, !aff.Plan.Cadence.IsZero())); err != nil {
				return err
			}
		}
		if !changed {
			_, err := w.Inc.Find(ref.Client)
			return err
		}
		return nil
	})
}
