package work

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/byhand"
	"candor/incident/claimed"
	"candor/incident/damage"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/meeting"
	"candor/incident/notyours"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/resend"
	"candor/incident/standing"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/whose"
)

// Draft composes an update and keeps it as the writer's. With the error of one that
// still needs answers comes what the rest of it says.
func (w *Unit) Draft(a incident.Actor, p incident.Proposal) (*view.Draft, error) {
	aff, err := w.Inc.Find(p.Client)
	if err != nil {
		return nil, err
	}
	if p.Look && len(aff.Client.Destinations()) == 0 && p.Kind != update.MonitoringUpdate { // that is said on the phone
		return nil, aff.ByHandOnly()
	}
	if p.Look {
		if err := w.mayTell(aff, &p); err != nil {
			return nil, err
		}
	}
	t, err := w.compose(aff, a, p)
	if fault.CodeOf(err) == fault.Blocked { // the writer may give a reason; until then Send refuses it
		t.Blocked, err = true, nil
	}
	if err != nil {
		return t, err
	}
	was := aff.Drafts[a.ID] // what they said of its words still counts where these stand there
	t.Update.Claims, t.Update.Instants = claimed.Says(w.Inc, aff, &t.Update, was.Claims), byhand.Same(claimed.Of(w.Inc, aff, &t.Update), was.Instants)
	aff.KeepDraft(t.Update)
	w.toSay(aff, t)
	if next := aff.Next(); next != nil && p.Writes() { // who writes takes care of it
		next.Ack = &promise.Ack{By: a.ID, At: w.Now}
	}
	return t, nil
}

// Consent is how a person lets a draft leave.
type Consent struct {
	Hash     string           // of the text that they have read
	Sure     bool             // they were asked a second time, as for bad news
	Reason   string           // why it may leave although the draft check would keep it back
	Instants []update.Instant // what it says of instants in their own words
	Claims   byhand.Claims    // what of harm it says in their own words, or that there is none
}

// SendDraft lets a draft leave that its writer has read.
func (w *Unit) SendDraft(aff *incident.Affected, u update.Update, a incident.Actor, c Consent) (*view.Draft, error) {
	if err := w.stale(aff, u); err != nil {
		return nil, err
	}
	t := &view.Draft{Incident: w.Inc, Client: aff.Client, Update: u}
	var err error
	if t.Newer, err = w.newer(aff, &t.Update); err != nil {
		return nil, err
	}
	w.own(aff, &t.Update)
	w.redate(aff, &t.Update, u.At)
	changed, err := w.renew(aff, &t.Update)
	if err != nil {
		return nil, err
	}
	claimed.Keep(w.Inc, aff, &t.Update, c.Claims)
	t.Update.Instants, t.Update.Spoken = nil, nil
	w.Says(aff, &t.Update, byhand.Same(claimed.Of(w.Inc, aff, &t.Update), c.Instants))
	t.Findings, err = w.check(aff, &t.Update, cmp.Or(c.Reason, u.Overridden()))
	if err = cmp.Or(err, update.Blocked(t.Findings)); err != nil {
		return nil, err
	}
	t.Turned = resend.Turned(w.Inc, aff, &u, w.Now)
	if changed || t.Newer != nil || t.Turned != "" || alike.Meanwhile(w.Inc, aff, &u) { // it is read once more
		t.Again, t.Update.Again, t.Update.Knew = true, t.Update.Hash(), w.Now
		aff.KeepDraft(t.Update)
		return t, nil
	}
	return t, w.release(aff, t, a, c.Sure)
}

// Says keeps in a text or a report what its writer says that it says of instants; where that is
// since when it works, as the text that says so would.
func (w *Unit) Says(aff *incident.Affected, u *update.Update, list []update.Instant) {
	u.Instants = append(u.Instants, list...)
	for _, one := range list {
		if one.What == update.SaysWorks {
			said := update.Update{Incident: u.Incident, Client: u.Client, Kind: update.MonitoringUpdate, At: u.At, Times: map[string]time.Time{"since_fixed": one.At}}
			u.Spoken = append(u.Spoken, w.Words.Begin(w.Inc, aff, said, w.Now))
		}
	}
}

