package service

import (
	"context"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/policy"
	"candor/incident/telling"
	"candor/incident/view"
	"candor/incident/work"
)

// Told records that a person told the client by hand: it counts like an update.
// A voicemail counts too, and leaves bad news owed.
func (s *Service) Told(ctx context.Context, a incident.Actor, number int64, r byhand.Report) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Call, number, r.Client}, func(w *work.Unit, aff *incident.Affected) error {
		return telling.Telling{Unit: w, Client: aff, By: a}.Record(r)
	})
}

// Said adds to a report by hand, ref.N, what else was said in it: bad news of which the
// client did not know, what they were asked, and what is over of it. To texts of several clients
// it adds what each of them says.
func (s *Service) Said(ctx context.Context, a incident.Actor, ref view.Ref, more byhand.Report) (inc *incident.Incident, err error) {
	if ref.Client == incident.AllClients {
		_, err = s.changeEach(ctx, access{a, policy.Call, ref.Number, ""}, func(w *work.Unit, each eachOf) ([]view.ClientResult, error) {
			inc = w.Inc
			return each([]string{incident.AllClients}, func(aff *incident.Affected) (*view.Draft, error) {
				return nil, telling.Telling{Unit: w, Client: aff, By: a}.AddEach(more)
			})
		})
		return inc, err
	}
	return s.changeFor(ctx, access{a, policy.Call, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		return telling.Telling{Unit: w, Client: aff, By: a}.Add(ref.N, more)
	})
}
