package work

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/update"
)

// LastWord turns what a told client was promised into the final notice: due in
// the time that its rhythm gives, or at the promised time if that comes first.
func (w *Unit) LastWord(aff *incident.Affected, reason string) error {
	if p := aff.Owed(promise.Written); p != nil { // the last word is in writing
		p.End(promise.Moved, "resolved", w.Now)
		if err := w.Collapse(aff, p, 0); err != nil {
			return err
		}
	}
	old := aff.Owed(promise.Update)
	if !aff.MayKnow() {
		aff.NoPromise = "resolved before the first notice" + strings.TrimSuffix(": "+strings.TrimSpace(reason), ": ")
		if old != nil {
			old.End(promise.Dropped, aff.NoPromise, w.Now)
			return w.Collapse(aff, old, 0)
		}
		return nil
	}
	final, words := promise.Promise{MadeAt: w.Now, DueAt: w.Inc.FinalDue(aff, w.Now)}, old.InWords()
	if old != nil {
		if old.DueAt.Before(final.DueAt) {
			final = *old
		}
		if old.Hurried() { // that was the ladder of an event; the promise's own has not begun
			final.Restart()
		}
		old.End(promise.Moved, "resolved", w.Now)
		if err := w.Collapse(aff, old, 0); err != nil {
			return err
		}
	}
	p := w.Inc.Promise(aff, promise.Final, final.DueAt, final.MadeAt)
	if old != nil && old.Said {
		p.Knew = old.Known().DueAt
	}
	if final.N > 0 { // the ladder goes on where it is
		p.Said, p.SaidDue, p.From, p.Usual = final.Said, final.SaidDue, final.From, final.Usual
		p.Rung, p.Repeat, p.LastAt, p.AskedAll = final.Rung, final.Repeat, final.LastAt, final.AskedAll
	}
	w.Inc.StillGives(aff, words, w.Now)
	return nil
}

// NothingMoves keeps an incident from being closed while a copy of a text is on
// its way: nobody would hear what became of it.
func (w *Unit) NothingMoves() error {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		list, err := w.allCopies(aff)
		if err != nil {
			return err
		}
		for _, d := range list {
			if !d.Ended() {
				e := fault.FieldError("reason", "%s was *not* closed: a copy of update %d is still on its way to %s (%s). Wait until it has arrived, or until you are asked what to do.", w.Inc.Name(), d.Update, aff.Client.Name, d.Via)
				e.Code = fault.Conflict
				return e
			}
		}
	}
	return nil
}

// EndRequests gives back what still waits for approval: nothing is sent any more.
func (w *Unit) EndRequests(why string) error {
	for i := range w.Inc.Clients {
		if err := w.VoidRequest(&w.Inc.Clients[i], why); err != nil {
			return err
		}
	}
	return nil
}

// EditKind changes the kind of the incident, where d has another.
func (w *Unit) EditKind(a incident.Actor, d incident.Details) error {
	e := timeline.Entry{Kind: timeline.KindChanged, By: a.ID, From: w.Inc.Kind}
	if d.Kind == "" || d.Kind == w.Inc.Kind && len(w.Inc.Also) == 0 {
		return nil
	}
	return w.becomes(a, e, d.Kind, w.SetKind)
}

// EditAlso makes the incident one of a further kind, where d has one.
func (w *Unit) EditAlso(a incident.Actor, d incident.Details) error {
	if d.Also == "" {
		return nil
	}
	return w.becomes(a, timeline.Entry{Kind: timeline.KindAdded, By: a.ID}, d.Also, (*incident.Incident).AlsoIs)
}

// becomes makes the incident what it has turned out to be, and follows that.
func (w *Unit) becomes(a incident.Actor, e timeline.Entry, kind string, become func(*incident.Incident, *playbook.Playbook, time.Time) error) error {
	pb := w.Playbook(kind)
	if pb == nil {
		return fault.FieldError("kind", "There is no kind “%s”. Nothing was changed. Known kinds: %s.", kind, strings.Join(w.Kinds(), ", "))
	}
	was, waits, steps := w.Inc.Severity, !w.Inc.NeverWaits(), slices.Clone(w.Inc.Checklist)
	if err := become(w.Inc, pb, w.Now); err != nil {
		return err
	}
	w.JoinSteps(w.Inc, steps)
	if waits && w.Inc.NeverWaits() && w.Inc.KindTraits().BadNews {
		w.Inc.HappenedToAll(promise.DataHit, w.Now)
	}
	e.To, e.Name = kind, pb.Name
	if err := w.Record(e); err != nil {
		return err
	}
	if pb.Private && !w.Inc.Private {
		if err := w.MoveAway(a); err != nil {
			return err
		}
	}
	if err := w.bringUp(a); err != nil {
		return err
	}
	return w.weighed(a, was, w.worse())
}

