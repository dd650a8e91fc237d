package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"candor/store/backup"
)

// restores runs candor restore with something typed into it.
func (p *process) restores(code int, typed string, args []string, words ...string) {
	p.t.Helper()
	p.typedInto(code, typed, append([]string{"restore"}, args...), words...)
}

// startsWithCopies starts a program that makes copies, and in which Acme Shop has had the
// first message.
func (p *process) startsWithCopies() {
	p.t.Helper()
	p.configure("company:", "backup: {}\ncompany:")
	p.start()
	p.must(p.slack.Command(p.t.Context(), "@ana", "#team", "/incident declare sev1 acme Checkout is down"))
	p.until("the first message is offered", func() bool { return p.sees("@ana", "#team", "[Send]") })
	p.must(p.slack.Press(p.t.Context(), "@ana", "#team", "Send"))
	p.until("the client has it", func() bool { return p.clientTexts() == 1 && len(p.slack.Mails("")) == 1 })
}

// newest is the path of the newest copy.
func (p *process) newest() string {
	p.t.Helper()
	dir := filepath.Join(p.dir, "backups")
	list, err := backup.List(dir)
	if err != nil || len(list) == 0 {
		p.t.Fatalf("there is no copy: %v", err)
	}
	return filepath.Join(dir, list[0].Name)
}

// The disk is lost, and the copy is two updates and one incident old. The client has
// each text once, reads nothing until a person has confirmed what is known of them,
// and no number is given out twice.
func TestRestoreOfAnOldCopyDoesNoHarm(t *testing.T) {
	if testing.Short() {
		t.Skip("real processes, one after the other")
	}
	t.Parallel()
	p := newProcess(t)
	ctx := t.Context()
	p.startsWithCopies()
	say := func(text string) {
		p.until("ana is in the channel and writes", func() bool {
			return p.slack.Command(ctx, "@ana", channelOfINC1, "/incident still "+text) == nil
		})
	}
	say("restarting the database")
	p.until("the second is held", func() bool { return p.sees("@ana", channelOfINC1, "[Undo within ") })
	p.says(0, []string{"backup"}, "and read it to its end")
	p.until("and leaves", func() bool { return p.clientTexts() == 2 && len(p.slack.Mails("")) == 2 })
	say("replacing the disk")
	p.until("so does a third", func() bool { return p.clientTexts() == 3 && len(p.slack.Mails("")) == 3 })
	p.must(p.slack.Command(ctx, "@ana", "#team", "/incident declare sev2 globex Bookings are slow"))
	p.until("there is a second incident", func() bool { return p.sees("@ana", "#team", "INC-2") })

	copied := p.newest()
	p.restores(1, "", []string{copied}, "a candor runs on", "Nothing was changed. Stop it first")
	p.restores(0, "", []string{"--dry-run", copied}, "newest incident: INC-1", "A candor runs on "+p.store()+". Stop it and move that away before you restore.", "Nothing was changed: this was a dry run.")
	p.end(syscall.SIGKILL)
	p.restores(1, "yes\n", []string{copied}, "newest incident: INC-1", "is there, and holds:\n  newest incident: INC-2", "is not overwritten", "mv ")
	p.must(os.Remove(p.store()))
	p.restores(0, "", []string{"--dry-run", copied}, "a copy as of ", "newest incident: INC-1", "last text to a client: ", "to Acme Shop (INC-1)", "Nothing was changed")
	p.restores(1, "no\n", []string{copied}, "Type yes to restore it", "Nothing was changed")
	if _, err := os.Stat(p.store()); err == nil {
		t.Fatal("there is a store, and nobody said yes")
	}
	p.restores(0, "yes\n", []string{copied}, "  due ", "Restored "+p.store(), "Start candor now")
	if left, _ := filepath.Glob(filepath.Join(p.dir, ".candor-restore-*")); len(left) > 0 {
		t.Errorf("it left %v", left)
	}

	p.start()
	p.until("people are asked", func() bool { return p.sees("@ana", channelOfINC1, "[What we know is right: go on]") })
	p.until("the card says as of when", func() bool { return p.sees("@ana", channelOfINC1, "▲ As of ") })
	p.until("the mail asks", func() bool { return p.sees("@ana", channelOfINC1, "do not know whether update 2 reached") })
	p.must(p.slack.Command(ctx, "@ana", channelOfINC1, "/incident still trying"))
	p.until("a text is refused", func() bool { return p.sees("@ana", channelOfINC1, "Nothing was sent. Candor's data is a copy as of") })
	p.until("the second is found where it is", func() bool {
		return strings.Count(p.slack.Text("@ana", channelOfINC1), "(update 2)") == 2
	})
	if n, m := p.clientTexts(), len(p.slack.Mails("")); n != 3 || m != 3 {
		t.Fatalf("the client has %d texts and %d mails before anybody confirmed, want 3 and 3", n, m)
	}
	p.says(0, []string{"status"}, "Acme Shop (INC-1): as of 2", "what was said since is not known here")
	p.must(p.slack.Press(ctx, "@ana", channelOfINC1, "What we know is right: go on"))
	p.until("it counts", func() bool { return p.sees("@ana", channelOfINC1, "counts as right now") })
	if n := p.clientTexts(); n != 3 {
		t.Errorf("the confirmation sent something: the client has %d texts", n)
	}
	p.must(p.slack.Press(ctx, "@ana", channelOfINC1, "It arrived"))
	p.until("the mail is settled", func() bool { return !p.sees("@ana", channelOfINC1, "[It arrived]") })
	say("testing the new disk")
	p.until("a fourth text leaves", func() bool { return p.clientTexts() == 4 && len(p.slack.Mails("")) == 4 })
	p.must(p.slack.Command(ctx, "@ana", "#team", "/incident declare sev3 globex Search is slow"))
	p.until("numbers go on further up", func() bool { return p.sees("@ana", "#team", "INC-1002") })
	p.end(syscall.SIGTERM)
}

