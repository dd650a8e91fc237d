package service

import (
	"context"

	"candor/incident"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// Acknowledge records that somebody at the client has read update n. It is the one
// thing that people outside the team may do, at any time, also long after the
// incident is closed. ref.Key is the channel in which they pressed it. Pressing twice
// changes nothing.
func (s *Service) Acknowledge(ctx context.Context, a incident.Actor, ref view.Ref, name string) (*incident.Incident, error) {
	if inc, err := s.hasRead(ctx, a, ref); inc != nil || err != nil {
		return inc, err
	}
	return s.changeFor(ctx, access{a, policy.GotIt, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		if err := w.SentTo(aff, ref.N, ref.Key); err != nil {
			return err
		}
		if err := w.Proven(aff, ref.N); err != nil {
			return err
		}
		u, err := w.Tx.ClientUpdate(ref.Number, aff.Client.ID, ref.N)
		if err != nil || u.ReadBy(a.ID) {
			return err
		}
		r := update.Acknowledgement{Update: ref.N, User: a.ID, Name: name, Company: aff.Client.Name, At: w.Now}
		u.Readings = append(u.Readings, r)
		if ref.N >= aff.Read.Update {
			aff.Read = r
		}
		if err := w.Retell(aff, u); err != nil {
			return err
		}
		if err := w.Tx.PutClientUpdate(u); err != nil {
			return err
		}
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.Read, Update: ref.N, Person: r.User, Name: r.Name})
	})
}

// hasRead returns the incident if the person has said so already, nil if not.
func (s *Service) hasRead(ctx context.Context, a incident.Actor, ref view.Ref) (had *incident.Incident, err error) {
	err = s.read(ctx, func(tx records.Tx) error {
		had = nil
		inc, err := tx.Incident(ref.Number)
		if err != nil {
			return err
		}
		if err := policy.May(a, policy.GotIt, inc, ref.Client); err != nil {
			return err
		}
		u, err := tx.ClientUpdate(ref.Number, ref.Client, ref.N)
		if err == nil && u.ReadBy(a.ID) {
			had = inc
		}
		return err
	})
	return had, err
}
