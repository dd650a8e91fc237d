package inbox

import (
	"testing"

	"github.com/slack-go/slack/slackevents"

	"candor/incident/records"
)

// The library hands on a message whatever stands in it, also before we read it.
func TestTheLibraryReadsNoMessages(t *testing.T) {
	new(Inbox).start()
	for name, more := range beside {
		payload := object{"type": "event_callback", "event_id": "Ev1", "event": merged(object{"type": "message", "user": "U0DANA", "channel": "C0ACME", "ts": "1773151300.000200"}, more)}
		if _, err := slackevents.ParseEvent(mustJSON(t, payload), slackevents.OptionNoVerifyToken()); err != nil {
			t.Errorf("with %s: %v", name, err)
		}
	}
}

// A channel that one company has left may still be shared with another.
func TestAnUnsharedChannelMayStillBeShared(t *testing.T) {
	for _, still := range []any{true, false, nil, "yes"} {
		payload := object{"type": "event_callback", "event_id": "Ev1", "event": object{"type": "channel_unshared", "channel": "C0ACME", "previously_connected_team_id": "T0ACME", "is_ext_shared": still}}
		r, err := Read(records.Envelope{ID: "e", Type: "events_api", Payload: mustJSON(t, payload)})
		if err != nil || r.Channel != "C0ACME" {
			t.Fatalf("read %+v, %v", r, err)
		}
		if e, ok := r.Event.InnerEvent.Data.(*slackevents.ChannelUnsharedEvent); !ok || e.IsExtShared != (still == true) {
			t.Errorf("still shared %v is read as %+v", still, r.Event.InnerEvent.Data)
		}
	}
}
