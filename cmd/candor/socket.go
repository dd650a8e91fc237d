package main

import (
	"context"
	"net/http"

	"candor/cmd/candor/control"
	"candor/cmd/candor/pocketcmd"
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
