package aside

import (
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/question"
	"candor/incident/update"
	"candor/messages/scene"
)

func badNewsAnswers() []answer {
	now := scene.At("14:05")
	lists := scene.With(scene.Disaster(), scene.Talking)
	told := scene.Disaster()
	told.Clients[0].Knows = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}
	told.Clients[0].Wrote = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.CopyTested}
	waits := scene.With(scene.Disaster(), scene.Waits("16:00", false))
	agreed := scene.With(scene.Disaster(), scene.Waits("16:00", true))
	say := scene.Telling(scene.With(scene.Fresh(), scene.OnlyPhone), update.FirstNoticeUnknown, "*A problem* [INC-7]\nDana, since 13:45 GMT it does not work.")
	early := scene.With(scene.Fresh(), func(inc *incident.Incident) {
		inc.Clients[0].Asks = question.List{{Text: "Is it you?", At: now, First: true}}
	})
	return []answer{
		{"badnews/kept", FactsKept(scene.Disaster(), now)},
		{"badnews/kept-otherwise", FactsKept(told, now)},
		{"badnews/kept-nothing-known", FactsKept(scene.Fresh(), now)},
		{"badnews/lists", TwoLists(lists)},
		{"badnews/lists-empty", TwoLists(scene.Fresh())},
		{"badnews/nobody-answered", NobodyAnswered(lists, &lists.Clients[0], now)},
		{"badnews/asked-first", AskedKept(early, &early.Clients[0], now)},
		{"badnews/asked-again", AskedKept(lists, &lists.Clients[0], now)},
		{"badnews/second-asked", SecondAsked(waits, &waits.Clients[0], now)},
		{"badnews/later", LaterDecided(agreed, &agreed.Clients[0], now)},
		{"badnews/not-later", LaterDecided(scene.Disaster(), &scene.Disaster().Clients[0], now)},
		{"recorded/voicemail", Recorded(scene.Disaster(), &scene.Disaster().Clients[0], byhand.ByVoicemail, now)},
		{"recorded/call", Recorded(lists, &lists.Clients[0], byhand.ByCall, now)},
		{"declared/phone", Declared(scene.With(scene.Fresh(), scene.OnlyPhone), say, "/incident", "", now)},
	}
}

// Who typed who was to make the backups reads what became of it: the record of a client
// counts, and one that stands in the config file is changed there.
func TestWhoWasToMakeTheBackupsIsNeverKeptOrDroppedInSilence(t *testing.T) {
	now := scene.At("14:05")
	for _, tt := range []struct {
		name          string
		typed         string
		record        client.Backups
		provisioned   bool
		want, without string
	}{
		{"the config says otherwise", "ours", client.BackupsTheirs, true, "“ours” was *not* kept: for Acme Shop the config file says backups: theirs", "To keep it"},
		{"their record says otherwise", "ours", client.BackupsTheirs, false, "the record of Acme Shop says theirs", "config file"},
		{"the config says the same", "ours", client.BackupsOurs, true, "written down", "backups:"},
		{"the config says nothing", "ours", client.BackupsUnsaid, true, "holds for this incident. To keep it, write backups: ours into their entry in the config file", "*not* kept"},
		{"a client of the list", "ours", client.BackupsUnsaid, false, "written down", "backups:"},
		{"nothing was said of it", "", client.BackupsTheirs, true, "written down", "backups:"},
	} {
		inc := scene.Disaster()
		aff := &inc.Clients[0]
		aff.Client.Backups, aff.Client.Provisioned = tt.record, tt.provisioned
		if tt.record == client.BackupsUnsaid {
			aff.Backups = client.Backups(tt.typed)
		}
		got := FactsKept(inc, now, facts.FactAnswer{Question: facts.SpareCopy, Answer: facts.NoCopy, Makers: map[string]string{aff.Client.ID: tt.typed}}).Text
		if !strings.Contains(got, tt.want) || strings.Contains(got, tt.without) {
			t.Errorf("%s: %s", tt.name, got)
		}
	}
}

// Who was told less, more or the opposite of what is known now reads which.
func TestWhatTheyWereToldOtherwise(t *testing.T) {
	for _, tt := range []struct {
		name     string
		q        facts.Question
		was, now facts.Answer
		want     bool
	}{
		{"nobody knew", facts.Intruder, facts.DontKnow, facts.Confirmed, false},
		{"never heard of it", facts.Intruder, "", facts.Confirmed, false},
		{"it was suspected, and is so", facts.Intruder, facts.Suspected, facts.Confirmed, false},
		{"it was suspected, and is not so", facts.Intruder, facts.Suspected, facts.No, true},
		{"the opposite", facts.Personal, facts.No, facts.Yes, true},
		{"none of it comes back", facts.Recoverable, facts.Partly, facts.No, true},
		{"all of it comes back", facts.Recoverable, facts.Partly, facts.Yes, false},
	} {
		inc := scene.Disaster()
		aff := &inc.Clients[0]
		aff.Wrote = map[facts.Question]facts.Answer{tt.q: tt.was}
		inc.Facts.Given[tt.q] = facts.Fact{Answer: tt.now}
		if got := otherwise(inc, aff, tt.q); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
	inc := scene.Disaster()
	aff := &inc.Clients[0]
	inc.Facts.Given[facts.Recoverable] = facts.Fact{Answer: facts.Partly, Words: "the orders until ten"}
	aff.Wrote, aff.WroteAs = map[facts.Question]facts.Answer{facts.Recoverable: facts.Partly}, map[facts.Question]string{facts.Recoverable: "the orders until noon"}
	if !otherwise(inc, aff, facts.Recoverable) {
		t.Error("the words of it have changed, and they were told less")
	}
}
