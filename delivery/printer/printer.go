// Package printer has a browser make a PDF of a page. The page is ours and loads
// nothing and runs no script; the browser gets no network, nothing of our environment, and a
// folder of its own that is gone afterwards. An error is a reason for people; what the
// browser said stands in the log.
package printer

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Policy stands in the head of each page that is printed, before anything that people
// wrote: whatever gets into the page, no file and no address is read for it, and no script
// runs. To switch scripts off in the browser is no way: it prints with one of its own.
const Policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`

// Bounds of one run.
const (
	Unhurried = time.Minute // the limit where a person waits
	maxPDF    = 5 << 20     // a mail server takes so much
	maxFolder = 200 << 20   // a browser that writes more has lost its way
	lookEvery = 200 * time.Millisecond
)

// Browser is a Chromium, or the headless shell of one.
type Browser struct {
	Path  string
	Limit time.Duration // for one page; 0: [Unhurried]
	Log   *slog.Logger  // gets what the browser said; nil means slog.Default
}

var (
	errNoPolicy = errors.New("the page does not forbid to load anything; this is a mistake in Candor")
	errNothing  = errors.New("the browser wrote no PDF")
	errCut      = errors.New("the browser wrote half a PDF. Often the disk is full")
	errLarge    = fmt.Errorf("the PDF is larger than %d MB", maxPDF>>20)
	errGrew     = fmt.Errorf("the browser wrote more than %d MB and was stopped", maxFolder>>20)
)

// Print makes a PDF of a page. It ends with ctx.
func (b *Browser) Print(ctx context.Context, page []byte) (pdf []byte, err error) {
	if !bytes.Contains(page, []byte(Policy)) {
		return nil, errNoPolicy
	}
	dir, err := os.MkdirTemp("", "candor-print-")
	if err != nil {
		return nil, fmt.Errorf("there is no place for its files: %w", bare(err))
	}
	defer func() {
		if err := os.RemoveAll(dir); err != nil {
			b.log().Warn("the folder of the browser is still there; remove it", "folder", dir, "err", err)
		}
	}()
	in, out := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(in, page, 0o600); err != nil {
		return nil, fmt.Errorf("there is no room for its files: %w", bare(err))
	}
	if err := b.run(ctx, dir, in, out); err != nil {
		return nil, err
	}
	return read(out)
}

// run lets the browser print one file into another.
func (b *Browser) run(ctx context.Context, dir, in, out string) error {
	limit := cmp.Or(b.Limit, Unhurried)
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	watched, stop := context.WithCancelCause(limited)
	defer stop(nil)

	cmd := exec.CommandContext(watched, b.Path, arguments(dir, in, out)...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LANG=C.UTF-8"} // no token of ours
	said := &tail{}
	cmd.Stdout, cmd.Stderr = said, said
	cmd.WaitDelay = time.Second // who holds its output is not waited for
	together(cmd)
	go watch(watched, dir, stop)
	err := cmd.Run()
	if err == nil {
		return nil
	}
	b.log().Warn("the browser did not print", "browser", b.Path, "err", err, "said", strings.TrimSpace(said.b.String()))
	exit, exited := errors.AsType[*exec.ExitError](err)
	switch {
	case context.Cause(watched) == errGrew: //nolint:errorlint // it is passed as it is
		return errGrew
	case ctx.Err() != nil:
		return errors.New("the browser was stopped because Candor was")
	case limited.Err() != nil:
		return fmt.Errorf("the browser did not end within %v", limit)
	case exited && exit.ExitCode() >= 0:
		return fmt.Errorf("the browser ended with an error (exit status %d)", exit.ExitCode())
	case exited:
		return errors.New("the browser crashed")
	}
	return fmt.Errorf("the browser could not be started: %w", bare(err))
}

// arguments are for all versions of Chromium: what one does not know it passes over.
func arguments(dir, in, out string) []string {
	args := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync", "--disable-breakpad",
		"--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
		"--user-data-dir=" + filepath.Join(dir, "profile"),
		"--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=socks5://0.0.0.0:9", "--proxy-bypass-list=<-loopback>",
		"--no-pdf-header-footer", "--print-to-pdf-no-header", "--print-to-pdf=" + out,
	}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // Chromium's sandbox refuses to run as root
	}
	return append(args, (&url.URL{Scheme: "file", Path: filepath.ToSlash(in)}).String())
}

// watch stops a browser that fills the disk.
func watch(ctx context.Context, dir string, stop context.CancelCauseFunc) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if size(dir) > maxFolder {
			stop(errGrew)
			return
		}
	}
}

// size is how much stands in a folder. What goes away meanwhile counts as nothing.
func size(dir string) (sum int64) {
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		if info, err := d.Info(); err == nil {
			sum += info.Size()
		}
		return nil
	})
	return sum
}

// read takes what was printed, if it is a whole PDF.
func read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errNothing
	case err != nil:
		return nil, fmt.Errorf("the PDF cannot be read: %w", bare(err))
	case info.Size() > maxPDF:
		return nil, errLarge
	}
	pdf, err := os.ReadFile(path)
	switch end := bytes.TrimSpace(pdf); {
	case err != nil:
		return nil, fmt.Errorf("the PDF cannot be read: %w", bare(err))
	case len(end) == 0:
		return nil, errNothing
	case !bytes.HasPrefix(end, []byte("%PDF-")) || !bytes.HasSuffix(end, []byte("%%EOF")):
		return nil, errCut
	}
	return pdf, nil
}

// bare is an error without the path, which says nothing to whoever reads it.
func bare(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

func (b *Browser) log() *slog.Logger { return cmp.Or(b.Log, slog.Default()) }

// tail keeps the end of what is written.
type tail struct{ b bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	t.b.Write(p)
	if over := t.b.Len() - 1<<10; over > 0 {
		t.b.Next(over)
	}
	return len(p), nil
}

// Unfit is why a file cannot be the browser; "" if it may be one.
func Unfit(path string) string {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case err != nil:
		return bare(err).Error()
	case !info.Mode().IsRegular():
		return "that is no program"
	}
	if _, err := exec.LookPath(path); err != nil {
		return "it may not be run"
	}
	return ""
}
