package main

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

	"candor/store/bolt"
)

// A candor that runs has its store to itself. So it answers the other commands at a
// socket beside the store, over HTTP:
//
//	GET  /status  how it is, as JSON
//	GET  /copy    the store as it is at this moment
//	POST /backup  makes a copy where copies are kept; answers when that has ended
//
// What is refused is answered with a sentence for whoever typed the command.

// socketOf is where a candor that runs on a store answers.
func socketOf(store string) string { return store + ".sock" }

// openSocket answers at a path, to the user that runs candor only. What a program
// that was killed has left there is replaced: who has the store has the socket.
func openSocket(path string, h http.Handler) (shut func(), err error) {
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSocket == 0 {
		return nil, sentence("%s is no socket. Move it away, then start candor again.", path)
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".s-") // 0700: nobody gets at it before its mode is right
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	made := filepath.Join(dir, "s")
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: made, Net: "unix"})
	if errors.Is(err, syscall.EINVAL) {
		return nil, sentence("the path %s is too long for a socket. Give the store a shorter path.", path)
	}
	if err != nil {
		return nil, err
	}
	ln.SetUnlinkOnClose(false)
	if err := errors.Join(os.Chmod(made, 0o600), os.Rename(made, path)); err != nil {
		return nil, errors.Join(err, ln.Close())
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go srv.Serve(ln) //nolint:errcheck // it ends with the listener
	return func() { _ = srv.Close(); _ = os.Remove(path) }, nil
}

// commands answers at the socket.
func (a *app) commands() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, r *http.Request) { answerJSON(w, a.status(r.Context())) })
	mux.HandleFunc("GET /copy", func(w http.ResponseWriter, r *http.Request) {
		if err := a.store.Copy(r.Context(), &hurried{http.NewResponseController(w), w}); err != nil {
			panic(http.ErrAbortHandler) // who reads it must not take a part for the whole
		}
	})
	return mux
}

func answerJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // who asked has gone
}

// hurried gives up a reader that has stopped reading: a copy that is never ended
// lets the store grow.
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

// running is the other end: a candor that runs on a store.
type running struct {
	store string
	http  http.Client
}

func runningOn(store string) *running {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", socketOf(store))
	}
	return &running{store: store, http: http.Client{Transport: &http.Transport{DialContext: dial}}}
}

// errNotRunning is the answer of nobody.
var errNotRunning = errors.New("no candor runs")

// ask sends a command. The body of the answer is to be closed.
func (r *running) ask(ctx context.Context, method, path string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, method, "http://candor"+path, nil)
	if err != nil {
		return nil, err
	}
	answer, err := r.http.Do(req)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return nil, errNotRunning
	case errors.Is(err, fs.ErrPermission):
		return nil, sentence("the candor that runs on %s belongs to another user. Nothing was done. Type this as the user that runs it, for example with sudo -u.", r.store)
	case err != nil:
		return nil, fmt.Errorf("the candor that runs on %s does not answer: %w", r.store, err)
	}
	if answer.StatusCode == http.StatusOK {
		return answer.Body, nil
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<16))
	return nil, sentences(strings.TrimSpace(string(text)))
}

// askJSON sends a command whose answer is JSON.
func (r *running) askJSON(ctx context.Context, method, path string, into any) error {
	body, err := r.ask(ctx, method, path)
	if err != nil {
		return err
	}
	defer body.Close()
	return json.NewDecoder(body).Decode(into)
}

// copyTo writes the store as it is at this moment to a new file.
func (r *running) copyTo(ctx context.Context, path string) (err error) {
	body, err := r.ask(ctx, http.MethodGet, "/copy")
	if err != nil {
		return err
	}
	defer body.Close()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, body)
	return errors.Join(err, f.Close())
}

// legible returns a file with what is in a store: the store itself, or if a candor
// runs on it a copy of this moment, which is gone after done.
func legible(ctx context.Context, store string) (file string, done func(), err error) {
	none := func() {}
	s, err := bolt.OpenToRead(store)
	if err == nil {
		return store, none, s.Close()
	}
	if !bolt.InUse(err) {
		return "", none, err
	}
	dir, e := os.MkdirTemp(filepath.Dir(store), ".candor-copy-") // 0700, and on a disk that has the store itself
	if e != nil {
		return "", none, e
	}
	done = func() { _ = os.RemoveAll(dir) }
	file = filepath.Join(dir, filepath.Base(store))
	if e = runningOn(store).copyTo(ctx, file); e == nil {
		return file, done, nil
	}
	done()
	if errors.Is(e, errNotRunning) {
		return "", none, inUse(store, err)
	}
	return "", none, e
}
