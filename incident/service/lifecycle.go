package service

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/view"
)

// Closing is what a person says at a gate: which open steps are done, and one
// reason for all that are skipped.
type Closing struct {
	Done   []string // ids of items
	Reason string
}

// Resolve says that it works again. In one commit the open steps of the gate
// are answered, the state changes, each told client is owed its last word, and
// that word, if last gives one, becomes the person's draft. If its text may not
// leave, nothing is resolved.
func (s *Service) Resolve(ctx context.Context, a incident.Actor, number int64, c Closing, last *incident.Proposal) (*view.Telling, error) {
	var t *view.Telling
	inc, err := s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		if err := w.inc.MayResolve(); err != nil {
			return err
		}
		if err := w.inc.Pass(playbook.ResolveGate, c.Done, c.Reason, a.ID, w.now); err != nil {
			return err
		}
		if err := w.endRequests("the incident was resolved"); err != nil {
			return err
		}
		w.inc.State, w.inc.ResolvedAt = incident.Resolved, w.now
		for i := range w.inc.Clients {
			if err := w.lastWord(&w.inc.Clients[i], c.Reason); err != nil {
				return err
			}
		}
		if err := w.record(a.ID, "resolved", "It works again."+because(c.Reason)); err != nil || last == nil {
			return err
		}
		var err error
		if last.Client == incident.AllClients {
			t = &view.Telling{}
			t.All, err = w.draftAll(a, *last)
			return err
		}
		t, err = w.draft(a, *last)
		return err
	})
	if err != nil {
		return nil, err
	}
	if t == nil {
		t = &view.Telling{}
	}
	t.Incident = inc
	return t, nil
}

func because(reason string) string {
	if reason = strings.TrimSpace(reason); reason == "" {
		return ""
	}
	return " Skipped steps: " + reason
}

// lastWord turns what a told client was promised into the final notice: due in
// the time that its rhythm gives, or at the promised time if that comes first.
func (w *Unit) lastWord(aff *incident.Affected, reason string) error {
	if p := aff.Owed(incident.WrittenPromise); p != nil { // the last word is in writing
		p.End(incident.Moved, "resolved", w.now)
		if err := w.collapse(aff, p, 0); err != nil {
			return err
		}
	}
	old := aff.Owed(incident.UpdatePromise)
	if !aff.MayKnow() {
		aff.NoPromise = "resolved before the first notice" + strings.TrimSuffix(": "+strings.TrimSpace(reason), ": ")
		if old != nil {
			old.End(incident.Dropped, aff.NoPromise, w.now)
			return w.collapse(aff, old, 0)
		}
		return nil
	}
	final := incident.Promise{MadeAt: w.now, DueAt: w.inc.FinalDue(aff, w.now)}
	if old != nil {
		if old.DueAt.Before(final.DueAt) {
			final = *old
		}
		old.End(incident.Moved, "resolved", w.now)
		if err := w.collapse(aff, old, 0); err != nil {
			return err
		}
	}
	p := w.inc.Promise(aff, incident.FinalPromise, final.DueAt, final.MadeAt)
	if final.N > 0 { // the ladder goes on where it is
		p.Said, p.SaidDue, p.Usual = final.Said, final.SaidDue, final.Usual
		p.Rung, p.Repeat, p.LastAt, p.AskedAll = final.Rung, final.Repeat, final.LastAt, final.AskedAll
	}
	return nil
}

// Close ends a resolved incident. The steps of the gate are answered; what is
// still promised is dropped for the reason that was given.
func (s *Service) Close(ctx context.Context, a incident.Actor, number int64, c Closing) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		switch w.inc.State {
		case incident.Resolved:
		case incident.Open:
			return fault.Errorf(fault.Conflict, "%s was not closed: it is still open. Resolve it first; that also gives the client the last word.", w.inc.Name())
		default:
			return w.inc.OverError()
		}
		if e := w.inc.OwesWord(); e != nil {
			e.Code = fault.Conflict
			return e
		}
		if err := w.nothingMoves(); err != nil {
			return err
		}
		if err := w.inc.Pass(playbook.CloseGate, c.Done, c.Reason, a.ID, w.now); err != nil {
			return err
		}
		for i := range w.inc.Clients {
			if err := w.abandonStuck(&w.inc.Clients[i]); err != nil {
				return err
			}
		}
		if err := w.endRequests("the incident was closed"); err != nil {
			return err
		}
		w.inc.DropPromises("closed"+strings.TrimSuffix(": "+strings.TrimSpace(c.Reason), ": "), w.now)
		w.inc.State, w.inc.ClosedAt = incident.Closed, w.now
		return w.record(a.ID, "closed", "Closed."+because(c.Reason))
	})
}

