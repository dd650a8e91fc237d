package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"

	"github.com/spf13/cobra"
)

// A signal ends what waits for somebody who writes nothing; what serves ends well with it,
// and what writes ends when it is through.
func TestASignalEndsWhatWaits(t *testing.T) {
	tests := []struct {
		name, how string
		run       func(ctx context.Context, in io.Reader) error
		want      error
	}{
		{"a read that knows of no signal", "", func(_ context.Context, in io.Reader) error { _, err := in.Read(make([]byte, 1)); return err }, ErrStopped},
		{"a read that ends with it", "", func(ctx context.Context, in io.Reader) error { _, err := AllUpTo(Ending(ctx, in), 10); return err }, ErrStopped},
		{"a question", Orderly, func(ctx context.Context, in io.Reader) error {
			if Agreed(ctx, in, io.Discard, "do it") {
				return errors.New("nobody said yes")
			}
			return ctx.Err()
		}, ErrStopped},
		{"a server", Serves, func(ctx context.Context, _ io.Reader) error { <-ctx.Done(); return ctx.Err() }, nil},
		{"one that writes", Orderly, func(ctx context.Context, _ io.Reader) error { <-ctx.Done(); return errWritten }, errWritten},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in, out, err := os.Pipe() // into which nobody writes
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { out.Close(); in.Close() })
			ctx, signal := context.WithCancel(t.Context())
			root := &cobra.Command{Use: "candor", SilenceErrors: true, SilenceUsage: true}
			root.AddCommand(OnSignal(tt.how, &cobra.Command{Use: "it", RunE: func(cmd *cobra.Command, _ []string) error {
				signal()
				return tt.run(cmd.Context(), in)
			}}))
			if err := Execute(ctx, root, []string{"it"}); !errors.Is(err, tt.want) {
				t.Errorf("it ended with %v, want %v", err, tt.want)
			}
		})
	}
}

var errWritten = errors.New("written")

// A file without an end is read no further than any file of its kind goes.
func TestAFileWithoutAnEnd(t *testing.T) {
	if _, err := ReadUpTo("/dev/zero", 100); !errors.Is(err, ErrTooMuch) && !errors.Is(err, os.ErrNotExist) {
		t.Errorf("ReadUpTo = %v, want that it is too much", err)
	}
	if text, err := ReadUpTo("waiting_test.go", 1<<20); err != nil || len(text) == 0 {
		t.Errorf("ReadUpTo = %d bytes, %v, want the file", len(text), err)
	}
}