// EditSeverity changes the severity, where d has another.
func (w *Unit) EditSeverity(a incident.Actor, d incident.Details) error {
	if d.Severity == 0 || d.Severity == w.Inc.Severity {
		return nil
	}
	pb := w.Playbook(w.Inc.Kind)
	if floor := w.FloorOf(w.Inc); pb != nil && floor != 0 && d.Severity > floor && d.Severity.Valid() {
		return fault.FieldError("severity", "“%s”, with what is known of it, is never milder than severity %d. Nothing was changed. If it is something else, change the kind or the answers first.", pb.Name, floor)
	}
	was := w.Inc.Severity
	if err := w.Inc.SetSeverity(d.Severity, w.Now); err != nil {
		return err
	}
	return w.weighed(a, was, w.worse())
}

// worse are those for whom it is worse where somebody says how bad it is: whoever notices
// something else than they have been told; where nobody does, all.
func (w *Unit) worse() (list []*incident.Affected) {
	all := []*incident.Affected{}
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if p := aff.Owed(promise.Update); p != nil && p.Event != nil && slices.Contains(p.Event.Kinds, promise.Wider) {
			list = append(list, aff)
		}
		all = append(all, aff)
	}
	if len(list) == 0 {
		return all
	}
	return list
}

// weighed follows a change of severity, of which those hear for whom it is worse: reminders
// of promises that it ended lose their buttons.
func (w *Unit) weighed(a incident.Actor, was client.Severity, worse []*incident.Affected) error {
	if was == w.Inc.Severity {
		return nil
	}
	if w.Inc.Severity < was {
		for _, aff := range worse {
			w.Inc.Happened(aff, promise.Worse, "", w.Now)
		}
	}
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if err := w.VoidRequest(aff, fmt.Sprintf("the severity changed from %d to %d", was, w.Inc.Severity)); err != nil {
			return err
		}
		if p := aff.Last(); p != nil && p.Outcome == promise.Dropped && p.SettledAt.Equal(w.Now) {
			if err := w.Collapse(aff, p, 0); err != nil {
				return err
			}
		}
	}
	return w.Record(timeline.Entry{Kind: timeline.Severity, By: a.ID, From: fault.Itoa(int(was)), To: fault.Itoa(int(w.Inc.Severity))})
}

// EditStatus changes what the client is told of the state of things, where d has
// another.
func (w *Unit) EditStatus(a incident.Actor, d incident.Details) error {
	if d.Status == "" || d.Status == w.Inc.Status {
		return nil
	}
	was := w.Inc.Status
	if err := w.Inc.SetStatus(d.Status); err != nil {
		return err
	}
	switch d.Status {
	case update.Mitigated:
		w.Inc.HappenedToAll(promise.LessHarm, w.Now)
	case update.Monitoring:
		w.Inc.HappenedToAll(promise.WorksAgain, w.Now)
	}
	return w.Record(timeline.Entry{Kind: timeline.Status, By: a.ID, From: string(was), To: string(d.Status)})
}

// EditRoles gives roles to other people, where d has others.
func (w *Unit) EditRoles(a incident.Actor, d incident.Details) error {
	for _, r := range playbook.Roles {
		user, ok := d.Roles[r]
		if !ok || w.Inc.Roles[r] == user {
			continue
		}
		was := w.Inc.Roles[r]
		if err := w.Inc.Assign(r, user); err != nil {
			return err
		}
		if r == playbook.Commander && w.Gone(w.Tx, was) { // nobody was there to whom it could have passed before
			if _, err := w.PassChanges(was, user); err != nil {
				return err
			}
		}
		firm.Introduce(w.Inc, user, d.Names[user])
		if user != "" {
			if err := w.Invite(user); err != nil {
				return err
			}
		}
		kind := timeline.Role
		if user == "" {
			kind = timeline.RoleFreed
		}
		if err := w.Record(timeline.Entry{Kind: kind, By: a.ID, Role: r, Person: user}); err != nil {
			return err
		}
	}
	playbook.Pass(w.Inc.Checklist)
	return w.holdersChanged()
}

// EditAftercare keeps how much comes after the final message.
func (w *Unit) EditAftercare(a incident.Actor, d incident.Details) error {
	if d.Aftercare == "" {
		return nil
	}
	was := w.Inc.Aftercare(w.Now)
	if err := w.Inc.ChooseAftercare(d.Aftercare, w.Now); err != nil {
		return err
	}
	return w.Record(timeline.Entry{Kind: timeline.Aftercare, By: a.ID, From: string(was), To: string(d.Aftercare)})
}
