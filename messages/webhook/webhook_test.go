package webhook

import (
	"encoding/json"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
)

// A machine reads no suspicion of a break-in once it is known that somebody got in, of the client whose it is.
func TestTheKindSaysWhatIsKnown(t *testing.T) {
	for name, tt := range map[string]struct {
		all, own   facts.Answer
		kind, want string
	}{
		"suspected":            {all: facts.Suspected, kind: update.BreachSuspected, want: "breach-suspected"},
		"confirmed":            {all: facts.Confirmed, kind: update.BreachSuspected, want: "breach-confirmed"},
		"of another":           {all: facts.Confirmed, own: facts.Suspected, kind: update.BreachSuspected, want: "breach-suspected"},
		"of anything else":     {all: facts.Confirmed, kind: update.Progress, want: "progress"},
		"nobody has said what": {kind: update.BreachSuspected, want: "breach-suspected"},
	} {
		aff := incident.Affected{Client: client.Client{ID: "acme", Name: "Acme Shop"}}
		if tt.own != "" {
			aff.Own = facts.Own{facts.Intruder: {Answer: tt.own}}
		}
		inc := &incident.Incident{Number: 1, Clients: []incident.Affected{aff}}
		if tt.all != "" {
			inc.Facts.Given = map[facts.Question]facts.Fact{facts.Intruder: {Answer: tt.all}}
		}
		text, err := Notice(inc, &aff.Client, update.Update{Kind: tt.kind}, "")
		var m message
		if err := json.Unmarshal([]byte(text.Body), &m); err != nil || m.Data.Kind != tt.want {
			t.Errorf("%s: %q, %v", name, m.Data.Kind, err)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
