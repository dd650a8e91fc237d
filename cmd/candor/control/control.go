// Package control is how one command of candor reaches another that runs: HTTP over
// a socket beside the store, for the user that runs it only. What is asked is for
// whoever opens it to say.
package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// SocketOf is where a candor that runs on a store answers.
func SocketOf(store string) string { return store + ".sock" }

// made is how the folder begins in which a socket is made.
const made = ".s-"

// Open answers at a path, to the user that runs candor only. What a program
// that was killed has left there is replaced: who has the store has the socket.
func Open(path string, h http.Handler) (shut func(), err error) {
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSocket == 0 {
		return nil, refuse("%s is no socket. Move it away, then start candor again.", path)
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), made+"*")) // by a kill; in a folder with a pattern in its name it stays
	for _, dir := range left {
		_, _ = os.Remove(filepath.Join(dir, "s")), os.Remove(dir) // nothing else is in it
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), made) // 0700: nobody gets at it before its mode is right
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	fresh := filepath.Join(dir, "s")
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: fresh, Net: "unix"})
	if errors.Is(err, syscall.EINVAL) {
		return nil, refuse("the path %s is too long for a socket. Give the store a shorter path.", path)
	}
	if err != nil {
		return nil, err
	}
	ln.SetUnlinkOnClose(false)
	if err := errors.Join(os.Chmod(fresh, 0o600), os.Rename(fresh, path)); err != nil {
		return nil, errors.Join(err, ln.Close())
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go srv.Serve(ln) //nolint:errcheck // it ends with the listener
	return func() { _ = srv.Close(); _ = os.Remove(path) }, nil
}

// Answer writes JSON.
func Answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // who asked has gone
}

// Hurried is a writer that gives up a reader that has stopped reading: a copy that
// is never ended lets the store grow.
func Hurried(w http.ResponseWriter) io.Writer { return &hurried{http.NewResponseController(w), w} }

type hurried struct {
	rc *http.ResponseController
	w  io.Writer
}

const readerPatience = 30 * time.Second

func (h *hurried) Write(p []byte) (int, error) {
	if err := h.rc.SetWriteDeadline(time.Now().Add(readerPatience)); err != nil {
		return 0, err
	}
	return h.w.Write(p)
}

// Running is the other end: a candor that runs on a store.
type Running struct {
	store string
	http  http.Client
}

// On is a candor that may run on a store.
func On(store string) *Running {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", SocketOf(store))
	}
	return &Running{store: store, http: http.Client{Transport: &http.Transport{DialContext: dial}}}
}

// refusal is an error in whole sentences, for whoever typed the command.
type refusal string

func (r refusal) Error() string { return string(r) }

func refuse(format string, args ...any) error { return refusal(fmt.Sprintf(format, args...)) }

// ErrNotRunning is the answer of nobody.
var ErrNotRunning = errors.New("no candor runs")

// Ask sends a command. The body of the answer is to be closed.
func (r *Running) Ask(ctx context.Context, method, path string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, method, "http://candor"+path, nil)
	if err != nil {
		return nil, err
	}
	answer, err := r.http.Do(req)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return nil, ErrNotRunning
	case errors.Is(err, fs.ErrPermission):
		return nil, refuse("the candor that runs on %s belongs to another user. Nothing was done. Type this as the user that runs it, for example with sudo -u.", r.store)
	case err != nil:
		return nil, fmt.Errorf("the candor that runs on %s does not answer: %w", r.store, err)
	}
	if answer.StatusCode == http.StatusOK {
		return answer.Body, nil
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<16))
	return nil, refusal(strings.TrimSpace(string(text)))
}

// AskJSON sends a command whose answer is JSON.
func (r *Running) AskJSON(ctx context.Context, method, path string, into any) error {
	body, err := r.Ask(ctx, method, path)
	if err != nil {
		return err
	}
	defer body.Close()
	return json.NewDecoder(body).Decode(into)
}

// answersSoon is how long a candor that has its store may take to answer: it asks Slack first.
const answersSoon = 5 * time.Second

// AskSoon is AskJSON of one that may be starting: as long as its store is in use it is
// waited for.
func (r *Running) AskSoon(ctx context.Context, inUse func() bool, path string, into any) error {
	for end := time.Now().Add(answersSoon); ; time.Sleep(100 * time.Millisecond) {
		err := r.AskJSON(ctx, http.MethodGet, path, into)
		if !errors.Is(err, ErrNotRunning) || !inUse() || ctx.Err() != nil {
			return err
		}
		if time.Now().After(end) {
			return refuse("%s is in use by a program that does not answer, so nobody knows whether promises are being watched. Is it a sandbox? That cannot be asked. Else look at the log.", r.store)
		}
	}
}

// CopyTo writes the store as it is at this moment.
func (r *Running) CopyTo(ctx context.Context, w io.Writer) error {
	body, err := r.Ask(ctx, http.MethodGet, "/copy")
	if err != nil {
		return err
	}
	defer body.Close()
	_, err = io.Copy(w, body)
	return err
}
