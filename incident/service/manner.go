package service

import (
	"context"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/incident/work"
)

// SetManner records how a client wants to be spoken to: at once for the incident,
// and in their profile, where that is not the config's. kept says whether it was.
func (s *Service) SetManner(ctx context.Context, a incident.Actor, ref view.Ref, m client.Manner) (inc *incident.Incident, kept bool, err error) {
	inc, err = s.changeFor(ctx, access{a, policy.Send, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		if kept = false; !m.Valid() {
			return fault.Errorf(fault.Invalid, "There is no manner “%s”. Nothing was changed. Choose one of the buttons.", fault.Clipped(string(m)))
		}
		p, err := w.Tx.Profile(aff.Client.ID)
		if err != nil && !damage.IsLost(err) {
			return err
		}
		if err == nil && p != nil && !aff.OneOff && !aff.Client.Provisioned {
			p.Client.Manner, kept = m, true
			p.Changed(a.ID, "How they want to be spoken to.", w.Now)
			if err := w.Tx.PutProfile(p); err != nil {
				return err
			}
		}
		aff.Manner, aff.Client.Manner = new(m), m
		word := string(m)
		if m == client.Usual {
			word = "usual"
		}
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.Manner, By: a.ID, To: word})
	})
	return inc, kept, err
}
