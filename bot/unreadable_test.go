package bot

import (
	"testing"

	"candor/incident/work"
)

// One part of a payload that the library does not understand, here an attachment
// of another app with a number where it wants a string, does not cost the press.
func TestAPressIsReadWhateverStandsBesideIt(t *testing.T) {
	b := newBench(t)
	r, err := b.read(work.Envelope{ID: "e", Type: "interactive", Payload: []byte(`{"type":"block_actions","user":{"id":"U0ANA","team_id":"T0STUDIO"},
		"team":{"id":"T0STUDIO"},"container":{"type":"message","channel_id":"C0TEAM"},"channel":{"id":"C0TEAM"},"response_url":"https://hooks.slack.com/actions/x",
		"message":{"ts":"1.2","attachments":[{"id":1,"fields":[{"title":"a","value":5,"short":true}]}]},
		"actions":[{"action_id":"still","block_id":"b","type":"button","value":"1/acme/1","action_ts":"1.1"}]}`)})
	if err != nil || r.user != "U0ANA" || r.action == nil {
		t.Errorf("read as %+v, %v", r, err)
	}
}
