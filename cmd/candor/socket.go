package main

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"

	"candor/cmd/candor/control"
	"candor/cmd/candor/pocketcmd"
	"candor/store/backup"
	"candor/store/bolt"
)

// A candor that runs has its store to itself. So it answers the other commands at a
// socket beside the store, over HTTP:
//
//	GET  /status  how it is, as JSON
//	GET  /copy    the store as it is at this moment
//	POST /restored  notes that a copy of a client's data was put back
//	POST /backup  makes a copy where copies are kept; answers when that has ended
//
// What is refused is answered with a sentence for whoever typed the command.

// commands answers at the socket. What it begins ends with ctx.
func (a *app) commands(ctx context.Context) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, r *http.Request) { control.Answer(w, a.status(r.Context())) })
	mux.HandleFunc("GET /copy", func(w http.ResponseWriter, r *http.Request) {
		if err := a.store.Copy(r.Context(), control.Hurried(w)); err != nil {
			panic(http.ErrAbortHandler) // who reads it must not take a part for the whole
		}
	})
	mux.HandleFunc("POST /restored", pocketcmd.Note(a.service))
	mux.HandleFunc("POST /backup", func(w http.ResponseWriter, _ *http.Request) { a.serveBackup(ctx, w) })
	return mux
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
	dir, done, e := backup.Scratch(filepath.Dir(store)) // on a disk that has the store itself
	if e != nil {
		return "", none, e
	}
	file = filepath.Join(dir, filepath.Base(store))
	f, e := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if e == nil {
		e = errors.Join(control.On(store).CopyTo(ctx, backup.Steady(f)), f.Close())
	}
	if e == nil {
		return file, done, nil
	}
	done()
	if errors.Is(e, control.ErrNotRunning) {
		return "", none, inUse(store, err)
	}
	return "", none, e
}
