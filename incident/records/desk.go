package records

import (
	"context"
	"log/slog"
	"time"
)

// Desk is a store as use cases have it: what is damaged in it is noted and keeps nothing
// else from being seen. A program has one, which its rooms share. It may be used from any
// goroutine.
type Desk struct {
	Store  Store
	Now    func() time.Time
	Queued func() // called after a commit that may have queued something; nil is allowed. It must not block
	Noted  *Findings
	Log    *slog.Logger
}

// View runs fn on one state of the data: see [Store].
func (d *Desk) View(ctx context.Context, fn func(Tx) error) error {
	return d.Store.View(ctx, func(tx Tx) error { return fn(Sound{Tx: tx, Findings: d.Noted, Log: d.Log}) })
}

// Update runs fn and commits what it wrote: see [Store].
func (d *Desk) Update(ctx context.Context, fn func(Tx) error) error {
	return d.Store.Update(ctx, func(tx Tx) error { return fn(Sound{Tx: tx, Findings: d.Noted, Log: d.Log}) })
}

// Commit is Update of what may queue something.
func (d *Desk) Commit(ctx context.Context, fn func(Tx) error) error {
	err := d.Update(ctx, fn)
	if err == nil && d.Queued != nil {
		d.Queued()
	}
	return err
}
