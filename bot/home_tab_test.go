package bot

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"candor/bot/hometab"
	"candor/bot/people"
)

func (b *bench) published() (n int) {
	for _, c := range b.slack.Calls() {
		if c.Method == "views.publish" {
			n++
		}
	}
	return n
}

// What changes at once is one change of the Home, a moment later, and a Home
// that nobody has opened is not drawn.
func TestAHomeFollowsWhatHappens(t *testing.T) {
	b := newBench(t)
	b.API = slack.New(b.slack.BotToken(), slack.OptionAPIURL("http://127.0.0.1/api/"), slack.OptionHTTPClient(inProcess{b.slack.Handler()}))
	b.who = people.New(b.API, b.Now)
	synctest.Test(t, func(t *testing.T) {
		b.t, b.homes = t, hometab.New(b.API, b.Log, b.Now, b.homeView)
		go b.homes.Follow(t.Context())
		want := func(when string, n int) {
			t.Helper()
			time.Sleep(hometab.Pause + time.Second)
			if got := b.published(); got != n {
				t.Errorf("%s: %d Homes were published, want %d", when, got, n)
			}
		}

		b.Stir()
		b.homes.Open(t.Context(), "U0BEN", false)
		b.homes.Open(t.Context(), "U0BEN", true)
		want("opened twice", 1)
		if home := b.slack.HomeText("@ben"); !strings.Contains(home, "No incident is open") {
			t.Errorf("Ben's Home is:\n%s", home)
		}
		b.declared()
		for range 50 {
			b.Stir()
		}
		want("much happened at once", 2)
		if home := b.slack.HomeText("@ben"); !strings.Contains(home, "INC-1") {
			t.Errorf("the Home does not show the incident:\n%s", home)
		}
		b.Stir()
		want("nothing has changed", 2)
		b.homes.Open(t.Context(), "U0BEN", false)
		want("Slack says that it has none", 3)
	})
}

// inProcess reaches a server without a network, so that a bubble's time goes on.
type inProcess struct{ server http.Handler }

func (p inProcess) Do(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	p.server.ServeHTTP(w, r)
	return w.Result(), nil
}

// A Home that cannot be drawn is told to whoever runs the program.
func TestAHomeThatWasNotPublishedIsTriedAgain(t *testing.T) {
	b := newBench(t)
	user := "U0NOBODY"
	b.homes.Open(context.Background(), user, false)
	if !strings.Contains(b.log.String(), "a Home could not be drawn") {
		t.Errorf("logged: %s", b.log)
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
