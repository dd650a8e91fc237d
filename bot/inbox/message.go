package inbox

import (
	"slices"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"candor/incident/outbox"
)

// Idle says whether an event can mean nothing to us, so that it is not worth a
// commit: every message in every channel that we are in comes here, our own too.
func Idle(e *slackevents.EventsAPIEvent) bool {
	m, ok := e.InnerEvent.Data.(*slackevents.MessageEvent)
	if !ok {
		return false
	}
	w := Written(m)
	if w == nil || w.User == "" || w.BotID != "" {
		return true
	}
	switch m.SubType {
	case "", "thread_broadcast", "file_share", slack.MsgSubTypeMessageDeleted:
		return false
	case slack.MsgSubTypeMessageChanged: // also when Slack only adds a preview of a link
		was := m.PreviousMessage
		return was != nil && m.Message.SubType != "tombstone" && was.Text == w.Text && slices.Equal(FileNames(was), FileNames(w))
	}
	return true
}

// Came is who came into which channel; empty if the event is another.
func Came(e *slackevents.EventsAPIEvent) (channel, user string) {
	if j, ok := e.InnerEvent.Data.(*slackevents.MemberJoinedChannelEvent); ok {
		return j.Channel, j.User
	}
	return "", ""
}

// Place is where a message stands: in a thread, or in the channel itself.
func Place(e *slackevents.MessageEvent) string {
	w := Written(e)
	if w.ThreadTimestamp == w.Timestamp { // it began one since
		return outbox.Place(e.Channel, "")
	}
	return outbox.Place(e.Channel, w.ThreadTimestamp)
}

// FileNames are the names of the files that a message brings.
func FileNames(m *slack.Msg) (names []string) {
	for _, f := range m.Files {
		names = append(names, f.Name)
	}
	return names
}
