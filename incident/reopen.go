package incident

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/spell"
	"candor/incident/told"
	"candor/incident/update"
)

// Redo opens the steps again that say that it works, wakes those that waited
// for the morning, and ends the estimate.
func (inc *Incident) Redo(now time.Time) {
	if e := inc.Estimate; e.Live(now) { // it was of another repair
		e.To, e.AskAt = now, time.Time{}
	}
	inc.Proven = playbook.Redo(inc.Checklist, inc.Proven, now)
	inc.Turn++
}

// Look is the turn that a form shows, [solved.Answers.Of]: what is answered there is of no later one.
func (inc *Incident) Look() int { return inc.Turn + 1 }

// HeardItWorks says whether the client was told that it works again.
func (aff *Affected) HeardItWorks(was State) bool {
	return !aff.SaidTimes["since_fixed"].IsZero() || was == Resolved && aff.MayKnow() && aff.Owed(promise.Final) == nil
}

// WorksSince is since when it works: as the client has read it, else as somebody has said, else
// as others have read; zero while it does not, or nobody has said since when.
func (inc *Incident) WorksSince(aff *Affected) (at time.Time) {
	if own := aff.SaidTimes["since_fixed"]; !own.IsZero() && fault.OneOf(cmp.Or(aff.Status, inc.Status), update.Monitoring, update.StatusSolved) {
		return own
	}
	if !aff.Works.IsZero() {
		return aff.Works
	}
	if !fault.OneOf(inc.Status, update.Monitoring, update.StatusSolved) {
		return at
	}
	for _, one := range inc.Everybody() { // also who has read since that it is not theirs
		at = schedule.Later(at, one.SaidTimes["since_fixed"])
	}
	return at
}

// SaysItWorks keeps since when it works by a text that may be read later, or never.
func (aff *Affected) SaysItWorks(u *update.Update) {
	if at := u.Times["since_fixed"]; u.Kind == update.MonitoringUpdate && !at.IsZero() {
		aff.Works = at
	}
}

// Fell is the one instant in SaidTimes that they have not read: since when it is down again.
const Fell = told.Fell

// UnmarshalJSON reads a client.
func (aff *Affected) UnmarshalJSON(text []byte) error {
	type plain Affected
	defer aff.Mend()
	return json.Unmarshal(text, (*plain)(aff))
}

// Mend keeps Fell where it was not kept yet: the event says it that waits to be told.
func (aff *Affected) Mend() {
	if p := aff.Owed(promise.Update); p != nil && p.Event != nil && slices.Contains(p.Event.Kinds, promise.DownAgain) && aff.SaidTimes[Fell].IsZero() {
		aff.SaidTimes = fault.Made(aff.SaidTimes)
		aff.SaidTimes[Fell] = p.Event.At
	}
}

// Falls keeps that it is down again. What was said about watching is kept out of the next texts.
func (aff *Affected) Falls(t told.Turn) {
	aff.Turn(t)
	aff.Status, aff.Works = "", time.Time{}
	if p := aff.Owed(promise.Update); p != nil && p.Event != nil {
		p.Draft = nil
		p.Forget(promise.WorksAgain, promise.LessHarm)
	}
}

// Reopening is how things stood before somebody said that it is down again: until a
// client hears of it, that may have been a mistake.
type Reopening struct {
	At         time.Time       `json:"at"`
	State      State           `json:"state"`
	Status     update.Status   `json:"status"`
	ResolvedAt time.Time       `json:"resolved_at,omitzero"`
	Checklist  []playbook.Item `json:"checklist"`
	Proven     playbook.Proven `json:"proven,omitempty"`
	Impact     string          `json:"impact,omitempty"`
	Clients    []Before        `json:"clients"`
}

// Before is what was said to a client, and owed to it, before that.
type Before struct {
	Client    string               `json:"client"`
	NoPromise string               `json:"no_promise,omitempty"`
	Promises  []promise.Promise    `json:"promises,omitempty"`
	Said      map[string]string    `json:"said,omitempty"`
	SaidTimes map[string]time.Time `json:"said_times,omitempty"`
	Effects   []spell.Effect       `json:"effects,omitempty"`
	Pace      CadenceOverride      `json:"pace,omitzero"`
	Status    update.Status        `json:"status,omitempty"`
	Works     time.Time            `json:"works,omitzero"`
	Impact    string               `json:"impact,omitempty"`
	ImpactAt  time.Time            `json:"impact_at,omitzero"`
}

// Remember keeps how things stand.
func (inc *Incident) Remember(now time.Time) {
	r := &Reopening{At: now, State: inc.State, Status: inc.Status, ResolvedAt: inc.ResolvedAt, Checklist: slices.Clone(inc.Checklist), Proven: inc.Proven, Impact: inc.Impact}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		before := Before{Client: aff.Client.ID, NoPromise: aff.NoPromise, Promises: promise.Clone(aff.Promises), Said: maps.Clone(aff.Said), SaidTimes: maps.Clone(aff.SaidTimes), Effects: aff.Effects, Pace: aff.Pace, Status: aff.Status, Works: aff.Works, Impact: aff.Impact, ImpactAt: aff.ImpactAt}
		r.Clients = append(r.Clients, before)
	}
	inc.Reopening = r
}

// reread puts right what a client knew before that.
func (r *Reopening) reread(client string, h told.History) {
	h.Turns = slices.DeleteFunc(slices.Clone(h.Turns), func(t told.Turn) bool { return t.At.Equal(r.At) })
	for i := range r.Clients {
		if was := &r.Clients[i]; was.Client == client {
			k := h.Known()
			was.Said, was.SaidTimes, was.Effects = k.Said, k.SaidTimes, k.Effects
		}
	}
}

// TakeBackReopening puts things back to how they stood. What was owed since ends, and
// what was owed before is owed again.
func (inc *Incident) TakeBackReopening(now time.Time) {
	r := inc.Reopening
	inc.State, inc.Status, inc.ResolvedAt, inc.Reopening = r.State, r.Status, r.ResolvedAt, nil
	inc.Checklist, inc.Proven = playbook.Back(r.Checklist, inc.Checklist, r.At), r.Proven
	for _, before := range r.Clients {
		aff := inc.Affected(before.Client)
		if aff == nil {
			continue
		}
		promise.RestoreAll(aff.Promises, before.Promises, now)
		aff.Worked, aff.Turns = aff.Worked.But(cmp.Or(aff.SaidTimes[spell.Began], r.At)), slices.DeleteFunc(aff.Turns, func(t told.Turn) bool { return t.At.Equal(r.At) })
		aff.NoPromise, aff.Said, aff.SaidTimes, aff.Effects, aff.Pace, aff.Status, aff.Works = before.NoPromise, before.Said, before.SaidTimes, before.Effects, before.Pace, before.Status, before.Works
		if r.Impact != "" { // it was not kept once
			inc.Impact, aff.Impact, aff.ImpactAt = r.Impact, before.Impact, before.ImpactAt
		}
	}
}
