package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// Hook is what runs after a copy was made, to take it somewhere else.
type Hook struct {
	Command string        // for sh; it finds the path of the copy in CANDOR_COPY; empty: nothing runs
	Limit   time.Duration // how long it may take
	Env     []string      // NAME=value
}

// HookEnd is how a hook ended. The zero value is of one that never ran.
type HookEnd struct {
	At      time.Time     `json:"at"` // when it began
	Took    time.Duration `json:"took"`
	Problem string        `json:"problem,omitempty"` // it ended with exit status 1; empty if all went well

	Said string `json:"-"` // the end of what it wrote, for the log
}

// Run runs the hook on a file. now is asked twice. It ends with ctx, and then all
// that the command has started is killed.
func (h Hook) Run(ctx context.Context, path string, now func() time.Time) HookEnd {
	end := HookEnd{At: now()}
	limited, cancel := context.WithTimeout(ctx, h.Limit)
	defer cancel()
	cmd := exec.CommandContext(limited, "sh", "-c", h.Command)
	cmd.Env = append(append([]string{}, h.Env...), "CANDOR_COPY="+path)
	said := &tail{}
	cmd.Stdout, cmd.Stderr = said, said
	cmd.WaitDelay = time.Second // who holds its output is not waited for
	together(cmd)
	err := cmd.Run()
	end.Took, end.Said = now().Sub(end.At), strings.TrimSpace(said.b.String())
	exit, exited := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		end.Problem = "it was stopped because candor was"
	case limited.Err() != nil:
		end.Problem = fmt.Sprintf("it did not end within %v and was stopped", h.Limit)
	case exited && exit.ExitCode() >= 0:
		end.Problem = fmt.Sprintf("it ended with exit status %d", exit.ExitCode())
	default:
		end.Problem = "it could not be run: " + err.Error()
	}
	return end
}

// tail keeps the end of what is written.
type tail struct{ b bytes.Buffer }

const tailSize = 1 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.b.Write(p)
	if over := t.b.Len() - tailSize; over > 0 {
		t.b.Next(over)
	}
	return len(p), nil
}
