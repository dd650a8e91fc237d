package service

import (
	"context"
	"fmt"
	"strings"
	"time"
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
	inc, err := s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		if err := inc.MayResolve(); err != nil {
			return err
		}
		if err := inc.Pass(playbook.ResolveGate, c.Done, c.Reason, a.ID, now); err != nil {
			return err
		}
		if err := s.endRequests(tx, inc, "the incident was resolved", now); err != nil {
			return err
		}
		inc.State, inc.ResolvedAt = incident.Resolved, now
		for i := range inc.Clients {
			if err := s.lastWord(tx, inc, &inc.Clients[i], c.Reason, now); err != nil {
				return err
			}
		}
		if err := record(tx, inc, a.ID, "resolved", "It works again."+because(c.Reason), now); err != nil || last == nil {
			return err
		}
		var err error
		if last.Client == incident.AllClients {
			t = &view.Telling{}
			t.All, err = s.draftAll(tx, inc, a, *last, now)
			return err
		}
		t, err = s.draft(tx, inc, a, *last, now)
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
func (s *Service) lastWord(tx Tx, inc *incident.Incident, aff *incident.Affected, reason string, now time.Time) error {
	if p := aff.Owed(incident.WrittenPromise); p != nil { // the last word is in writing
		p.End(incident.Moved, "resolved", now)
		if err := s.collapse(tx, inc, aff, p, 0, now); err != nil {
			return err
		}
	}
	old := aff.Owed(incident.UpdatePromise)
	if !aff.MayKnow() {
		aff.NoPromise = "resolved before the first notice" + strings.TrimSuffix(": "+strings.TrimSpace(reason), ": ")
		if old != nil {
			old.End(incident.Dropped, aff.NoPromise, now)
			return s.collapse(tx, inc, aff, old, 0, now)
		}
		return nil
	}
	final := incident.Promise{MadeAt: now, DueAt: inc.FinalDue(aff, now)}
	if old != nil {
		if old.DueAt.Before(final.DueAt) {
			final = *old
		}
		old.End(incident.Moved, "resolved", now)
		if err := s.collapse(tx, inc, aff, old, 0, now); err != nil {
			return err
		}
	}
	p := inc.Promise(aff, incident.FinalPromise, final.DueAt, final.MadeAt)
	if final.N > 0 { // the ladder goes on where it is
		p.Said, p.SaidDue, p.Usual = final.Said, final.SaidDue, final.Usual
		p.Rung, p.Repeat, p.LastAt, p.AskedAll = final.Rung, final.Repeat, final.LastAt, final.AskedAll
	}
	return nil
}

// Close ends a resolved incident. The steps of the gate are answered; what is
// still promised is dropped for the reason that was given.
func (s *Service) Close(ctx context.Context, a incident.Actor, number int64, c Closing) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		switch inc.State {
		case incident.Resolved:
		case incident.Open:
			return fault.Errorf(fault.Conflict, "%s was not closed: it is still open. Resolve it first; that also gives the client the last word.", inc.Name())
		default:
			return inc.OverError()
		}
		if e := inc.OwesWord(); e != nil {
			e.Code = fault.Conflict
			return e
		}
		if err := nothingMoves(inc, tx); err != nil {
			return err
		}
		if err := inc.Pass(playbook.CloseGate, c.Done, c.Reason, a.ID, now); err != nil {
			return err
		}
		for i := range inc.Clients {
			if err := s.abandonStuck(tx, inc, &inc.Clients[i], now); err != nil {
				return err
			}
		}
		if err := s.endRequests(tx, inc, "the incident was closed", now); err != nil {
			return err
		}
		inc.DropPromises("closed"+strings.TrimSuffix(": "+strings.TrimSpace(c.Reason), ": "), now)
		inc.State, inc.ClosedAt = incident.Closed, now
		return record(tx, inc, a.ID, "closed", "Closed."+because(c.Reason), now)
	})
}

