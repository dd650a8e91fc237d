package bot

import (
	"context"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/records"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/kit"
)

// gotIt is a press of Got it under update 1 for Acme.
func gotIt(id, user, team string) *request {
	r := ana(id)
	r.user, r.team, r.channel = user, team, "C0ACME"
	r.action = &slack.BlockAction{ActionID: kit.ActGotIt, Value: view.Ref{Number: 1, Client: "acme", N: 1}.String()}
	return r
}

// told opens INC-1 and sends Acme the first word, which stays in the queue.
func (b *bench) told() {
	b.t.Helper()
	b.declared()
	_, err := b.Service.Tell(context.Background(), incident.Actor{ID: "U0ANA", Team: b.Home, Home: b.Home}, 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
	b.must(err)
}

func (b *bench) readings() []update.Acknowledgement {
	b.t.Helper()
	var list []update.Acknowledgement
	b.must(b.Service.Store.View(context.Background(), func(tx records.Tx) error {
		u, err := tx.ClientUpdate(1, "acme", 1)
		list = u.Readings
		return err
	}))
	return list
}

func TestWhoMaySayGotIt(t *testing.T) {
	b := newBench(t)
	b.told()
	b.must(b.slack.Regrade("@cleo", false, true))
	tests := []struct {
		name, user, team string
		read             int    // readings afterwards
		says             string // of the answer or the error
	}{
		{"a member", "U0BEN", "T0STUDIO", 0, "This button is for the client"},
		{"the client", "U0DANA", "T0ACME", 1, "Noted."},
		{"the client again", "U0DANA", "T0ACME", 1, "Noted."},
		{"the client, in a payload that claims our team", "U0DANA", "T0STUDIO", 1, "Noted."},
		{"a guest", "U0CLEO", "T0STUDIO", 2, "Noted."},
		{"nobody", "", "", 2, refused},
	}
	for _, tt := range tests {
		a, err := b.press(context.Background(), gotIt(tt.name, tt.user, tt.team))
		said := a.Text
		if err != nil {
			said = err.Error()
		}
		if got := b.readings(); len(got) != tt.read || !strings.HasPrefix(said, tt.says) {
			t.Errorf("%s: %d readings and %q, want %d and %q", tt.name, len(got), said, tt.read, tt.says)
		}
	}
	if r := b.readings()[0]; r != (update.Acknowledgement{Update: 1, User: "U0DANA", Name: "Dana Fox", Company: "Acme Shop", At: began}) {
		t.Errorf("recorded as %+v", r)
	}
}

// What cannot be noted is said in words that the client may read.
func TestGotItThatCannotBeNoted(t *testing.T) {
	b := newBench(t)
	b.told()
	for _, value := range []string{"", "1|acme|9|", "9|acme|1|", "1|nobody|1|", "x"} {
		r := gotIt("press"+value, "U0DANA", "T0ACME")
		r.action.Value = value
		_, err := b.press(context.Background(), r)
		if said := b.apologise(err); !strings.Contains(said, "You have the update all the same") || strings.Contains(said, "INC") {
			t.Errorf("value %q: %q", value, said)
		}
	}
	if n := len(b.readings()); n != 0 {
		t.Errorf("%d readings", n)
	}
}

// A press that was accepted before the program died counts, however late.
func TestGotItIsWorkedOffAfterARestart(t *testing.T) {
	b := newBench(t)
	b.told()
	r := gotIt("early", "U0DANA", "T0ACME")
	r.late, r.env.At = true, began.Add(-3*goodFor)
	b.handle(context.Background(), r)
	if n := len(b.readings()); n != 1 {
		t.Errorf("%d readings, want 1", n)
	}
}

// A button under a text to one client, pressed where another client reads, says nothing
// for the first: not that they have read it, and not that they want to be called.
func TestAPressInAnotherChannelIsNotTheClients(t *testing.T) {
	for _, act := range []string{kit.ActGotIt, kit.ActCallMe, kit.ActWantAsk} {
		for _, channel := range []string{"C0GLOBEX", "C0TEAM", "", "C0ACME"} {
			b := newBench(t)
			b.told()
			r := gotIt("press", "U0DANA", "T0ACME")
			r.action.ActionID, r.channel = act, channel
			rev := b.incident(1).Rev
			_, err := b.press(context.Background(), r)
			if theirs := channel == "C0ACME"; (err == nil) != theirs || b.incident(1).Rev != rev != theirs {
				t.Errorf("%s in %q: %v", act, channel, err)
			}
		}
	}
}
