package servicetest

import (
	"context"
	"time"

	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/solved"
	"candor/incident/view"
)

// Arrives is what becomes of what leaves where nothing goes wrong.
func Arrives(l *view.Lease) outbox.DeliveryOutcome {
	return outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: "C0INC", Name: "inc-1", TS: l.Delivery.ID}}
}

// Claim claims what is first of what is ready and has room; nil if nothing is. room is
// for one delivery, or nil: one, whatever it is.
func (b *Bench) Claim(ctx context.Context, room func() outbox.Room) (*view.Lease, error) {
	if room == nil {
		room = func() outbox.Room { return new(forOne) }
	}
	list, err := b.Service.Claim(ctx, room)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// forOne is room for one delivery.
type forOne bool

func (f *forOne) Free(string) bool { return !bool(*f) }
func (f *forOne) Take(string)      { *f = true }

// Settle ends an attempt and claims nothing.
func (b *Bench) Settle(ctx context.Context, l *view.Lease, o outbox.DeliveryOutcome) error {
	_, err := b.Service.Settle(ctx, l, o, nil)
	return err
}

// Work does what is due and carries out what is ready, until nothing is.
func (b *Bench) Work() {
	b.t.Helper()
	b.Must(b.Tick(b.t.Context()))
	b.Carry(b.setup.Does)
}

// Carry carries out what is ready, until nothing is; does says what becomes of each.
func (b *Bench) Carry(does func(*view.Lease) outbox.DeliveryOutcome) {
	b.t.Helper()
	for range 1000 {
		l, err := b.Claim(b.t.Context(), nil)
		b.Must(err)
		if l == nil {
			return
		}
		b.Must(b.Settle(b.t.Context(), l, does(l)))
	}
	b.t.Fatal("the queue never comes to rest")
}

// Steps moves the clock on by at least d and works after each step, as the program
// does each second whatever is due.
func (b *Bench) Steps(step, d time.Duration) {
	b.t.Helper()
	for end := b.Now().Add(d); b.Now().Before(end); {
		b.Move(step)
		b.Work()
	}
}

// Until moves the clock to an instant, and works wherever something is due on the way.
func (b *Bench) Until(end time.Time) {
	b.t.Helper()
	for {
		b.Work()
		now := b.Now()
		if !now.Before(end) {
			return
		}
		next, err := b.NextWake(b.t.Context())
		b.Must(err)
		if next.IsZero() || next.After(end) {
			next = end
		}
		b.Move(max(next.Sub(now), time.Millisecond))
	}
}

// Move moves the clock and does nothing.
func (b *Bench) Move(d time.Duration) { *b.setup.Clock = b.setup.Clock.Add(d) }

// Solved is what a person says of an incident without harm, as it works again.
var Solved = solved.Answers{Seen: solved.ByUs, Data: facts.No, Reason: "nobody outside could see it"}
