//go:build unix

package printer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"candor/delivery/printer/printertest"
)

// real finds a browser; the test is skipped where there is none, unless
// CANDOR_TEST_BROWSER=required says that there must be one.
func real(t *testing.T) *Browser {
	t.Helper()
	for _, name := range []string{"chromium-headless-shell", "headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return &Browser{Path: path, Limit: Unhurried, Log: slog.New(slog.DiscardHandler)}
		}
	}
	if os.Getenv("CANDOR_TEST_BROWSER") == "required" {
		t.Fatal("no headless Chromium found; install chromium-headless-shell")
	}
	t.Skip("no headless Chromium found")
	return nil
}

// fake is a browser that is a few lines of shell. It finds where the PDF goes in $out,
// and the page in $page.
func fake(t *testing.T, lines string) *Browser {
	t.Helper()
	path := filepath.Join(t.TempDir(), "browser")
	const head = "#!/bin/sh\nfor a; do case $a in --print-to-pdf=*) out=${a#*=};; file://*) page=${a#file://};; esac; done\n"
	if err := os.WriteFile(path, []byte(head+lines), 0o700); err != nil {
		t.Fatal(err)
	}
	return &Browser{Path: path, Log: slog.New(slog.DiscardHandler)}
}

func page(body string) []byte {
	return []byte(`<!DOCTYPE html><html><head><meta charset="utf-8">` + Policy + `<title>T</title></head><body>` + body + `</body></html>`)
}

// inFolder gives temporary files a folder of their own, which has to be empty afterwards.
func inFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Cleanup(func() {
		if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
			t.Errorf("there is still %q", left)
		}
	})
	return dir
}

// What a browser says and does not do is a reason for people; its files are gone.
func TestWhatABrowserDoesWrong(t *testing.T) {
	for name, tt := range map[string]struct {
		lines string
		want  string
	}{
		"crashes":        {`kill -SEGV $$`, "the browser crashed"},
		"gives up":       {`echo no display >&2; exit 3`, "the browser ended with an error (exit status 3)"},
		"hangs":          {`sleep 60`, "the browser did not end within 1s"},
		"hangs by child": {`sleep 60 & wait`, "the browser did not end within 1s"},
		"prints nothing": {`exit 0`, "the browser wrote no PDF"},
		"an empty file":  {`: > "$out"`, "the browser wrote no PDF"},
		"half a file":    {`echo %PDF-1.4 > "$out"`, "the browser wrote half a PDF. Often the disk is full"},
		"no PDF":         {`echo '<html>%%EOF' > "$out"`, "the browser wrote half a PDF. Often the disk is full"},
		"a huge PDF":     {`head -c 6000000 /dev/zero > "$out"`, "the PDF is larger than 5 MB"},
		"fills the disk": {`head -c 300000000 /dev/zero > "$TMPDIR/cache"; sleep 60`, "the browser wrote more than 200 MB and was stopped"},
	} {
		t.Run(name, func(t *testing.T) {
			inFolder(t)
			b := fake(t, tt.lines)
			if strings.HasPrefix(name, "hangs") {
				b.Limit = time.Second
			}
			pdf, err := b.Print(context.Background(), page("x"))
			if err == nil || err.Error() != tt.want || pdf != nil {
				t.Errorf("%d bytes, %v; want %s", len(pdf), err, tt.want)
			}
		})
	}
}

