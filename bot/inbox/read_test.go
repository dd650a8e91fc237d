package inbox

import (
	"encoding/json"
	"testing"

	"github.com/slack-go/slack"

	"candor/incident/work"
)

// Of somebody of another company in a shared channel, the person's own team
// counts, not the channel's.
func TestReadTakesThePersonsTeam(t *testing.T) {
	press := map[string]any{
		"type": "block_actions", "team": map[string]string{"id": "T0STUDIO"}, "user": map[string]string{"id": "U0DANA", "team_id": "T0ACME"},
		"container": map[string]any{"type": "message", "channel_id": "C0ACME", "is_ephemeral": true},
		"actions":   []slack.BlockAction{{ActionID: "still", Type: "button"}},
	}
	payload, err := json.Marshal(press)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Read(work.Envelope{ID: "1", Type: "interactive", Payload: payload})
	if err != nil {
		t.Fatal(err)
	}
	if r.Team != "T0ACME" || r.Channel != "C0ACME" || !r.Ephemeral || r.View != nil || r.Action.ActionID != "still" {
		t.Errorf("read %+v", r)
	}
	for _, wrong := range []string{`{}`, `{"type":"block_actions"}`, `{"type":"shortcut"}`, `[]`, ``} {
		if _, err := Read(work.Envelope{Type: "interactive", Payload: []byte(wrong)}); err == nil {
			t.Errorf("%q is read as a request", wrong)
		}
	}
}

// One part of a payload that the library does not understand, here an attachment
// of another app with a number where it wants a string, does not cost the press.
func TestAPressIsReadWhateverStandsBesideIt(t *testing.T) {
	r, err := Read(work.Envelope{ID: "e", Type: "interactive", Payload: []byte(`{"type":"block_actions","user":{"id":"U0ANA","team_id":"T0STUDIO"},
		"team":{"id":"T0STUDIO"},"container":{"type":"message","channel_id":"C0TEAM"},"channel":{"id":"C0TEAM"},"response_url":"https://hooks.slack.com/actions/x",
		"message":{"ts":"1.2","attachments":[{"id":1,"fields":[{"title":"a","value":5,"short":true}]}]},
		"actions":[{"action_id":"still","block_id":"b","type":"button","value":"1/acme/1","action_ts":"1.1"}]}`)})
	if err != nil || r.User != "U0ANA" || r.Action == nil {
		t.Errorf("read as %+v, %v", r, err)
	}
}
