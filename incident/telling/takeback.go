package telling

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/notyours"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/timeline"
	"candor/incident/told"
	"candor/incident/update"
	"candor/incident/work"
)

// wasWrong is why what a report promised is owed no more.
const wasWrong = "it was not told them"

// before is how a client stands before a report, as far as a report changes it.
func before(inc *incident.Incident, aff *incident.Affected) *incident.Affected {
	return &incident.Affected{Updates: aff.Updates, Promises: promise.Clone(aff.Promises), NoPromise: aff.NoPromise, Status: inc.StatusOf(aff), Works: aff.Works,
		Pace: aff.Pace, Plan: aff.Plan, QuietUpdates: aff.QuietUpdates, ToldOf: aff.ToldOf, Embargo: aff.Embargo, Attempts: aff.Attempts, AttemptAt: aff.AttemptAt,
		AskedMore: aff.AskedMore}
}

// takeBack ends that a report by hand counts: it was not told this client. What is written
// stays as it is, and says so; with n 0 it is their newest report.
func (t Telling) takeBack(n int, why string) error {
	w, aff := t.Unit, t.Client
	texts, err := t.Told(aff)
	if err != nil {
		return err
	}
	u, err := t.mayTakeBack(texts, n)
	if err != nil {
		return err
	}
	was := aff.Before
	if aff.Before = nil; was == nil || was.Updates != u.N-1 { // what only that knew is as if it had never been
		was = &incident.Affected{AskedMore: aff.AskedMore, Updates: -1}
	}
	u.State = update.Withdrawn
	aff.AsksAgain(u, u.CountsAt(), was.Asked...)
	if err := cmp.Or(w.Retell(aff, u), w.Tx.PutClientUpdate(u)); err != nil {
		return err
	}
	after := slices.DeleteFunc(slices.Clone(texts), func(v *update.Update) bool { return !v.Counts() || v.N < u.N })
	if aff.ToldAt.Equal(u.SentAt) {
		aff.ToldOf = was.ToldOf
	}
	t.Inc.Rereads(aff, texts)
	t.standsAsBefore(u, was, len(after) == 0 && was.Updates == u.N-1)
	t.owesAgain(u, was, after)
	t.reopen(u)
	if t.builtOn(u, after) {
		t.Inc.Happened(aff, promise.FactChanged, "they read since that it is back although we told them otherwise, and we had not", t.Now)
	}
	return t.sayTakenBack(u, why)
}

// builtOn says whether they have read since that it is down again although we told them otherwise,
// and only this report had told them so.
func (t Telling) builtOn(u *update.Update, after []*update.Update) bool {
	if u.Times["since_fixed"].IsZero() {
		return false
	}
	return slices.ContainsFunc(t.Client.Turns, func(turn told.Turn) bool {
		read := func(v *update.Update) bool { return v.Kind != update.ByHand && v.At.After(turn.At) }
		other := func(v *update.Update) bool {
			return !v.At.After(turn.At) && (update.KindOf(v.Kind).Recovers || !v.Times["since_fixed"].IsZero())
		}
		return turn.Down && turn.Knew && turn.At.After(u.CountsAt()) && slices.ContainsFunc(after, read) && !slices.ContainsFunc(after, other)
	})
}

// mayTakeBack is the report that somebody takes back, or why they cannot.
func (t Telling) mayTakeBack(texts []*update.Update, n int) (*update.Update, error) {
	aff := t.Client
	name := aff.Client.Name
	for _, u := range slices.Backward(texts) {
		switch {
		case n != 0 && u.N != n, n == 0 && !u.Reported():
			continue
		case u.Kind == update.ByHand && u.State == update.Withdrawn:
			return nil, fault.Errorf(fault.Conflict, "That was taken back already. Nothing was changed. Type due to see what %s expects.", name)
		case !u.Reported():
			return nil, fault.Errorf(fault.Invalid, "Nothing was changed: that text was sent to %s. If something in it was wrong, type correct.", name)
		case t.Inc.State == incident.Cancelled:
			return nil, t.Inc.OverError()
		case notyours.Says(u):
			return nil, fault.Errorf(fault.Conflict, "Nothing was changed: it says that this is not %s’s. If it is theirs, add them again: type affects %s.", name, aff.Client.ID)
		case aff.Out > 0:
			return nil, fault.Errorf(fault.Conflict, "Nothing was changed: update %d is about to reach %s, and may build on what you recorded. Take it back with Undo, or wait until it has arrived.", aff.Out, name)
		}
		return u, nil
	}
	return nil, fault.Errorf(fault.Conflict, "Nothing was changed: nothing is recorded that somebody told %s by hand. Type due to see what they expect.", name)
}

