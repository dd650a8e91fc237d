package main

import (
	"encoding/json"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"candor/cmd/candor/control"
	"candor/cmd/candor/slackapp"
	"candor/store/backup"
)

// inKolkata is the environment of somebody who types there.
func inKolkata(key string) string { return map[string]string{"TZ": "Asia/Kolkata"}[key] }

var plainUTC = regexp.MustCompile(`\d\d:\d\d UTC`)

// candor types a command for the program's config, and returns what it printed.
func (p *process) candor(args ...string) (out string, code int) {
	p.t.Helper()
	var b strings.Builder
	args = append(args, "--config", filepath.Join(p.dir, "candor.yaml"))
	code = run(p.t.Context(), args, inKolkata, &b, &b)
	if plainUTC.MatchString(b.String()) && !slices.Contains(args, "--json") {
		p.t.Errorf("candor %s writes an instant by another clock than its reader's:\n%s", strings.Join(args, " "), &b)
	}
	return b.String(), code
}

// says checks what a command printed and how it ended.
func (p *process) says(code int, args []string, words ...string) string {
	p.t.Helper()
	out, got := p.candor(args...)
	if got != code {
		p.t.Errorf("candor %s ended with %d, want %d", strings.Join(args, " "), got, code)
	}
	for _, w := range words {
		if !strings.Contains(out, w) {
			p.t.Errorf("candor %s does not say %q:\n%s", strings.Join(args, " "), w, out)
		}
	}
	return out
}

func (p *process) store() string { return filepath.Join(p.dir, "candor.db") }

// A candor that runs answers the other commands at its socket; what needs it stopped
// says so. A socket that a killed one left is replaced.
func TestCommandsReachTheRunningProgram(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	p.says(1, []string{"status"}, "no candor runs on", "Start it")
	p.start()
	p.must(p.slack.Command(t.Context(), "@ana", "#team", "/incident declare sev1 acme Checkout is down"))
	p.until("it is declared", func() bool { return p.sees("@ana", "#team", "[Send]") })

	info, err := os.Stat(control.SocketOf(p.store()))
	if err != nil || info.Mode().Perm() != 0o600 || info.Mode()&fs.ModeSocket == 0 {
		t.Errorf("the socket: %v, %v, want one of mode 0600", info, err)
	}
	p.until("what is due was looked up", func() bool { _, code := p.candor("status"); return code == 0 })
	p.says(0, []string{"status"}, "Promises are being watched.", "Open: 1 incident; ", "promise", "Slack: 2 of 2 connections", "Store: "+p.store())
	var s status
	if err := json.Unmarshal([]byte(p.says(0, []string{"status", "--json"})), &s); err != nil || !s.Watching || s.Open != 1 || s.Sockets != 2 || s.Next.IsZero() {
		t.Errorf("status as JSON: %+v, %v", s, err)
	}
	p.says(0, []string{"verify"}, "1  incident\n", "0  clients made in Slack\n", "INC-1  Acme Shop: update", "Everything can be read.")
	var r backup.Report
	if err := json.Unmarshal([]byte(p.says(0, []string{"verify", "--json"})), &r); err != nil || len(r.Open) == 0 || r.Newest != "INC-1" {
		t.Errorf("verify as JSON: %+v, %v", r, err)
	}
	p.says(0, []string{"clients", "export"}, "clients:")
	p.says(1, []string{"repair"}, "is in use by a running candor. Nothing was read or changed. Stop it")

	p.end(syscall.SIGKILL)
	p.says(1, []string{"status"}, "no candor runs on")
	p.says(0, []string{"verify"}, "INC-1  Acme Shop: update")
	p.start()
	p.until("it answers again", func() bool { _, code := p.candor("status"); return code == 0 })
	p.end(syscall.SIGTERM)
	files, err := os.ReadDir(p.dir)
	for _, f := range files {
		if name := f.Name(); name != "candor.db" && name != "candor.yaml" {
			t.Errorf("it left %s", name)
		}
	}
	if err != nil {
		t.Error(err)
	}
}

func TestASocketNeverTakesThePlaceOfAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db.sock")
	mustWrite(t, path, "mine")
	if _, err := control.Open(path, http.NewServeMux()); err == nil || !strings.Contains(err.Error(), "is no socket. Move it away") {
		t.Errorf("openSocket = %v", err)
	}
	if text := mustRead(t, path); text != "mine" {
		t.Errorf("the file holds %q now", text)
	}
	long := filepath.Join(t.TempDir(), strings.Repeat("long", 40))
	p := os.MkdirAll(long, 0o700)
	if _, err := control.Open(filepath.Join(long, "candor.db.sock"), http.NewServeMux()); p != nil || err == nil || !strings.Contains(err.Error(), "Give the store a shorter path") {
		t.Errorf("a long path: %v", err)
	}
}

// Of a copy whose sender died no part is taken for the whole.
func TestACopyThatBreaksOffIsNone(t *testing.T) {
	store := filepath.Join(t.TempDir(), "candor.db")
	ln, err := net.Listen("unix", control.SocketOf(store))
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(make([]byte, 1<<16))
		panic(http.ErrAbortHandler)
	})}
	go srv.Serve(ln) //nolint:errcheck // it ends with the listener
	defer srv.Close()
	if err := control.On(store).CopyTo(t.Context(), io.Discard); err == nil {
		t.Error("half a copy was taken for a whole one")
	}
}

func TestWhatStatusCallsWatching(t *testing.T) {
	now := time.Date(2026, 3, 10, 3, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		s    status
		want int // things that are wrong
	}{
		{"all is well", status{Now: now, Looked: now.Add(-5 * time.Second), Sockets: 1}, 0},
		{"the ticker hangs", status{Now: now, Looked: now.Add(-5*time.Second - 1), Sockets: 2}, 1},
		{"it never ticked", status{Now: now, Sockets: 2}, 1},
		{"Slack is away", status{Now: now, Looked: now}, 1},
		{"the token is dead", status{Now: now, Looked: now, Sockets: 2, Token: slackapp.Refused{Code: "account_inactive", Since: now}}, 1},
	} {
		if got := tt.s.unwatched(); len(got) != tt.want {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}

// What is due next is said as what is to come, or as what was due.
func TestWhatStatusSaysIsDue(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	for at, want := range map[time.Time]string{
		{}:                         "Open: 1 incident; nothing is promised\n",
		now.Add(time.Minute):       "Open: 1 incident; the next promise is due ",
		now.Add(-time.Millisecond): "Open: 1 incident; a promise was due ",
	} {
		var out strings.Builder
		(&status{Now: now, Open: 1, Next: at}).print(&out)
		if !strings.Contains(out.String(), want) {
			t.Errorf("of what is due at %s it says\n%swant %q", at, &out, want)
		}
	}
}