// nothingMoves keeps an incident from being closed while a copy of a text is on
// its way: nobody would hear what became of it.
func (w *Unit) nothingMoves() error {
	for i := range w.inc.Clients {
		aff := &w.inc.Clients[i]
		for n := 1; n <= aff.Updates; n++ {
			list, err := w.copies(aff, n)
			if err != nil {
				return err
			}
			for _, d := range list {
				if !d.Ended() {
					e := fault.FieldError("reason", "%s was *not* closed: a copy of update %d is still on its way to %s (%s). Wait until it has arrived, or until you are asked what to do.", w.inc.Name(), n, aff.Client.Name, d.Via)
					e.Code = fault.Conflict
					return e
				}
			}
		}
	}
	return nil
}

// Cancel ends an incident that was none, before a client was told anything.
func (s *Service) Cancel(ctx context.Context, a incident.Actor, number int64, reason string) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		reason := strings.TrimSpace(reason)
		switch {
		case w.inc.Over():
			return w.inc.OverError()
		case w.inc.Told():
			return fault.Errorf(fault.Conflict, "%s was *not* cancelled: the client has been told of it, so it is owed an ending. Resolve it instead, and say there what it was.", w.inc.Name())
		case reason == "":
			return fault.FieldError("reason", "It was not cancelled. Say why it was no incident, for example: cancel it was a planned restart.")
		}
		for i := range w.inc.Clients {
			aff := &w.inc.Clients[i]
			if p := aff.Owed(incident.UpdatePromise); p != nil {
				if err := w.collapse(aff, p, 0); err != nil {
					return err
				}
			}
			if err := w.abandonStuck(aff); err != nil {
				return err
			}
		}
		if err := w.endRequests("the incident was cancelled"); err != nil {
			return err
		}
		w.inc.DropPromises(reason, w.now)
		w.inc.State, w.inc.ClosedAt = incident.Cancelled, w.now
		return w.record(a.ID, "cancelled", "Cancelled: "+reason)
	})
}

// endRequests gives back what still waits for approval: nothing is sent any more.
func (w *Unit) endRequests(why string) error {
	for i := range w.inc.Clients {
		if err := w.voidRequest(&w.inc.Clients[i], why); err != nil {
			return err
		}
	}
	return nil
}