// newer is what somebody else has told the client since a draft was begun. One that says that
// nothing has changed says so of what was told last.
func (w *Unit) newer(aff *incident.Affected, u *update.Update) (*update.Update, error) {
	if aff.Out > 0 { // it is refused
		return nil, nil
	}
	said, err := alike.Told(w.Tx, aff, u)
	if said != nil {
		u.At = w.Now // it is read anew
	}
	if said != nil && u.Kind == update.Holding {
		u.Words = maps.Clone(u.Words)
		delete(u.Words, "impact_still")
		*u = w.Words.Begin(w.Inc, aff, *u, w.Now)
	}
	return said, err
}

// Tell writes a text and sends it in one press. The text comes back, also when it
// needs something first.
func (w *Unit) Tell(aff *incident.Affected, a incident.Actor, p incident.Proposal, batch string) (*view.Draft, error) {
	if err := w.mayTell(aff, &p); err != nil {
		return nil, err
	}
	t, err := w.compose(aff, a, p)
	if err != nil {
		return nil, err
	}
	if t.Update.Batch = batch; batch == "" && w.toSay(aff, t) {
		return t, nil
	}
	return t, w.release(aff, t, a, false)
}

// toSay keeps since when it works where nobody can be written to: it is said on the phone. It
// says whether that is so.
func (w *Unit) toSay(aff *incident.Affected, t *view.Draft) bool {
	t.Say = len(aff.Client.Destinations()) == 0 && t.Update.Kind == update.MonitoringUpdate
	if t.Say {
		aff.SaysItWorks(&t.Update)
	}
	alike.OweSaying(w.Inc, aff, &t.Update, w.Now)
	return t.Say
}

// mayTell refuses what is asked back before a text is written in one press.
func (w *Unit) mayTell(aff *incident.Affected, p *incident.Proposal) error {
	if p.Kind == update.Holding && p.NextAt.IsZero() { // a new time is news
		return cmp.Or(w.Inc.ToldItWorks(aff, p), aff.MaySayStill(p.Words["action_now"]))
	}
	if owed := aff.Owed(promise.Update); p.Kind == update.Holding && p.Words["action_now"] == "" && owed != nil && owed.Said && owed.Event == nil && owed.DueAt.Sub(p.NextAt).Abs() < time.Minute {
		return fault.Errorf(fault.Conflict, "%s has read that already: next update by %s. Nothing was sent twice. To move it, name another time.", aff.Client.Name, aff.Client.Clock(owed.DueAt, "15:04"))
	}
	return cmp.Or(w.Inc.AskBack(aff, p, w.Now), w.Inc.ToldItWorks(aff, p))
}

// saidAlready refuses to say the same to a client twice within a minute. How often
// the clock moves on between the two changes nothing, unless somebody chose when
// the client hears next.
func (w *Unit) saidAlready(aff *incident.Affected, u *update.Update) error {
	if aff.Updates == 0 {
		return nil
	}
	last, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, aff.Updates)
	if err != nil {
		return records.UnlessLost(err)
	}
	if p := aff.Owed(promise.Update); p != nil && p.Event == nil && u.WorksNoSooner(last) {
		return fault.Errorf(fault.Conflict, "%s has read at %s that it works again. Nothing was sent twice. If it was down meanwhile, type reopen and what you see. If something is new, press Client update.", aff.Client.Name, aff.Client.Clock(last.At, "15:04"))
	}
	chosen := u.NextAt.Sub(last.NextAt).Abs() > update.SameAct && !u.NextAt.Equal(w.Inc.NextAfter(aff, u, w.Now))
	if chosen || !u.Repeats(last, w.Now) {
		return nil
	}
	return fault.Errorf(fault.Conflict, "Already said at %s by <@%s>: %s gets this text once. Nothing was sent twice.", aff.Client.Clock(last.At, "15:04"), last.By, aff.Client.Name)
}

