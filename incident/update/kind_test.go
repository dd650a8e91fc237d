package update_test

import (
	"testing"

	"candor/incident/update"
)

// What one trait says may not be taken back by another.
func TestTheTraitsOfAKindOfUpdateAgree(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range update.Kinds {
		if k.ID == "" || seen[k.ID] {
			t.Errorf("%q stands twice, or has no name", k.ID)
		}
		seen[k.ID] = true
		switch {
		case k.Aftercare && !k.Afterward:
			t.Errorf("%s is for the time after resolving, and may not be sent then", k.ID)
		case k.AnyTime && !k.Aftercare:
			t.Errorf("%s need not wait for the end, and is no aftercare", k.ID)
		case k.Aftercare && (k.NamesNext || k.Status != ""):
			t.Errorf("%s settles no promise, and makes one or moves the status", k.ID)
		case k.Opens && k.FollowsUp:
			t.Errorf("%s begins the conversation and goes on with one", k.ID)
		case k.BadNews && (len(k.Approve) == 0 || k.About == "" || !k.TellsAll):
			t.Errorf("%s is bad news: of what, and whose word does it need?", k.ID)
		case k.Automatic && (k.BadNews || k.TellsAll || len(k.Approve) > 0):
			t.Errorf("%s leaves by itself, and says what a person has to answer for", k.ID)
		}
	}
}

// The figures of the table: a trait that is dropped in one row does not pass.
func TestWhatKindsOfUpdateAre(t *testing.T) {
	count := map[string]int{}
	for _, k := range update.Kinds {
		for name, has := range map[string]bool{"status": k.Status != "", "opens": k.Opens, "follows": k.FollowsUp, "automatic": k.Automatic, "aftercare": k.Aftercare,
			"afterward": k.Afterward, "asks": k.Asks, "any time": k.AnyTime, "next": k.NamesNext, "recovers": k.Recovers, "bad news": k.BadNews, "approve": len(k.Approve) > 0, "tells": k.TellsAll, "corrects": k.Corrects, "proves": k.Proves != "", "no text": k.NoText} {
			if has {
				count[name]++
			}
		}
	}
	want := map[string]int{"status": 5, "opens": 3, "follows": 5, "automatic": 2, "aftercare": 9, "afterward": 15, "asks": 3, "any time": 2, "next": 16, "recovers": 3, "bad news": 4, "approve": 6, "corrects": 2, "tells": 11, "proves": 3, "no text": 1}
	for name, n := range want {
		if count[name] != n {
			t.Errorf("%d kinds have the trait %q, want %d", count[name], name, n)
		}
	}
}

// How it begins, how it ends, bad news and what takes something back stand in the
// channel, where nobody has to open a thread to read them.
func TestWhatStandsInTheChannelToo(t *testing.T) {
	want := map[string]bool{
		update.FirstNoticeUnknown: true, update.FirstNoticeKnown: true, update.FirstNoticeThirdParty: true, update.ResolvedUpdate: true,
		update.DataLoss: true, update.BreachSuspected: true, update.ProcessorNotice: true, update.Correction: true, update.NotYours: true,
	}
	for _, k := range update.Kinds {
		if got := update.Announced(k.ID); got != (want[k.ID] || k.BadNews) {
			t.Errorf("%s stands in the channel: %t", k.ID, got)
		}
	}
}
