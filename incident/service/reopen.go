package service

import (
	"context"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/whose"
	"candor/incident/work"
)

// Reopen says that it is down again, after the client read that it works. Nothing
// is sent by it: each client that was told is to hear of it at once, and the
// ladder brings up a text that says so.
func (s *Service) Reopen(ctx context.Context, a incident.Actor, number int64, reason string) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		reason := strings.TrimSpace(reason)
		if err := mayReopen(w.Inc, reason); err != nil {
			return err
		}
		if err := w.EndRequests("it is down again"); err != nil {
			return err
		}
		for i := range w.Inc.Clients {
			if err := w.TakeBackGoodNews(&w.Inc.Clients[i], a); err != nil {
				return err
			}
		}
		was := w.Inc.State
		w.Inc.Remember(w.Now)
		w.Inc.Redo(w.Now)
		whose.Doubt(w.Inc, w.Now)
		w.Inc.State, w.Inc.Status, w.Inc.ResolvedAt = incident.Open, update.Investigating, time.Time{}
		for i := range w.Inc.Clients {
			if err := w.OweAgain(&w.Inc.Clients[i], was, reason); err != nil {
				return err
			}
		}
		return w.Record(timeline.Entry{Kind: timeline.Reopened, By: a.ID, Reason: strings.TrimSuffix(reason, ".")})
	})
}

// Mistaken takes back that it is down again: the button was pressed by mistake, and no
// client has heard of it.
func (s *Service) Mistaken(ctx context.Context, a incident.Actor, number int64) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		if err := w.MayTakeBackReopening(); err != nil {
			return err
		}
		whose.Trust(w.Inc)
		w.TakeBackReopening()
		for i := range w.Inc.Clients {
			if err := w.CollapseAll(&w.Inc.Clients[i]); err != nil {
				return err
			}
		}
		return w.Record(timeline.Entry{Kind: timeline.NotDown, By: a.ID})
	})
}

// mayReopen says why an incident cannot be opened again.
func mayReopen(inc *incident.Incident, reason string) error {
	switch {
	case inc.Over(), inc.State == incident.Closed:
		return inc.OverError()
	case inc.Drill.Past():
		return fault.Errorf(fault.Conflict, "The drill is over. Nothing was changed. Begin another one with drill.")
	case inc.State == incident.Open && !slices.ContainsFunc(inc.Clients, func(aff incident.Affected) bool { return inc.StatusOf(&aff) == update.Monitoring }):
		return fault.Errorf(fault.Conflict, "%s is open, and nobody was told that it works again. Nothing was changed. If it got worse, press Client update and say so.", inc.Name())
	case reason == "":
		return fault.FieldError("reason", "Nothing was changed. Say what you see, for example: reopen checkout fails again.")
	}
	return nil
}