// write renders a text on each way. Words of the team's own may name a time in any case.
func (w *Unit) write(aff *incident.Affected, u *update.Update) (err error) {
	if u.Texts, err = w.texts(aff, *u); err != nil && u.Ends {
		u.Ends, u.NextAt = false, w.Inc.NextAfter(aff, u, w.Now)
		u.Texts, err = w.texts(aff, *u)
	}
	return err
}

// compose fills in, renders and checks an update.
func (w *Unit) compose(aff *incident.Affected, a incident.Actor, p incident.Proposal) (*view.Draft, error) {
	if !update.HasText(p.Kind) {
		return nil, fault.FieldError("kind", "Nothing was sent: there is no text of that kind. Press Client update and choose what is new.")
	}
	if err := w.Inc.Eligible(aff, p.Kind, w.Now); err != nil {
		return nil, err
	}
	u := update.Update{
		Incident: w.Inc.Number, Client: aff.Client.ID, Kind: p.Kind, State: update.Draft, Quiet: p.Quiet,
		Words: facts.Plainly(p.Words, firm.Here(a, &aff.Client, w.Now), firm.ByTheirClock(w.Inc, a, aff.Client.ID, w.Now)), Times: maps.Clone(p.Times), NextAt: p.NextAt, Answers: p.Answers, Replies: p.Replies,
		Sender: w.Signer(a), By: a.ID, At: w.Now, Begun: cmp.Or(p.Begun[aff.Client.ID], aff.Out, aff.Updates+1),
	}
	u.Night = w.Inc.Night(aff, &u, w.Inc.ChosenNight(aff, a.ID, p, w.Now), w.Now)
	u.Rhythm = w.Inc.Announced(aff, &u, p.Slower, w.Now)
	if u.Ends = u.NextAt.IsZero() && w.Inc.Ends(aff, u.Kind); u.NextAt.IsZero() && u.NamesNext() {
		u.NextAt = w.Inc.NextAfter(aff, &u, w.Now)
	}
	w.own(aff, &u)
	u.To = aff.Client.Destinations()
	if err := w.aimed(aff, &u, p); err != nil {
		return nil, err
	}
	w.Inc.Stamp(aff, &u, w.Now)
	u = w.Words.Begin(w.Inc, aff, u, w.Now)
	if at := u.Times["since_fixed"]; !at.IsZero() && at.Before(w.Inc.Since.Truncate(time.Minute)) { // both are known by the minute
		return nil, fault.FieldError("since_fixed", "Nothing was sent. It cannot work since %s: it began at %s. Give a later time, or put right when it began, for example: correct it began at 13:20.", aff.Client.Clock(at, "Mon 15:04"), aff.Client.Clock(w.Inc.Since, "Mon 15:04"))
	}
	if err := cmp.Or(whose.Believable(w.Inc, &u), alike.SaysWhat(w.Inc, aff, &u), w.Inc.Pledges(aff).Check(&u), whose.Says(w.Inc, aff, u.Kind), standing.Check(aff.Standing, w.Inc.FactsOf(aff), &u)); err != nil {
		return nil, err
	}
	meeting.Offer(w.Inc, aff, &u, w.Now) // also in a text that still needs answers: the call in it is ours
	if err := w.write(aff, &u); err != nil {
		return w.unfinished(aff, u), err
	}
	u.Invite = meeting.Invite(w.Inc, aff, &u, w.Person(meeting.Caller(w.Inc)))
	w.noteTold(aff, &u)
	list, err := w.check(aff, &u, p.Reason)
	if err != nil {
		return nil, err
	}
	t := &view.Draft{Incident: w.Inc, Client: aff.Client, Company: w.Company, Update: u, AsPDF: w.Paper.Follows(&u), Findings: list, Asks: w.requiredApprovals(aff, &u, a.ID)}
	t.Newer, err = alike.Told(w.Tx, aff, &t.Update)
	return t, cmp.Or(err, update.Blocked(list))
}

