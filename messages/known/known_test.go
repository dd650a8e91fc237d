package known

import (
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
)

func TestTheCardHasWordsForEveryAnswer(t *testing.T) {
	for _, q := range facts.Questions {
		for _, a := range facts.Answers[q] {
			if words[q][a] == "" {
				t.Errorf("the card has no words for %s %s", q, a)
			}
		}
	}
}

// Where it is not the same for all, it stands there whose it is.
func TestWhatIsKnownOfEach(t *testing.T) {
	of := func(name string, lost, copied facts.Answer) incident.Affected {
		return incident.Affected{Client: client.Client{ID: name, Name: name}, Own: facts.Own{facts.DataLost: {Answer: lost}, facts.SpareCopy: {Answer: copied}}}
	}
	given := map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes}, facts.SpareCopy: {Answer: facts.DontKnow}}
	for _, tt := range []struct {
		clients []incident.Affected
		want    string
	}{
		{[]incident.Affected{{}, {}}, "\nKnown: data is gone\nNot known yet: whether there is a backup"},
		{[]incident.Affected{of("A", facts.Yes, facts.DontKnow), of("B", "", "")}, "\nA · Known: data is gone\nA · Not known yet: whether there is a backup\nB · Nothing is known of their data."},
		{[]incident.Affected{of("A", facts.Yes, ""), of("B", facts.No, ""), of("C", facts.Yes, "")}, "\nA and C · Known: data is gone\nB · Known: no data is gone"},
	} {
		if got := Line(&incident.Incident{Clients: tt.clients, Facts: facts.Facts{Given: given}}); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// Where no data is gone, nothing has to come back: what was answered of that before is no news.
func TestNothingComesBackThatIsNotGone(t *testing.T) {
	for _, back := range []facts.Answer{facts.Restored, facts.DontKnow} {
		inc := &incident.Incident{Clients: []incident.Affected{{}}, Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.No}, facts.Recoverable: {Answer: back}}}}
		if got, want := Line(inc), "\nKnown: no data is gone"; got != want {
			t.Errorf("%s: %q, want %q", back, got, want)
		}
	}
}

// A sentence for one client stands with what is known of that client.
func TestASentenceOfOneClient(t *testing.T) {
	inc := &incident.Incident{Clients: []incident.Affected{
		{Client: client.Client{ID: "a", Name: "A"}, Own: facts.Own{facts.DataLost: {Answer: facts.Yes}}}, {Client: client.Client{ID: "b", Name: "B"}, Own: facts.Own{facts.DataLost: {Answer: facts.No}}},
	}, Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes}}, Known: []facts.Noted{{Client: "b", Text: "of b"}, {Client: "a", Text: "of a"}, {Text: "of all"}}}}
	if got, want := Line(inc), "\nA · Known: data is gone · 1 more\nB · Known: no data is gone · 1 more\nKnown: of all"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
