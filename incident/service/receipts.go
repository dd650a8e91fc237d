package service

import (
	"context"

	"candor/incident"
	"candor/incident/work"
)

// GotIt records that somebody at the client has read update n. It is the one
// thing that people outside the team may do, at any time, also long after the
// incident is closed. Pressing twice changes nothing.
func (s *Service) GotIt(ctx context.Context, a incident.Actor, number int64, client string, n int, name string) (*incident.Incident, error) {
	if inc, err := s.hasRead(ctx, a, number, client, n); inc != nil || err != nil {
		return inc, err
	}
	return s.changeFor(ctx, access{a, incident.GotIt, number, client}, func(w *work.Unit, aff *incident.Affected) error {
		if err := w.Proven(aff, n); err != nil {
			return err
		}
		u, err := w.Tx.ClientUpdate(number, aff.Client.ID, n)
		if err != nil || u.ReadBy(a.ID) {
			return err
		}
		r := incident.Reading{Update: n, User: a.ID, Name: name, Company: aff.Client.Name, At: w.Now}
		u.Readings = append(u.Readings, r)
		if n >= aff.Read.Update {
			aff.Read = r
		}
		if err := w.Retell(aff, u); err != nil {
			return err
		}
		if err := w.Tx.PutClientUpdate(u); err != nil {
			return err
		}
		return w.RecordFor(aff, incident.Entry{Kind: incident.EntryRead, Update: n, Person: r.User, Name: r.Name})
	})
}

// hasRead returns the incident if the person has said so already, nil if not.
func (s *Service) hasRead(ctx context.Context, a incident.Actor, number int64, client string, n int) (had *incident.Incident, err error) {
	err = s.read(ctx, func(tx work.Tx) error {
		had = nil
		inc, err := tx.Incident(number)
		if err != nil {
			return err
		}
		if err := incident.May(a, incident.GotIt, inc, client); err != nil {
			return err
		}
		u, err := tx.ClientUpdate(number, client, n)
		if err == nil && u.ReadBy(a.ID) {
			had = inc
		}
		return err
	})
	return had, err
}
