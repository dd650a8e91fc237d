package upkeep

import (
	"context"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/lookup"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/sheet"
	"candor/incident/view"
	"candor/incident/work"
)

// Asking is the question to a client how they want to be told, before it leaves.
type Asking struct {
	Sheet view.Sheet
	To    client.Destination
	At    time.Time // when it leaves: now, or as they open
	Again bool      // they were asked within the last year
}

// Asking says how a client would be asked, or why they are not.
func (d *Desk) Asking(ctx context.Context, a incident.Actor, id string) (q Asking, err error) {
	err = d.read(ctx, a, func(tx records.Tx) error {
		s, err := d.find(tx, id)
		if err == nil {
			q, err = d.asking(tx, s, d.Now())
		}
		return err
	})
	return q, err
}

func (d *Desk) asking(tx records.Tx, s view.Sheet, now time.Time) (Asking, error) {
	c := &s.Client
	q := Asking{Sheet: s, At: now, Again: s.Kept.AskedThem(now)}
	open, err := tx.Newest(0, lookup.Live(c.ID))
	if err != nil {
		return q, err
	}
	for _, to := range c.Destinations() {
		if q.To.Via == "" && !to.Way().Machine {
			q.To = to
		}
	}
	switch {
	case open != nil:
		return q, notAsked(c, "%s is not over. Ask them when it is.", open.Name())
	case c.Manner == client.Lawyer:
		return q, notAsked(c, "Their lawyer writes for them.")
	case c.Approving().Rule != client.ApprovalNone:
		return q, notAsked(c, "Somebody else has to approve what they read. Ask them on the phone, and write the answer on the sheet.")
	case q.To.Via == "":
		return q, notAsked(c, "Candor has no way to write to them. Ask them on the phone, and write the answer on the sheet.")
	}
	all, err := d.Firm.Holders(tx, now)
	if err != nil {
		return q, err
	}
	if other := (client.Holder{Client: *c}).OtherAt(q.To, all); other != nil && q.To.Way().At != "" {
		return q, notAsked(c, "%s is reached in the same place, and would read it.", other.Who())
	}
	if !c.Open(now) {
		q.At = schedule.Later(now, c.NextOpening(now))
	}
	return q, nil
}

// Carried is the delivery with the question that a client was asked; nil if there is none.
func (d *Desk) Carried(ctx context.Context, s view.Sheet) (carried *outbox.Delivery, err error) {
	if s.Kept.Question == nil {
		return nil, nil
	}
	err = d.View(ctx, func(tx records.Tx) (err error) {
		carried, err = tx.Delivery(s.Kept.Question.Key)
		return records.UnlessLost(err)
	})
	return carried, err
}

func notAsked(c *client.Client, format string, args ...any) error {
	e := fault.Errorf(fault.Conflict, format, args...)
	e.Message = c.Name + " was *not* asked: nothing was sent. " + e.Message
	return e
}

// Read is a question as a person has read it before it leaves.
type Read struct {
	Text  outbox.Text
	Again bool // they know that the client was asked within the last year
}

// Ask sends a client the question that a person has read.
func (d *Desk) Ask(ctx context.Context, a incident.Actor, id string, seen Read) (q Asking, err error) {
	err = d.change(ctx, a, id, func(tx records.Tx, was view.Sheet, now time.Time) error {
		if q, err = d.asking(tx, was, now); err != nil {
			return err
		}
		if q.Again && !seen.Again {
			return notAsked(&was.Client, "They were asked within the last year. Open the sheet to see when, and ask again from there.")
		}
		k, text := was.Kept, seen.Text
		key := outbox.AskClient + "/" + id + "/" + now.UTC().Format("20060102T150405Z")
		k.Question = &sheet.Question{At: now, By: a.ID, Key: key}
		m := outbox.Delivery{Key: key, Kind: outbox.AskClient, Lane: key, Via: q.To.Via, To: q.To.To, ToName: q.To.Name, Text: &text, State: outbox.Waiting,
			QueuedAt: now, NotTill: q.At, Expires: q.At.Add(outbox.FinalTTL), Data: outbox.Payload{Sheet: id}}
		if err := work.Enqueue(tx, m); err != nil {
			return err
		}
		q.Sheet.Kept = k
		return tx.PutKept(&k)
	})
	return q, err
}

// ClaimAsk claims the question to a client. While an incident of theirs is not over it
// stays away. Of one that was just being sent nobody knows whether it arrived.
func ClaimAsk(f *firm.Firm, tx records.Tx, d *outbox.Delivery, now time.Time) (*view.Lease, error) {
	if d.State == outbox.InFlight {
		o := outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "Candor was stopped while it was sending"}
		if d.Looking { // looking does no harm
			o.Verdict = outbox.Retry
		}
		d.Settle(o, now)
		return nil, tx.PutDelivery(d)
	}
	if d.State == outbox.Waiting {
		if put, err := putOff(f, tx, d, now); put || err != nil {
			return nil, err
		}
	}
	return f.ClaimApart(tx, d, view.View{Now: now, Known: f.Roster().TrustedGuests}, false)
}

