package work

import (
	"cmp"
	"errors"
	"slices"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/digest"
	"candor/incident/firm"
	"candor/incident/outbox"
	"candor/incident/paper"
	"candor/incident/resend"
	"candor/incident/rota"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
)

// Stale is why what is for a client may not leave any more where it was to go; "" if it
// may.
func (w *Unit) Stale(d *outbox.Delivery) string {
	if d.Kind == outbox.Paper || d.Internal() {
		return paper.Late(w.Inc, d)
	}
	aff := w.Inc.Affected(d.Client)
	switch u, err := w.Tx.ClientUpdate(w.Inc.Number, d.Client, d.Update); {
	case err != nil:
		return ""
	case resend.Elsewhere(aff, resend.Copy{Update: u, Delivery: d}):
		return "they are reached in another place now. Write a new update: it goes there"
	default:
		return resend.Turned(w.Inc, aff, u, w.Now)
	}
}

// Route fills in what a delivery can know only now, and notes that an update
// has begun to leave.
func (w *Unit) Route(d *outbox.Delivery) error {
	d.Rev = w.Inc.Rev
	if d.Internal() {
		w.Inc.RouteInternal(d)
		w.sparesTheirs(d)
		if !d.Traits().Asks {
			return nil
		}
		who, err := rota.Of(w.Firm, w.Tx, w.Inc, w.Now)
		who.Spare(d)
		return err
	}
	if client.WayOf(d.Via).Thread {
		if thread := w.Inc.Affected(d.Client).Thread; thread.Channel == d.To {
			d.ThreadTS = thread.TS
		}
	}
	u, err := w.Tx.ClientUpdate(w.Inc.Number, d.Client, d.Update)
	if err != nil || u.State != update.Held {
		return err
	}
	u.State = update.Sending
	return w.Tx.PutClientUpdate(u)
}

// View is the snapshot of which the words of a delivery are made.
func (w *Unit) View(d, target *outbox.Delivery) (v view.View, err error) {
	v = view.View{Now: w.Now, Company: w.Company, Command: w.Command, Incident: w.Inc, Playbook: w.Playbook(w.Inc.Kind),
		People: w.Roster().People, Target: target, Pattern: w.Pattern, MailUnseen: w.MailUnseen, Known: append(slices.Clone(w.Roster().TrustedGuests), w.Inc.Colleagues...)}
	if d.Client == "" {
		switch d.Kind {
		case outbox.Card:
			v.Sleepers, err = w.Sleepers()
		case outbox.Sheet:
			v.Sheets, err = w.SheetsOf(w.Tx, w.Inc)
		}
		if about := outbox.Shown(d, target); err == nil && (about.Kind == outbox.NightOver || about.Kind == outbox.TakeOver) {
			err = rota.Standing(w.Tx, &v)
		}
		return v, err
	}
	v.Client = w.Inc.Affected(d.Client)
	v.Promise = v.Client.PromiseN(d.Promise)
	for _, m := range d.Group {
		if aff := w.Inc.Affected(m.Client); aff != nil {
			v.Group = append(v.Group, view.Owing{Client: aff, Promise: aff.PromiseN(m.Promise)})
		}
	}
	if d.Update == 0 {
		return v, nil
	}
	v.Update, err = w.Tx.ClientUpdate(w.Inc.Number, d.Client, d.Update)
	return v, err
}

// Finish settles a delivery and applies what became of it.
func (w *Unit) Finish(d *outbox.Delivery, o outbox.DeliveryOutcome) error {
	was := d.Reason
	d.Settle(o, w.Now)
	if err := w.Tx.PutDelivery(d); err != nil {
		return err
	}
	if d.Kind == outbox.ClientText {
		w.Inc.Affected(d.Client).Note(d)
	}
	switch {
	case d.State == outbox.Delivered:
		return w.arrived(d, o)
	case d.State == outbox.Dead && len(o.Guests) > 0: // it was held back before anything was sent
		return w.heldBack(d, o.Guests)
	case d.State == outbox.Dead || d.State == outbox.NeedsDecision:
		return w.lost(d)
	case d.State == outbox.InDoubt:
		return w.Put()
	case d.State == outbox.Waiting && d.Kind == outbox.ClientText && (d.Reason != was || d.Attempt == outbox.Tardy): // the card says why it is not there yet
		return w.notYet(d)
	}
	return nil
}

// heldBack asks about unknown guests, and brings to people what was not posted
// because of them.
func (w *Unit) heldBack(d *outbox.Delivery, guests []outbox.Guest) error {
	if _, err := w.Meet(guests); err != nil {
		return err
	}
	if err := w.FallbackToDirect(d); err != nil {
		return err
	}
	return w.Put()
}