// Edit changes what an incident is.
func (s *Service) Edit(ctx context.Context, a incident.Actor, number int64, d incident.Details) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		for _, step := range []func(incident.Actor, incident.Details) error{w.editKind, w.editSeverity, w.editStatus, w.editRoles} {
			if err := step(a, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *Unit) editKind(a incident.Actor, d incident.Details) error {
	if d.Kind == "" || d.Kind == w.inc.Kind {
		return nil
	}
	pb := w.Playbook(d.Kind)
	if pb == nil {
		return fault.FieldError("kind", "There is no kind %q. Nothing was changed. Known kinds: %s.", d.Kind, strings.Join(w.Kinds(), ", "))
	}
	was, waits := w.inc.Severity, !w.inc.NeverWaits()
	if err := w.inc.SetKind(pb, w.now); err != nil {
		return err
	}
	if waits && w.inc.NeverWaits() && w.inc.KindTraits().BadNews {
		w.inc.HappenedToAll(incident.DataHit, w.now)
	}
	if err := w.record(a.ID, "kind", "It is now “"+pb.Name+"”. The checklist follows; what was done stays."); err != nil {
		return err
	}
	if pb.Private && !w.inc.Private {
		if err := w.moveAway(a); err != nil {
			return err
		}
	}
	return w.weighed(a, was)
}

func (w *Unit) editSeverity(a incident.Actor, d incident.Details) error {
	if d.Severity == 0 || d.Severity == w.inc.Severity {
		return nil
	}
	pb := w.Playbook(w.inc.Kind)
	if floor := w.inc.Floor(pb); pb != nil && floor != 0 && d.Severity > floor && d.Severity.Valid() {
		return fault.FieldError("severity", "“%s”, with what is known of it, is never milder than severity %d. Nothing was changed. If it is something else, change the kind or the answers first.", pb.Name, floor)
	}
	was := w.inc.Severity
	if err := w.inc.SetSeverity(d.Severity, w.now); err != nil {
		return err
	}
	return w.weighed(a, was)
}

// weighed follows a change of severity: reminders of promises that it ended
// lose their buttons.
func (w *Unit) weighed(a incident.Actor, was client.Severity) error {
	if was == w.inc.Severity {
		return nil
	}
	if w.inc.Severity < was {
		w.inc.HappenedToAll(incident.Worse, w.now)
	}
	for i := range w.inc.Clients {
		aff := &w.inc.Clients[i]
		if err := w.voidRequest(aff, fmt.Sprintf("the severity changed from %d to %d", was, w.inc.Severity)); err != nil {
			return err
		}
		if p := aff.Last(); p != nil && p.Outcome == incident.Dropped && p.SettledAt.Equal(w.now) {
			if err := w.collapse(aff, p, 0); err != nil {
				return err
			}
		}
	}
	return w.record(a.ID, "severity", fmt.Sprintf("Severity %d became %d.", was, w.inc.Severity))
}

func (w *Unit) editStatus(a incident.Actor, d incident.Details) error {
	if d.Status == "" || d.Status == w.inc.Status {
		return nil
	}
	if err := w.inc.SetStatus(d.Status); err != nil {
		return err
	}
	switch d.Status {
	case incident.Mitigated:
		w.inc.HappenedToAll(incident.LessHarm, w.now)
	case incident.Monitoring:
		w.inc.HappenedToAll(incident.WorksAgain, w.now)
	}
	return w.record(a.ID, "status", "Status became "+string(d.Status)+".")
}

func (w *Unit) editRoles(a incident.Actor, d incident.Details) error {
	for _, r := range playbook.Roles {
		user, ok := d.Roles[r]
		if !ok || w.inc.Roles[r] == user {
			continue
		}
		if err := w.inc.Assign(r, user); err != nil {
			return err
		}
		introduce(w.inc, user, d.Names[user])
		if user != "" {
			if err := w.invite(user); err != nil {
				return err
			}
		}
		text := fault.Mention(user) + " is now " + string(r) + "."
		if user == "" {
			text = "The role " + string(r) + " is free."
		}
		if err := w.record(a.ID, "role", text); err != nil {
			return err
		}
	}
	return w.holdersChanged()
}

// Note writes a line into the timeline.
func (s *Service) Note(ctx context.Context, a incident.Actor, number int64, text string) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		text := strings.TrimSpace(text)
		switch {
		case text == "":
			return fault.Errorf(fault.Invalid, "Say what to note, for example: note restarted the web server. Nothing was written.")
		case utf8.RuneCountInString(text) > 3000:
			return fault.Errorf(fault.Invalid, "A note has at most 3,000 characters; this one has %d. Nothing was written.", utf8.RuneCountInString(text))
		}
		return w.record(a.ID, "note", text)
	})
}

// Step is an answer to one item of the checklist.
type StepAnswer struct {
	Item   string // id, or the number on the screen
	State  playbook.ItemState
	Reason string
}

// Check answers items of the checklist.
func (s *Service) Check(ctx context.Context, a incident.Actor, number int64, answers ...StepAnswer) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		for _, ans := range answers {
			it, err := w.inc.Answer(ans.Item, ans.State, ans.Reason, a.ID, w.now)
			if err != nil {
				return err
			}
			what := map[playbook.ItemState]string{playbook.ItemOpen: "Opened again: ", playbook.ItemDone: "Done: ", playbook.ItemSkipped: "Skipped: "}[ans.State]
			text := what + it.Text
			if it.Reason != "" {
				text += " Reason: " + it.Reason
			}
			if err := w.record(a.ID, "step", text); err != nil {
				return err
			}
		}
		return nil
	})
}

// AddStep adds a step of the team's own to the checklist.
func (s *Service) AddStep(ctx context.Context, a incident.Actor, number int64, text string) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		it, err := w.inc.Add(text, w.inc.Phase())
		if err != nil {
			return err
		}
		return w.record(a.ID, "step", "Added: "+it.Text)
	})
}

// ChannelShared notes that an incident's channel became, or is no longer,
// shared outside. While it is, nothing internal is posted there.
func (s *Service) ChannelShared(ctx context.Context, channel string, shared bool) error {
	return s.inChannel(ctx, channel, func(w *Unit) (bool, error) {
		if w.inc.Channel.Shared == shared {
			return false, nil
		}
		w.inc.Channel.Shared = shared
		text := "The channel is internal again."
		if shared {
			text = "The channel became shared outside: nothing internal is posted there any more."
			n := w.inc.NewDelivery(outbox.Notice, "notice/shared/"+fault.Itoa(int(w.inc.Rev)), w.now)
			n.To = w.inc.Roles[playbook.Commander]
			if err := enqueue(w.tx, n); err != nil {
				return false, err
			}
		}
		return true, w.record("", "audience", text)
	})
}
