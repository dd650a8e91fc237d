package telling

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/damage"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/notyours"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/standing"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/work"
)

// wasWrong is why what a report promised is owed no more.
const wasWrong = "it was not told them"

// before is how a client stands before a report, as far as a report changes it.
func before(inc *incident.Incident, aff *incident.Affected) *incident.Affected {
	return &incident.Affected{Updates: aff.Updates, Promises: promise.Clone(aff.Promises), NoPromise: aff.NoPromise, Status: inc.StatusOf(aff), Works: aff.Works,
		Said: maps.Clone(aff.Said), SaidTimes: maps.Clone(aff.SaidTimes), Holdings: aff.Holdings, Pace: aff.Pace, Plan: aff.Plan, QuietUpdates: aff.QuietUpdates,
		ToldOf: aff.ToldOf, Lost: aff.Lost, Embargo: aff.Embargo, Warned: slices.Clone(aff.Warned), Attempts: aff.Attempts, AttemptAt: aff.AttemptAt,
		Standing: slices.Clone(aff.Standing), Asked: slices.Clone(aff.Asked), AskedMore: aff.AskedMore}
}

// takeBack ends that a report by hand counts: it was not told this client. What is written
// stays as it is, and says so; with n 0 it is their newest report.
func (t Telling) takeBack(n int, why string) error {
	w, aff := t.Unit, t.Client
	texts, err := t.texts()
	if err != nil {
		return err
	}
	u, err := t.mayTakeBack(texts, n)
	if err != nil {
		return err
	}
	was := aff.Before
	if aff.Before = nil; was == nil || was.Updates != u.N-1 { // what only that knew is as if it had never been
		was = &incident.Affected{Lost: aff.Lost, Warned: aff.Warned, AskedMore: aff.AskedMore, Updates: -1}
		if aff.Lost != nil && aff.Lost.At.Equal(u.HeardAt()) {
			was.Lost = nil
		}
	}
	u.State = update.Withdrawn
	if err := cmp.Or(w.Retell(aff, u), w.Tx.PutClientUpdate(u)); err != nil {
		return err
	}
	rest := slices.DeleteFunc(texts, func(v *update.Update) bool { return v.N == u.N || v.State != update.Sent || v.SentAt.IsZero() })
	after := slices.DeleteFunc(slices.Clone(rest), func(v *update.Update) bool { return v.N < u.N || update.Automatic(v.Kind) })
	t.unhear(u, was, rest)
	unknow(aff, u, rest)
	t.standsAsBefore(u, was, len(after) == 0 && was.Updates == u.N-1)
	t.owesAgain(u, was, after)
	t.reopen(u)
	return t.sayTakenBack(u, why)
}

// texts are all that the client was told, the oldest first. What cannot be read counts for
// nothing.
func (t Telling) texts() (list []*update.Update, err error) {
	for n := 1; n <= t.Client.Updates; n++ {
		u, err := t.Tx.ClientUpdate(t.Inc.Number, t.Client.Client.ID, n)
		if damage.IsLost(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, u)
	}
	return list, nil
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
		case t.Inc.Over():
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

// unhear takes back when they heard, and who spoke with them.
func (t Telling) unhear(u *update.Update, was *incident.Affected, rest []*update.Update) {
	aff := t.Client
	var first, last, spoke time.Time
	aff.Heard = 0
	for _, v := range rest {
		aff.Heard = max(aff.Heard, v.N)
		first, last = schedule.Sooner(first, v.SentAt), schedule.Later(last, v.SentAt)
		if v.Kind == update.ByHand && byhand.How(v.Words["how"]).Spoke() {
			spoke = schedule.Later(spoke, v.SentAt)
		}
	}
	if aff.FirstAt.Equal(u.SentAt) {
		aff.FirstAt = first
	}
	if aff.ToldAt.Equal(u.SentAt) {
		aff.ToldAt, aff.ToldOf = last, was.ToldOf
	}
	if aff.SpokeAt.Equal(u.SentAt) {
		aff.SpokeAt = spoke
	}
	aff.Asks.Unanswer(u.At, u.Answers...)
}

// unknow takes out what they were told only in a report of what is known.
func unknow(aff *incident.Affected, u *update.Update, rest []*update.Update) {
	reset := func(answers map[facts.Question]facts.Answer, of map[facts.Question]int, wrote bool) {
		for q, n := range of {
			if n != u.N {
				continue
			}
			delete(answers, q)
			delete(of, q)
			for _, v := range rest {
				if a, told := v.Facts[q]; told && v.N < u.N && (!wrote || v.Kind != update.ByHand || byhand.How(v.Words["how"]).InWriting()) {
					answers[q], of[q] = a, v.N
				}
			}
		}
	}
	reset(aff.Knows, aff.KnowsOf, false)
	reset(aff.Wrote, aff.WroteOf, true)
	aff.WroteIn = 0
	for _, n := range aff.WroteOf {
		aff.WroteIn = max(aff.WroteIn, n)
	}
	if about := aff.Knows[facts.Personal]; !aff.Law.HeardAt.Before(u.At) {
		aff.Law.HeardAt = time.Time{}
		for _, v := range rest {
			if v.N > u.N && about != "" && fault.OneOf(v.Facts[facts.Personal], facts.Yes, facts.DontKnow) {
				aff.Law.HeardAt = schedule.Sooner(aff.Law.HeardAt, v.SentAt)
			}
		}
	}
}

// standsAsBefore puts back what a report changed of how they hear, and what they wait for.
func (t Telling) standsAsBefore(u *update.Update, was *incident.Affected, last bool) {
	aff := t.Client
	usual := aff.Pace.AskedBy == "" && aff.Pace.Cadence == update.HearThrice.Cadence() && aff.Pace.At.After(u.At) // bad news that was added to it later
	if usual || aff.Pace.At.Equal(u.At) {
		aff.Pace, aff.Plan = was.Pace, was.Plan
	}
	aff.Lost, aff.Warned = was.Lost, was.Warned
	if aff.Embargo == nil {
		aff.Embargo = was.Embargo
	}
	for _, r := range was.Asked { // what they wrote waits for an answer again
		if !slices.ContainsFunc(aff.Asked, func(now outbox.Reply) bool { return now.TS == r.TS }) {
			aff.Asked = append(aff.Asked, r)
		}
	}
	slices.SortStableFunc(aff.Asked, func(a, b outbox.Reply) int { return a.At.Compare(b.At) })
	aff.AskedMore = max(aff.AskedMore, was.AskedMore)
	if !last {
		aff.Standing = slices.DeleteFunc(aff.Standing, func(a standing.Ask) bool { return a.At.Equal(u.HeardAt()) })
		return
	}
	aff.Standing, aff.Holdings, aff.QuietUpdates = was.Standing, was.Holdings, was.QuietUpdates
	aff.Attempts, aff.AttemptAt = max(aff.Attempts, was.Attempts), schedule.Later(aff.AttemptAt, was.AttemptAt)
	if at := u.Times["since_fixed"]; !at.IsZero() && aff.SaidTimes["since_fixed"].Equal(at) {
		aff.Works, aff.Said, aff.SaidTimes = was.Works, was.Said, was.SaidTimes
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
	if p := aff.Owed(promise.Update); p != nil && made == open { // what has happened since is news of the old one, too
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
