package service

import (
	"context"
	"fmt"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
)

// GotIt records that somebody at the client has read update n. It is the one
// thing that people outside the team may do, at any time, also long after the
// incident is closed. Pressing twice changes nothing.
func (s *Service) GotIt(ctx context.Context, a incident.Actor, number int64, client string, n int, name string) (*incident.Incident, error) {
	if inc, err := s.hasRead(ctx, a, number, client, n); inc != nil || err != nil {
		return inc, err
	}
	return s.changeFor(ctx, a, incident.GotIt, number, client, func(w *Unit, aff *incident.Affected) error {
		if err := w.proven(aff, n); err != nil {
			return err
		}
		u, err := w.tx.ClientUpdate(number, aff.Client.ID, n)
		if err != nil || u.ReadBy(a.ID) {
			return err
		}
		r := incident.Reading{Update: n, User: a.ID, Name: name, Company: aff.Client.Name, At: w.now}
		u.Readings = append(u.Readings, r)
		if n >= aff.Read.Update {
			aff.Read = r
		}
		if err := w.retell(aff, u); err != nil {
			return err
		}
		if err := w.tx.PutClientUpdate(u); err != nil {
			return err
		}
		return w.record("", "read", fmt.Sprintf("%s at %s has read update %d.", r.Name, r.Company, n))
	})
}

// proven answers the question whether an update arrived in Slack, where one
// stands before a person: somebody has read it there.
func (w *Unit) proven(aff *incident.Affected, n int) error {
	list, err := w.copies(aff, n)
	if err != nil {
		return err
	}
	for _, d := range list {
		if d.Via != client.ViaSlack || d.State != outbox.Asks {
			continue
		}
		if err := w.itArrived(aff, d); err != nil {
			return err
		}
		aff.Note(d)
		return w.decided(d, outbox.ItArrived)
	}
	return nil
}

// hasRead returns the incident if the person has said so already, nil if not.
func (s *Service) hasRead(ctx context.Context, a incident.Actor, number int64, client string, n int) (had *incident.Incident, err error) {
	err = s.read(ctx, func(tx Tx) error {
		had = nil
		inc, err := tx.Incident(number)
		if err != nil {
			return err
		}
		if err := incident.May(a, incident.GotIt, inc); err != nil {
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

// retell queues an edit of the line that says that the client was told, unless
// one is waiting already: it is rendered when it is claimed and shows this
// reader too. An edit notifies nobody.
func (w *Unit) retell(aff *incident.Affected, u *incident.Update) error {
	if u.ReadKey != "" {
		d, err := w.tx.Delivery(u.ReadKey)
		if err != nil && !incident.IsLost(err) || err == nil && d.State == outbox.Waiting {
			return err
		}
	}
	line, err := w.tx.Delivery(w.inc.LineKey(aff, u))
	if incident.IsLost(err) { // nobody was shown that it arrived
		return nil
	}
	if err != nil {
		return err
	}
	d := w.inc.NewDelivery(outbox.Retold, fmt.Sprintf("%s/update/%d/read/%d", aff.Client.ID, u.N, len(u.Readings)), w.now)
	d.Lane = line.Lane // after the line itself
	d.Client, d.Update, d.Promise, d.Target = aff.Client.ID, u.N, line.Promise, line.Key
	u.ReadKey = d.Key
	return enqueue(w.tx, d)
}
