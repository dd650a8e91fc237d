package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// How a command takes a signal that tells it to end, where that is not at once.
const (
	Serves  = "serves"  // it runs until then, and ends well
	Orderly = "orderly" // it finishes what it has begun to write
)

const signals = "signals"

// OnSignal notes how a command takes a signal. One without a note has nothing to finish.
func OnSignal(how string, cmd *cobra.Command) *cobra.Command {
	cmd.Annotations = map[string]string{signals: how}
	return cmd
}

// grace is how long a command that only reads has to tidy up when a signal has come.
const grace = time.Second

// ErrStopped is the end of a command that a signal stopped before it was through.
var ErrStopped = errors.New("stopped")

// Execute runs the command line. When ctx ends, a command that only reads is not waited
// for: it may be reading from somebody who never writes.
func Execute(ctx context.Context, root *cobra.Command, args []string) error {
	root.SetArgs(args)
	how := ""
	if cmd, _, err := root.Find(args); err == nil {
		how = cmd.Annotations[signals]
	}
	done := make(chan error, 1)
	go func() { done <- root.ExecuteContext(ctx) }()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		select {
		case err = <-done:
		case <-after(how):
			err = ErrStopped
		}
	}
	switch stopped := errors.Is(err, context.Canceled) && ctx.Err() != nil; {
	case stopped && how == Serves:
		return nil
	case stopped:
		return ErrStopped
	}
	return err
}

// after is when a command is waited for no more; never comes for one that writes.
func after(how string) <-chan time.Time {
	if how != "" {
		return nil
	}
	return time.After(grace)
}

// Ending returns a reader that ends with ctx: a read that waits for somebody cannot be
// interrupted, so it is done beside.
func Ending(ctx context.Context, r io.Reader) io.Reader { return ending{ctx, r} }

type ending struct {
	ctx context.Context
	r   io.Reader
}

func (e ending) Read(p []byte) (int, error) {
	type read struct {
		n   int
		err error
	}
	mine, done := make([]byte, len(p)), make(chan read, 1) // the caller has its own back before this ends
	go func() {
		n, err := e.r.Read(mine)
		done <- read{n, err}
	}()
	select {
	case <-e.ctx.Done():
		return 0, ErrStopped
	case r := <-done:
		return copy(p, mine[:max(r.n, 0)]), r.err
	}
}

// Agreed asks whoever sits there for a yes; another answer, or a signal, is none.
func Agreed(ctx context.Context, in io.Reader, out io.Writer, what string) bool {
	fmt.Fprintf(out, "Type yes to %s: ", what)
	line, _ := bufio.NewReader(Ending(ctx, in)).ReadString('\n')
	fmt.Fprintln(out)
	return ctx.Err() == nil && strings.TrimSpace(line) == "yes"
}

// ErrTooMuch is a file that has no end, or is larger than any of its kind.
var ErrTooMuch = errors.New("there is too much in it")

// ReadUpTo reads a file that has at most so many bytes. The size that a system gives counts
// for nothing: a pipe has none, and neither has a file without an end.
func ReadUpTo(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return AllUpTo(f, most)
}

// AllUpTo is ReadUpTo of what is open.
func AllUpTo(r io.Reader, most int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(text)) > most {
		return nil, ErrTooMuch
	}
	return text, err
}

// filePatience is how long the files of a config may take to be read.
const filePatience = 10 * time.Second

var errSilent = fmt.Errorf("a file does not answer within %s. See whether the config, or a file that it names, is a pipe or lies on a disk that is away", filePatience)

// Within is what a function reads, if it does so in time. A file that never answers, a pipe or
// one on a disk that is away, costs this reading and none that comes after it.
func Within[T any](ctx context.Context, load func() (T, error)) (T, error) {
	type loaded struct {
		what T
		err  error
	}
	ctx, cancel := context.WithTimeout(ctx, filePatience)
	defer cancel()
	done := make(chan loaded, 1)
	go func() {
		what, err := load()
		done <- loaded{what, err}
	}()
	select {
	case l := <-done:
		return l.what, l.err
	case <-ctx.Done():
		var none T
		return none, errSilent
	}
}
