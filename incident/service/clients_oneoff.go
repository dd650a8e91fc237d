package service

import (
	"context"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/timeline"
	"candor/incident/work"
)

// Keep makes a client of one that was typed when the incident was declared.
func (s Clients) Keep(ctx context.Context, a incident.Actor, number int64, id string) (*client.Saved, error) {
	var saved *client.Saved
	_, err := s.changeFor(ctx, access{a, policy.Keep, number, id}, func(w *work.Unit, aff *incident.Affected) error {
		have, err := s.Lookup(w.Tx, aff.Client.ID)
		switch {
		case err != nil:
			return err
		case w.Inc.Drill != nil:
			return fault.Errorf(fault.Conflict, "Nothing was changed: %s is played in this drill, and is no client of yours.", aff.Client.Name)
		case !aff.OneOff:
			return fault.Errorf(fault.Conflict, "%s is among your clients already. Nothing was changed.", aff.Client.Name)
		case have != nil:
			return fault.Errorf(fault.Conflict, "%s was *not* kept: another client is typed as “%s” by now, %s. If it is the same, nothing is left to do; if not, make one with clients.",
				aff.Client.Name, have.Client.ID, have.Client.Name)
		}
		p := &client.Profile{Client: aff.Client}
		if saved, err = s.write(w.Tx, p, client.ClientForm{}, client.Edit{By: a.ID, At: w.Now, What: "Kept from " + w.Inc.Name() + "."}); err != nil {
			return err
		}
		aff.OneOff = false
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.ClientKept, By: a.ID})
	})
	return saved, err
}
