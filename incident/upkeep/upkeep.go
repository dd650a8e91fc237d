// Package upkeep is what is done for the night while nothing is wrong: the client sheets,
// and whether copies can be restored. What is asked of people here is asked once a week, of
// one person, and never while an incident is open.
package upkeep

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/policy"
	"candor/incident/proof"
	"candor/incident/records"
	"candor/incident/sheet"
	"candor/incident/view"
	"candor/incident/work"
)

// Desk is the use cases. Set the fields before use; its methods may be called from any
// goroutine. It must not be copied.
type Desk struct {
	Firm *firm.Firm
	records.Desk
}

// Sheet is that of one client; archived ones have theirs, too.
func (d *Desk) Sheet(ctx context.Context, a incident.Actor, id string) (s view.Sheet, err error) {
	err = d.read(ctx, a, func(tx records.Tx) error {
		s, err = d.find(tx, id)
		return err
	})
	return s, err
}

// Form is what a person wrote on a sheet. Fields that it does not name stay.
type Form struct {
	Now   map[string]string // field → text
	Shown map[string]string // field → [client.Mark] of the text that the person saw first; nil: they saw none
}

// Write keeps what a person wrote. Of two who write at the same time both win, unless it is
// the same field: then nothing is kept, and the error names it with code [fault.Clash].
func (d *Desk) Write(ctx context.Context, a incident.Actor, id string, f Form) (s view.Sheet, err error) {
	err = d.change(ctx, a, id, func(tx records.Tx, was view.Sheet, now time.Time) error {
		changed, err := f.changes(was)
		if err != nil || len(changed) == 0 {
			s = was
			return err
		}
		k := was.Kept
		k.By, k.At = a.ID, now
		s, err = d.put(tx, was, k, changed)
		return err
	})
	return s, err
}

// changes are the texts that the person has changed.
func (f Form) changes(was view.Sheet) (map[string]string, error) {
	changed, wrong, theirs := map[string]string{}, map[string]string{}, map[string]string{}
	for _, field := range sheet.Fields {
		now, named := f.Now[field.ID]
		now = sheet.Clean(now)
		have := was.Text[field.ID]
		if !named || now == have || f.Shown != nil && client.Mark(now) == f.Shown[field.ID] {
			continue
		}
		if problem := field.Problem(now); problem != "" {
			wrong[field.ID] = problem
		}
		if f.Shown != nil && client.Mark(have) != f.Shown[field.ID] {
			theirs[field.ID] = fmt.Sprintf("Meanwhile somebody wrote here: %s. Write both, or what is right.", fault.Clipped(have))
		}
		changed[field.ID] = now
	}
	switch {
	case len(wrong) > 0:
		first := slices.IndexFunc(sheet.Fields, func(f sheet.Field) bool { return wrong[f.ID] != "" })
		return nil, &fault.Error{Code: fault.Invalid, Fields: wrong, Message: "The sheet was *not* saved. " + wrong[sheet.Fields[first].ID]}
	case len(theirs) > 0:
		return nil, &fault.Error{Code: fault.Clash, Fields: theirs, Message: "Nothing was saved: somebody else has changed the same thing meanwhile."}
	}
	return changed, nil
}

// put keeps what was written: in the profile of a client that was made in Slack, so that it
// is exported with it, else over what the config says.
func (d *Desk) put(tx records.Tx, was view.Sheet, k sheet.Kept, changed map[string]string) (view.Sheet, error) {
	p, err := tx.Profile(was.Client.ID)
	if err != nil {
		return was, err
	}
	if p != nil && d.Firm.Roster().Client(was.Client.ID) == nil {
		before := p.Client.Texts()
		p.Client.Sheet = sheet.Sheet(changed).Over(k.Said.Over(p.Client.Sheet))
		k.Said = nil
		for _, what := range p.Client.Since(before) {
			p.Changed(k.By, what, k.At)
		}
		was.Client = p.Client
		err = tx.PutProfile(p)
	} else {
		k.Said = maps.Clone(k.Said)
		if k.Said == nil {
			k.Said = sheet.Sheet{}
		}
		maps.Copy(k.Said, changed)
	}
	was.Kept, was.Text = k, k.Said.Over(was.Client.Sheet)
	return was, errors.Join(err, tx.PutKept(&k))
}

