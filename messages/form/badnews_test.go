package form

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/team"
	"candor/incident/update"
	"candor/messages"
	"candor/messages/scene"
)

func TestEveryAnswerIsInTheForm(t *testing.T) {
	for _, q := range facts.Questions {
		if questionWords[q] == "" {
			t.Errorf("the form does not ask %s", q)
		}
		for _, a := range facts.Answers[q] {
			if answerWord(q, a) == "" {
				t.Errorf("the form has no words for %s %s", q, a)
			}
		}
	}
}

func badNewsForms(w *messages.Words) []formCase {
	inc := scene.Disaster()
	aff := &inc.Clients[0]
	s := messages.Speaker{Person: team.Person{Name: "Ana Ruiz"}, Company: "Studio North", Now: scene.At("14:05"), Next: scene.At("14:30")}
	slots := [2]time.Time{scene.At("15:30"), scene.At("17:00")}
	tried := scene.With(scene.Disaster(), scene.Talking)
	phone := scene.With(scene.Disaster(), scene.OnlyPhone)
	silent := scene.With(scene.Disaster(), func(inc *incident.Incident) { inc.Clients[0].Client = scene.Globex })
	say := scene.Telling(scene.With(scene.Fresh(), scene.OnlyPhone), update.FirstNoticeUnknown, "*Acme online shop: a problem* [INC-7]\nDana, since 13:45 GMT &lt;part&gt; of it does not work.")
	say.Company, say.Update.Sender = "Studio North", team.Person{Name: "Ana Ruiz"}
	return []formCase{
		{"questions/fresh", Questions(scene.Fresh(), &scene.Fresh().Clients[0]), true},
		{"questions/answered", Questions(inc, aff), true},
		{"extent", Extent(inc, aff, time.UTC), true},
		{"call/first", CallCard(w, inc, aff, s, slots, scene.London), true},
		{"call/nobody-answered", CallCard(w, tried, &tried.Clients[0], s, slots, scene.MustZone("Asia/Kolkata")), true},
		{"call/only-phone", CallCard(w, phone, &phone.Clients[0], s, slots, scene.London), true},
		{"call/no-number", CallCard(w, silent, &silent.Clients[0], s, slots, scene.London), true},
		{"later", Later(inc, aff, false), true},
		{"preview/say-it", Preview(say, scene.At("13:50")), true},
	}
}

// worstNews is it with as much bad news as there may be.
func worstNews(inc *incident.Incident) *incident.Incident {
	scene.Given(inc, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.DontKnow, facts.Recoverable: facts.Partly, facts.Intruder: facts.Suspected, facts.Personal: facts.Yes})
	for q, f := range inc.Facts.Given {
		f.Words, f.From, f.To = strings.Repeat("&", 300), strings.Repeat("漢", 100), strings.Repeat("<", 100)
		inc.Facts.Given[q] = f
	}
	for range 20 {
		inc.Facts.Known = append(inc.Facts.Known, facts.Noted{Text: strings.Repeat("&😀", 100)})
		inc.Facts.Unknown = append(inc.Facts.Unknown, facts.Noted{Text: strings.Repeat("客", 300)})
	}
	for range 5 {
		inc.Clients[0].Client.Contacts = append(inc.Clients[0].Client.Contacts, client.Contact{Name: strings.Repeat("客", 75), Phone: strings.Repeat("+1", 40)})
	}
	inc.Doing = strings.Repeat("&", 300)
	return inc
}

// What an answer says stays in a text; what the facts fill is filled anew once they
// have changed.
func TestWhatAnAnswerSaysIsNotTakenOut(t *testing.T) {
	w := mustLoad(t)
	inc := scene.Disaster()
	inc.Clients[0].Slots = []time.Time{scene.At("15:30"), scene.At("17:00")}
	inc.Facts.Given[facts.Intruder] = facts.Fact{Answer: facts.Suspected}
	begin := func(words map[string]string, now string) map[string]string {
		return w.Begin(inc, &inc.Clients[0], update.Update{Kind: update.DataLoss, Words: words}, scene.At(now)).Words
	}
	words := begin(nil, "14:05")
	if words["slots"] != "I will call you at 15:30 GMT. If 17:00 GMT, another time or only writing suits you better, say so." || words["suspicion_line"] != "whether someone got in who should not have." || strings.Contains(words["unknown_line"], "got in") {
		t.Errorf("the facts fill %v", words)
	}
	words, _, _ = ReadUpdate(w, update.DataLoss, Values{"data-loss:protect_line": {"stopped it"}}, nil)
	if words = begin(words, "14:05"); words["suspicion_line"] == "" {
		t.Errorf("what an answer says was taken out: %v", words)
	}
	messages.DropFacts(words)
	if _, ok := words["suspicion_line"]; ok || words["protect_line"] != "stopped it" {
		t.Errorf("after the facts changed the draft keeps %v", words)
	}
	if got := begin(nil, "16:00")["slots"]; strings.Contains(got, "15:30") || !strings.HasPrefix(got, "I will call you tomorrow at 09:00 GMT. If tomorrow at 11:00 GMT, ") {
		t.Errorf("where a time has passed, offered is %q", got)
	}
}

func TestReadQuestions(t *testing.T) {
	inc := scene.Disaster()
	part := inc.Facts.Given[facts.Recoverable]
	part.Answer, part.Words = facts.Partly, "the accounts of February"
	inc.Facts.Given[facts.Recoverable] = part
	list, err := ReadQuestions(inc, "acme", Values{"q:data_lost": {"yes"}, "q:recoverable": {"part"}})
	if len(list) != 5 || err != nil {
		t.Fatalf("%d answers, %v", len(list), err)
	}
	if got, given := list[0], inc.Facts.Given[facts.DataLost]; got.Answer != facts.Yes || got.Words != given.Words || got.From != given.From || got.To != given.To {
		t.Errorf("the loss is %+v", got)
	}
	far := ReadExtent(inc, "acme", Values{"lost": {"all orders"}, "from": {"today"}, "backups:acme": {"ours"}})
	if got := far[0]; got.Answer != facts.Yes || got.Words != "all orders" || got.From != "today" || got.To != "" {
		t.Errorf("the loss is %+v", got)
	}
	if got := far[1]; got.Answer != facts.NoCopy || got.Makers["acme"] != "ours" {
		t.Errorf("the backups are %+v", got)
	}
	if list[1].Answer != facts.DontKnow || list[2].Answer != facts.Partly || list[2].Words != "the accounts of February" {
		t.Errorf("the others are %+v", list[1:3])
	}
	named := QuestionFields(map[string]string{"data_lost_words": "a", "data_lost_from": "b", "personal": "c"})
	if named["lost"] != "a" || named["from"] != "b" || named["q:personal"] != "c" {
		t.Errorf("errors stand on %v", named)
	}
}

func TestWhoMakesTheBackupsOfAClientOfTheConfigSaysWhatToWriteThere(t *testing.T) {
	for _, provisioned := range []bool{true, false} {
		inc := &incident.Incident{Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop", Provisioned: provisioned}}}}
		text, err := json.Marshal(makers(inc, &inc.Clients[0]))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(text), "write backups: ours, theirs, declined or not-agreed"); got != provisioned {
			t.Errorf("a client of the config: %t, and it says what to write there: %t", provisioned, got)
		}
	}
}
