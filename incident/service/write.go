package service

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/view"
)

// Write renders and checks an update and keeps it as the writer's draft. What
// the writer then sees is what Send sends. A text that may not leave is an
// error with its fields.
func (s *Service) Write(ctx context.Context, a incident.Actor, number int64, p incident.Proposal) (*view.Telling, error) {
	var t *view.Telling
	_, err := s.change(ctx, a, incident.Send, number, func(w *Unit) error {
		var err error
		t, err = w.draft(a, p)
		return err
	})
	return t, err
}

// draft composes an update and keeps it as the writer's.
func (w *Unit) draft(a incident.Actor, p incident.Proposal) (*view.Telling, error) {
	if err := incident.May(a, incident.Send, w.inc); err != nil {
		return nil, err
	}
	aff, err := w.inc.Find(p.Client)
	if err != nil {
		return nil, err
	}
	t, err := w.compose(aff, a, p)
	if fault.CodeOf(err) == fault.Blocked { // the writer may give a reason; until then Send refuses it
		t.Blocked, err = true, nil
	}
	if err != nil {
		return nil, err
	}
	aff.KeepDraft(t.Update)
	if p := aff.Next(); p != nil { // who writes takes care of it
		p.Ack = &incident.Ack{By: a.ID, At: w.now}
	}
	return t, nil
}

// Consent is how a person lets a draft leave.
type Consent struct {
	Hash   string // of the text that they have read
	Sure   bool   // they were asked a second time, as for bad news
	Reason string // why it may leave although the draft check would keep it back
}

// Send lets the writer's draft leave, if it is the text that they have read:
// it is queued, or brought before those whose approval it needs. Bad news is
// sent by the second Send.
func (s *Service) Send(ctx context.Context, a incident.Actor, number int64, client string, c Consent) (*view.Telling, error) {
	var t *view.Telling
	_, err := s.changeFor(ctx, a, incident.Send, number, client, func(w *Unit, aff *incident.Affected) error {
		u, ok := aff.Drafts[a.ID]
		switch {
		case !ok:
			return fault.Errorf(fault.Conflict, "There is no draft of yours for %s any more: it was sent or withdrawn. Nothing was sent now.", aff.Client.Name)
		case u.Hash() != c.Hash:
			return fault.Errorf(fault.Conflict, "The draft has changed since you read it. It was *not* sent. Open Client update to read it again.")
		}
		var err error
		t, err = w.sendDraft(aff, u, a, c)
		return err
	})
	return t, err
}

// sendDraft lets a draft leave that its writer has read.
func (w *Unit) sendDraft(aff *incident.Affected, u incident.Update, a incident.Actor, c Consent) (*view.Telling, error) {
	if err := w.stale(aff, u); err != nil {
		return nil, err
	}
	t := &view.Telling{Incident: w.inc, Client: aff.Client, Update: u}
	changed, err := w.renew(aff, &t.Update)
	if err != nil {
		return nil, err
	}
	reason := c.Reason
	if reason == "" && len(u.Overrides) > 0 {
		reason = u.Overrides[0].Reason
	}
	if t.Findings, err = w.check(aff, &t.Update, reason); err != nil {
		return nil, err
	}
	if err := incident.Blocked(t.Findings); err != nil {
		return nil, err
	}
	if changed { // it is read once more
		t.Again, t.Update.Again = true, t.Update.Hash()
		aff.KeepDraft(t.Update)
		return t, nil
	}
	return t, w.leave(aff, t, a, c.Sure)
}

// Tell writes and sends in one act, for words that the person has typed or
// confirmed in the same press.
func (s *Service) Tell(ctx context.Context, a incident.Actor, number int64, p incident.Proposal) (*view.Telling, error) {
	var t *view.Telling
	_, err := s.change(ctx, a, incident.Send, number, func(w *Unit) error {
		aff, err := w.inc.Find(p.Client)
		if err != nil {
			return err
		}
		t, err = w.tell(aff, a, p, "")
		return err
	})
	return t, err
}

func (w *Unit) tell(aff *incident.Affected, a incident.Actor, p incident.Proposal, batch string) (*view.Telling, error) {
	if p.Kind == incident.Holding && p.NextAt.IsZero() { // a new time is news
		if err := aff.MaySayStill(p.Words["action_now"]); err != nil {
			return nil, err
		}
	}
	t, err := w.compose(aff, a, p)
	if err != nil {
		return nil, err
	}
	t.Update.Batch = batch
	return t, w.leave(aff, t, a, false)
}