// A browser that is stopped takes all that it has started with it.
func TestNothingOfABrowserGoesOn(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	open, err := os.OpenFile(pipe, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	b := fake(t, `exec 3> `+pipe+`; echo begun >&3; sleep 60 & wait`)
	b.Limit = time.Second
	if _, err := b.Print(context.Background(), page("x")); err == nil {
		t.Fatal("it ended by itself")
	}
	if err := open.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if said, err := io.ReadAll(open); err != nil || string(said) != "begun\n" { // it ends once nobody can write any more
		t.Errorf("it said %q, and something of it goes on: %v", said, err)
	}
}

// A browser gets none of our environment, where the tokens stand, and starts in a folder
// of its own; one that cannot be started is no crash of ours.
func TestABrowserIsOnItsOwn(t *testing.T) {
	inFolder(t)
	t.Setenv("SLACK_BOT_TOKEN", "xoxb-secret")
	pdf, err := fake(t, `{ echo %PDF-1.4; env; pwd; cat "$page"; echo %%EOF; } > "$out"`).Print(context.Background(), page("<p>words"))
	if err != nil || bytes.Contains(pdf, []byte("xoxb")) || !bytes.Contains(pdf, []byte("candor-print-")) || !bytes.Contains(pdf, []byte("<p>words")) {
		t.Errorf("%v: %s", err, pdf)
	}
	if _, err := (&Browser{Path: "/nowhere", Log: slog.New(slog.DiscardHandler)}).Print(context.Background(), page("x")); err == nil || !strings.Contains(err.Error(), "could not be started: no such file") {
		t.Errorf("it says %v", err)
	}
	if _, err := fake(t, "").Print(context.Background(), []byte("<p>no policy")); !errors.Is(err, errNoPolicy) {
		t.Errorf("a page without a policy: %v", err)
	}
	ended, end := context.WithCancel(context.Background())
	end()
	if _, err := fake(t, "sleep 60").Print(ended, page("x")); err == nil || err.Error() != "the browser was stopped because Candor was" {
		t.Errorf("stopped, it says %v", err)
	}
}

func TestWithoutAPlaceForItsFiles(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "gone"))
	if _, err := fake(t, "").Print(context.Background(), page("x")); err == nil || err.Error() != "there is no place for its files: no such file or directory" {
		t.Errorf("it says %v", err)
	}
}

func TestWhatCannotBeTheBrowser(t *testing.T) {
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{filepath.Join(dir, "none"): "there is no such file", dir: "that is no program", plain: "it may not be run", fake(t, "").Path: ""} {
		if got := Unfit(path); got != want {
			t.Errorf("Unfit(%s) = %q, want %q", path, got, want)
		}
	}
}

// A real browser prints every letter of a page; whatever is in it, no file is read for
// it, no address asked and no script run.
func TestABrowserPrintsThePageAndNothingElse(t *testing.T) {
	b := real(t)
	inFolder(t)
	var asked atomic.Int32
	host := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer host.Close()
	secret := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(secret, []byte("GEHEIM"), 0o600); err != nil {
		t.Fatal(err)
	}
	hostile := fmt.Sprintf(`<script>document.body.append("SCRIPTED")</script><img src="%s/a"><link rel="stylesheet" href="%[1]s/b"><iframe src="file://%s"></iframe><object data="file://%[2]s"></object><embed src="file://%[2]s">`, host.URL, secret)
	pdf, err := b.Print(context.Background(), page(`<p>Grüße an Zoë</p>`+hostile+`<p>the end</p>`))
	if err != nil {
		t.Fatal(err)
	}
	got := printertest.Read(pdf)
	if got.Pages != 1 || !strings.Contains(got.Text, "Grüße an Zoë") || !strings.Contains(got.Text, "the end") {
		t.Errorf("it prints %+v", got)
	}
	for _, never := range []string{"GEHEIM", "SCRIPTED"} {
		if strings.Contains(got.Text, never) {
			t.Errorf("it prints %s: %q", never, got.Text)
		}
	}
	// The browser itself has no network either: also a page that forbids nothing asks nobody.
	open := append([]byte("<!--"+Policy+"-->"), bytes.ReplaceAll(page(hostile), []byte(Policy), nil)...)
	if _, err = b.Print(context.Background(), open); err != nil || asked.Load() > 0 {
		t.Errorf("without its policy a page asks %d times, %v", asked.Load(), err)
	}
}
