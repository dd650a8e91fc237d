package owns

import (
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/playbook"
)

// Whose a backup was to look after is owned only where somebody has said that it was ours, or nobody
// has told the client that this is open; what else is bad is owned as ever.
func TestNotOurs(t *testing.T) {
	backups := &playbook.Traits{BadNews: true, MayWait: true}
	for _, tt := range []struct {
		name   string
		traits *playbook.Traits
		given  map[facts.Question]facts.Fact
		who    client.Backups
		want   bool
	}{
		{"nobody was asked", backups, nil, "", false},
		{"it does not work, and nobody said whose it was", backups, map[facts.Question]facts.Fact{facts.SpareCopy: {Answer: facts.CopyFailed}}, "", true},
		{"ours", backups, map[facts.Question]facts.Fact{facts.SpareCopy: {Answer: facts.CopyFailed}}, client.BackupsOurs, false},
		{"theirs", backups, nil, client.BackupsTheirs, true},
		{"data is lost: the sentence about the backup says it", backups, map[facts.Question]facts.Fact{facts.SpareCopy: {Answer: facts.NoCopy}, facts.DataLost: {Answer: facts.Yes}}, "", false},
		{"an outage is ours", &playbook.Traits{}, map[facts.Question]facts.Fact{facts.SpareCopy: {Answer: facts.NoCopy}}, "", false},
	} {
		inc := &incident.Incident{Traits: tt.traits, Facts: facts.Facts{Given: tt.given}}
		if got := NotOurs(inc, &incident.Affected{Backups: tt.who}); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// Beside a confirmed line that something is missing no text says that nothing is gone.
func TestMissing(t *testing.T) {
	for line, want := range map[string]bool{"12 orders are missing": true, "The orders of today are gone.": true, "No orders are missing": false, "12 orders were charged twice": false} {
		inc := &incident.Incident{Facts: facts.Facts{Known: []facts.Noted{{Text: line}}}}
		if got := Missing(inc); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}
