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
	_, err := s.change(ctx, a, incident.Send, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		var err error
		t, err = s.draft(tx, inc, a, p, now)
		return err
	})
	return t, err
}

// draft composes an update and keeps it as the writer's.
func (s *Service) draft(tx Tx, inc *incident.Incident, a incident.Actor, p incident.Proposal, now time.Time) (*view.Telling, error) {
	if err := incident.May(a, incident.Send, inc); err != nil {
		return nil, err
	}
	aff, err := inc.Find(p.Client)
	if err != nil {
		return nil, err
	}
	t, err := s.compose(tx, inc, aff, a, p, now)
	if fault.CodeOf(err) == fault.Blocked { // the writer may give a reason; until then Send refuses it
		t.Blocked, err = true, nil
	}
	if err != nil {
		return nil, err
	}
	aff.KeepDraft(t.Update)
	if p := aff.Next(); p != nil { // who writes takes care of it
		p.Ack = &incident.Ack{By: a.ID, At: now}
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
	_, err := s.changeFor(ctx, a, incident.Send, number, client, func(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
		u, ok := aff.Drafts[a.ID]
		switch {
		case !ok:
			return fault.Errorf(fault.Conflict, "There is no draft of yours for %s any more: it was sent or withdrawn. Nothing was sent now.", aff.Client.Name)
		case u.Hash() != c.Hash:
			return fault.Errorf(fault.Conflict, "The draft has changed since you read it. It was *not* sent. Open Client update to read it again.")
		}
		var err error
		t, err = s.sendDraft(tx, inc, aff, u, a, c, now)
		return err
	})
	return t, err
}

// sendDraft lets a draft leave that its writer has read.
func (s *Service) sendDraft(tx Tx, inc *incident.Incident, aff *incident.Affected, u incident.Update, a incident.Actor, c Consent, now time.Time) (*view.Telling, error) {
	if err := s.stale(inc, aff, u, now); err != nil {
		return nil, err
	}
	t := &view.Telling{Incident: inc, Client: aff.Client, Update: u}
	changed, err := s.renew(tx, inc, aff, &t.Update, now)
	if err != nil {
		return nil, err
	}
	reason := c.Reason
	if reason == "" && len(u.Overrides) > 0 {
		reason = u.Overrides[0].Reason
	}
	if t.Findings, err = s.check(tx, inc, aff, &t.Update, reason, now); err != nil {
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
	return t, s.leave(tx, inc, aff, t, a, c.Sure, now)
}

// Tell writes and sends in one act, for words that the person has typed or
// confirmed in the same press.
func (s *Service) Tell(ctx context.Context, a incident.Actor, number int64, p incident.Proposal) (*view.Telling, error) {
	var t *view.Telling
	_, err := s.change(ctx, a, incident.Send, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		aff, err := inc.Find(p.Client)
		if err != nil {
			return err
		}
		t, err = s.tell(tx, inc, aff, a, p, "", now)
		return err
	})
	return t, err
}

func (s *Service) tell(tx Tx, inc *incident.Incident, aff *incident.Affected, a incident.Actor, p incident.Proposal, batch string, now time.Time) (*view.Telling, error) {
	if p.Kind == incident.Holding && p.NextAt.IsZero() { // a new time is news
		if err := aff.MaySayStill(p.Words["action_now"]); err != nil {
			return nil, err
		}
	}
	t, err := s.compose(tx, inc, aff, a, p, now)
	if err != nil {
		return nil, err
	}
	t.Update.Batch = batch
	return t, s.leave(tx, inc, aff, t, a, false, now)
}

// compose fills in, renders and checks an update.
func (s *Service) compose(tx Tx, inc *incident.Incident, aff *incident.Affected, a incident.Actor, p incident.Proposal, now time.Time) (*view.Telling, error) {
	if err := inc.Fits(aff, p.Kind, now); err != nil {
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
		Incident: inc.Number, Client: aff.Client.ID, Kind: p.Kind, State: incident.Draft, Quiet: p.Quiet,
		Words: maps.Clone(p.Words), Times: maps.Clone(p.Times), NextAt: p.NextAt,
		Sender: s.signer(inc, a), By: a.ID, At: now,
	}
	u.Night = inc.Night(aff, &u, inc.ChosenNight(aff, a.ID, p, now), now)
	u.Rhythm = inc.Announced(aff, &u, p.Slower, now)
	if u.NextAt.IsZero() && incident.PromisesNext(u.Kind) {
		u.NextAt = inc.NextAfter(aff, &u, now)
	}
	if owed := aff.Next(); owed != nil && (!incident.Aftercare(u.Kind) || owed.Kind == incident.CheckinPromise) {
		u.LateFor = owed.LateFor(now)
		if u.Kind == incident.MissedUpdate { // says so as soon as it is
			u.LateFor = owed.Known().DueAt
		}
	}
	u.To = aff.Client.Destinations()
	if u.Kind == incident.Correction {
		u.Corrects = cmp.Or(p.Corrects, inc.WrongIn(aff))
		if err := s.corrected(tx, inc, aff, &u); err != nil {
			return nil, err
		}
	}
	inc.Stamp(aff, &u, now)
	u = s.Words.Begin(inc, aff, u, now)
	if at := u.Times["since_fixed"]; !at.IsZero() && at.Before(inc.Since) {
		return nil, fault.FieldError("since_fixed", "Nothing was sent. It cannot work since %s UTC: it began at %s UTC. Give a later time, or correct when it began.", at.UTC().Format("Mon 15:04"), inc.Since.UTC().Format("Mon 15:04"))
	}
	var err error
	if u.Texts, err = s.texts(inc, aff, u); err != nil {
		return nil, err
	}
	s.noteTold(inc, aff, &u)
	list, err := s.check(tx, inc, aff, &u, p.Reason, now)
	if err != nil {
		return nil, err
	}
	t := &view.Telling{Incident: inc, Client: aff.Client, Company: s.Company, Update: u, Findings: list, Asks: s.needs(inc, aff, &u, a.ID)}
	return t, incident.Blocked(list)
}

// check asks the draft check about an update. While a client waits for news, or
// in the first hour, only what keeps a text from leaving is shown: a late honest
// message beats a polished later one.
func (s *Service) check(tx Tx, inc *incident.Incident, aff *incident.Affected, u *incident.Update, reason string, now time.Time) ([]incident.Finding, error) {
	c, err := s.checked(tx, inc, aff, u, now)
	if err != nil {
		return nil, err
	}
	list := u.Override(s.Words.Check(inc, c), reason)
	p := aff.Next()
	if now.Sub(inc.DeclaredAt) >= firstHour && (p == nil || now.Before(p.DueAt)) {
		return list, nil
	}
	return slices.DeleteFunc(list, func(f incident.Finding) bool {
		return f.Level != incident.Block && !slices.ContainsFunc(u.Overrides, func(o incident.Override) bool { return o.Rule == f.Rule })
	}), nil
}

// firstHour is how long an incident is too fresh for advice on style.
const firstHour = time.Hour

// stale refuses a draft whose promise cannot be kept any more.
func (s *Service) stale(inc *incident.Incident, aff *incident.Affected, u incident.Update, now time.Time) error {
	if err := inc.Fits(aff, u.Kind, now); err != nil {
		return err
	}
	if incident.PromisesNext(u.Kind) && !u.NextAt.After(now) {
		return fault.FieldError("next_update", "The update was *not* sent: its next time has passed while you were writing. Choose a later one.")
	}
	if !u.Rhythm.IsZero() && u.Rhythm != inc.Announced(aff, &u, true, now) {
		return fault.Errorf(fault.Conflict, "The update was *not* sent: it says how often %s hears from now on, and that has changed since. Open Client update to read it again.", aff.Client.Name)
	}
	return nil
}

// approve freezes the texts of t, queues them and starts the hold in which
// they can be taken back.
func (s *Service) approve(tx Tx, inc *incident.Incident, aff *incident.Affected, t *view.Telling, by string, now time.Time) error {
	if aff.Out > 0 {
		return incident.OnItsWay(aff)
	}
	if err := s.replaceRequest(tx, inc, aff, by, now); err != nil {
		return err
	}
	u := &t.Update
	if u.Corrects > 0 {
		if err := s.recallRest(tx, inc, aff, u, now); err != nil {
			return err
		}
	}
	aff.Updates++
	u.N, u.State, u.By, u.At, u.Again = aff.Updates, incident.Held, by, now, ""
	wait := incident.Hold(now.Add(20*time.Second), now)
	if p := aff.Next(); p != nil {
		wait = incident.Hold(p.DueAt, now)
	}
	if !u.NextAt.IsZero() { // it has to arrive before the time that it names
		wait = min(wait, incident.Hold(u.NextAt, now))
	}
	aff.Results = nil
	for _, to := range u.To {
		d := inc.ClientDelivery(u, to, now)
		d.NotTill = now.Add(wait)
		if err := enqueue(tx, d); err != nil {
			return err
		}
		aff.Note(&d)
	}
	aff.Out, aff.Batch, t.Held = u.N, u.Batch, now.Add(wait)
	delete(aff.Drafts, by)
	if err := s.takeOver(tx, inc, by, now); err != nil {
		return err
	}
	if err := tx.PutClientUpdate(u); err != nil {
		return err
	}
	text := fmt.Sprintf("Approved update %d (%s) for %s.", u.N, u.Kind, aff.Client.Name)
	if u.Alone {
		text = fmt.Sprintf("Approved update %d (%s) for %s alone.", u.N, u.Kind, aff.Client.Name)
	}
	for _, o := range u.Overrides {
		text += fmt.Sprintf(" It left although the draft check blocked it (%s): %s", o.Rule, o.Reason)
	}
	return record(tx, inc, by, "approved", text, now)
}

// takeOver makes somebody whom the ladder asked, and who then told the client,
// the one who talks to the client.
func (s *Service) takeOver(tx Tx, inc *incident.Incident, user string, now time.Time) error {
	if user == inc.Holder(playbook.Comms) || user == inc.Roles[playbook.Commander] || !inc.Asked(user) {
		return nil
	}
	inc.Roles[playbook.Comms] = user
	if err := record(tx, inc, user, "role", fault.Mention(user)+" is now "+string(playbook.Comms)+": they were asked, and told the client.", now); err != nil {
		return err
	}
	return invite(inc, tx, user, now)
}

// invite queues an invitation into the incident's channel.
func invite(inc *incident.Incident, tx Tx, user string, now time.Time) error {
	if inc.Channel.ID == "" {
		return nil // everybody with a role is invited once the channel exists
	}
	d := inc.NewDelivery(outbox.Invite, "invite/"+user+"/"+fault.Itoa(int(inc.Rev)), now)
	d.Users = []string{user}
	return enqueue(tx, d)
}

// deliveries returns those of an update, in the order of its recipients. In place
// of one that cannot be read stands one that has ended, and of which nobody
// knows whether it arrived.
func deliveries(inc *incident.Incident, tx Tx, u *incident.Update) ([]*outbox.Delivery, error) {
	list := make([]*outbox.Delivery, len(u.To))
	for i, to := range u.To {
		key := inc.UpdateKey(u, to)
		d, err := tx.Delivery(key)
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
func copies(inc *incident.Incident, tx Tx, aff *incident.Affected, n int) ([]*outbox.Delivery, error) {
	u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, n)
	if incident.IsLost(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return deliveries(inc, tx, u)
}
