package candor

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Proposal is an update as its writer wants it: what is empty is filled in
// from what is known.
type Proposal struct {
	Client string // empty: the incident's first client
	Kind   string
	Words  map[string]string
	Times  map[string]time.Time
	NextAt time.Time // zero: proposed
	Quiet  bool
	Night  NightChoice // of a first notice outside the client's hours; "": half-hourly, or the client's policy

	Slower   bool   // it says that the client hears less often from now on, if that may be
	Corrects int    // of a correction: the update that was wrong; 0: the newest that was by the answers, else the newest
	Reason   string // why it may leave although the draft check would block it
}

// Telling is the result of writing or sending an update.
type Telling struct {
	Incident *Incident
	Client   Client
	Company  string // ours, as clients know us
	Update   Update // with the exact texts
	Findings []Finding
	Held     time.Time // until when it can be taken back; zero if it was not sent
	Again    bool      // bad news, or a text that nobody has seen: it waits for one more confirmation
	Asks     []Need    // approvals that it needs, or waits for; nothing was sent yet
	All      []Each    // the same for each client, where it was written for all
	Blocked  bool      // the draft check keeps it from leaving until the writer gives a reason
}

// Write renders and checks an update and keeps it as the writer's draft. What
// the writer then sees is what Send sends. A text that may not leave is an
// error with its fields.
func (s *Service) Write(ctx context.Context, a Actor, number int64, p Proposal) (*Telling, error) {
	var t *Telling
	_, err := s.change(ctx, a, Send, number, func(tx Tx, inc *Incident, now time.Time) error {
		var err error
		t, err = s.draft(tx, inc, a, p, now)
		return err
	})
	return t, err
}

