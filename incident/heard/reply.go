package heard

import (
	"cmp"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/replies"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/work"
)

// wrote brings to the team what somebody at a client wrote by mail, or what their
// mailbox answers by itself.
func (d *Desk) wrote(tx records.Tx, m *Mail, now time.Time) error {
	at, err := d.find(tx, m, now)
	if err != nil || at == nil {
		return err
	}
	w := d.unit(tx, at, now)
	r := m.reply(now)
	ct := contact(&at.aff.Client, m.From)
	if r.Mail.Unknown = ct == nil; ct != nil && ct.Name != "" {
		r.Name = ct.Name
	}
	if r.Name = strings.TrimSpace(r.Name); r.Name == "" {
		r.Name = m.From
	}
	if r.ByMachine() { // the same words again say nothing new; others might be a person's
		r.TS = "auto/" + outbox.Fingerprint(r.User+"\n"+cmp.Or(r.Text, r.Mail.Subject))
		return bringOnce(w, at.aff, r)
	}
	return bring(w, at.aff, r)
}

// bringOnce brings what a machine writes for somebody, each thing once in an incident.
func bringOnce(w *work.Unit, aff *incident.Affected, r outbox.Reply) error {
	if aff.CopyOf(r.TS) != "" {
		return nil
	}
	r.Text, r.Files = outbox.Shorten(r.Text, 2*outbox.MaxGlimpse), nil
	if err := copied(w, aff, r); err != nil {
		return err
	}
	return w.Put()
}

// bring brings what a person wrote. What asks something waits for an answer, and what may say
// that it does not work, though they read that it does.
func bring(w *work.Unit, aff *incident.Affected, r outbox.Reply) error {
	if aff.CopyOf(r.TS) != "" || aff.Hushed.Has(r, aff.Heard) {
		return nil
	}
	r.Held = replies.From{Unit: w, Client: aff}.Holds(r, true)
	if err := copied(w, aff, r); err != nil {
		return err
	}
	if asked := r.Questions(); r.Held {
		aff.Ask(r)
	} else if asked != "" {
		q := r
		q.Text = asked
		aff.Ask(q)
	}
	e := timeline.Entry{Kind: timeline.Reply, Person: r.User, Name: r.Name, Words: outbox.Shorten(r.Words(), outbox.MaxGlimpse)}
	if err := w.RecordFor(aff, e); err != nil {
		return err
	}
	return w.Put()
}

// copied queues the copy of a reply, for whoever signed the last text to the client.
func copied(w *work.Unit, aff *incident.Affected, r outbox.Reply) error {
	key, err := replies.From{Unit: w, Client: aff}.Copy(r)
	if err != nil {
		return err
	}
	aff.Copied = append(aff.Copied, outbox.Copied{TS: r.TS, Key: key})
	aff.Copied = aff.Copied[max(0, len(aff.Copied)-replies.MaxCopied):]
	c, err := w.Tx.Delivery(key)
	if err != nil {
		return err
	}
	if c.State != outbox.Waiting || c.To != "" || r.ByMachine() && len(c.Replies) > 1 {
		return nil
	}
	signer, err := signed(w, aff)
	if err != nil {
		return err
	}
	switch {
	case r.ByMachine():
		c.Users = nil
	case signer != "":
		c.Users = fault.AppendNew(nil, signer)
	}
	return w.Tx.PutDelivery(c)
}

// signed is who signed the last text that left for a client; "" if nobody in Slack did.
func signed(w *work.Unit, aff *incident.Affected) (string, error) {
	for n := aff.Updates; n > 0; n-- {
		u, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, n)
		if damage.IsLost(err) {
			continue
		}
		if err != nil {
			return "", err
		}
		if u.Left() && u.State != update.Failed && u.Sender.Slack != "" {
			return u.Sender.Slack, nil
		}
	}
	return "", nil
}
