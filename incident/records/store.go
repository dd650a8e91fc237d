package records

import "context"

// Store keeps what the domain decides. It holds no rules. Its methods run fn
// in a transaction; an error from fn undoes the whole and comes back as it is.
// fn may run twice, so it does nothing that cannot be undone, and leaves what it
// was given as it is: the second run begins where the first began. View never
// changes anything; writing in it is an error.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

type aheadKey struct{}

// Ahead returns a context whose updates come before those of others who wait for the store:
// of what has to go on so that somebody outside can go on, a claim or an acknowledgement,
// while what is behind it is still to be decided. A store may pass over it.
func Ahead(ctx context.Context) context.Context { return context.WithValue(ctx, aheadKey{}, true) }

// IsAhead says whether a context is of [Ahead].
func IsAhead(ctx context.Context) bool { return ctx.Value(aheadKey{}) != nil }
