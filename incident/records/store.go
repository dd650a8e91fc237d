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