// putOff lets a question wait until the client opens, whenever it is tried: Slack took nothing until the
// evening, or a clock went back and lets nothing wait. It ends one that is asked no more, with why.
func putOff(f *firm.Firm, tx records.Tx, d *outbox.Delivery, now time.Time) (put bool, err error) {
	l, err := f.Lookup(tx, d.Data.Sheet)
	if err != nil {
		return false, records.UnlessLost(err)
	}
	why := ""
	switch {
	case tx.Any(lookup.Live(d.Data.Sheet)):
		why = "an incident of theirs was open"
	case l == nil || l.Archived || !l.Client.Has(d.Via, d.To):
		why = "they were not reached there any more"
	case !l.Client.Open(now) && !l.Client.NextOpening(now).IsZero():
		d.NotTill = l.Client.NextOpening(now)
		d.Expires = d.NotTill.Add(outbox.FinalTTL)
		return true, tx.PutDelivery(d)
	case now.After(d.Expires):
		why = "it was not possible in time"
	default:
		return false, nil
	}
	d.State, d.EndedAt, d.Reason = outbox.Recalled, now, why
	return true, tx.PutDelivery(d)
}

// Landed notes where the client answers, once the question is there.
func Landed(tx records.Tx, d *outbox.Delivery) error {
	if d.Kind != outbox.AskClient || d.State != outbox.Delivered || !d.Destination().Way().Thread {
		return nil
	}
	k, err := tx.Kept(d.Data.Sheet)
	if err != nil || k.Question == nil || k.Question.Key != d.Key {
		return err
	}
	k.Question.Place = outbox.Place(d.Receipt.Channel, d.Receipt.TS)
	return tx.PutKept(k)
}

// Awaited says whether a client was asked in a thread how to tell them.
func Awaited(tx records.Tx, place string) (bool, error) {
	k, err := awaited(tx, place)
	return k != nil, err
}

func awaited(tx records.Tx, place string) (*sheet.Kept, error) {
	if !strings.Contains(place, "/") {
		return nil, nil
	}
	all, err := tx.AllKept()
	for _, k := range all {
		if k.Question != nil && k.Question.Place == place {
			return k, err
		}
	}
	return nil, err
}

// Answered keeps what was written in a thread in which a client was asked how to tell them,
// and offers it to whoever asked. It says whether it was one. What the team writes there is
// no answer.
func (d *Desk) Answered(ctx context.Context, a incident.Actor, place string, r outbox.Reply) (ours bool, err error) {
	err = d.View(ctx, func(tx records.Tx) error {
		ours, err = Awaited(tx, place)
		return err
	})
	if err != nil || !ours {
		return false, err
	}
	now := d.Now()
	err = d.Commit(ctx, func(tx records.Tx) error {
		k, err := awaited(tx, place)
		if ours = k != nil; err != nil || !ours || r.Text == "" {
			return err
		}
		if a.Team == a.Home && !a.Guest {
			return tx.Finish(a.Envelope, now)
		}
		if err := answer(tx, k, r, now); err != nil {
			return err
		}
		return tx.Finish(a.Envelope, now)
	})
	return ours, err
}

// answer keeps what a client answered, and offers it to whoever asked.
func answer(tx records.Tx, k *sheet.Kept, r outbox.Reply, now time.Time) error {
	k.Question.Heard(r.Name, outbox.Theirs(r.Text, outbox.MaxReply), now)
	if err := tx.PutKept(k); err != nil {
		return err
	}
	key := k.Question.Key + "/answer/" + r.TS
	return work.Enqueue(tx, outbox.Delivery{Key: key, Kind: outbox.SheetAnswer, Lane: key, To: k.Question.By, State: outbox.Waiting, QueuedAt: now, NotTill: now, Expires: now.Add(trialHours), Data: outbox.Payload{Sheet: k.Client}})
}

// AnsweredByMail is the client who answers the question how to tell them with a mail that
// names these deliveries; nil if none does.
func AnsweredByMail(tx records.Tx, names []string) (*sheet.Kept, error) {
	if len(names) == 0 {
		return nil, nil
	}
	all, err := tx.AllKept()
	for _, k := range all {
		if k.Question == nil || k.Question.Place != "" {
			continue
		}
		asked, err := tx.Delivery(k.Question.Key)
		if err = records.UnlessLost(err); err != nil {
			return nil, err
		}
		if asked != nil && slices.Contains(names, asked.ID) {
			return k, nil
		}
	}
	return nil, err
}

// HeardByMail keeps an answer that came by mail, and offers it to whoever asked.
func HeardByMail(tx records.Tx, k *sheet.Kept, r outbox.Reply, now time.Time) error {
	if r.Text == "" {
		return nil
	}
	return answer(tx, k, r, now)
}

// ClaimAnswer claims the message with an answer.
func ClaimAnswer(f *firm.Firm, tx records.Tx, d *outbox.Delivery, now time.Time) (*view.Lease, error) {
	v := view.View{Now: now}
	l, err := f.Lookup(tx, d.Data.Sheet)
	if err == nil && l != nil {
		var s view.Sheet
		s, err = f.SheetOf(tx, &l.Client)
		v.Sheets = []view.Sheet{s}
	}
	if err != nil {
		return nil, err
	}
	return f.ClaimApart(tx, d, v, len(v.Sheets) == 0 || v.Sheets[0].Kept.Question == nil)
}
