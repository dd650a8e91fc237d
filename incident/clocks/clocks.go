// Package clocks brings up the legal clocks of one incident, and keeps what people say of
// them. A phone never rings for one.
package clocks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/law"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/policy"
	"candor/incident/timeline"
	"candor/incident/work"
)

// Bring reminds whoever looks after personal data of the clocks that have come so far:
// one message, whatever it is about.
func Bring(w *work.Unit) error {
	if w.Inc.State == incident.Cancelled {
		return nil
	}
	var list []string
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		for _, c := range w.Inc.Law.Due(aff.Party(), w.Now) {
			list = append(list, aff.Client.ID+":"+c.ID())
		}
	}
	if len(list) == 0 {
		return nil
	}
	d := w.Inc.NewDelivery(outbox.ClockDue, fmt.Sprintf("clock/%s/%d", list[0], w.Now.Unix()), w.Now)
	d.To, d.Data.Clocks = w.Inc.Holder(playbook.Privacy), strings.Join(list, "\n")
	return work.Enqueue(w.Tx, d)
}

// Act is what somebody says of the clocks: one of its parts.
type Act struct {
	Client string    // id; empty: all of them
	Aware  time.Time // when we became aware
	Laws   []string  // that apply to the client's data
	End    bool      // all clocks have ended; with Clock only that one
	Clock  string    // the id of its rule
	Why    string
}

// Keep keeps it, with the reason and who said it.
func Keep(w *work.Unit, a incident.Actor, act Act) error {
	mark := law.Mark{By: a.ID, At: w.Now, Why: act.Why}
	affected, err := of(w.Inc, act.Client)
	switch {
	case err != nil:
		return err
	case !act.Aware.IsZero():
		if err := w.Inc.Law.Aware(act.Aware, mark); err != nil {
			return err
		}
		return w.Record(timeline.Entry{Kind: timeline.ClockAware, By: a.ID, Start: w.Inc.Law.AwareAt, Reason: strings.TrimSpace(act.Why)})
	case act.End && act.Clock == "":
		if err := w.Inc.Law.End(mark); err != nil {
			return err
		}
		return w.Record(timeline.Entry{Kind: timeline.ClocksEnded, By: a.ID, Reason: w.Inc.Law.Ended.Why})
	case act.End:
		return each(affected, func(aff *incident.Affected) error { return end(w, aff, act.Clock, mark) })
	}
	return each(affected, func(aff *incident.Affected) error { return laws(w, a, aff, act.Laws) })
}

// of are the clients that something is said of.
func of(inc *incident.Incident, client string) (list []*incident.Affected, err error) {
	if client != "" {
		aff, err := inc.Find(client)
		return []*incident.Affected{aff}, err
	}
	for i := range inc.Clients {
		list = append(list, &inc.Clients[i])
	}
	return list, nil
}

func each(list []*incident.Affected, do func(*incident.Affected) error) error {
	for _, aff := range list {
		if err := do(aff); err != nil {
			return err
		}
	}
	return nil
}

func end(w *work.Unit, aff *incident.Affected, id string, m law.Mark) error {
	rule := law.RuleOf(id)
	if rule == nil || !slices.ContainsFunc(w.Inc.Law.Clocks(aff.Party()), func(c law.Clock) bool { return c.Rule == rule }) {
		return fault.Errorf(fault.NotFound, "No clock “%s” runs for %s. Nothing was changed. Type clocks to see them.", fault.Clipped(id), aff.Client.Name)
	}
	if err := aff.Law.End(id, m); err != nil {
		return err
	}
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.ClockEnded, By: m.By, Name: rule.Name, Reason: aff.Law.Ended[id].Why})
}

// laws keeps which laws apply to the data of a client: in this incident, and with the
// client itself, if that is one of the store and whoever says it may change it.
func laws(w *work.Unit, a incident.Actor, aff *incident.Affected, names []string) error {
	if len(names) == 0 || slices.Equal(names, aff.Law.Laws) {
		return nil
	}
	aff.Law.Laws = names
	words := fault.And(names)
	if err := w.RecordFor(aff, timeline.Entry{Kind: timeline.ClockLaws, By: a.ID, Words: words}); err != nil {
		return err
	}
	if aff.OneOff || w.Roster().Client(aff.Client.ID) != nil || policy.May(a, policy.Clients, nil, "") != nil {
		return nil
	}
	p, err := w.Tx.Profile(aff.Client.ID)
	if err != nil || p == nil {
		return err
	}
	before := p.Client.Texts()
	p.Client.Laws, aff.Client.Laws = names, names
	p.Changed(a.ID, strings.Join(p.Client.Since(before), "; "), w.Now)
	return w.Tx.PutProfile(p)
}