// Skip lets nobody be asked about a field again.
func (d *Desk) Skip(ctx context.Context, a incident.Actor, id, field string) (s view.Sheet, err error) {
	err = d.change(ctx, a, id, func(tx records.Tx, was view.Sheet, _ time.Time) error {
		s = was
		if err := s.Kept.Skip(field); err != nil {
			return err
		}
		return tx.PutKept(&s.Kept)
	})
	return s, err
}

// Restored notes that a person put a copy of a client's data back, or could not.
func (d *Desk) Restored(ctx context.Context, a incident.Actor, id string, t proof.Try) (s view.Sheet, err error) {
	t.By = a.ID
	err = d.change(ctx, a, id, func(tx records.Tx, was view.Sheet, now time.Time) error {
		s, err = d.note(tx, was, t, now)
		return err
	})
	return s, err
}

// RestoredBy is Restored by a script: whoever reaches the program may.
func (d *Desk) RestoredBy(ctx context.Context, id string, t proof.Try) (s view.Sheet, err error) {
	now := d.Now()
	err = d.Commit(ctx, func(tx records.Tx) error {
		was, err := d.find(tx, id)
		if err != nil {
			return err
		}
		s, err = d.note(tx, was, t, now)
		return err
	})
	return s, err
}

func (d *Desk) note(tx records.Tx, was view.Sheet, t proof.Try, now time.Time) (view.Sheet, error) {
	if was.Client.Backups.Who() != client.BackupsOurs {
		return was, fault.Errorf(fault.Conflict, "Nothing was noted: it does not stand anywhere that you make the backups of %s. If you do, write it into their profile first: backups: ours.", was.Client.Name)
	}
	r := &was.Kept.Proof
	failed := r.Failed
	if err := r.Note(t, now); err != nil {
		return was, err
	}
	to := ""
	switch {
	case t.Failed && !failed:
		to = d.Firm.Roster().Beside(t.By)
		r.ToldOf, r.ToldAt = to, now
	case failed && !t.Failed && r.ToldOf != t.By: // whoever was to mend it hears that it is
		to = r.ToldOf
	}
	if to != "" {
		if err := work.Enqueue(tx, failedTrial(was.Kept, to, now)); err != nil {
			return was, err
		}
	}
	return was, cmp.Or(tx.PutKept(&was.Kept), answered(tx, was.Kept, now))
}

// PutOff lets the task of this week go. The client has another turn, after others.
func (d *Desk) PutOff(ctx context.Context, a incident.Actor, id string) (s view.Sheet, err error) {
	err = d.change(ctx, a, id, func(tx records.Tx, was view.Sheet, now time.Time) error {
		s = was
		return answered(tx, was.Kept, now)
	})
	return s, err
}

func (d *Desk) find(tx records.Tx, id string) (view.Sheet, error) {
	l, err := d.Firm.Lookup(tx, id)
	if err == nil && l == nil {
		err = client.NoSuchClient(id)
	}
	if err != nil {
		return view.Sheet{}, err
	}
	return d.Firm.SheetOf(tx, &l.Client)
}

// change is one change by a person, with the envelope that asked for it.
func (d *Desk) change(ctx context.Context, a incident.Actor, id string, fn func(records.Tx, view.Sheet, time.Time) error) error {
	if err := policy.May(a, policy.Clients, nil, ""); err != nil {
		return err
	}
	now := d.Now()
	return d.Commit(ctx, func(tx records.Tx) error {
		was, err := d.find(tx, id)
		if err != nil {
			return err
		}
		if err := fn(tx, was, now); err != nil {
			return err
		}
		return tx.Finish(a.Envelope, now)
	})
}

func (d *Desk) read(ctx context.Context, a incident.Actor, fn func(records.Tx) error) error {
	if err := policy.May(a, policy.Clients, nil, ""); err != nil {
		return err
	}
	return d.View(ctx, fn)
}
