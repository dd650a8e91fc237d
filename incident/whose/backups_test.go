package whose

import (
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
)

// The texts say that the review tells who was to make the backups; then it does.
func TestTheReviewSaysWhoWasToMakeTheBackups(t *testing.T) {
	for _, tt := range []struct {
		name           string
		kind           string
		lost, backup   facts.Answer
		config, answer client.Backups
		refused        bool
	}{
		{"nobody has said", update.PostmortemCover, facts.Yes, facts.NoCopy, "", "", true},
		{"it did not work, nobody has said", update.PostmortemCover, facts.Yes, facts.CopyFailed, "", "", true},
		{"the config says", update.PostmortemCover, facts.Yes, facts.NoCopy, client.BackupsOurs, "", false},
		{"somebody said", update.PostmortemCover, facts.Yes, facts.NoCopy, "", client.BackupsTheirs, false},
		{"nothing is lost", update.PostmortemCover, facts.No, facts.NoCopy, "", "", false},
		{"there was one", update.PostmortemCover, facts.Yes, facts.CopyTested, "", "", false},
		{"another text", update.Checkin7d, facts.Yes, facts.NoCopy, "", "", false},
	} {
		inc := &incident.Incident{Number: 1, State: incident.Resolved, Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: tt.lost}, facts.SpareCopy: {Answer: tt.backup}}}}
		aff := &incident.Affected{Client: client.Client{Name: "Acme Shop", Backups: tt.config}, Backups: tt.answer}
		if err := Says(inc, aff, tt.kind); (err != nil) != tt.refused {
			t.Errorf("%s: %v, want it refused=%t", tt.name, err, tt.refused)
		}
	}
}

// What it says to type is about that client alone, where there are several.
func TestTheReviewAsksWhoseBackups(t *testing.T) {
	inc := &incident.Incident{State: incident.Resolved, Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes}, facts.SpareCopy: {Answer: facts.NoCopy}}}}
	for n, want := range []string{"Type fact backup none ours", "Type fact acme backup none ours"} {
		inc.Clients = append(inc.Clients, incident.Affected{Client: client.Client{ID: []string{"acme", "globex"}[n]}})
		if err := Says(inc, &inc.Clients[0], update.PostmortemCover); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("of %d clients: %v, want %s", n+1, err, want)
		}
	}
}
