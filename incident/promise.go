package incident

import (
	"cmp"
	"time"

	"candor/incident/client"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
)

// NextReminder returns when somebody is next reminded of the client; zero if
// nobody has to be.
func (inc *Incident) NextReminder(aff *Affected) time.Time {
	var first time.Time
	for i := range aff.Promises {
		first = schedule.Sooner(first, inc.RemindAt(aff, &aff.Promises[i]))
		first = schedule.Sooner(first, inc.GuardAt(aff, &aff.Promises[i]))
	}
	return first
}

// RemindAt returns when somebody is next reminded of a promise; zero if never.
func (inc *Incident) RemindAt(aff *Affected, p *promise.Promise) time.Time {
	at := p.NextRung()
	if at.IsZero() || !p.Rings() { // that keeps to our own hours
		return at
	}
	if aff.Out > 0 { // an update is on its way: wait until T, then say that it is stuck
		at = schedule.Later(at, p.Urgent())
	}
	if inc.Sleeps(aff, at) {
		at = aff.Client.NextOpening(at)
	}
	return at
}

// GuardAt returns when somebody is rung before a promise is late, since whoever keeps it
// sleeps and nobody has taken it; zero if that need not be.
func (inc *Incident) GuardAt(aff *Affected, p *promise.Promise) time.Time {
	r := inc.Watch.Rest(inc.Holder(promise.Of(p.Kind).Owner))
	if r == nil || !p.Guardable() || aff.Out > 0 || inc.Sleeps(aff, r.Guards(p.Urgent(), p.MadeAt)) {
		return time.Time{}
	}
	return r.Guards(p.Urgent(), p.MadeAt)
}

// Owed returns the client's open promise of a kind, nil if there is none.
func (aff *Affected) Owed(kind promise.Kind) *promise.Promise {
	for i := range aff.Promises {
		if p := &aff.Promises[i]; p.Kind == kind && p.Outcome == promise.Pending {
			return p
		}
	}
	return nil
}

// Next returns the promise that a client's text settles next: the update, or
// after resolving the final notice, or what a text after that promised; nil if
// none is owed.
func (aff *Affected) Next() *promise.Promise {
	for _, kind := range []promise.Kind{promise.Update, promise.Final, promise.Afterword} {
		if p := aff.Owed(kind); p != nil {
			return p
		}
	}
	return nil
}

// OwesLastWord says whether a client still expects word that it works again.
func (inc *Incident) OwesLastWord() bool {
	for i := range inc.Clients {
		if inc.Clients[i].Owed(promise.Final) != nil {
			return true
		}
	}
	return false
}

// Last returns the newest promise, nil if none was ever made.
func (aff *Affected) Last() *promise.Promise {
	if len(aff.Promises) == 0 {
		return nil
	}
	return &aff.Promises[len(aff.Promises)-1]
}

// Promise makes a new promise to the client, whose ladder is scaled by no less
// than what is usual now.
func (inc *Incident) Promise(aff *Affected, kind promise.Kind, due, now time.Time) *promise.Promise {
	p := aff.promise(kind, due, now)
	p.Zone = inc.ZoneOf(aff, inc.Holder(promise.Of(kind).Owner))
	p.Observe(inc.Off)
	p.Works = kind == promise.Update && inc.StatusOf(aff) == update.Monitoring
	if p.Usual = inc.Cadence(aff, update.Holding).Gap(now, aff.Client.Zone()); kind == promise.Final {
		p.Usual = aff.Client.RhythmOf(min(inc.Severity, client.Small)).Final
	}
	return p
}

// ZoneOf is the zone of a person's clock; the client's where we do not know it.
func (inc *Incident) ZoneOf(aff *Affected, user string) string {
	return cmp.Or(inc.Zones[user], aff.Client.TimeZone, "UTC")
}

func (aff *Affected) promise(kind promise.Kind, due, now time.Time) *promise.Promise {
	aff.Promises = append(aff.Promises, promise.Promise{N: len(aff.Promises) + 1, Kind: kind, MadeAt: now, DueAt: due})
	if kind == promise.Update {
		aff.NoPromise = ""
	}
	return &aff.Promises[len(aff.Promises)-1]
}

// nearMiss is the written reason why nothing is owed at severity 4.
const nearMiss = "near miss: nobody outside noticed"

// PromiseFirst owes the client its first notice.
func (inc *Incident) PromiseFirst(aff *Affected, now time.Time) {
	due := inc.FirstDue(&aff.Client, now)
	if due.IsZero() {
		aff.NoPromise = nearMiss
		return
	}
	p := inc.Promise(aff, promise.Update, due, now)
	p.First = true
	p.Counts(aff.Client.RhythmOf(inc.Severity).First)
}

// reweigh follows a change of severity: an unsent first notice takes the
// earlier of the two deadlines, a near miss owes nothing unless it was told.
func (inc *Incident) reweigh(aff *Affected, now time.Time) {
	p := aff.Owed(promise.Update)
	switch first := aff.Client.RhythmOf(inc.Severity).First; {
	case p == nil && aff.NoPromise == nearMiss && first > 0:
		inc.PromiseFirst(aff, now)
	case p == nil || !p.First:
		return
	case first <= 0:
		p.End(promise.Dropped, nearMiss, now)
		aff.NoPromise = nearMiss
	default: // at least a third of the deadline is left to write it
		sooner := schedule.Later(inc.FirstDue(&aff.Client, p.MadeAt), now.Add(first/3))
		if sooner.Before(p.DueAt) {
			p.DueAt = sooner
			p.Counts(first)
		}
	}
}

// Urgent is the promise that people are reminded of first, nil if there is none.
func (inc *Incident) Urgent() *promise.Promise {
	var first *promise.Promise
	for i := range inc.Clients {
		p := inc.Clients[i].Next()
		if p != nil && (first == nil || p.DueAt.Before(first.DueAt)) {
			first = p
		}
	}
	return first
}
