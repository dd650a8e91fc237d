package main

import (
	"sync"
	"time"
)

// clock is the program's time: the wall clock, moved by an offset in the
// sandbox, or standing still in scripts. It is the only place that reads the
// wall clock for the product.
type clock struct {
	mu     sync.Mutex
	offset time.Duration
	still  time.Time // where it stands; zero if it runs
}

// Now returns the time in UTC.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.still.IsZero() {
		return c.still
	}
	return time.Now().Add(c.offset).UTC().Round(0) // no monotonic part: what is stored compares as it was
}

// set moves the clock.
func (c *clock) set(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.still.IsZero() {
		c.still = to
		return
	}
	c.offset = time.Until(to)
}
