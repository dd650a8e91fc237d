// Package fallen opens an incident again where it is down after clients read that it works: for
// all of them, or for one alone.
package fallen

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/replies"
	"candor/incident/timeline"
	"candor/incident/told"
	"candor/incident/update"
	"candor/incident/whose"
	"candor/incident/work"
)

// Again is a transaction in which somebody says that it is down again. It belongs to one
// goroutine.
type Again struct {
	*work.Unit
	By     incident.Actor
	Reason string    // what they see
	Impact string    // what clients notice by that, in words that they may read; empty: what they noticed before
	Since  time.Time // when it began; zero: now
}

// Told opens the incident again where a text says that it is down again: what is refused opens
// nothing.
func Told(w *work.Unit, a incident.Actor, p incident.Proposal) error {
	if p.Fell == "" {
		return nil
	}
	if err := policy.May(a, policy.Change, w.Inc, ""); err != nil {
		return err
	}
	return Again{Unit: w, By: a, Reason: p.Fell}.Open(p.Client)
}

// Open opens the incident again: for the client that is named, of several for that one alone.
func (g Again) Open(client string) error {
	g.Reason = strings.TrimSpace(g.Reason)
	if err := mayOpen(g.Inc, client, g.Reason); err != nil {
		return err
	}
	if err := g.began(client); err != nil {
		return err
	}
	e := timeline.Entry{Kind: timeline.Reopened, By: g.By.ID, Reason: strings.TrimSuffix(g.Reason, ".")}
	aff := g.Inc.Affected(client)
	if client == "" || client == incident.AllClients || len(g.Inc.Clients) < 2 || aff == nil {
		return cmp.Or(g.all(), g.Record(e))
	}
	return cmp.Or(g.alone(aff), g.RecordFor(aff, e))
}

// began refuses a time at which it worked, as a client has read it.
func (g Again) began(client string) error {
	for i := range g.Inc.Clients {
		aff := &g.Inc.Clients[i]
		works := update.WorksSince(aff.SaidTimes)
		if g.Since.IsZero() || works.IsZero() || g.Since.After(works) || !fault.OneOf(client, "", incident.AllClients, aff.Client.ID) {
			continue
		}
		return fault.Errorf(fault.Conflict, "Nothing was changed. It cannot be down again since %s: %s has read that it works since %s. If that was wrong, type correct and what is right. Else type reopen with a later time.", fault.Clock(g.Since), aff.Client.Name, fault.Clock(works))
	}
	return nil
}

// mayOpen says why an incident cannot be opened again.
func mayOpen(inc *incident.Incident, client, reason string) error {
	reads := func(aff incident.Affected) bool {
		return fault.OneOf(client, "", incident.AllClients, aff.Client.ID) && inc.StatusOf(&aff) == update.Monitoring
	}
	fell := slices.IndexFunc(inc.Clients, func(aff incident.Affected) bool { return !aff.SaidTimes[incident.Fell].IsZero() })
	switch {
	case inc.Over(), inc.State == incident.Closed:
		return inc.OverError()
	case inc.Drill.Past():
		return fault.Errorf(fault.Conflict, "The drill is over. Nothing was changed. Begin another one with drill.")
	case inc.State == incident.Open && !slices.ContainsFunc(inc.Clients, reads) && fell >= 0:
		return fault.Errorf(fault.Conflict, "%s is open: somebody said at %s that it is down again. Nothing was changed. If it got worse, press Client update and say so.", inc.Name(), fault.Clock(inc.Clients[fell].SaidTimes[incident.Fell]))
	case inc.State == incident.Open && inc.HasClient(client) && !slices.ContainsFunc(inc.Clients, reads):
		return fault.Errorf(fault.Conflict, "%s is open, and %s was not told since that it works again. Nothing was changed. If it got worse, press Client update and say so.", inc.Name(), inc.Affected(client).Client.Name)
	case inc.State == incident.Open && !slices.ContainsFunc(inc.Clients, reads):
		return fault.Errorf(fault.Conflict, "%s is open, and nobody was told that it works again. Nothing was changed. If it got worse, press Client update and say so.", inc.Name())
	case reason == "":
		return fault.FieldError("reason", "Nothing was changed. Say what you see, for example: reopen checkout fails again.")
	}
	return nil
}

// all opens it again for every client.
func (g Again) all() error {
	for i := range g.Inc.Clients {
		if err := g.stopGoodNews(&g.Inc.Clients[i]); err != nil {
			return err
		}
	}
	was := g.opens()
	g.Inc.Status = update.Investigating
	g.Inc.Impact = cmp.Or(g.Impact, g.Inc.Impact)
	for i := range g.Inc.Clients {
		if len(g.Inc.Clients) == 1 && g.Impact != "" {
			g.Inc.Clients[i].Impact = ""
		}
		if err := g.owe(&g.Inc.Clients[i], was); err != nil {
			return err
		}
	}
	return nil
}

