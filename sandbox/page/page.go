package page

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"candor/sandbox/blockkit"
	"candor/sandbox/catch"
	"candor/sandbox/faults"
	"candor/sandbox/world"
)

//go:embed page.html calls.html caught.html plain.html icon.svg style.css page.js
var assets embed.FS

// Templates are what pages are drawn with, read once.
var Templates = sync.OnceValue(func() *template.Template { return template.Must(template.ParseFS(assets, "*.html")) })

// Asset serves one of the files that the page needs.
func Asset(name, kind string) http.HandlerFunc {
	body, err := assets.ReadFile(name)
	if err != nil {
		panic(err) // it is embedded
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "no-cache")
		w.Write(body)
	}
}

// Harden sets what keeps other pages and other hosts out of this one.
func Harden(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
}

// Letter is a mail as HTML, for a frame: it has styles of its own, as mail programs show it,
// and may do nothing.
func Letter(w http.ResponseWriter, html string) {
	Harden(w.Header())
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	io.WriteString(w, html) //nolint:errcheck // whoever looked has gone
}

// SameSite reports whether a POST comes from a page of this server: browsers
// say where from, and another site cannot make them lie.
func SameSite(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	origin := r.Header.Get("Origin")
	return origin == "" || origin == "http://"+r.Host || origin == "https://"+r.Host
}

// Draw executes a template into the answer, whole or not at all.
func Draw(w http.ResponseWriter, t *template.Template, name string, data any, log *slog.Logger) {
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, data); err != nil {
		log.Error("the page could not be drawn", "err", err)
		Undrawn.Say(w, http.StatusInternalServerError)
		return
	}
	Harden(w.Header())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(b.Bytes())
}

// Typed turns what a browser sends into values.
func Typed(p world.Person, pl blockkit.Placed, sent []string) []string {
	var chosen []string
	for _, v := range sent {
		v = strings.ReplaceAll(v, "\r\n", "\n")
		if pl.Element.Type == "datetimepicker" && v != "" {
			t, err := time.ParseInLocation("2006-01-02T15:04", v, p.Location())
			if err != nil {
				continue
			}
			v = strconv.FormatInt(t.Unix(), 10)
		}
		if v != "" {
			chosen = append(chosen, v)
		}
	}
	return chosen
}

// A Trouble is one that the program makes itself, beside what its calls run into.
type Trouble struct {
	Kind, Label string
	// Do makes it happen, and says what people should know then.
	Do func(context.Context) (said string, err error)
}

// Drill is the exercise as the page shows it.
type Drill struct {
	Begin   string // the kind of the [Trouble] that begins it
	Clear   string // and of the one that puts its score away
	Running bool
	Hint    string   // while it runs: what to do
	Passed  int      // seconds since it began
	Lasts   int      // seconds
	Score   []string // how the last one went, a sentence or two a line
}

// Clock is how long it has gone on: 1:25.
func (d Drill) Clock() string { return fmt.Sprintf("%d:%02d", d.Passed/60, d.Passed%60) }

// Troubles are what the inspector offers, by the names of its buttons.
var Troubles = map[string]faults.Fault{
	"429":       {RetryAfter: 5 * time.Second, Times: 3},
	"500":       {Method: "chat.postMessage", Error: "internal_error", Times: 1},
	"lost":      {Method: "chat.postMessage", Lost: true, Times: 1},
	"mail-down": {Method: "mail", Down: true},
	"mail-4xx":  {Method: "mail", Status: 451, Times: 3},
	"mail-5xx":  {Method: "mail", Status: 550, Times: 1},
	"mail-lost": {Method: "mail", Lost: true, Times: 1},
	"mail-slow": {Method: "mail", Delay: 2 * time.Second, Times: 3},
	"hook-500":  {Method: catch.Webhook, Status: 500, Times: 3},
	"hook-410":  {Method: catch.Webhook, Status: 410, Times: 1},
	"hook-429":  {Method: catch.Webhook, RetryAfter: 5 * time.Second, Times: 1},
	"hook-lost": {Method: catch.Webhook, Lost: true, Times: 1},
	"hook-slow": {Method: catch.Webhook, Delay: 2 * time.Second, Times: 3},
}
