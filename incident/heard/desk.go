package heard

import (
	"context"
	"strings"
	"time"

	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/records"
	"candor/incident/upkeep"
)

// Desk takes what came in. Set the fields before use; its methods may be called from
// any goroutine. It must not be copied.
type Desk struct {
	Firm *firm.Firm
	records.Desk
	From string // the address that our own mail comes from
}

// Mark returns how far the mailbox was read.
func (d *Desk) Mark(ctx context.Context) (mark records.MailMark, err error) {
	err = d.View(ctx, func(tx records.Tx) error {
		mark, err = tx.MailMark()
		return err
	})
	return mark, err
}

// Note keeps a mark alone.
func (d *Desk) Note(ctx context.Context, mark records.MailMark) error {
	return d.Update(ctx, func(tx records.Tx) error { return tx.SetMailMark(mark) })
}

// Take does what follows from a mail and keeps how far the mailbox was read, in one
// commit: a crash loses neither and doubles neither. A mail that was taken is known by
// its id, wherever it lies now.
func (d *Desk) Take(ctx context.Context, m *Mail, mark records.MailMark) error {
	now := d.Now()
	err := d.take(ctx, m, mark, func(tx records.Tx) error { return d.follow(tx, m, now) })
	if e := fault.CodeOf(err); damage.IsLost(err) || e != "" && e != fault.Internal { // what cannot be done now cannot be done later either
		d.Firm.Log.Error("a mail came in, and nothing follows from it", "mail", m.id(), "err", err)
		err = d.take(ctx, m, mark, func(records.Tx) error { return nil })
	}
	return err
}

func (d *Desk) take(ctx context.Context, m *Mail, mark records.MailMark, follow func(records.Tx) error) error {
	now := d.Now()
	return d.Commit(ctx, func(tx records.Tx) error {
		fresh, err := tx.Receive(records.Envelope{ID: m.id(), Type: "mail", At: now})
		if err != nil {
			return err
		}
		if fresh {
			if err := follow(tx); err != nil {
				return err
			}
			if err := tx.Finish(m.id(), now); err != nil {
				return err
			}
		}
		return tx.SetMailMark(mark)
	})
}

// follow does what follows from a mail.
func (d *Desk) follow(tx records.Tx, m *Mail, now time.Time) error {
	switch m.Sort {
	case Bounced, Delayed:
		return d.cameBack(tx, m, now)
	case Machine:
		return nil
	}
	if d.ours(m.From) { // what the team itself writes to a client is not copied
		return nil
	}
	if ours, err := d.answers(tx, m, now); err != nil || ours {
		return err
	}
	return d.wrote(tx, m, now)
}

// answers keeps what a person answers to the question how to tell them. While something of
// theirs is under way, it is brought there as any other mail.
func (d *Desk) answers(tx records.Tx, m *Mail, now time.Time) (ours bool, err error) {
	if m.Sort != Person {
		return false, nil
	}
	k, err := upkeep.AnsweredByMail(tx, d.locals(m))
	if err != nil || k == nil {
		return false, err
	}
	at, err := d.find(tx, m, now)
	if err != nil || at != nil {
		return false, err
	}
	l, err := d.Firm.Lookup(tx, k.Client)
	if err != nil {
		return false, err
	}
	r := m.reply(now)
	if r.Name = strings.TrimSpace(r.Name); r.Name == "" {
		r.Name = m.From
	}
	if l != nil {
		if ct := contact(&l.Client, m.From); ct != nil && ct.Name != "" {
			r.Name = ct.Name
		}
	}
	if !m.Proved {
		r.Name += " (the sender is not proved)"
	}
	return true, upkeep.HeardByMail(tx, k, r, now)
}
