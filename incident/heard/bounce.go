package heard

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/work"
)

// oldest is how long after a mail left its mail server may give up on it: five days
// are usual.
const oldest = 6 * 24 * time.Hour

// cameBack does what follows from a mail server's report on one of ours. A report on
// anything else is left alone.
func (d *Desk) cameBack(tx records.Tx, m *Mail, now time.Time) error {
	at, err := d.failed(tx, m, now)
	if err != nil || at == nil || at.sent == nil {
		return err
	}
	w := d.unit(tx, at, now)
	if m.Sort == Delayed {
		r := m.reply(now)
		r.User, r.Name, r.Text, r.Files = at.sent.To, "", "", nil
		r.TS, r.Mail.Report = "delayed/"+at.sent.ID, outbox.StillTrying
		return bringOnce(w, at.aff, r)
	}
	if at.unsure {
		r := m.reply(now)
		r.User, r.Name, r.Text, r.Files, r.Mail.Auto = at.sent.To, "", "", nil, true
		r.TS, r.Mail.Report = "returned/"+at.sent.To, outbox.WhichOne
		return bringOnce(w, at.aff, r)
	}
	return notTold(w, at, m.Failed)
}

// failed returns the mail of ours that a report is about: the one that it names. One that
// names another is about that. Where it names none, the address that failed has to fit one
// mail alone; else, or where another is named in our thread, nobody can be sure.
func (d *Desk) failed(tx records.Tx, m *Mail, now time.Time) (*found, error) {
	at, err := d.answered(tx, m, now)
	if err != nil || at != nil && at.sent != nil || at == nil && len(m.Named) > 0 {
		return at, err
	}
	to := m.Failed.To
	fits := func(c *outbox.Delivery) bool {
		return to != "" && strings.EqualFold(c.To, to) && c.State == outbox.Delivered && now.Sub(c.Receipt.At) < oldest
	}
	open := []*incident.Incident{}
	if at != nil {
		open = append(open, at.inc)
	} else if open, err = firm.Listening(tx, now); err != nil {
		return nil, err
	}
	slices.Reverse(open)
	one, err := fitting(tx, open, fits)
	if one != nil && len(m.Named) > 0 {
		one.unsure = true
	}
	return one, err
}

// fitting returns the newest mail that fits, nil if none does. It is unsure where another fits
// too, or where somebody has answered it.
func fitting(tx records.Tx, open []*incident.Incident, fits func(*outbox.Delivery) bool) (*found, error) {
	one, err := among(tx, open, fits)
	if err != nil || one == nil {
		return nil, err
	}
	other, err := among(tx, open, func(c *outbox.Delivery) bool { return fits(c) && c.Key != one.sent.Key })
	if err != nil {
		return nil, err
	}
	wrote, err := wroteSince(tx, one)
	one.unsure = wrote || other != nil
	return one, err
}

// wroteSince says whether the address has written after a mail to it left: there somebody
// reads.
func wroteSince(tx records.Tx, at *found) (bool, error) {
	for _, seen := range at.aff.Copied {
		c, err := tx.Delivery(seen.Key)
		if err = records.UnlessLost(err); err != nil {
			return false, err
		}
		if c != nil && slices.ContainsFunc(c.Replies, func(r outbox.Reply) bool {
			return !r.ByMachine() && strings.EqualFold(r.User, at.sent.To) && r.At.After(at.sent.Receipt.At)
		}) {
			return true, nil
		}
	}
	return false, nil
}

// notTold applies that a text came back which had been sent: that copy was not told.
// Where they have it on no other way, they know nothing of it, and what they were
// promised before it is owed again.
func notTold(w *work.Unit, at *found, why Failure) error {
	c := at.sent
	if c.State != outbox.Delivered && c.State != outbox.NeedsDecision && c.State != outbox.InDoubt {
		return nil
	}
	u, err := w.Tx.ClientUpdate(w.Inc.Number, c.Client, c.Update)
	if err != nil {
		return records.UnlessLost(err)
	}
	read, moves, err := elsewhere(w, u, c)
	if err != nil {
		return err
	}
	if u.ComesBack(c.Destination()); u.State == update.Sent && !read {
		if err = unsay(w, at.aff, u); moves && at.aff.Out == 0 {
			at.aff.Out = u.N
		}
	} else {
		err = w.Reached(at.aff, u)
	}
	if err != nil {
		return err
	}
	c.Bounced, c.Looking, c.Doubted = w.Now, false, false
	return w.Finish(c, outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: why.reason()})
}

// elsewhere says whether another copy of a text has arrived, and whether one still moves: what
// only may be there is not told.
func elsewhere(w *work.Unit, u *update.Update, c *outbox.Delivery) (read, moves bool, err error) {
	for _, to := range u.To {
		key := w.Inc.UpdateKey(u, to)
		if key == c.Key {
			continue
		}
		other, err := w.Tx.Delivery(key)
		if err = records.UnlessLost(err); err != nil {
			return false, false, err
		}
		if other != nil {
			read, moves = read || other.State == outbox.Delivered && !other.Optional, moves || !other.Ended()
		}
	}
	return read, moves, nil
}

