package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"candor/store/backup"
)

// typedInto runs a command of candor with something typed into it.
func (p *process) typedInto(code int, typed string, args []string, words ...string) {
	p.t.Helper()
	root := commands(func(string) string { return "" })
	var out strings.Builder
	root.SetArgs(append(args, "--config", filepath.Join(p.dir, "candor.yaml")))
	root.SetIn(strings.NewReader(typed))
	root.SetOut(&out)
	err := root.ExecuteContext(p.t.Context())
	if err != nil {
		out.WriteString(err.Error())
	}
	if (err != nil) != (code != 0) {
		p.t.Errorf("candor %s: %v, want exit code %d", strings.Join(args, " "), err, code)
	}
	for _, w := range words {
		if !strings.Contains(out.String(), w) {
			p.t.Errorf("candor %s does not say %q:\n%s", strings.Join(args, " "), w, out.String())
		}
	}
}

// knows says what of somebody stands in the bytes of the store.
func (p *process) knows(things ...string) (found []string) {
	p.t.Helper()
	data, err := os.ReadFile(p.store())
	p.must(err)
	for _, s := range things {
		if bytes.Contains(data, []byte(s)) {
			found = append(found, s)
		}
	}
	return found
}

// Dana asks to be forgotten. She is in no byte of the store any more, nor after an older
// copy was put back; her greeting stays in the record of the text that she had, and the
// incident goes on with her company.
func TestForgetAndRestoreAnOlderCopy(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	ctx := t.Context()
	p.startsWithCopies()
	p.must(p.slack.Command(ctx, "@ana", "#team", "/incident INC-1 note Dana Fox called from +44 20 7946 0002"))
	p.until("it is noted", func() bool { return p.sees("@ana", "#team", "Noted in the timeline of INC-1") })
	p.until("nothing is on its way", func() bool { return p.sees("@ana", channelOfINC1, "was told at") })
	p.says(0, []string{"backup"}, "and read it to its end")
	older := p.newest()

	dana := []string{"Dana Fox", "dana@acme.example", "+44 20 7946 0002"}
	p.typedInto(1, "", []string{"forget", dana[1]}, "a candor runs on", "Nobody was forgotten. Stop it first")
	p.end(syscall.SIGTERM)
	if found := p.knows(dana...); len(found) != len(dana) {
		t.Fatalf("before, the store holds only %v", found)
	}
	p.typedInto(1, "", []string{"forget"}, "nobody is on the list")
	p.typedInto(1, "", []string{"forget", "Dana"}, "“Dana” may be anybody, or a word. Nobody was forgotten")
	p.typedInto(1, "", []string{"forget", dana[1]}, "is in the config, under clients, acme. Nobody was forgotten")
	p.typedInto(1, "", []string{"forget", "Ana Ruiz"}, "is in the config, under people")
	text := mustRead(t, filepath.Join(p.dir, "candor.yaml"))
	from := strings.Index(text, "contacts:")
	upTo := from + strings.Index(text[from:], "\n")
	p.must(os.WriteFile(filepath.Join(p.dir, "candor.yaml"), []byte(text[:from]+"contacts: [{name: Shop desk, email: desk@acme.example}]"+text[upTo:]), 0o600))

	p.typedInto(0, "", []string{"forget", "--dry-run", dana[1]}, "  Dana Fox\n", "  +44 20 7946 0002\n", "Nothing was changed")
	p.typedInto(1, "no\n", []string{"forget", dana[1]}, "This cannot be undone", "Nobody was forgotten. Type yes")
	if found := p.knows(dana...); len(found) != len(dana) {
		t.Fatalf("nobody said yes, and the store holds only %v", found)
	}
	p.typedInto(0, "yes\n", []string{"forget", dana[1]}, "Forgotten: ", "Copies made before hold them until they are taken away")
	if found := p.knows(dana...); len(found) > 0 {
		t.Errorf("the store still holds %v", found)
	}
	if len(p.knows("Dana, checkout has been down")) == 0 {
		t.Error("the record of the text that was sent has changed")
	}
	p.says(0, []string{"verify"}, "INC-1  Acme Shop: update", "Everything can be read.")

	p.must(os.Remove(p.store()))
	p.must(os.Remove(backup.ForgottenOf(p.store()))) // the disk is lost; the copies lie on another
	p.restores(0, "yes\n", []string{older}, "newest incident: INC-1", "Who was forgotten after that moment is not in it", "Restored ")
	if found := p.knows(dana...); len(found) > 0 {
		t.Errorf("the copy brought back %v", found)
	}
	p.start()
	p.until("it goes on", func() bool { return p.sees("@ana", channelOfINC1, "[What we know is right: go on]") })
	p.must(p.slack.Press(ctx, "@ana", channelOfINC1, "What we know is right: go on"))
	p.until("it counts", func() bool { return p.sees("@ana", channelOfINC1, "counts as right now") })
	p.end(syscall.SIGTERM)
	if found := p.knows(dana...); len(found) > 0 {
		t.Errorf("after that the store holds %v", found)
	}
}

// A name that stands nowhere was probably written in another way: that is said, and not that
// somebody was forgotten.
func TestForgettingWhomNobodyKnowsSaysSo(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	p.start()
	p.end(syscall.SIGTERM)
	p.typedInto(0, "", []string{"forget", "Nobody Here", "--yes"}, "held anything of them. Look in Slack how it is written, and name it so.")
}

// Who is in charge of something open, or is to get a text that is on its way, is not
// taken out of it.
func TestForgetRefusesWhoIsNeeded(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	ctx := t.Context()
	p.start()
	p.must(p.slack.Command(ctx, "@ana", "#team", "/incident declare sev1 acme Checkout is down"))
	p.until("it is declared", func() bool { return p.sees("@ana", "#team", "[Send]") })
	p.end(syscall.SIGTERM)
	text := mustRead(t, filepath.Join(p.dir, "candor.yaml"))
	p.must(os.WriteFile(filepath.Join(p.dir, "candor.yaml"), []byte(strings.ReplaceAll(text, "U0ANA", "U0ANNA")), 0o600))
	p.typedInto(1, "yes\n", []string{"forget", "U0ANA", "--only"}, "U0ANA has the role", "in INC-1, which is not closed. Nobody was forgotten")
	if _, err := os.Stat(backup.ForgottenOf(p.store())); err == nil {
		t.Error("she is on the list")
	}
}
