package sandbox

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"candor/sandbox/world"
)

// next waits for what an event brought.
func (b *bench) next(events chan string) string {
	b.t.Helper()
	select {
	case e := <-events:
		return e
	case <-b.soon().Done():
		b.t.Fatal("no event came")
		return ""
	}
}

// What a stranger writes, changes and takes back in a shared channel comes as
// events that carry their team and their thread.
func TestWhatPeopleDoWithTheirMessages(t *testing.T) {
	b := newBench(t)
	events := make(chan string, 10)
	b.onEvent = func(e slackevents.EventsAPIEvent) {
		m, ok := e.InnerEvent.Data.(*slackevents.MessageEvent)
		if !ok || m.BotID != "" || m.Message.BotID != "" {
			return
		}
		was := ""
		if m.PreviousMessage != nil {
			was = m.PreviousMessage.Text
		}
		events <- fmt.Sprintf("%s %s %q %q in %t", m.SubType, m.UserTeam, m.Message.Text, was, strings.Contains(m.Message.ThreadTimestamp, ".") || m.PreviousMessage != nil && m.PreviousMessage.ThreadTimestamp != "")
	}
	b.connect(1)
	_, parent, err := b.api.PostMessage("C0ACME", slack.MsgOptionText("first", false))
	b.must(err)
	ts, err := b.Reply(b.soon(), "@dana", "#acme-shared", parent, "one")
	b.must(err)
	b.must(b.Edit(b.soon(), "@dana", "#acme-shared", ts, "two"))
	b.must(b.Unsay(b.soon(), "@dana", "#acme-shared", ts))
	for _, want := range []string{` T0ACME "one" "" in true`, `message_changed  "two" "one" in true`, `message_deleted  "" "two" in true`} {
		if got := b.next(events); got != want {
			t.Errorf("event %s, want %s", got, want)
		}
	}
	for _, err := range []error{b.Edit(b.soon(), "@dana", "#acme-shared", ts, "x"), b.Edit(b.soon(), "@dana", "#acme-shared", parent, "x"), b.Unsay(b.soon(), "@ana", "#acme-shared", parent)} {
		if err == nil {
			t.Error("a person changed what is gone, or not theirs")
		}
	}
}

func TestKick(t *testing.T) {
	b := newBench(t)
	left := make(chan string, 1)
	b.onEvent = func(e slackevents.EventsAPIEvent) {
		if m, ok := e.InnerEvent.Data.(*slackevents.MemberLeftChannelEvent); ok {
			left <- m.User
		}
	}
	b.connect(1)
	b.must(b.api.KickUserFromConversation("C0TEAM", "U0CLEO"))
	if user := b.next(left); user != "U0CLEO" {
		t.Errorf("%s left", user)
	}
	b.mustFail(b.api.KickUserFromConversation("C0TEAM", "U0CLEO"), "not_in_channel")
	b.mustFail(b.api.KickUserFromConversation("C0TEAM", world.AppUser), "cant_kick_self")
	b.mustFail(b.api.KickUserFromConversation("C0TEAM", "U0GONE"), "user_not_found")
	b.mustFail(b.api.KickUserFromConversation("C0NOWHERE", "U0CLEO"), "channel_not_found")
}

func TestAnOfferedChannelIsPending(t *testing.T) {
	b := newBench(t).connect(1)
	b.must(b.OfferShare("#team"))
	c, err := b.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: "C0TEAM"})
	b.must(err)
	if !c.IsPendingExtShared || c.IsExtShared {
		t.Errorf("offered, the channel is %+v", c)
	}
	b.must(b.Share(b.soon(), "#team"))
	c, err = b.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: "C0TEAM"})
	b.must(err)
	if c.IsPendingExtShared || !c.IsExtShared {
		t.Errorf("accepted, the channel is %+v", c)
	}
}