// unsay takes back what we believed of a client because a text had been sent that came
// back.
func unsay(w *work.Unit, aff *incident.Affected, u *update.Update) error {
	untick(w.Inc, u)
	sentAt := u.SentAt
	u.State, u.SentAt = update.Sending, time.Time{} // it ends as one that did not arrive
	aff.AsksAgain(u, sentAt)
	aff.Missing = slices.DeleteFunc(aff.Missing, func(m outbox.MissingCopy) bool { return m.Update == u.N }) // all of it is missing
	if u.Batch == "" {                                                                                       // a line about several clients is drawn anew with the next of them
		if err := w.Retell(aff, u); err != nil {
			return err
		}
	}
	if err := w.Tx.PutClientUpdate(u); err != nil {
		return err
	}
	newest := u.N == aff.Heard
	knew, err := w.Rereads(aff)
	if err != nil {
		return err
	}
	unpace(aff, u, sentAt)
	oweLater(w, aff, u)
	if !newest {
		partly(aff, u)
		return nil
	}
	if k := update.KindOf(u.Kind); w.Inc.State == incident.Open && k.Recovers && w.Inc.StatusOf(aff) == k.Status {
		w.Inc.Stands(aff, cmp.Or(knew.Status, update.Investigating))
	}
	err = unclose(w, aff, u)
	oweAgain(w.Inc, aff, u, w.Now)
	return err
}

// unpace takes back what only a text had told of how often, and at which hours, they hear. What it
// announced is still to be announced.
func unpace(aff *incident.Affected, u *update.Update, sentAt time.Time) {
	if !u.Rhythm.IsZero() && aff.Pace.At.Equal(sentAt) {
		if aff.Pace.Slow {
			aff.Plan = aff.Pace
		}
		aff.Pace = incident.CadenceOverride{}
	}
	if u.Night != "" && aff.Night.At.Equal(sentAt) {
		aff.Night = incident.NightAnswer{}
	}
}

// unclose opens an incident again that was closed because a text had settled what only one
// that is not closed can keep: the last word, or what we had said that we would write.
func unclose(w *work.Unit, aff *incident.Affected, u *update.Update) error {
	stops := func(p promise.Promise) bool { return p.Update == u.N && promise.Of(p.Kind).Close == promise.Stops }
	if w.Inc.State != incident.Closed || !slices.ContainsFunc(aff.Promises, stops) {
		return nil
	}
	return w.Unclose(timeline.Entry{Client: aff.Client.ID, ClientName: aff.Client.Name})
}

// untick opens the steps again that a text had shown to be done.
func untick(inc *incident.Incident, u *update.Update) {
	for i := range inc.Checklist {
		it := &inc.Checklist[i]
		proved := it.Means != "" && fault.OneOf(it.Means, update.Proof(u.Kind, true), update.KindOf(u.Kind).Proves, playbook.MeansFirstNotice)
		if proved && it.State == playbook.ItemDone && it.By == u.By && it.At.Equal(u.SentAt) {
			it.Mark = playbook.Mark{}
			delete(inc.Proven, it.Means)
		}
	}
}

// partly notes of what a text has settled that it did not arrive.
func partly(aff *incident.Affected, u *update.Update) {
	for i := range aff.Promises {
		if p := &aff.Promises[i]; p.Update == u.N {
			p.Partly = true
		}
	}
}

// oweLater owes again what a text had settled of what comes after the end, by its old time:
// the question how it goes, a review, where it stands. A newer text about something else
// brings none of it. What a text named a new date for has the old one.
func oweLater(w *work.Unit, aff *incident.Affected, u *update.Update) {
	for i := range aff.Promises {
		p := &aff.Promises[i]
		if p.Update != u.N || p.Rings() && p.Kind != promise.Afterword || p.Kind == promise.Afterword && aff.Owed(promise.Afterword) != nil {
			continue
		}
		if moved := aff.PromiseN(p.Again); moved != nil && moved.Outcome == promise.Pending {
			moved.End(promise.Dropped, "the text that named it came back", w.Now)
		}
		p.Outcome, p.SettledAt, p.Update, p.Again, p.Why = promise.Pending, time.Time{}, 0, 0, ""
		p.SnoozedTo = time.Time{}
		p.Restart()
	}
}

// oweAgain owes what the texts had settled that they have not read, down to the newest that
// they have, and no longer what only those had promised.
func oweAgain(inc *incident.Incident, aff *incident.Affected, u *update.Update, now time.Time) {
	kind := promise.Update
	if inc.State == incident.Resolved {
		kind = promise.Final
	}
	unread := func(p promise.Promise) bool {
		return p.Kind == kind && p.Update > aff.Heard && p.Update <= u.N && !p.ByItself()
	}
	i := slices.IndexFunc(aff.Promises, unread)
	if i < 0 || inc.Ended() {
		partly(aff, u)
		return
	}
	if next := aff.Owed(kind); next != nil {
		next.End(promise.Dropped, cmp.Or(next.Why, "the text that named it came back"), now)
	}
	for j := i + 1; j < len(aff.Promises); j++ {
		if p := &aff.Promises[j]; unread(*p) {
			p.End(promise.Dropped, "the text that named it came back", now)
			p.Update = 0
		}
	}
	p := &aff.Promises[i]
	p.Partly = false
	p.Outcome, p.SettledAt, p.Update = promise.Pending, time.Time{}, 0
	p.SnoozedTo = time.Time{}
	p.Restart()
}