// landings are what follows when a kind that [outbox.Kind.Lands] has arrived.
var landings = map[string]func(*Unit, *outbox.Delivery, outbox.DeliveryOutcome) error{
	outbox.ClientText:  thenPut((*Unit).received),
	outbox.Paper:       (*Unit).printed,
	outbox.OpenChannel: thenPut((*Unit).opened),
	outbox.Card:        (*Unit).cardPosted,
	outbox.Kick:        (*Unit).kicked,
	outbox.WakeCall:    (*Unit).woke,
	outbox.AskQuiet:    (*Unit).quieted,
	outbox.Digest:      (*Unit).digested,
	outbox.Sheet: func(w *Unit, d *outbox.Delivery, _ outbox.DeliveryOutcome) error {
		return Enqueue(w.Tx, firm.SheetPin(w.Inc, d, w.Now))
	},
}

// thenPut makes a step one that also stores the incident and shows it anew.
func thenPut(step func(*Unit, *outbox.Delivery) error) func(*Unit, *outbox.Delivery, outbox.DeliveryOutcome) error {
	return func(w *Unit, d *outbox.Delivery, _ outbox.DeliveryOutcome) error {
		if err := step(w, d); err != nil {
			return err
		}
		return w.Put()
	}
}

// digested remembers where the line for all of the team stands. If the incident has
// become private meanwhile, it is taken away.
func (w *Unit) digested(d *outbox.Delivery, _ outbox.DeliveryOutcome) error {
	digest.Landed(w.Inc, d)
	if err := w.queueDigest(); err != nil {
		return err
	}
	return w.Tx.PutIncident(w.Inc)
}

// arrived applies a receipt.
func (w *Unit) arrived(d *outbox.Delivery, o outbox.DeliveryOutcome) error {
	if step, ok := landings[d.Kind]; ok {
		return step(w, d, o)
	}
	return nil
}

// kicked notes that a guest was taken out of the incident's channel.
func (w *Unit) kicked(d *outbox.Delivery, _ outbox.DeliveryOutcome) error {
	g := w.Inc.Channel.Guest(d.Users[0])
	if g == nil || w.Inc.Channel.ID != d.To {
		return nil
	}
	if err := w.ForgetGuest(*g, outbox.TakeOut, timeline.Entry{Kind: timeline.GuestTakenOut}); err != nil {
		return err
	}
	return w.Put()
}

// cardPosted remembers where the card stands; the first one is pinned. The
// incident did not change for people, so no new card is queued.
func (w *Unit) cardPosted(d *outbox.Delivery, _ outbox.DeliveryOutcome) error {
	if w.Inc.Silent(d.Receipt.Channel) { // it was just being posted or edited there
		return w.wipeCard(d.Receipt)
	}
	w.Inc.CardAt = w.Now
	if w.Inc.Card.TS == "" {
		w.Inc.Card = d.Receipt
		if err := Enqueue(w.Tx, w.Inc.NewDelivery(outbox.Pin, w.Inc.Again("pin"), w.Now)); err != nil {
			return err
		}
	}
	return w.Tx.PutIncident(w.Inc)
}

// received applies that a client's text arrived at one destination: the first
// one that is required settles the promise, and what is missing elsewhere by
// then is a debt.
func (w *Unit) received(d *outbox.Delivery) error {
	aff := w.Inc.Affected(d.Client)
	u, err := w.Tx.ClientUpdate(w.Inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	if err := errors.Join(w.clearMissing(aff, d), Enqueue(w.Tx, w.Paper.Owed(w.Inc, u, d, w.Now)...)); err != nil {
		return err
	}
	u.Arrives(d.Destination(), d.Receipt.At)
	if client.WayOf(d.Via).Thread {
		aff.Follow(d.Receipt)
	}
	if u.State == update.Sent {
		return w.settleToldThere(aff, u, d)
	}
	if d.Optional { // they know, and yet it counts only where it has to arrive
		return errors.Join(w.Reached(aff, u), w.stuckEverywhere(aff, u))
	}
	if aff.Out == u.N {
		aff.Out = 0
	}
	u.State, u.SentAt = update.Sent, d.Receipt.At
	if update.FirstNotice(u.Kind) && !w.Inc.Began().IsZero() {
		u.From = cmp.Or(u.Times["since"], w.Inc.Began())
	}
	settle := w.SettleTold
	if update.Automatic(u.Kind) {
		settle = w.settleToldByItself
	}
	return cmp.Or(settle(aff, u), w.oweRest(aff, u))
}

// oweRest makes debts of the copies of an update that were stuck before the
// first one arrived.
func (w *Unit) oweRest(aff *incident.Affected, u *update.Update) error {
	list, err := w.deliveries(u)
	for _, d := range list {
		if d.State == outbox.NeedsDecision || d.State == outbox.Dead && !d.GivenUp {
			aff.AddMissing(d, w.Now)
		}
	}
	return err
}
