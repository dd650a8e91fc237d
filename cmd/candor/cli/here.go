package cli

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"

	"candor/incident/fault"
	"candor/messages/clock"
)

// zoneKey is where the clock of who reads a command line stands in its context.
type zoneKey struct{}

// Zone is the clock of whoever types: that of TZ, else of the machine.
func Zone(getenv func(string) string) *time.Location {
	if zone, err := time.LoadLocation(getenv("TZ")); err == nil && getenv("TZ") != "" {
		return zone
	}
	return time.Local
}

// In is a context whose sentences are written by the clock of a zone.
func In(ctx context.Context, zone *time.Location) context.Context {
	return context.WithValue(ctx, zoneKey{}, zone)
}

// ByClock writes each instant in a sentence by the clock of whoever reads it.
func ByClock(ctx context.Context, s string) string {
	zone, ok := ctx.Value(zoneKey{}).(*time.Location)
	if !ok {
		return s
	}
	return fault.ByClock(fault.Respelt(s, func(at time.Time) string {
		at = at.In(zone)
		return at.Format(time.DateOnly) + " " + clock.Of(at, at)
	}), zone)
}

// Out is where a command writes what a person reads. What is a document, or for programs,
// goes to the command's own output, and is in UTC.
func Out(cmd *cobra.Command) io.Writer { return byClock{cmd.Context(), cmd.OutOrStdout()} }

type byClock struct {
	ctx context.Context
	to  io.Writer
}

// Write writes whole sentences.
func (b byClock) Write(p []byte) (int, error) {
	if _, err := io.WriteString(b.to, ByClock(b.ctx, string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}
