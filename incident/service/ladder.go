package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
)

// call is a promise that has reached a rung.
type call struct {
	aff  *incident.Affected
	p    *incident.Promise
	rung outbox.Rung
	away string // since when the program was away, RFC 3339; empty: it was not
	Own  bool   // it needs words of its own
	all  bool   // nobody answers: everybody on the list is asked, once
}

// Calling makes a call. What is brought up once, what was promised in words of
// its own, a loss that is not told and a client who is told by hand are said one
// by one.
func Calling(inc *incident.Incident, aff *incident.Affected, p *incident.Promise, r outbox.Rung, away string) call {
	own := p.Once() || p.Words != "" || len(aff.Client.Destinations()) == 0 || !inc.Disclosure(aff).IsZero()
	return call{aff: aff, p: p, rung: r, away: away, Own: own}
}

// together groups the calls that share a message: promises of one kind that
// fall due within the same minute and have reached the same rung. A promise
// that only one person hears of stays by itself.
func together(calls []call) (groups [][]call) {
	for _, c := range calls {
		i := slices.IndexFunc(groups, func(g []call) bool { return g[0].shares(c) })
		if i < 0 {
			groups = append(groups, []call{c})
			continue
		}
		groups[i] = append(groups[i], c)
	}
	return groups
}

// nearby adds to the calls those that come within a minute and share a message
// with one of them: promises that were made a few seconds apart.
func nearby(inc *incident.Incident, calls []call, now time.Time) []call {
	for _, c := range slices.Clone(calls) {
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			p := aff.Owed(c.p.Kind)
			if p == nil {
				continue
			}
			other := Calling(inc, aff, p, c.rung, c.away)
			if !c.shares(other) || aff.Out > 0 && now.Before(p.Urgent()) || now.Before(p.SnoozedTo) || inc.Sleeps(aff, now) {
				continue
			}
			at := p.Comes(c.rung)
			taken := slices.ContainsFunc(calls, func(have call) bool { return have.p == p })
			if !taken && !at.IsZero() && !at.After(now.Add(time.Minute)) {
				calls = append(calls, other)
			}
		}
	}
	return calls
}

func (c call) shares(other call) bool {
	return c.p.Kind == other.p.Kind && !c.Own && !other.Own && c.rung == other.rung && c.p.First == other.p.First &&
		(c.p.Event == nil) == (other.p.Event == nil) && c.p.Urgent().Truncate(time.Minute).Equal(other.p.Urgent().Truncate(time.Minute))
}

// members lists the promises of a group.
func members(group []call) []outbox.Member {
	list := make([]outbox.Member, len(group))
	for i, c := range group {
		list[i] = outbox.Member{Client: c.aff.Client.ID, Promise: c.p.N}
	}
	return list
}

// redraw has a message that stands somewhere shown anew, as things are when it
// is claimed. Of several changes before that, one edit is enough. The edit of a
// direct message has a lane of its own: one that cannot be made holds up nothing.
func (w *Unit) redraw(target *outbox.Delivery) error {
	if target.State == outbox.Waiting { // it will be rendered as things are then
		return nil
	}
	if target.Redraw != "" {
		last, err := w.tx.Delivery(target.Redraw)
		if err != nil && !incident.IsLost(err) {
			return err
		}
		if err == nil && last.State == outbox.Waiting {
			return nil
		}
	}
	target.Redraws++
	d := w.inc.NewDelivery(outbox.Answered, fmt.Sprintf("%s/redraw/%d", target.Key[len(w.inc.Name())+1:], target.Redraws), w.now)
	if d.Lane = target.Lane; target.Kind == outbox.Direct {
		d.Lane = d.Key
	}
	d.Client, d.Promise, d.Update, d.Target = target.Client, target.Promise, target.Update, target.Key
	d.Group, d.Batch, d.Rung = target.Group, target.Batch, target.Rung
	d.NotTill = w.now.Add(outbox.RedrawPause)
	target.Redraw = d.Key
	if err := w.tx.PutDelivery(target); err != nil {
		return err
	}
	return enqueue(w.tx, d)
}

// batchLine says in one line what became of an act for several clients. It is
// posted when the first one was told and edited as the others are.
func (w *Unit) batchLine(aff *incident.Affected, u *incident.Update) error {
	key := "batch/" + u.Batch + "/line"
	old, err := w.tx.Delivery(w.inc.Name() + "/" + key)
	switch {
	case err == nil:
		return w.redraw(old)
	case !incident.IsLost(err):
		return err
	}
	d := w.inc.NewDelivery(outbox.Line, key, w.now)
	d.Client, d.Update, d.Batch, d.NotTill = aff.Client.ID, u.N, u.Batch, w.now.Add(outbox.RedrawPause)
	return enqueue(w.tx, d)
}

