package work

import (
	"cmp"
	"crypto/rand"
	"slices"
	"time"

	"candor/incident/damage"
	"candor/incident/digest"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/schedule"
)

// tryChannelAgain makes the channel ready to be opened once more after that was
// refused: the cause may have been mended, and whoever acts needs the channel.
func (w *Unit) tryChannelAgain() error {
	if (w.Inc.Channel.ID != "" || w.Inc.Over()) && !w.Inc.Moving {
		return nil
	}
	d, err := w.Tx.Delivery(w.Inc.OpenKey())
	if damage.IsLost(err) {
		return nil
	}
	if err != nil || d.State != outbox.Dead {
		return err
	}
	d.State, d.NotTill, d.Expires, d.EndedAt = outbox.Waiting, w.Now, w.Now.Add(outbox.InternalTTL), time.Time{}
	return w.Tx.PutDelivery(d)
}

// ShowAgain keeps an incident of which only the clock has changed, and has its card drawn anew,
// and some messages: they name times, and say what is late.
func (w *Unit) ShowAgain(messages []string) error {
	w.Inc.Rev++
	messages = slices.DeleteFunc(messages, func(key string) bool { return key == "" })
	return cmp.Or(w.Redraw(messages...), w.queueCard(), w.Tx.PutIncident(w.Inc))
}

// queueCard queues an edit of the card unless one is waiting already: a card is
// rendered when it is claimed, so the waiting one will show this change too.
func (w *Unit) queueCard() error {
	if !w.Inc.TakesPosts() {
		return nil
	}
	if w.Inc.CardKey != "" {
		d, err := w.Tx.Delivery(w.Inc.CardKey)
		if err != nil && !damage.IsLost(err) {
			return err
		}
		if err == nil && d.State == outbox.Waiting {
			return nil
		}
	}
	d := w.Inc.NewDelivery(outbox.Card, "card/"+fault.Itoa(int(w.Inc.Rev)), w.Now)
	if !w.Inc.CardAt.IsZero() {
		d.NotTill = schedule.Later(w.Now, w.Inc.CardAt.Add(outbox.CardPause))
	}
	w.Inc.CardKey = d.Key
	return Enqueue(w.Tx, d)
}

// queueDigest queues what the line for all of the team needs.
func (w *Unit) queueDigest() error {
	if d := digest.Due(w.Inc, w.Announce, w.Now); d != nil {
		return Enqueue(w.Tx, *d)
	}
	return nil
}

// Enqueue queues deliveries, each under an id that nobody can guess. A key that is known
// changes nothing.
func Enqueue(tx records.Tx, list ...outbox.Delivery) error {
	for _, d := range list {
		d.ID = rand.Text()
		if _, err := tx.Enqueue(&d); err != nil {
			return err
		}
	}
	return nil
}