// draft composes an update and keeps it as the writer's.
func (s *Service) draft(tx Tx, inc *Incident, a Actor, p Proposal, now time.Time) (*Telling, error) {
	if err := May(a, Send, inc); err != nil {
		return nil, err
	}
	aff, err := inc.find(p.Client)
	if err != nil {
		return nil, err
	}
	t, err := s.compose(tx, inc, aff, a, p, now)
	if CodeOf(err) == Blocked { // the writer may give a reason; until then Send refuses it
		t.Blocked, err = true, nil
	}
	if err != nil {
		return nil, err
	}
	aff.keepDraft(t.Update)
	if p := aff.Next(); p != nil { // who writes takes care of it
		p.Ack = &Ack{By: a.ID, At: now}
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
func (s *Service) Send(ctx context.Context, a Actor, number int64, client string, c Consent) (*Telling, error) {
	var t *Telling
	_, err := s.changeFor(ctx, a, Send, number, client, func(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
		u, ok := aff.Drafts[a.ID]
		switch {
		case !ok:
			return Errorf(Conflict, "There is no draft of yours for %s any more: it was sent or withdrawn. Nothing was sent now.", aff.Client.Name)
		case u.Hash() != c.Hash:
			return Errorf(Conflict, "The draft has changed since you read it. It was *not* sent. Open Client update to read it again.")
		}
		var err error
		t, err = s.sendDraft(tx, inc, aff, u, a, c, now)
		return err
	})
	return t, err
}

// sendDraft lets a draft leave that its writer has read.
func (s *Service) sendDraft(tx Tx, inc *Incident, aff *Affected, u Update, a Actor, c Consent, now time.Time) (*Telling, error) {
	if err := s.stale(inc, aff, u, now); err != nil {
		return nil, err
	}
	t := &Telling{Incident: inc, Client: aff.Client, Update: u}
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
	if err := blocked(t.Findings); err != nil {
		return nil, err
	}
	if changed { // it is read once more
		t.Again, t.Update.Again = true, t.Update.Hash()
		aff.keepDraft(t.Update)
		return t, nil
	}
	return t, s.leave(tx, inc, aff, t, a, c.Sure, now)
}

// Tell writes and sends in one act, for words that the person has typed or
// confirmed in the same press.
func (s *Service) Tell(ctx context.Context, a Actor, number int64, p Proposal) (*Telling, error) {
	var t *Telling
	_, err := s.change(ctx, a, Send, number, func(tx Tx, inc *Incident, now time.Time) error {
		aff, err := inc.find(p.Client)
		if err != nil {
			return err
		}
		t, err = s.tell(tx, inc, aff, a, p, "", now)
		return err
	})
	return t, err
}

func (s *Service) tell(tx Tx, inc *Incident, aff *Affected, a Actor, p Proposal, batch string, now time.Time) (*Telling, error) {
	if p.Kind == Holding && p.NextAt.IsZero() { // a new time is news
		if err := aff.maySayStill(p.Words["action_now"]); err != nil {
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
func (s *Service) compose(tx Tx, inc *Incident, aff *Affected, a Actor, p Proposal, now time.Time) (*Telling, error) {
	if err := inc.Fits(aff, p.Kind, now); err != nil {
		return nil, err
	}
	p.Words = maps.Clone(p.Words)
	for name, text := range p.Words {
		p.Words[name] = answered(text)
	}
	if doing, ok := p.Words["action_now"]; ok {
		p.Words["action_now"] = weAre.ReplaceAllString(doing, "")
	}
	u := Update{
		Incident: inc.Number, Client: aff.Client.ID, Kind: p.Kind, State: Draft, Quiet: p.Quiet,
		Words: maps.Clone(p.Words), Times: maps.Clone(p.Times), NextAt: p.NextAt,
		Sender: s.signer(inc, a), By: a.ID, At: now,
	}
	u.Night = inc.night(aff, &u, inc.chosenNight(aff, a.ID, p, now), now)
	u.Rhythm = inc.announced(aff, &u, p.Slower, now)
	if u.NextAt.IsZero() && PromisesNext(u.Kind) {
		u.NextAt = inc.nextAfter(aff, &u, now)
	}
	if owed := aff.Next(); owed != nil && (!Aftercare(u.Kind) || owed.Kind == CheckinPromise) {
		u.LateFor = owed.lateFor(now)
		if u.Kind == MissedUpdate { // says so as soon as it is
			u.LateFor = owed.known().DueAt
		}
	}
	u.To = aff.Client.Destinations()
	if u.Kind == Correction {
		u.Corrects = cmp.Or(p.Corrects, inc.WrongIn(aff))
		if err := s.corrected(tx, inc, aff, &u); err != nil {
			return nil, err
		}
	}
	inc.stamp(aff, &u, now)
	u = s.Words.Begin(inc, aff, u, now)
	if at := u.Times["since_fixed"]; !at.IsZero() && at.Before(inc.Since) {
		return nil, fieldError("since_fixed", "Nothing was sent. It cannot work since %s UTC: it began at %s UTC. Give a later time, or correct when it began.", at.UTC().Format("Mon 15:04"), inc.Since.UTC().Format("Mon 15:04"))
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
	t := &Telling{Incident: inc, Client: aff.Client, Company: s.Company, Update: u, Findings: list, Asks: s.needs(inc, aff, &u, a.ID)}
	return t, blocked(list)
}

// check asks the draft check about an update. While a client waits for news, or
// in the first hour, only what keeps a text from leaving is shown: a late honest
// message beats a polished later one.
func (s *Service) check(tx Tx, inc *Incident, aff *Affected, u *Update, reason string, now time.Time) ([]Finding, error) {
	c, err := s.checked(tx, inc, aff, u, now)
	if err != nil {
		return nil, err
	}
	list := u.override(s.Words.Check(inc, c), reason)
	p := aff.Next()
	if now.Sub(inc.DeclaredAt) >= firstHour && (p == nil || now.Before(p.DueAt)) {
		return list, nil
	}
	return slices.DeleteFunc(list, func(f Finding) bool {
		return f.Level != Block && !slices.ContainsFunc(u.Overrides, func(o Override) bool { return o.Rule == f.Rule })
	}), nil
}

// firstHour is how long an incident is too fresh for advice on style.
const firstHour = time.Hour

// blocked makes one error of the findings that keep a text from leaving.
func blocked(list []Finding) error {
	e := &Error{Code: Blocked, Fields: map[string]string{}}
	var why []string
	for _, f := range list {
		if f.Level != Block {
			continue
		}
		if f.Final {
			e.Code = Invalid
		}
		why = append(why, f.Why)
		field := f.Field
		if field == "" {
			field = "text"
		}
		e.Fields[field] = f.Why
	}
	if len(why) == 0 {
		return nil
	}
	e.Message = "The update was *not* sent. " + strings.Join(why, " ")
	return e
}

// stale refuses a draft whose promise cannot be kept any more.
func (s *Service) stale(inc *Incident, aff *Affected, u Update, now time.Time) error {
	if err := inc.Fits(aff, u.Kind, now); err != nil {
		return err
	}
	if PromisesNext(u.Kind) && !u.NextAt.After(now) {
		return fieldError("next_update", "The update was *not* sent: its next time has passed while you were writing. Choose a later one.")
	}
	if !u.Rhythm.IsZero() && u.Rhythm != inc.announced(aff, &u, true, now) {
		return Errorf(Conflict, "The update was *not* sent: it says how often %s hears from now on, and that has changed since. Open Client update to read it again.", aff.Client.Name)
	}
	return nil
}

// holdingsInARow is how often "still working" may be said before one new fact is asked for.
const holdingsInARow = 2

// NeedsFact is the code of the error that asks for a new fact.
const NeedsFact Code = "needs_fact"

// maySayStill asks for a new fact where “still working” was all that the client
// has read lately.
func (aff *Affected) maySayStill(text string) error {
	text = strings.TrimSpace(text)
	if aff.Holdings < holdingsInARow || text != "" && text != aff.Said["action_now"] {
		return nil
	}
	return Errorf(NeedsFact, "%s has read “still working” %d times in a row. Nothing was sent. Give one new fact, even “we ruled out the database”.", aff.Client.Name, aff.Holdings)
}

// lateFor returns the promised time that a text must own: the client knows it
// and it has passed by enough to matter. Zero otherwise.
func (p *Promise) lateFor(now time.Time) time.Time {
	known := p.known()
	if !p.Said || now.Before(known.DueAt.Add(min(15*time.Minute, known.Step()/6))) {
		return time.Time{}
	}
	return known.DueAt
}

// approve freezes the texts of t, queues them and starts the hold in which
// they can be taken back.
func (s *Service) approve(tx Tx, inc *Incident, aff *Affected, t *Telling, by string, now time.Time) error {
	if aff.Out > 0 {
		return onItsWay(aff)
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
	u.N, u.State, u.By, u.At, u.Again = aff.Updates, Held, by, now, ""
	wait := hold(now.Add(20*time.Second), now)
	if p := aff.Next(); p != nil {
		wait = hold(p.DueAt, now)
	}
	if !u.NextAt.IsZero() { // it has to arrive before the time that it names
		wait = min(wait, hold(u.NextAt, now))
	}
	aff.Results = nil
	for _, to := range u.To {
		d := inc.clientDelivery(u, to, now)
		d.NotTill = now.Add(wait)
		if err := enqueue(tx, d); err != nil {
			return err
		}
		aff.note(&d)
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

func onItsWay(aff *Affected) error {
	return Errorf(Conflict, "Update %d is still on its way to %s. Nothing was sent twice. Wait until it has arrived, or take it back with Undo.", aff.Out, aff.Client.Name)
}

// takeOver makes somebody whom the ladder asked, and who then told the client,
// the one who talks to the client.
func (s *Service) takeOver(tx Tx, inc *Incident, user string, now time.Time) error {
	if user == inc.Holder(Comms) || user == inc.Roles[Commander] || !inc.asked(user) {
		return nil
	}
	inc.Roles[Comms] = user
	if err := record(tx, inc, user, "role", mention(user)+" is now "+string(Comms)+": they were asked, and told the client.", now); err != nil {
		return err
	}
	return inc.invite(tx, user, now)
}

// invite queues an invitation into the incident's channel.
func (inc *Incident) invite(tx Tx, user string, now time.Time) error {
	if inc.Channel.ID == "" {
		return nil // everybody with a role is invited once the channel exists
	}
	d := inc.newDelivery(Invite, "invite/"+user+"/"+itoa(int(inc.Rev)), now)
	d.Users = []string{user}
	return enqueue(tx, d)
}

// updateKey is the key of the delivery that carries an update to a destination.
func (inc *Incident) updateKey(u *Update, to Destination) string {
	return fmt.Sprintf("%s/%s/update/%d/%s", inc.Name(), u.Client, u.N, to.Key())
}

// deliveries returns those of an update, in the order of its recipients. In place
// of one that cannot be read stands one that has ended, and of which nobody
// knows whether it arrived.
func (inc *Incident) deliveries(tx Tx, u *Update) ([]*Delivery, error) {
	list := make([]*Delivery, len(u.To))
	for i, to := range u.To {
		key := inc.updateKey(u, to)
		d, err := tx.Delivery(key)
		if isLost(err) {
			d, err = &Delivery{Key: key, Kind: ClientText, State: Dead, GivenUp: true, Doubted: true}, nil
		}
		if err != nil {
			return nil, err
		}
		list[i] = d
	}
	return list, nil
}

// copies are the deliveries of a client's update n; none if it cannot be read.
func (inc *Incident) copies(tx Tx, aff *Affected, n int) ([]*Delivery, error) {
	u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, n)
	if isLost(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return inc.deliveries(tx, u)
}

// find returns an affected client or says which there are.
func (inc *Incident) find(client string) (*Affected, error) {
	if aff := inc.Affected(client); aff != nil {
		return aff, nil
	}
	return nil, Errorf(NotFound, "%s does not affect a client %q. Nothing was changed.", inc.Name(), client)
}

func (aff *Affected) promiseN(n int) *Promise {
	if n < 1 || n > len(aff.Promises) {
		return nil
	}
	return &aff.Promises[n-1]
}

func (aff *Affected) keepDraft(u Update) {
	if aff.Drafts == nil {
		aff.Drafts = map[string]Update{}
	}
	aff.Drafts[u.By] = u
}