// Tick does what is due at now: it moves each promise up its ladder and queues
// the reminders. It may be called at any time and any number of times; a
// restart, a paused laptop or a jump of the clock changes nothing.
func (s *Service) Tick(ctx context.Context) error {
	now := s.Now()
	if err := s.straighten(ctx, now); err != nil {
		return err
	}
	var due []int64
	var seen time.Time
	err := s.read(ctx, func(tx Tx) error {
		list, err := tx.DueIncidents(now)
		if err != nil {
			return err
		}
		due = nil
		for _, inc := range list {
			due = append(due, inc.Number)
		}
		seen, err = tx.LastSeen()
		return err
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, number := range due {
		if err := s.remind(ctx, number, seen); err != nil {
			failed = append(failed, fmt.Errorf("remind of INC-%d: %w", number, err))
		}
	}
	// Also if one of them failed: the program was not away.
	return errors.Join(append(failed, s.stayAlive(ctx, seen, now))...)
}

// stayAlive writes down once a minute that the program is alive, looks then
// whether what is in hand can be read, and tells of what cannot.
func (s *Service) stayAlive(ctx context.Context, seen, now time.Time) error {
	var looked, noted error
	if age := now.Sub(seen); age >= aliveEvery || age < 0 {
		looked = s.lookForDamage(ctx)
		noted = s.save(ctx, func(tx Tx) error { return tx.SetLastSeen(now) })
	}
	return errors.Join(looked, noted, s.tellDamage(ctx, now))
}

const (
	// aliveEvery is how often the program writes down that it is alive, so that
	// after a downtime it can say from when to when it was away.
	aliveEvery = time.Minute
	// punctual is how late a reminder may be and still count as on time.
	punctual = 90 * time.Second
)

func (s *Service) remind(ctx context.Context, number int64, seen time.Time) error {
	return s.commit(ctx, func(tx Tx, now time.Time) error {
		inc, err := tx.Incident(number)
		if err != nil {
			return err
		}
		w := s.unit(tx, inc, now)
		w.refresh()
		if err := w.checkEstimate(); err != nil {
			return err
		}
		var calls []call
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			if err := w.seekText(aff); err != nil {
				return err
			}
			if err := w.nag(aff); err != nil {
				return err
			}
			if err := w.writeItself(aff); err != nil {
				return err
			}
			if err := w.remindOfRequest(aff); err != nil {
				return err
			}
			for j := range aff.Promises {
				p := &aff.Promises[j]
				if at := inc.RemindAt(aff, p); at.IsZero() || at.After(now) {
					continue
				}
				r := p.Reached(now)
				away := ""
				if !seen.IsZero() && now.Sub(p.Comes(r)) > punctual && now.Sub(seen) > punctual {
					away = seen.Format(time.RFC3339)
				}
				calls = append(calls, Calling(inc, aff, p, r, away))
			}
		}
		late := false
		for _, group := range together(nearby(inc, calls, now)) {
			if err := w.climb(group); err != nil {
				return err
			}
			late = late || group[0].rung >= outbox.TooLate
		}
		if late { // the card says so
			return w.put()
		}
		return tx.PutIncident(inc)
	})
}

// climb moves promises that share a message to a rung and tells the people of
// that rung.
func (w *Unit) climb(group []call) error {
	all := slices.ContainsFunc(group, func(c call) bool { return c.p.NobodyAnswers(w.now) })
	for i := range group {
		c := &group[i]
		c.all, c.p.AskedAll = all, c.p.AskedAll || all
		c.p.Climbed(c.rung, w.now)
	}
	first := group[0]
	if first.p.Kind == incident.ReviewPromise {
		d := w.reminder(outbox.Direct, group, "direct/"+w.inc.Holder(playbook.Account))
		d.To, d.Lane = w.inc.Holder(playbook.Account), "direct/"+w.inc.Holder(playbook.Account)
		first.p.Asked = fault.AppendNew(first.p.Asked, d.To)
		return enqueue(w.tx, d)
	}
	mentioned, direct := w.audience(first)
	for _, c := range group {
		c.p.Draft = w.proposal(c.aff, c.p)
		for _, user := range mentioned[:1] { // who talks to the client
			c.p.Asked = fault.AppendNew(c.p.Asked, user)
		}
	}
	if !w.inc.TakesPosts() {
		direct = fault.AppendNew(mentioned, w.inc.Holder(playbook.Comms))
	} else if err := w.showReminder(group, mentioned); err != nil {
		return err
	}
	for _, user := range direct {
		if err := w.remindPerson(group, user); err != nil {
			return err
		}
	}
	if err := w.ring(group, direct); err != nil {
		return err
	}
	return w.recordReminded(group)
}

func (w *Unit) recordReminded(group []call) error {
	for _, c := range group {
		text := fmt.Sprintf("Reminded of the promise to %s, due %s UTC.", c.aff.Client.Name, c.p.DueAt.UTC().Format("15:04"))
		if c.all {
			text += " Nobody has answered, so the whole list was asked."
		}
		if err := w.record("", "reminded", text); err != nil {
			return err
		}
	}
	return nil
}

// remindPerson brings a group of promises to one person by direct message, and
// deletes what they were sent about them before: one stands there at a time, and
// one answer edits one message.
func (w *Unit) remindPerson(group []call, user string) error {
	d := w.reminder(outbox.Direct, group, "direct/"+user)
	d.To, d.Lane = user, "direct/"+user
	if !w.inc.HasRole(user) {
		d.Data["outside"] = "yes"
	}
	gone, err := w.replacedDirect(group, user)
	if err != nil {
		return err
	}
	for _, c := range group {
		c.p.Asked = fault.AppendNew(c.p.Asked, user)
		c.p.Direct = fault.AppendNew(slices.DeleteFunc(c.p.Direct, func(key string) bool { return slices.Contains(gone, key) }), d.Key)
	}
	if err := enqueue(w.tx, d); err != nil {
		return err
	}
	return w.removeReplaced(group, gone, d)
}

// replacedDirect lists the messages to one person that a new one about a group
// of promises takes the place of. What is also about another promise that is
// still owed stays.
func (w *Unit) replacedDirect(group []call, user string) (gone []string, err error) {
	for _, c := range group {
		for _, key := range c.p.Direct {
			old, err := w.tx.Delivery(key)
			if incident.IsLost(err) { // it stays where it stands
				continue
			}
			if err != nil {
				return nil, err
			}
			if old.To == user && !aboutOthers(old, w.inc, group) {
				gone = fault.AppendNew(gone, key)
			}
		}
	}
	return gone, nil
}

// aboutOthers says whether a reminder is also about a promise that is still owed
// and is not one of the group.
func aboutOthers(d *outbox.Delivery, inc *incident.Incident, group []call) bool {
	return slices.ContainsFunc(d.Group, func(m outbox.Member) bool {
		p := inc.Affected(m.Client).PromiseN(m.Promise)
		return p != nil && p.Outcome == incident.Pending && !slices.ContainsFunc(group, func(c call) bool { return c.p == p })
	})
}

// showReminder posts a new reminder, since an edit notifies nobody, and deletes
// those before that are about nothing else that is owed.
func (w *Unit) showReminder(group []call, users []string) error {
	d := w.reminder(outbox.Reminder, group, "channel")
	d.Users = users
	if err := enqueue(w.tx, d); err != nil {
		return err
	}
	var gone []string
	for _, c := range group {
		if c.p.Showing != "" {
			old, err := w.tx.Delivery(c.p.Showing)
			if err != nil && !incident.IsLost(err) {
				return err
			}
			if err == nil && !aboutOthers(old, w.inc, group) {
				gone = fault.AppendNew(gone, c.p.Showing)
			}
		}
		c.p.Showing = d.Key
	}
	return w.removeReplaced(group, gone, d)
}

// removeReplaced deletes the messages whose place a new one has taken, after it.
func (w *Unit) removeReplaced(group []call, gone []string, by outbox.Delivery) error {
	for i, target := range gone {
		what := "remove"
		if by.Kind == outbox.Direct {
			what += "/" + by.To
		}
		if i > 0 {
			what += "/" + fault.Itoa(i)
		}
		old := w.reminder(outbox.Remove, group, what)
		old.Lane, old.Target = by.Lane, target
		if err := enqueue(w.tx, old); err != nil {
			return err
		}
	}
	return nil
}

// reminder makes a delivery about one rung of a group of promises. Its key is
// the slot of the first one: a rung is said once, and once more after each
// snooze.
func (w *Unit) reminder(kind string, group []call, what string) outbox.Delivery {
	aff, p := group[0].aff, group[0].p
	d := w.inc.NewDelivery(kind, fmt.Sprintf("%s/promise/%d/rung/%d.%d/%s", aff.Client.ID, p.N, p.Slot(), p.Nags, what), w.now)
	d.Lane = reminderLane(w.inc, aff)
	d.Client, d.Promise, d.Rung, d.Data = aff.Client.ID, p.N, p.Rung, map[string]string{"away": group[0].away}
	if group[0].all {
		d.Data["all"] = "yes"
	}
	if len(group) > 1 {
		d.Group = members(group)
	}
	return d
}

func reminderLane(inc *incident.Incident, aff *incident.Affected) string {
	return inc.Name() + "/" + aff.Client.ID + "/reminders"
}

// audience says whom a rung mentions in the channel and who gets a direct
// message. Where one person holds the roles, the later rungs go to the next
// person instead of to the same one four times. Where nobody answers, the whole
// list is asked.
func (w *Unit) audience(c call) (mentioned, direct []string) {
	p, r := c.p, c.rung
	comms, commander := w.inc.Holder(playbook.Comms), w.inc.Roles[playbook.Commander]
	mentioned = []string{comms}
	switch {
	case r < outbox.Due:
	case r == outbox.Due:
		direct = mentioned
	case r == outbox.TooLate:
		other := commander
		if other == comms {
			other = w.escalate(p)
		}
		if other != "" {
			mentioned, direct = append(mentioned, other), []string{other}
		}
	default:
		mentioned = w.inc.Everybody()
		if next := w.escalate(p); next != "" {
			mentioned = fault.AppendNew(mentioned, next)
		}
		for _, user := range w.Roster().EscalateTo {
			if c.all {
				mentioned = fault.AppendNew(mentioned, user)
			}
		}
		direct = mentioned
	}
	p.Asked = fault.AppendNew(p.Asked, comms)
	return mentioned, direct
}

// nextToEscalate returns who of the escalation list is asked next: one after
// another, those with a role left out, since they are asked anyway. When the
// list is through and nobody has answered it begins again: who slept through
// one call may hear the next. It is "" only if nobody is on the list.
func (w *Unit) nextToEscalate(p *incident.Promise) string {
	list := w.Roster().EscalateTo
	turn := slices.Index(list, p.Turn) + 1
	for i := range list {
		user := list[(turn+i)%len(list)]
		if !w.inc.HasRole(user) {
			return user
		}
	}
	return ""
}

// escalate asks the next of the escalation list.
func (w *Unit) escalate(p *incident.Promise) string {
	next := w.nextToEscalate(p)
	if next != "" {
		p.Turn = next
	}
	return next
}

// proposal is the text that a reminder offers to send: the first notice, what
// happened, or "still working"; nil where only a person can know the words.
func (w *Unit) proposal(aff *incident.Affected, p *incident.Promise) *incident.Update {
	switch {
	case p.Kind != incident.UpdatePromise || aff.Out > 0 || aff.Unsure > 0 || aff.Request != nil: // first it must be known whether the last one arrived
		return nil
	case !w.inc.Disclosure(aff).IsZero(): // “still working” is no way to tell of a loss
		return nil
	}
	proposal := w.inc.Proposed(aff, p)
	if proposal.Kind == incident.Holding && aff.ImpactAt.After(aff.ToldAt) { // it would say that nothing has changed
		return nil
	}
	by := incident.Actor{ID: w.inc.Holder(playbook.Comms)}
	t, err := w.compose(aff, by, proposal)
	if err != nil {
		if fault.CodeOf(err) == fault.Internal {
			w.Log.Error("a reminder has no draft: rendering failed", "incident", w.inc.Name(), "err", err)
		}
		return nil
	}
	return &t.Update
}

// Join invites somebody whom the ladder asked into the incident's channel.
func (s *Service) Join(ctx context.Context, a incident.Actor, number int64) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Join, number, func(w *Unit) error {
		if w.inc.Channel.ID == "" {
			return fault.Errorf(fault.Conflict, "Nobody was invited: the channel of %s is not there yet. Try again in a moment.", w.inc.Name())
		}
		if err := w.invite(a.ID); err != nil {
			return err
		}
		return w.record(a.ID, "joined", "Joined after being asked.")
	})
}