// compose fills in, renders and checks an update.
func (w *Unit) compose(aff *incident.Affected, a incident.Actor, p incident.Proposal) (*view.Telling, error) {
	if err := w.inc.Fits(aff, p.Kind, w.now); err != nil {
		return nil, err
	}
	p.Words = maps.Clone(p.Words)
	for name, text := range p.Words {
		p.Words[name] = facts.Answered(text)
	}
	if doing, ok := p.Words["action_now"]; ok {
		p.Words["action_now"] = incident.WeAre.ReplaceAllString(doing, "")
	}
	u := incident.Update{
		Incident: w.inc.Number, Client: aff.Client.ID, Kind: p.Kind, State: incident.Draft, Quiet: p.Quiet,
		Words: maps.Clone(p.Words), Times: maps.Clone(p.Times), NextAt: p.NextAt,
		Sender: w.signer(a), By: a.ID, At: w.now,
	}
	u.Night = w.inc.Night(aff, &u, w.inc.ChosenNight(aff, a.ID, p, w.now), w.now)
	u.Rhythm = w.inc.Announced(aff, &u, p.Slower, w.now)
	if u.NextAt.IsZero() && incident.PromisesNext(u.Kind) {
		u.NextAt = w.inc.NextAfter(aff, &u, w.now)
	}
	if owed := aff.Next(); owed != nil && (!incident.Aftercare(u.Kind) || owed.Kind == incident.CheckinPromise) {
		u.LateFor = owed.LateFor(w.now)
		if u.Kind == incident.MissedUpdate { // says so as soon as it is
			u.LateFor = owed.Known().DueAt
		}
	}
	u.To = aff.Client.Destinations()
	if u.Kind == incident.Correction {
		u.Corrects = cmp.Or(p.Corrects, w.inc.WrongIn(aff))
		if err := w.corrected(aff, &u); err != nil {
			return nil, err
		}
	}
	w.inc.Stamp(aff, &u, w.now)
	u = w.Words.Begin(w.inc, aff, u, w.now)
	if at := u.Times["since_fixed"]; !at.IsZero() && at.Before(w.inc.Since) {
		return nil, fault.FieldError("since_fixed", "Nothing was sent. It cannot work since %s UTC: it began at %s UTC. Give a later time, or correct when it began.", at.UTC().Format("Mon 15:04"), w.inc.Since.UTC().Format("Mon 15:04"))
	}
	var err error
	if u.Texts, err = w.texts(aff, u); err != nil {
		return nil, err
	}
	w.noteTold(aff, &u)
	list, err := w.check(aff, &u, p.Reason)
	if err != nil {
		return nil, err
	}
	t := &view.Telling{Incident: w.inc, Client: aff.Client, Company: w.Company, Update: u, Findings: list, Asks: w.needs(aff, &u, a.ID)}
	return t, incident.Blocked(list)
}

// check asks the draft check about an update. While a client waits for news, or
// in the first hour, only what keeps a text from leaving is shown: a late honest
// message beats a polished later one.
func (w *Unit) check(aff *incident.Affected, u *incident.Update, reason string) ([]incident.Finding, error) {
	c, err := w.checked(aff, u)
	if err != nil {
		return nil, err
	}
	list := u.Override(w.Words.Check(w.inc, c), reason)
	p := aff.Next()
	if w.now.Sub(w.inc.DeclaredAt) >= firstHour && (p == nil || w.now.Before(p.DueAt)) {
		return list, nil
	}
	return slices.DeleteFunc(list, func(f incident.Finding) bool {
		return f.Level != incident.Block && !slices.ContainsFunc(u.Overrides, func(o incident.Override) bool { return o.Rule == f.Rule })
	}), nil
}

// firstHour is how long an incident is too fresh for advice on style.
const firstHour = time.Hour

// stale refuses a draft whose promise cannot be kept any more.
func (w *Unit) stale(aff *incident.Affected, u incident.Update) error {
	if err := w.inc.Fits(aff, u.Kind, w.now); err != nil {
		return err
	}
	if incident.PromisesNext(u.Kind) && !u.NextAt.After(w.now) {
		return fault.FieldError("next_update", "The update was *not* sent: its next time has passed while you were writing. Choose a later one.")
	}
	if !u.Rhythm.IsZero() && u.Rhythm != w.inc.Announced(aff, &u, true, w.now) {
		return fault.Errorf(fault.Conflict, "The update was *not* sent: it says how often %s hears from now on, and that has changed since. Open Client update to read it again.", aff.Client.Name)
	}
	return nil
}

