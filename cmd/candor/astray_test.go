package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// serves runs a second program beside the one that runs, and returns what it said as it ended.
func (p *process) serves() string {
	p.t.Helper()
	var out bytes.Buffer
	cmd := exec.CommandContext(p.t.Context(), os.Args[0], "serve", "--config", filepath.Join(p.dir, "candor.yaml"))
	cmd.Env, cmd.Stderr = p.env, &out
	if err := cmd.Run(); err == nil {
		p.t.Error("a second program ran")
	}
	return out.String()
}

// Somebody deletes the file of the store while the program runs: people hear it, no second
// program begins a store of its own beside it, and after an orderly end everything is there.
func TestAStoreThatIsDeletedWhileItRuns(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	ctx := t.Context()
	p.start()
	p.must(p.slack.Command(ctx, "@ana", "#team", "/incident declare sev2 globex Booking is slow"))
	p.until("it is declared", func() bool { return p.sees("@ana", "#team", "[Send]") })
	p.must(os.Remove(p.store()))
	p.must(p.slack.Command(ctx, "@ana", "#team", "/incident INC-1 note written into a file that nobody sees"))
	p.until("the note is taken", func() bool { return p.sees("@ana", "#team", "Noted in the timeline of INC-1") })

	if out := p.serves(); !strings.Contains(out, "a candor runs already whose data was at") || !strings.Contains(out, "Nothing was started or changed") {
		t.Errorf("the second program said %q", out)
	}
	p.says(1, []string{"restore", filepath.Join(p.dir, "candor.yaml")}, "a candor runs already whose data was at")
	if _, err := os.Stat(p.store()); err == nil {
		t.Error("the second program made a store")
	}
	p.until("status says it", func() bool {
		out, code := p.candor("status")
		return code == 1 && strings.Contains(out, "was moved or deleted while Candor runs. Nothing is lost yet")
	})
	p.logs("was moved or deleted while Candor runs")

	if err := p.end(syscall.SIGTERM); err != nil {
		t.Errorf("SIGTERM: %v", err)
	}
	p.start()
	p.until("nothing is lost", func() bool {
		out, code := p.candor("export", "INC-1")
		return code == 0 && strings.Contains(out, "written into a file that nobody sees")
	})
	p.says(0, []string{"verify"}, "INC-1  Globex Travel: update", "Everything can be read.")
}

// Its file was moved, and a copy put in its place: a second program would keep and break the
// same promises.
func TestACopyInThePlaceOfARunningStore(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	p.start()
	p.until("it answers", func() bool { _, code := p.candor("status"); return code == 0 })
	p.must(os.Rename(p.store(), p.store()+".old"))
	p.must(os.WriteFile(p.store(), []byte(mustRead(t, p.store()+".old")), 0o600))
	if out := p.serves(); !strings.Contains(out, "a candor runs already whose data was at") {
		t.Errorf("the second program said %q", out)
	}
	p.until("status says it", func() bool {
		out, code := p.candor("status")
		return code == 1 && strings.Contains(out, "Another file stands where Candor's data was")
	})
	p.must(os.Rename(p.store()+".old", p.store()))
	p.until("it is put right", func() bool { _, code := p.candor("status"); return code == 0 })
}