// A copy of which records cannot be read is named for what it is, and becomes the store
// only where somebody says so.
func TestADamagedCopyIsRestoredOnlyIfSomebodySaysSo(t *testing.T) {
	p := newProcess(t)
	damaged := filepath.Join(p.dir, "damaged.db")
	p.must(fatten(damaged, 1))
	p.must(flipBit(damaged, "incidents", "1"))
	p.restores(1, "yes\n", []string{damaged}, "cannot be read: incident", "the copy is damaged. Nothing was changed", "--damaged")
	if _, err := os.Stat(p.store()); err == nil {
		t.Fatal("it became the store")
	}
	p.restores(1, "", []string{filepath.Join(p.dir, "copy.db.age")}, "there is no copy")
	p.must(os.WriteFile(filepath.Join(p.dir, "copy.db.age"), nil, 0o600))
	p.restores(1, "", []string{filepath.Join(p.dir, "copy.db.age")}, "is encrypted", "--identity key.txt")
	p.restores(0, "", []string{"--damaged", "--yes", damaged}, "Restored ")
	p.restores(1, "", []string{p.dir}, "is a folder. Nothing was changed")
	p.restores(1, "", nil, "name one copy")
	p.must(os.Truncate(damaged, 100_000))
	p.restores(1, "", []string{damaged}, damaged+" is not a candor store, or it is damaged", "Nothing was changed")
	p.says(1, []string{"verify"}, "Cannot be read")
}

// On a new disk the folder of the store is missing: that is what it says, and how to make it.
func TestRestoreIntoAFolderThatIsNotThere(t *testing.T) {
	p := newProcess(t)
	copied := filepath.Join(p.dir, "copy.db")
	p.must(fatten(copied, 1))
	p.configure("company:", "store: bolt:data/candor.db\ncompany:")
	p.restores(1, "yes\n", []string{copied}, "there is no folder "+filepath.Join(p.dir, "data"), "Nothing was changed. Make it", "mkdir -m 700")
}