// alone opens it again for one client. Whoever else has read that it works reads nothing
// of it.
func (g Again) alone(aff *incident.Affected) error {
	for i := range g.Inc.Clients {
		one := &g.Inc.Clients[i]
		if one != aff && g.Inc.State == incident.Open {
			continue
		}
		if err := g.stopGoodNews(one); err != nil { // also a last word to another: it does not leave while it is open
			return err
		}
	}
	was := g.opens()
	for i := range g.Inc.Clients {
		var err error
		switch one := &g.Inc.Clients[i]; {
		case one == aff, was == incident.Resolved && !one.HeardItWorks(was):
			if one == aff {
				one.Impact = cmp.Or(g.Impact, one.Impact)
			}
			err = g.owe(one, was)
			one.Status = update.Investigating
		case was == incident.Resolved:
			err = g.spare(one)
		}
		if err != nil {
			return err
		}
	}
	g.Inc.Stands(aff, update.Investigating)
	return nil
}

// stopGoodNews keeps what says that it works from leaving, if no part of it has left.
func (g Again) stopGoodNews(aff *incident.Affected) error {
	if err := g.VoidRequest(aff, "it is down again"); err != nil || aff.Out == 0 {
		return err
	}
	u, err := g.Tx.ClientUpdate(g.Inc.Number, aff.Client.ID, aff.Out)
	if damage.IsLost(err) { // it does not leave any more
		return nil
	}
	if err != nil || !fault.OneOf(u.Kind, update.MonitoringUpdate, update.ResolvedUpdate) {
		return err
	}
	list, err := g.Copies(aff, u.N)
	if err != nil || slices.ContainsFunc(list, func(d *outbox.Delivery) bool { return d.State != outbox.Waiting }) {
		return err
	}
	return g.Undo(aff, u.N, g.By)
}

// opens makes the incident an open one again, and says what it was.
func (g Again) opens() (was incident.State) {
	was = g.Inc.State
	g.Inc.Remember(g.Now)
	g.Inc.Redo(g.Now)
	whose.Doubt(g.Inc, g.Now)
	g.Inc.State, g.Inc.ResolvedAt = incident.Open, time.Time{}
	return was
}

// spare leaves a client as it was told, for whom it goes on working: what was to come after
// the end waits for the end, and who has not read a last word hears by then.
func (g Again) spare(aff *incident.Affected) error {
	final := aff.Owed(promise.Final)
	if err := g.dropAfterwards(aff); err != nil {
		return err
	}
	aff.Status, aff.NoPromise = update.Monitoring, "it works for them"
	if final != nil {
		g.Inc.Promise(aff, promise.Update, final.DueAt, g.Now)
	}
	return nil
}

// dropAfterwards ends what was promised for the time after.
func (g Again) dropAfterwards(aff *incident.Affected) error {
	for i := range aff.Promises {
		p := &aff.Promises[i]
		if p.Outcome != promise.Pending || !promise.Of(p.Kind).EndsOnReopen {
			continue
		}
		p.End(promise.Dropped, "down again: "+g.Reason, g.Now)
		if err := g.Collapse(aff, p, 0); err != nil {
			return err
		}
	}
	return nil
}

// owe drops what a client was promised for the time after, and owes it word that it is down
// again.
func (g Again) owe(aff *incident.Affected, was incident.State) error {
	knew, words := aff.HeardItWorks(was), aff.Owed(promise.Afterword).InWords()
	if err := g.dropAfterwards(aff); err != nil {
		return err
	}
	aff.Falls(told.Turn{At: g.Now, Down: true, Knew: knew, Since: g.Since, Noticed: g.noticed(aff)}) // who never heard that it works hears as before
	replies.From{Unit: g.Unit, Client: aff}.Unhold()
	if g.Impact != "" && g.Impact == g.Inc.ImpactOn(aff.Client.ID) {
		aff.Notices(g.Now)
	}
	switch {
	case was != incident.Resolved:
	case !aff.MayKnow():
		g.Inc.PromiseFirst(aff, g.Now)
	default:
		due := g.Inc.FirstDue(&aff.Client, g.Now)
		if due.IsZero() {
			due = g.Now.Add(promise.TellWithin)
		}
		g.Inc.Promise(aff, promise.Update, due, g.Now).Carry(words)
	}
	if knew {
		g.Inc.Happened(aff, promise.DownAgain, "", g.Now)
	}
	return nil
}

// noticed is what a client noticed before somebody said that it is down again.
func (g Again) noticed(aff *incident.Affected) string {
	was := g.Inc.Reopening
	for _, before := range was.Clients {
		if before.Client == aff.Client.ID {
			return cmp.Or(before.Impact, was.Impact)
		}
	}
	return was.Impact
}