// aimed lets what takes something back go to all who have read that.
func (w *Unit) aimed(aff *incident.Affected, u *update.Update, p incident.Proposal) error {
	switch u.Kind {
	case update.Correction:
		u.Corrects = cmp.Or(p.Corrects, w.Inc.WrongIn(aff))
		return w.corrected(aff, u)
	case update.NotYours:
		return w.toEach(aff, u)
	}
	return nil
}

// unfinished is an update that still needs answers, to be looked at; nil where that
// is not all that is wrong.
func (w *Unit) unfinished(aff *incident.Affected, u update.Update) *view.Draft {
	u.Unfinished = true
	texts, err := w.texts(aff, u)
	if err != nil {
		return nil
	}
	u.Texts = texts
	return &view.Draft{Incident: w.Inc, Client: aff.Client, Company: w.Company, Update: u, AsPDF: w.Paper.Follows(&u), Asks: w.requiredApprovals(aff, &u, u.By)}
}

// check asks the draft check about an update. While a client waits for news, or
// in the first hour, only what keeps a text from leaving is shown: a late honest
// message beats a polished later one. Of a grave text everything is.
func (w *Unit) check(aff *incident.Affected, u *update.Update, reason string) ([]update.Finding, error) {
	c, err := w.checked(aff, u)
	if err != nil {
		return nil, err
	}
	inc := w.Inc
	if u.Kind == update.NotYours {
		inc = notyours.Clear(inc)
	}
	list := slices.DeleteFunc(w.Words.Check(inc, c), func(f update.Finding) bool { return claimed.Composed(inc, aff, u, f) })
	list = u.Override(list, reason)
	p := aff.Next()
	if update.Grave(u.Kind) || w.Now.Sub(w.Inc.DeclaredAt) >= firstHour && (p == nil || w.Now.Before(p.DueAt)) {
		return list, nil
	}
	return slices.DeleteFunc(list, func(f update.Finding) bool {
		return f.Level != update.Block && f.Rule != update.LeftOut && !slices.ContainsFunc(u.Overrides, func(o update.Override) bool { return o.Rule == f.Rule })
	}), nil
}

// firstHour is how long an incident is too fresh for advice on style.
const firstHour = time.Hour

// stale refuses a draft whose promise cannot be kept any more.
func (w *Unit) stale(aff *incident.Affected, u update.Update) error {
	if err := w.Inc.Eligible(aff, u.Kind, w.Now); err != nil {
		return err
	}
	if u.NamesNext() && !u.NextAt.After(w.Now) {
		return fault.FieldError("next_update", "The update was *not* sent: its next time, %s, has passed while you were writing. Choose a later one.", aff.Client.Clock(u.NextAt, "15:04")).Offering(fault.Ready{Line: w.Inc.Name() + " update " + aff.Client.ID, Label: "Write it anew"})
	}
	if at := u.Passed(w.Now); !at.IsZero() {
		return fault.Errorf(fault.Conflict, "The update was *not* sent: it promises something at %s, and that has passed. Write it anew: your words are kept.", aff.Client.Clock(at, "Mon 15:04")).Offering(fault.Ready{Line: w.Inc.Name() + " update " + aff.Client.ID, Label: "Write it anew"})
	}
	if !u.Rhythm.IsZero() && u.Rhythm != aff.Pace.Cadence && u.Rhythm != w.Inc.Announced(aff, &u, true, w.Now) {
		return fault.Errorf(fault.Conflict, "The update was *not* sent: it says how often %s hears from now on, and that has changed since. Open Client update to read it again.", aff.Client.Name)
	}
	return nil
}