// nothingMoves keeps an incident from being closed while a copy of a text is on
// its way: nobody would hear what became of it.
func nothingMoves(inc *incident.Incident, tx Tx) error {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		for n := 1; n <= aff.Updates; n++ {
			list, err := copies(inc, tx, aff, n)
			if err != nil {
				return err
			}
			for _, d := range list {
				if !d.Ended() {
					e := fault.FieldError("reason", "%s was *not* closed: a copy of update %d is still on its way to %s (%s). Wait until it has arrived, or until you are asked what to do.", inc.Name(), n, aff.Client.Name, d.Via)
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
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		reason := strings.TrimSpace(reason)
		switch {
		case inc.Over():
			return inc.OverError()
		case inc.Told():
			return fault.Errorf(fault.Conflict, "%s was *not* cancelled: the client has been told of it, so it is owed an ending. Resolve it instead, and say there what it was.", inc.Name())
		case reason == "":
			return fault.FieldError("reason", "It was not cancelled. Say why it was no incident, for example: cancel it was a planned restart.")
		}
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			if p := aff.Owed(incident.UpdatePromise); p != nil {
				if err := s.collapse(tx, inc, aff, p, 0, now); err != nil {
					return err
				}
			}
			if err := s.abandonStuck(tx, inc, aff, now); err != nil {
				return err
			}
		}
		if err := s.endRequests(tx, inc, "the incident was cancelled", now); err != nil {
			return err
		}
		inc.DropPromises(reason, now)
		inc.State, inc.ClosedAt = incident.Cancelled, now
		return record(tx, inc, a.ID, "cancelled", "Cancelled: "+reason, now)
	})
}

// endRequests gives back what still waits for approval: nothing is sent any more.
func (s *Service) endRequests(tx Tx, inc *incident.Incident, why string, now time.Time) error {
	for i := range inc.Clients {
		if err := s.voidRequest(tx, inc, &inc.Clients[i], why, now); err != nil {
			return err
		}
	}
	return nil
}

// Edit changes what an incident is.
func (s *Service) Edit(ctx context.Context, a incident.Actor, number int64, d incident.Details) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		for _, step := range []func(Tx, *incident.Incident, incident.Actor, incident.Details, time.Time) error{s.editKind, s.editSeverity, editStatus, s.editRoles} {
			if err := step(tx, inc, a, d, now); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) editKind(tx Tx, inc *incident.Incident, a incident.Actor, d incident.Details, now time.Time) error {
	if d.Kind == "" || d.Kind == inc.Kind {
		return nil
	}
	pb := s.Playbook(d.Kind)
	if pb == nil {
		return fault.FieldError("kind", "There is no kind %q. Nothing was changed. Known kinds: %s.", d.Kind, strings.Join(s.Kinds(), ", "))
	}
	was, waits := inc.Severity, !inc.NeverWaits()
	if err := inc.SetKind(pb, now); err != nil {
		return err
	}
	if waits && inc.NeverWaits() && inc.KindTraits().BadNews {
		inc.HappenedToAll(incident.DataHit, now)
	}
	if err := record(tx, inc, a.ID, "kind", "It is now “"+pb.Name+"”. The checklist follows; what was done stays.", now); err != nil {
		return err
	}
	if pb.Private && !inc.Private {
		if err := s.moveAway(tx, inc, a, now); err != nil {
			return err
		}
	}
	return s.weighed(tx, inc, a, was, now)
}

func (s *Service) editSeverity(tx Tx, inc *incident.Incident, a incident.Actor, d incident.Details, now time.Time) error {
	if d.Severity == 0 || d.Severity == inc.Severity {
		return nil
	}
	pb := s.Playbook(inc.Kind)
	if floor := inc.Floor(pb); pb != nil && floor != 0 && d.Severity > floor && d.Severity.Valid() {
		return fault.FieldError("severity", "“%s”, with what is known of it, is never milder than severity %d. Nothing was changed. If it is something else, change the kind or the answers first.", pb.Name, floor)
	}
	was := inc.Severity
	if err := inc.SetSeverity(d.Severity, now); err != nil {
		return err
	}
	return s.weighed(tx, inc, a, was, now)
}