// standsAsBefore puts back what a report changed of how they hear, and what they wait for.
func (t Telling) standsAsBefore(u *update.Update, was *incident.Affected, last bool) {
	aff := t.Client
	usual := aff.Pace.AskedBy == "" && aff.Pace.Cadence == update.HearThrice.Cadence() && aff.Pace.At.After(u.At) // bad news that was added to it later
	if usual || aff.Pace.At.Equal(u.At) {
		aff.Pace, aff.Plan = was.Pace, was.Plan
	}
	if aff.Embargo == nil {
		aff.Embargo = was.Embargo
	}
	aff.AskedMore = max(aff.AskedMore, was.AskedMore)
	if !last {
		return
	}
	aff.QuietUpdates = was.QuietUpdates
	aff.Attempts, aff.AttemptAt = max(aff.Attempts, was.Attempts), schedule.Later(aff.AttemptAt, was.AttemptAt)
	if !u.Times["since_fixed"].IsZero() {
		aff.Works = was.Works
		t.Inc.Stands(aff, cmp.Or(was.Status, update.Investigating))
	}
}

// owesAgain lets what a report settled be owed as it was, unless a later text has kept it, and
// ends what it promised.
func (t Telling) owesAgain(u *update.Update, was *incident.Affected, after []*update.Update) {
	aff := t.Client
	var made *promise.Promise // of the next update, by the report
	settled, open := 0, aff.Owed(promise.Update)
	for i := range aff.Promises {
		p := &aff.Promises[i]
		switch {
		case p.Update == u.N && fault.OneOf(p.Outcome, promise.Kept, promise.Late):
			t.owes(p, after)
			settled = p.N
		case p.N <= max(settled, len(was.Promises)):
		case made == nil && p.Kind == promise.Update && !p.MadeAt.After(schedule.Later(u.At, u.SentAt)):
			made = p
			p.End(promise.Dropped, wasWrong, t.Now)
		case t.promisedIn(u, p):
			p.End(promise.Dropped, wasWrong, t.Now)
		}
	}
	if p := aff.Owed(promise.Update); p != nil && made != nil && made == open { // what has happened since is news of the old one, too
		p.Event = p.Event.With(made.Event)
	} else if p == nil && t.Inc.State == incident.Open {
		aff.NoPromise = was.NoPromise
	}
	t.Inc.Hurry(aff, t.Now)
}

// promisedIn says whether only report u promised something else than when they hear next.
func (t Telling) promisedIn(u *update.Update, p *promise.Promise) bool {
	if p.Kind == promise.Written && p.Outcome == promise.Pending && !p.MadeAt.Before(u.At) { // also by what was added to it later
		return t.Client.SpokeAt.Before(u.At)
	}
	return p.MadeAt.Equal(u.SentAt) || p.MadeAt.Equal(u.At)
}

// owes lets one promise be owed again.
func (t Telling) owes(p *promise.Promise, after []*update.Update) {
	switch {
	case len(after) > 0 && fault.OneOf(p.Kind, promise.Update, promise.Final, promise.Afterword):
		p.Settle(after[0].N, schedule.Later(after[0].SentAt, p.MadeAt))
	case p.Kind == promise.Update && t.Inc.State != incident.Open:
		p.End(promise.Moved, "resolved", t.Now)
	default:
		p.Outcome, p.SettledAt, p.Update, p.SnoozedTo = promise.Pending, time.Time{}, 0, time.Time{}
		p.Restart()
	}
}

// reopen opens the steps again that only a report has proven.
func (t Telling) reopen(u *update.Update) {
	for _, means := range []string{playbook.MeansFirstNotice, playbook.MeansResolved} {
		m, shown := t.Inc.Proven[means]
		if !shown || !m.At.Equal(u.SentAt) || m.By != u.By || means == playbook.MeansFirstNotice && t.Inc.Told() {
			continue
		}
		t.Inc.Proven = maps.Clone(t.Inc.Proven)
		delete(t.Inc.Proven, means)
		for i := range t.Inc.Checklist {
			if it := &t.Inc.Checklist[i]; it.Means == means && it.At.Equal(m.At) && it.By == m.By {
				it.Mark = playbook.Mark{}
			}
		}
	}
}

// sayTakenBack writes it into the timeline and the channel, and brings up what they do not know.
func (t Telling) sayTakenBack(u *update.Update, why string) error {
	w, aff := t.Unit, t.Client
	if err := w.RecordFor(aff, timeline.Entry{Kind: timeline.NotTold, By: t.By.ID, Update: u.N, Words: u.Words["text"], Reason: why}); err != nil {
		return err
	}
	for _, unheard := range w.Inc.Unheard(aff) {
		if e := w.Inc.NewsFor(aff, unheard.Question); e != nil && aff.Embargo == nil {
			if err := w.ClientEvent(aff, *e); err != nil {
				return err
			}
		}
	}
	if !w.Inc.TakesPosts() {
		return nil
	}
	d := w.Inc.NewDelivery(outbox.Line, fmt.Sprintf("%s/update/%d/taken-back", aff.Client.ID, u.N), w.Now)
	d.Client, d.Update = aff.Client.ID, u.N
	return work.Enqueue(w.Tx, d)
}
