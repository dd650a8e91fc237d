package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"candor/delivery"
	"candor/incident/client"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/store/backup"
	"candor/store/bolt"
)

// The running program makes copies when it is asked, and says in Slack what goes
// wrong: where the config says, and nowhere that a client reads.
func TestBackupOfTheRunningProgram(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	p.configure("slack: {", "slack: {announce: C0TEAM, ", "company:", "backup: {dir: copies, keep: 2, after: 'cp \"$CANDOR_COPY\" \"$CANDOR_COPY.out\"'}\ncompany:")
	p.says(1, []string{"backup"}, "there is no store", "Nothing was copied")
	p.start()
	p.must(p.slack.Command(t.Context(), "@ana", "#team", "/incident declare sev1 globex Bookings fail"))
	p.until("it is declared", func() bool { return p.sees("@ana", "#team", "[Send]") })
	p.until("it answers", func() bool { _, code := p.candor("status"); return code == 0 })
	out := p.says(0, []string{"backup"}, "and read it to its end. 1 open promise in it. Older copies taken away: 0.", "The command after it ended well.")
	made := strings.TrimPrefix(strings.SplitN(out, ",", 2)[0], "Made ")
	var b strings.Builder
	if code := run(t.Context(), []string{"verify", made}, func(string) string { return "" }, &b, &b); code != 0 || !strings.Contains(b.String(), "INC-1  Globex Travel: update") {
		t.Errorf("verify %s ended with %d:\n%s", made, code, &b)
	}
	p.says(0, []string{"status"}, "Last copy: ", " IST, read to its end", "The command after it: well")

	p.must(p.slack.OpenHome(t.Context(), "@ana"))
	p.must(p.slack.OpenHome(t.Context(), "@ben"))
	p.until("an admin's Home says it", func() bool { return strings.Contains(p.slack.HomeText("@ana"), "Last copy: ") })
	if home := p.slack.HomeText("@ben"); strings.Contains(home, "Last copy") {
		t.Errorf("Ben is no admin, and his Home is\n%s", home)
	}

	copies := filepath.Dir(made)
	p.must(os.RemoveAll(copies))
	p.must(os.WriteFile(copies, nil, 0o600))
	p.says(1, []string{"backup"}, "No copy was made", "as they were")
	p.until("people are told", func() bool { return p.sees("@ana", "#team", "No copy was made") })
	p.until("her Home shows it", func() bool { return strings.Contains(p.slack.HomeText("@ana"), "▲ The last try, at ") })
	p.says(1, []string{"status"}, "▲ The last try, at ")
	p.must(os.Remove(copies))
	p.says(0, []string{"backup"})
	p.until("people hear that it works again", func() bool { return p.sees("@ana", "#team", "has a copy again") })

	p.end(syscall.SIGTERM)
	p.says(0, []string{"backup"}, "and read it to its end")
	state, err := backup.ReadState(stateOf(p.store()))
	if err != nil || len(state.Unsaid) > 0 || state.Last.IsZero() {
		t.Errorf("the state is %+v, %v", state, err)
	}
}

// What a client could read goes before a person instead.
func TestCopiesAreNotAnnouncedToAClient(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	p.configure("slack: {", "slack: {announce: C0ACME, ", "company:", "backup: {dir: copies, after: exit 3}\ncompany:")
	p.start()
	p.until("a copy is asked for", func() bool { out, _ := p.candor("backup"); return strings.Contains(out, "exit status 3") })
	p.until("ben is told", func() bool { return p.sees("@ben", "@candor", "The copy is made and can be read") })
	if p.sees("@ana", "#acme-shared", "copy") {
		t.Error("the client reads it, too")
	}
}

// A copy is read by a process of its own; one that dies is a copy that does not count.
func TestACopyIsCheckedApart(t *testing.T) {
	t.Setenv("CANDOR_TEST_AS_PROGRAM", "1")
	path := filepath.Join(t.TempDir(), "candor.db")
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(t.Context(), func(tx records.Tx) error { return tx.Append(timeline.Entry{Incident: 1, N: 1, What: "note"}) })
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	want, err := backup.Check(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := checkApart(t.Context(), path); err != nil || cmp.Diff(want, got) != "" {
		t.Errorf("checkApart: %v, %s", err, cmp.Diff(want, got))
	}
	if err := os.Truncate(path, 3*4096); err != nil {
		t.Fatal(err)
	}
	if _, err := checkApart(t.Context(), path); err == nil || !strings.Contains(err.Error(), "could not be read") {
		t.Errorf("of a file that was cut short: %v", err)
	}
}

func TestOthersProgramsGetNoToken(t *testing.T) {
	got := withoutSecrets([]string{"PATH=/bin", "SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1", "MAIL_PASSWORD=x", "MAIL_INBOX_PASSWORD=x", "RCLONE_CONFIG=y"})
	if diff := cmp.Diff([]string{"PATH=/bin", "RCLONE_CONFIG=y"}, got); diff != "" {
		t.Error(diff)
	}
}

// The heartbeat, which is called while promises are watched, stops with the second
// missed copy and goes on with the next one.
func TestMissedCopiesStopTheHeartbeat(t *testing.T) {
	calls := 0
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls++ }))
	defer srv.Close()
	path := filepath.Join(t.TempDir(), "candor.yaml")
	c := mustLoad(t, path, smallest+"backup: {}\nwebhooks: {allow_private: [127.0.0.1]}\n", bothTokens)
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		missed  int
		watched bool
		calls   int
	}{{0, true, 1}, {1, true, 1}, {2, true, 0}, {0, false, 0}, {0, true, 1}} {
		state := backup.State{Since: now.AddDate(0, -1, 0), Last: backup.Copy{Name: "candor-x.db", At: now.AddDate(0, 0, -tt.missed)}}
		if err := state.Write(stateOf(c.storeFile())); err != nil {
			t.Fatal(err)
		}
		k := keeperOf(c, nil, func() time.Time { return now }, slog.New(slog.DiscardHandler), nil)
		if err := k.Open(); err != nil {
			t.Fatal(err)
		}
		s := status{Watching: tt.watched, Wrong: []string{"there is no connection"}, Backups: k.Status()}
		beat := &delivery.Heartbeat{Address: client.Secret(srv.URL), Client: c.guard().Client(delivery.BeatTimeout), Now: time.Now, Log: slog.New(slog.DiscardHandler),
			Unfit: func(context.Context) []string { return s.unfit() }}
		calls = 0
		if beat.Beat(t.Context()); calls != tt.calls {
			t.Errorf("%d copies missed, promises watched %t: %d calls, want %d", tt.missed, tt.watched, calls, tt.calls)
		}
	}
}

func TestAFolderThatTakesNoCopyIsAMistakeOfTheConfig(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.yaml")
	for dir, want := range map[string]string{"copies": "is fine", "not/there": "backup.dir: takes no copy", "candor.yaml/x": "backup.dir: takes no copy"} {
		mustWrite(t, path, smallest+"backup: {dir: "+dir+"}\n")
		var out strings.Builder
		run(t.Context(), []string{"check-config", "--config", path}, bothTokens, &out, &out)
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s: %q, want %q", dir, &out, want)
		}
	}
}
