package meeting_test

import (
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/meeting"
	"candor/incident/promise"
	"candor/incident/schedule/scheduletest"
)

// After a call the client is owed in writing what is bad news and can be written: not what
// comforts them, and not that no data is lost while somebody may have got in.
func TestWhatFollowsInWriting(t *testing.T) {
	type answers map[facts.Question]facts.Answer
	for _, tt := range []struct {
		name    string
		now     answers
		written answers
		want    bool
	}{
		{"nothing is known", nil, nil, false},
		{"data is lost", answers{facts.DataLost: facts.Yes}, nil, true},
		{"it was written", answers{facts.DataLost: facts.Yes}, answers{facts.DataLost: facts.Yes}, false},
		{"no data is lost", answers{facts.DataLost: facts.No, facts.Intruder: facts.No}, nil, false},
		{"there was no backup", answers{facts.DataLost: facts.Yes, facts.SpareCopy: facts.NoCopy}, answers{facts.DataLost: facts.Yes}, true},
		{"there was one", answers{facts.DataLost: facts.Yes, facts.SpareCopy: facts.CopyTested}, answers{facts.DataLost: facts.Yes}, false},
		{"all comes back", answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Yes}, answers{facts.DataLost: facts.Yes}, false},
		{"none comes back", answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.No}, answers{facts.DataLost: facts.Yes}, true},
		{"nobody knows any more", answers{facts.Personal: facts.DontKnow}, answers{facts.Personal: facts.No}, true},
		{"somebody may have got in", answers{facts.DataLost: facts.No, facts.Intruder: facts.Suspected}, answers{facts.Intruder: facts.Suspected}, false},
	} {
		inc := &incident.Incident{State: incident.Open, Clients: []incident.Affected{{Client: client.Client{ID: "acme", Slack: "C0ACME"}, Wrote: tt.written}}}
		inc.Facts.Given = map[facts.Question]facts.Fact{}
		for q, a := range tt.now {
			inc.Facts.Given[q] = facts.Fact{Answer: a}
		}
		meeting.OweWriting(inc, &inc.Clients[0], scheduletest.Start)
		if got := inc.Clients[0].Owed(promise.Written) != nil; got != tt.want {
			t.Errorf("%s: owed in writing %t, want %t", tt.name, got, tt.want)
		}
	}
}
