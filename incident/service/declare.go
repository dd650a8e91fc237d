package service

import (
	"context"
	"errors"
	"time"

	"candor/incident"
	"candor/incident/opening"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/update"
	"candor/incident/view"
)

// Declaration is what is needed to open an incident.
type Declaration = opening.Declaration

// Declare opens an incident: its clock, its checklist and its first promise
// start in this commit, and its channel is queued.
func (s *Service) Declare(ctx context.Context, a incident.Actor, d Declaration) (*incident.Incident, error) {
	made, err := s.declare(ctx, a, d, false)
	return made.Incident, err
}

// Declared is an incident with the first text to its client.
type Declared struct {
	Incident  *incident.Incident
	First     *view.Draft // the declarer's; nil: there is none, or it has several clients
	Unwritten error       // why there is none
}

// DeclareAndWrite is Declare, and keeps the first text as the declarer's draft in the same
// commit. The incident is open whatever is wrong with the text.
func (s *Service) DeclareAndWrite(ctx context.Context, a incident.Actor, d Declaration) (Declared, error) {
	return s.declare(ctx, a, d, true)
}

func (s *Service) declare(ctx context.Context, a incident.Actor, d Declaration, write bool) (made Declared, err error) {
	err = s.commitAndBegin(ctx, func(tx records.Tx, now time.Time) error {
		w, err := opening.Opening{Firm: &s.Firm, Tx: tx, Now: now}.Open(a, d)
		if err != nil {
			return err
		}
		made = Declared{Incident: w.Inc}
		if write && len(w.Inc.Clients) == 1 {
			if made.Unwritten = (access{a, policy.Send, w.Inc.Number, ""}).named(w.Inc).may(w.Inc); made.Unwritten == nil {
				made.First, made.Unwritten = w.Draft(a, incident.Proposal{Kind: update.FirstNoticeUnknown})
			}
		}
		return errors.Join(w.Put(), tx.Finish(a.Envelope, now))
	})
	if err != nil {
		return Declared{}, err
	}
	return made, nil
}