// approve freezes the texts of t, queues them and starts the hold in which
// they can be taken back.
func (w *Unit) approve(aff *incident.Affected, t *view.Telling, by string) error {
	if aff.Out > 0 {
		return incident.OnItsWay(aff)
	}
	if err := w.replaceRequest(aff, by); err != nil {
		return err
	}
	u := &t.Update
	if u.Corrects > 0 {
		if err := w.recallRest(aff, u); err != nil {
			return err
		}
	}
	aff.Updates++
	u.N, u.State, u.By, u.At, u.Again = aff.Updates, incident.Held, by, w.now, ""
	wait := incident.Hold(w.now.Add(20*time.Second), w.now)
	if p := aff.Next(); p != nil {
		wait = incident.Hold(p.DueAt, w.now)
	}
	if !u.NextAt.IsZero() { // it has to arrive before the time that it names
		wait = min(wait, incident.Hold(u.NextAt, w.now))
	}
	aff.Results = nil
	for _, to := range u.To {
		d := w.inc.ClientDelivery(u, to, w.now)
		d.NotTill = w.now.Add(wait)
		if err := enqueue(w.tx, d); err != nil {
			return err
		}
		aff.Note(&d)
	}
	aff.Out, aff.Batch, t.Held = u.N, u.Batch, w.now.Add(wait)
	delete(aff.Drafts, by)
	if err := w.takeOver(by); err != nil {
		return err
	}
	if err := w.tx.PutClientUpdate(u); err != nil {
		return err
	}
	text := fmt.Sprintf("Approved update %d (%s) for %s.", u.N, u.Kind, aff.Client.Name)
	if u.Alone {
		text = fmt.Sprintf("Approved update %d (%s) for %s alone.", u.N, u.Kind, aff.Client.Name)
	}
	for _, o := range u.Overrides {
		text += fmt.Sprintf(" It left although the draft check blocked it (%s): %s", o.Rule, o.Reason)
	}
	return w.record(by, "approved", text)
}

// takeOver makes somebody whom the ladder asked, and who then told the client,
// the one who talks to the client.
func (w *Unit) takeOver(user string) error {
	if user == w.inc.Holder(playbook.Comms) || user == w.inc.Roles[playbook.Commander] || !w.inc.Asked(user) {
		return nil
	}
	w.inc.Roles[playbook.Comms] = user
	if err := w.record(user, "role", fault.Mention(user)+" is now "+string(playbook.Comms)+": they were asked, and told the client."); err != nil {
		return err
	}
	return w.invite(user)
}

// invite queues an invitation into the incident's channel.
func (w *Unit) invite(user string) error {
	if w.inc.Channel.ID == "" {
		return nil // everybody with a role is invited once the channel exists
	}
	d := w.inc.NewDelivery(outbox.Invite, "invite/"+user+"/"+fault.Itoa(int(w.inc.Rev)), w.now)
	d.Users = []string{user}
	return enqueue(w.tx, d)
}

// deliveries returns those of an update, in the order of its recipients. In place
// of one that cannot be read stands one that has ended, and of which nobody
// knows whether it arrived.
func (w *Unit) deliveries(u *incident.Update) ([]*outbox.Delivery, error) {
	list := make([]*outbox.Delivery, len(u.To))
	for i, to := range u.To {
		key := w.inc.UpdateKey(u, to)
		d, err := w.tx.Delivery(key)
		if incident.IsLost(err) {
			d, err = &outbox.Delivery{Key: key, Kind: outbox.ClientText, State: outbox.Dead, GivenUp: true, Doubted: true}, nil
		}
		if err != nil {
			return nil, err
		}
		list[i] = d
	}
	return list, nil
}

// copies are the deliveries of a client's update n; none if it cannot be read.
func (w *Unit) copies(aff *incident.Affected, n int) ([]*outbox.Delivery, error) {
	u, err := w.tx.ClientUpdate(w.inc.Number, aff.Client.ID, n)
	if incident.IsLost(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return w.deliveries(u)
}
