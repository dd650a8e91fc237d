package telling

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/schedule/scheduletest"
	"candor/incident/update"
)

func at(m int) time.Time { return scheduletest.At(m) }

// A report by hand may have told what was known by then; a message on a machine told
// nothing. Words that were added to an answer later change nothing.
func TestWhatAReportMayHaveSaid(t *testing.T) {
	report := func(m int, how byhand.How) *update.Update {
		return &update.Update{Kind: update.ByHand, At: at(m), Words: map[string]string{"how": string(how)}}
	}
	lost := facts.Fact{Answer: facts.Yes, Since: at(0), At: at(30)}
	inc := &incident.Incident{Number: 7, Kind: "outage", DeclaredAt: at(0), Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: lost}}, Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}}}}
	aff := &inc.Clients[0]
	for _, tt := range []struct {
		name string
		u    *update.Update
		q    facts.Question
		ok   bool
	}{
		{"of that question", report(10, byhand.ByCall), facts.DataLost, true},
		{"of another question", report(10, byhand.ByCall), facts.Intruder, false},
		{"a call before it was known", report(-1, byhand.ByCall), facts.DataLost, false},
		{"a message on their machine", report(10, byhand.ByVoicemail), facts.DataLost, false},
		{"a text of ours", &update.Update{Kind: update.Progress, At: at(10)}, facts.DataLost, false},
	} {
		if list, err := maySay(inc, aff, tt.u, []facts.Question{tt.q}); (err == nil) != tt.ok || tt.ok && len(list) != 1 {
			t.Errorf("%s: %v, %v", tt.name, list, err)
		}
	}
	if _, err := maySay(inc, aff, report(-1, byhand.ByCall), []facts.Question{facts.DataLost}); err == nil || !strings.Contains(err.Error(), "If you said it all the same, type told call: and what you said") {
		t.Errorf("who said it before it was written down is told: %v", err)
	}
	if list, err := maySay(inc, aff, report(10, byhand.ByCall), nil); err != nil || len(list) > 0 {
		t.Errorf("nothing is said of it: %v, %v", list, err)
	}
}