// weighed follows a change of severity: reminders of promises that it ended
// lose their buttons.
func (s *Service) weighed(tx Tx, inc *incident.Incident, a incident.Actor, was client.Severity, now time.Time) error {
	if was == inc.Severity {
		return nil
	}
	if inc.Severity < was {
		inc.HappenedToAll(incident.Worse, now)
	}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if err := s.voidRequest(tx, inc, aff, fmt.Sprintf("the severity changed from %d to %d", was, inc.Severity), now); err != nil {
			return err
		}
		if p := aff.Last(); p != nil && p.Outcome == incident.Dropped && p.SettledAt.Equal(now) {
			if err := s.collapse(tx, inc, aff, p, 0, now); err != nil {
				return err
			}
		}
	}
	return record(tx, inc, a.ID, "severity", fmt.Sprintf("Severity %d became %d.", was, inc.Severity), now)
}

func editStatus(tx Tx, inc *incident.Incident, a incident.Actor, d incident.Details, now time.Time) error {
	if d.Status == "" || d.Status == inc.Status {
		return nil
	}
	if err := inc.SetStatus(d.Status); err != nil {
		return err
	}
	switch d.Status {
	case incident.Mitigated:
		inc.HappenedToAll(incident.LessHarm, now)
	case incident.Monitoring:
		inc.HappenedToAll(incident.WorksAgain, now)
	}
	return record(tx, inc, a.ID, "status", "Status became "+string(d.Status)+".", now)
}

func (s *Service) editRoles(tx Tx, inc *incident.Incident, a incident.Actor, d incident.Details, now time.Time) error {
	for _, r := range playbook.Roles {
		user, ok := d.Roles[r]
		if !ok || inc.Roles[r] == user {
			continue
		}
		if err := inc.Assign(r, user); err != nil {
			return err
		}
		introduce(inc, user, d.Names[user])
		if user != "" {
			if err := invite(inc, tx, user, now); err != nil {
				return err
			}
		}
		text := fault.Mention(user) + " is now " + string(r) + "."
		if user == "" {
			text = "The role " + string(r) + " is free."
		}
		if err := record(tx, inc, a.ID, "role", text, now); err != nil {
			return err
		}
	}
	return s.holdersChanged(tx, inc, now)
}

// Note writes a line into the timeline.
func (s *Service) Note(ctx context.Context, a incident.Actor, number int64, text string) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		text := strings.TrimSpace(text)
		switch {
		case text == "":
			return fault.Errorf(fault.Invalid, "Say what to note, for example: note restarted the web server. Nothing was written.")
		case utf8.RuneCountInString(text) > 3000:
			return fault.Errorf(fault.Invalid, "A note has at most 3,000 characters; this one has %d. Nothing was written.", utf8.RuneCountInString(text))
		}
		return record(tx, inc, a.ID, "note", text, now)
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
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		for _, ans := range answers {
			it, err := inc.Answer(ans.Item, ans.State, ans.Reason, a.ID, now)
			if err != nil {
				return err
			}
			what := map[playbook.ItemState]string{playbook.ItemOpen: "Opened again: ", playbook.ItemDone: "Done: ", playbook.ItemSkipped: "Skipped: "}[ans.State]
			text := what + it.Text
			if it.Reason != "" {
				text += " Reason: " + it.Reason
			}
			if err := record(tx, inc, a.ID, "step", text, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// AddStep adds a step of the team's own to the checklist.
func (s *Service) AddStep(ctx context.Context, a incident.Actor, number int64, text string) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		it, err := inc.Add(text, inc.Phase())
		if err != nil {
			return err
		}
		return record(tx, inc, a.ID, "step", "Added: "+it.Text, now)
	})
}

// ChannelShared notes that an incident's channel became, or is no longer,
// shared outside. While it is, nothing internal is posted there.
func (s *Service) ChannelShared(ctx context.Context, channel string, shared bool) error {
	return s.inChannel(ctx, channel, func(tx Tx, inc *incident.Incident, now time.Time) (bool, error) {
		if inc.Channel.Shared == shared {
			return false, nil
		}
		inc.Channel.Shared = shared
		text := "The channel is internal again."
		if shared {
			text = "The channel became shared outside: nothing internal is posted there any more."
			n := inc.NewDelivery(outbox.Notice, "notice/shared/"+fault.Itoa(int(inc.Rev)), now)
			n.To = inc.Roles[playbook.Commander]
			if err := enqueue(tx, n); err != nil {
				return false, err
			}
		}
		return true, record(tx, inc, "", "audience", text, now)
	})
}
