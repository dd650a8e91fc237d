package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack/slackevents"
)

func (b *bench) published() (n int) {
	for _, c := range b.slack.Calls() {
		if c.Method == "views.publish" {
			n++
		}
	}
	return n
}

// until waits for something to be true of what Slack shows.
func (b *bench) until(what string, fn func() bool) {
	b.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for ctx := b.soon(); !fn(); {
		select {
		case <-tick.C:
		case <-ctx.Done():
			b.t.Fatalf("still not: %s", what)
		}
	}
}

// What changes at once is one change of the Home, a moment later, and a Home
// that nobody has opened is not drawn.
func TestAHomeFollowsWhatHappens(t *testing.T) {
	b := newBench(t)
	b.homes.pause = 20 * time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { b.followHomes(ctx); close(ended) }()
	defer func() { cancel(); <-ended }()

	b.Stir()
	b.openHome(ctx, "U0BEN", false)
	b.openHome(ctx, "U0BEN", true)
	if n := b.published(); n != 1 || !strings.Contains(b.slack.HomeText("@ben"), "No incident is open") {
		t.Fatalf("%d Homes were published; Ben's is:\n%s", n, b.slack.HomeText("@ben"))
	}
	b.declared()
	for range 50 {
		b.Stir()
	}
	b.until("the Home shows the incident", func() bool { return strings.Contains(b.slack.HomeText("@ben"), "INC-1") })
	b.Stir() // nothing has changed
	time.AfterFunc(5*b.homes.pause, cancel)
	<-ended
	if n := b.published(); n != 2 {
		t.Errorf("%d Homes were published, want 2", n)
	}

	b.openHome(context.Background(), "U0BEN", false) // Slack says that it has none
	if n := b.published(); n != 3 {
		t.Errorf("a Home that Slack has lost was not drawn again: %d were published", n)
	}
}

// A Home that Slack refuses is drawn again, and one that nobody opens for a day
// is left.
func TestAHomeThatWasNotPublishedIsTriedAgain(t *testing.T) {
	b := newBench(t)
	user := "U0NOBODY"
	b.openHome(context.Background(), user, false)
	if !strings.Contains(b.log.String(), "a Home could not be drawn") {
		t.Errorf("logged: %s", b.log)
	}
	b.Stir()
	if got := b.homes.changed(began); len(got) != 1 || got[0] != user {
		t.Errorf("to be drawn: %q", got)
	}
	if got := b.homes.changed(began); got != nil {
		t.Errorf("nothing has changed, and to be drawn: %q", got)
	}
	b.Stir()
	if got := b.homes.changed(began.Add(homeLife + 1)); got != nil || len(b.homes.opened) != 0 {
		t.Errorf("after a day, to be drawn: %q", got)
	}
}

// Somebody of another company has no Home here, whatever the event says.
func TestAHomeIsForOurPeople(t *testing.T) {
	b := newBench(t)
	if view, err := b.homeView(context.Background(), "U0DANA"); err == nil {
		t.Errorf("Dana's Home is %+v", view)
	}
}

// The messages of the app are another page, and people of another company have
// no page at all.
func TestWhichEventsDrawAHome(t *testing.T) {
	for _, tt := range []struct {
		tab, team string
		want      int
	}{{"home", "T0STUDIO", 1}, {"messages", "T0STUDIO", 0}, {"home", "T0ACME", 0}} {
		b := newBench(t)
		e := slackevents.EventsAPIEvent{InnerEvent: slackevents.EventsAPIInnerEvent{Data: &slackevents.AppHomeOpenedEvent{User: "U0BEN", Tab: tt.tab}}}
		b.notice(context.Background(), &request{user: "U0BEN", team: tt.team, event: &e})
		if n := b.published(); n != tt.want {
			t.Errorf("the tab %s opened from %s: %d Homes are published, want %d", tt.tab, tt.team, n, tt.want)
		}
	}
}
