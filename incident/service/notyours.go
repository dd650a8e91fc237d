package service

import (
	"context"
	"strings"

	"candor/incident"
	"candor/incident/notyours"
	"candor/incident/policy"
	"candor/incident/taking"
	"candor/incident/work"
)

// NotTheirs says that an incident is not a client's, and may say whose it is, who is then
// added in the same commit. Who has heard nothing of it is taken out. Who was told stays
// until they have heard that, too, in a text of [update.NotYours] or from a person; told
// says so.
func (s *Service) NotTheirs(ctx context.Context, a incident.Actor, number int64, swap notyours.Swap) (inc *incident.Incident, told bool, err error) {
	swap.Why = strings.TrimSpace(swap.Why)
	inc, err = s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) (err error) {
		told, err = taking.Out(w, a, swap)
		return err
	})
	t := incident.TakeBack{What: incident.ActNotTheirs, Client: swap.Client, Instead: swap.Instead, Reason: swap.Why}
	return inc, told, s.orAsk(ctx, access{a, policy.Change, number, ""}, t, err)
}