// approve freezes the texts of t, queues them and starts the hold in which
// they can be taken back.
func (w *Unit) approve(aff *incident.Affected, t *view.Draft, by string) error {
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
	u.N, u.State, u.By, u.At, u.Again, u.Knew = aff.Updates, update.Held, by, w.Now, "", u.KnowsTill()
	wait := update.Hold(w.Now.Add(20*time.Second), w.Now)
	if p := aff.Next(); p != nil {
		wait = update.Hold(p.DueAt, w.Now)
	}
	if at := u.TrueTill(); !at.IsZero() { // it has to arrive before the time that it names
		wait = min(wait, update.Hold(at, w.Now))
	}
	aff.Results = nil
	for _, to := range u.To {
		d := w.Inc.ClientDelivery(u, to, w.Now)
		d.NotTill = w.Now.Add(wait)
		if err := Enqueue(w.Tx, d); err != nil {
			return err
		}
		aff.Note(&d)
	}
	aff.SaysItWorks(u)
	aff.Out, aff.Batch, t.Held = u.N, u.Batch, w.Now.Add(wait)
	delete(aff.Drafts, by)
	if err := w.TakeOver(by); err != nil {
		return err
	}
	if err := w.Tx.PutClientUpdate(u); err != nil {
		return err
	}
	kind := timeline.Approved
	if u.Alone {
		kind = timeline.ApprovedAlone
	}
	return w.RecordFor(aff, timeline.Entry{Kind: kind, By: by, Update: u.N, UpdateKind: u.Kind, Overrides: u.Overrides})
}

// TakeOver makes somebody whom the ladder asked, and who then told the client,
// the one who talks to the client. Whoever looks after them afterwards does just that.
func (w *Unit) TakeOver(user string) error {
	if after := w.Inc.State != incident.Open && user == w.Inc.Roles[playbook.Account]; after || user == w.Inc.Holder(playbook.Comms) || user == w.Inc.Roles[playbook.Commander] || !w.Inc.Asked(user) {
		return nil
	}
	w.Inc.Roles[playbook.Comms] = user
	if err := w.Record(timeline.Entry{Kind: timeline.RoleTaken, By: user, Role: playbook.Comms, Person: user}); err != nil {
		return err
	}
	return w.Invite(user)
}

// Invite queues an invitation into the incident's channel.
func (w *Unit) Invite(user string) error {
	if w.Inc.Channel.ID == "" {
		return nil // everybody with a role is invited once the channel exists
	}
	d := w.Inc.NewDelivery(outbox.Invite, "invite/"+user+"/"+fault.Itoa(int(w.Inc.Rev)), w.Now)
	d.Users = []string{user}
	return Enqueue(w.Tx, d)
}

// deliveries returns those of an update, in the order of its recipients. In place
// of one that cannot be read stands one that has ended, and of which nobody
// knows whether it arrived.
func (w *Unit) deliveries(u *update.Update) ([]*outbox.Delivery, error) {
	list := make([]*outbox.Delivery, len(u.To))
	for i, to := range u.To {
		key := w.Inc.UpdateKey(u, to)
		d, err := w.Tx.Delivery(key)
		if damage.IsLost(err) {
			d, err = &outbox.Delivery{Key: key, Kind: outbox.ClientText, State: outbox.Dead, GivenUp: true, Doubted: true}, nil
		}
		if err != nil {
			return nil, err
		}
		list[i] = d
	}
	return list, nil
}

// Copies are the deliveries of a client's update n; none if it cannot be read.
func (w *Unit) Copies(aff *incident.Affected, n int) ([]*outbox.Delivery, error) {
	u, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, n)
	if damage.IsLost(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return w.deliveries(u)
}

// allCopies are the deliveries of all updates of a client, the oldest first.
func (w *Unit) allCopies(aff *incident.Affected) (all []*outbox.Delivery, err error) {
	for n := 1; n <= aff.Updates; n++ {
		list, err := w.Copies(aff, n)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

// problems are those of which a person was asked what to do, and has not said.
func (w *Unit) problems(aff *incident.Affected) ([]*outbox.Delivery, error) {
	list, err := w.allCopies(aff)
	return slices.DeleteFunc(list, func(d *outbox.Delivery) bool {
		return d.State != outbox.Dead && d.State != outbox.NeedsDecision || d.GivenUp || d.Target == ""
	}), err
}
