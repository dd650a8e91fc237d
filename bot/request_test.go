package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"candor/bot/inbox"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/records"
	"candor/incident/service"
	"candor/messages/form"
)

// commandPayload is a command by Ana in #team as Slack sends it.
func commandPayload(t *testing.T, text string) []byte {
	t.Helper()
	p, err := json.Marshal(map[string]string{"user_id": "U0ANA", "team_id": "T0STUDIO", "channel_id": "C0TEAM", "command": "/incident", "text": text})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// mustReceive keeps something as if an earlier process had accepted it.
func (b *bench) mustReceive(id, kind string, payload []byte) {
	b.t.Helper()
	_, err := b.Service.Receive(context.Background(), nil, records.Envelope{ID: id, Type: kind, Payload: payload, At: began})
	b.must(err)
}

// A mistake of ours costs one request: the person is told, the inbox is clear,
// the bot lives.
func TestAPanicCostsOneRequest(t *testing.T) {
	b := newBench(t)
	form := form.Declare(b.Service.Roster().Clients, b.Words.Choices(), form.Begun{})
	words := b.Words
	b.Words = nil // what no test of ours would find

	b.mustReceive("typed", "slash_commands", commandPayload(t, "new"))
	b.must(b.in.Recover(context.Background()))
	list := b.slack.Messages("#team")
	if len(list) != 1 || list[0].Ephemeral != "U0ANA" || !failed(list[0].Text) || strings.Contains(list[0].Text, "nothing was changed") {
		t.Errorf("Ana reads %+v", list)
	}

	r, acked := submission(t, "U0ANA", "T0STUDIO", form)
	b.handle(context.Background(), r)
	if said, _ := json.Marshal(*acked); !failed(string(said)) {
		t.Errorf("the form is answered %s", said)
	}

	if left := b.inbox(); len(left) > 0 {
		t.Errorf("%d requests stay in the inbox", len(left))
	}
	if !strings.Contains(b.log.String(), "a request broke the bot") {
		t.Error("nothing is in the log")
	}
	b.Words = words
	if _, err := b.runs("list"); err != nil {
		t.Errorf("afterwards the bot answers %v", err)
	}
}

// What a process accepted and did not do, the next one does. A form's sender
// saw an error and has it still: it is not applied.
func TestRecoverDoesWhatWasAsked(t *testing.T) {
	b := newBench(t)
	b.mustReceive("1", "slash_commands", commandPayload(t, "declare sev1 acme Checkout is down"))
	b.mustReceive("2", "slash_commands", commandPayload(t, "INC-1 note restarted it"))
	b.mustReceive("3", "slash_commands", commandPayload(t, "INC-1 check")) // opens a form: too late
	b.mustReceive("4", "interactive", []byte(`{"type":"view_submission","team":{"id":"T0STUDIO"},"user":{"id":"U0ANA"},"view":{"callback_id":"declare","type":"modal","blocks":[]}}`))
	b.mustReceive("5", "interactive", []byte(`no json`))
	b.mustReceive("6", "of tomorrow", []byte(`{}`))
	b.must(b.in.Recover(context.Background()))

	if inc := b.incident(1); inc.Impact != "checkout is down" {
		t.Errorf("declared %+v", inc)
	}
	if _, err := b.Service.Peek(context.Background(), 2); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("the form was applied: %v", err)
	}
	lines, err := b.Service.Timeline(context.Background(), incident.Actor{ID: "U0ANA", Team: "T0STUDIO", Home: "T0STUDIO"}, &incident.Incident{Number: 1})
	b.must(err)
	if !strings.Contains(fmt.Sprint(lines), "restarted it") {
		t.Errorf("the note is missing: %v", lines)
	}
	said := ""
	for _, m := range b.slack.Messages("#team") {
		said += m.Text + "\n"
	}
	if !strings.Contains(said, "The form could not be opened in time. Nothing was changed.") || failed(said) {
		t.Errorf("Ana reads:\n%s", said)
	}
	if left := b.inbox(); len(left) > 0 {
		t.Errorf("%d requests stay in the inbox", len(left))
	}
}

func TestAnEnvelopeTwiceIsDoneOnce(t *testing.T) {
	b := connected(t)
	b.types("declare sev1 acme Checkout is down")
	b.types("INC-1 note restarted it")
	b.slack.Redeliver()
	b.settle()
	lines, err := b.Service.Timeline(context.Background(), incident.Actor{ID: "U0ANA", Team: "T0STUDIO", Home: "T0STUDIO"}, &incident.Incident{Number: 1})
	b.must(err)
	if n := strings.Count(fmt.Sprint(lines), "restarted it"); n != 1 {
		t.Errorf("the note is written %d times", n)
	}
	if left := b.inbox(); len(left) > 0 {
		t.Errorf("%d requests stay in the inbox", len(left))
	}
}

// fullDisk is a store that takes nothing while it is full.
type fullDisk struct {
	records.Store
	full bool
}

func (f *fullDisk) Update(ctx context.Context, fn func(records.Tx) error) error {
	if f.full {
		return errors.New("no space left on device")
	}
	return f.Store.Update(ctx, fn)
}

// Whoever reads that nothing was changed may believe it: no restart does it after
// all. Where that cannot be promised, they read so.
func TestWhatWasRefusedIsNotDoneAfterARestart(t *testing.T) {
	for _, tt := range []struct {
		name  string
		full  bool // still, when the refusal is written down
		want  string
		after bool // it is done after the restart
	}{
		{"the disk had room again", false, "nothing was changed. Try again.", false},
		{"the disk stayed full", true, "This was not done yet, and may still be", true},
	} {
		b := newBench(t)
		b.declared()
		disk := &fullDisk{Store: b.Service.Store}
		b.Service.Store = disk
		b.mustReceive("typed", "slash_commands", commandPayload(t, "INC-1 note restarted it"))
		before := len(b.slack.Messages("#team"))
		disk.full = true
		if !tt.full {
			b.in.Store = roomAgain{b.Service, disk}
		}
		_ = b.in.Recover(t.Context()) // what an earlier process took is worked off as anything is
		said := ""
		for _, m := range b.slack.Messages("#team")[before:] {
			said += m.Text
		}
		if !strings.Contains(said, tt.want) {
			t.Errorf("%s: Ana reads %q", tt.name, said)
		}
		disk.full = false
		again := &inbox.Inbox{Store: b.Service, Log: b.Log, Now: b.Now, Work: b.in.Work} // the next process
		b.must(again.Recover(t.Context()))
		lines, err := b.Service.Timeline(t.Context(), incident.Actor{ID: "U0ANA", Team: "T0STUDIO", Home: "T0STUDIO"}, &incident.Incident{Number: 1})
		b.must(err)
		if done := strings.Contains(fmt.Sprint(lines), "restarted it"); done != tt.after {
			t.Errorf("%s: done after the restart %t, want %t", tt.name, done, tt.after)
		}
	}
}

// roomAgain is the inbox's store where the disk has room once a refusal is noted.
type roomAgain struct {
	*service.Service
	disk *fullDisk
}

func (r roomAgain) Finish(ctx context.Context, ids ...string) error {
	r.disk.full = false
	return r.Service.Finish(ctx, ids...)
}
