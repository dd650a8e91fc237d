package messages

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/team"
	"candor/incident/view"
)

// given answers questions of an incident, all at 13:50.
func given(inc *incident.Incident, answers map[facts.Question]facts.Answer) {
	inc.Facts.Given = map[facts.Question]facts.Fact{}
	for q, a := range answers {
		inc.Facts.Given[q] = facts.Fact{Answer: a, By: "U0ANA", At: at("13:50"), Since: at("13:50")}
	}
}

// disaster is the incident of the five questions: two are not known yet.
func disaster() *incident.Incident {
	inc := told14()
	inc.Kind, inc.Private, inc.Title, inc.Impact, inc.Doing = "data_loss", true, "", "some of your data is missing", "looking through all other places"
	inc.Clients[0].Client = withPhone(acme)
	given(inc, map[facts.Question]facts.Answer{
		facts.DataLost: facts.Yes, facts.SpareCopy: facts.NoCopy, facts.Recoverable: facts.DontKnow,
		facts.Intruder: facts.DontKnow, facts.Personal: facts.Yes,
	})
	lost := inc.Facts.Given[facts.DataLost]
	lost.Words, lost.From, lost.To = "all <user> accounts", "10 February", "10 March"
	inc.Facts.Given[facts.DataLost] = lost
	return inc
}

func withPhone(c client.Client) client.Client {
	c.Contacts = []client.Contact{{Name: "Dana <Fox>", Phone: "+44 (20) 7946-0002"}, {Name: "Their office", Phone: "ask | the desk"}, {Name: "No number"}}
	return c
}

// onlyPhone has no way for us to write.
func onlyPhone(inc *incident.Incident) {
	c := withPhone(acme)
	c.Slack = ""
	inc.Clients[0].Client = c
}

// talking is the incident with everything that a call leaves behind.
func talking(inc *incident.Incident) {
	aff := &inc.Clients[0]
	aff.Asks = []incident.Ask{{Text: "When is it <back>?", At: at("13:50"), First: true, AnsweredAt: at("14:00")}, {Text: "And now?", At: at("14:10")}, {Text: "Hello?", At: at("14:12")}}
	aff.Attempts, aff.AttemptAt = 2, at("14:15")
	aff.Promises = append(aff.Promises, incident.Promise{N: 3, Kind: incident.WrittenPromise, MadeAt: at("14:00"), DueAt: at("14:30")})
	inc.Facts.Known = []facts.Noted{{Text: "Orders before 10 February are <complete>"}}
	inc.Facts.Unknown = []facts.Noted{{Text: "why nobody noticed."}}
}

func waits(until string, agreed bool) func(*incident.Incident) {
	return func(inc *incident.Incident) {
		l := &incident.Later{Reason: "the director is in the <air>", By: "U0ANA", Second: "U0BEN", AskedAt: at("14:05"), Until: at(until)}
		if agreed {
			l.AgreedAt = at("14:06")
		}
		inc.Clients[0].Later = l
	}
}

func badNewsCases() []internalCase {
	card, r := outbox.Delivery{Kind: outbox.Card}, outbox.Reminder
	calling := with(disaster(), func(inc *incident.Incident) { inc.Clients[0].Call = incident.Call{By: "U0BEN", At: at("14:20")} })
	holding := func(now string) view.View {
		return drafted(viewAt(with(told14(), onlyPhone), now, 2), incident.Holding, "*Acme* [INC-7]\nwe are &lt;still&gt; working on it.")
	}
	holding14 := holding("14:25")
	holding14.Company, holding14.Promise.Draft.Sender, holding14.Promise.Words = "Studio North", team.Person{Name: "Ana Ruiz"}, "the <number> of lost orders"
	line := func(how incident.How) internalCase {
		u := byHand
		u.Words = map[string]string{"text": "Rang Dana: they <know>", "how": string(how), "answer": "She is <angry>", "promised": "a list"}
		return internalCase{"line/" + string(how), updated(viewAt(told14(), "14:29", 0), u), outbox.Delivery{Kind: outbox.Line}}
	}
	wrote := viewAt(with(disaster(), talking), "14:40", 3)
	wrote.Promise.Outcome, wrote.Promise.SettledAt = incident.Late, at("14:40")
	return []internalCase{
		{"badnews/card", viewAt(with(disaster(), talking), "14:20", 0), card},
		{"badnews/card-calling", viewAt(calling, "14:25", 0), card},
		{"badnews/card-later-asked", viewAt(with(disaster(), waits("16:00", false)), "14:25", 0), card},
		{"badnews/card-later", viewAt(with(disaster(), waits("16:00", true)), "14:25", 0), card},
		{"badnews/reminder", viewAt(disaster(), "14:25", 2), rung(r, outbox.Soon, "U0BEN")},
		{"badnews/reminder-late", viewAt(disaster(), "14:40", 2), rung(r, outbox.Everybody, "U0ANA", "U0BEN")},
		{"badnews/reminder-phone", viewAt(with(disaster(), onlyPhone), "14:25", 2), rung(r, outbox.Soon, "U0BEN")},
		{"badnews/reminder-in-writing", viewAt(with(disaster(), talking), "14:30", 3), rung(r, outbox.Due, "U0BEN")},
		{"badnews/answered-in-writing", wrote, outbox.Delivery{Kind: outbox.Answered}},
		{"badnews/second", viewAt(with(disaster(), waits("16:00", false)), "14:06", 0), outbox.Delivery{Kind: outbox.Second}},
		{"badnews/second-agreed", viewAt(with(disaster(), waits("16:00", true)), "14:07", 0), data(outbox.Delivery{Kind: outbox.Answered}, "later", "agreed")},
		{"badnews/second-refused", viewAt(disaster(), "14:07", 0), data(outbox.Delivery{Kind: outbox.Answered}, "later", "refused")},
		{"badnews/answered-later", viewAt(with(disaster(), waits("16:00", true)), "14:07", 2), outbox.Delivery{Kind: outbox.Answered}},
		{"phone/reminder", holding14, rung(r, outbox.Soon, "U0BEN")},
		{"phone/reminder-no-draft", viewAt(with(solved(), onlyPhone), "15:34", 4), rung(r, outbox.Soon, "U0BEN")},
		line(incident.ByCall), line(incident.ByVoicemail), line(incident.ByMessenger), line(incident.InPerson),
	}
}

func badNewsForms(w *Words) []formCase {
	inc := disaster()
	aff := &inc.Clients[0]
	s := Speaker{Person: team.Person{Name: "Ana Ruiz"}, Company: "Studio North", Now: at("14:05"), Next: at("14:30")}
	slots := [2]time.Time{at("15:30"), at("17:00")}
	tried := with(disaster(), talking)
	phone := with(disaster(), onlyPhone)
	silent := with(disaster(), func(inc *incident.Incident) { inc.Clients[0].Client = globex })
	say := telling(with(fresh(), onlyPhone), incident.FirstNoticeUnknown, "*Acme online shop: a problem* [INC-7]\nDana, since 13:45 GMT &lt;part&gt; of it does not work.")
	say.Company, say.Update.Sender = "Studio North", team.Person{Name: "Ana Ruiz"}
	return []formCase{
		{"questions/fresh", QuestionsForm(fresh(), &fresh().Clients[0]), true},
		{"questions/answered", QuestionsForm(inc, aff), true},
		{"call/first", w.CallCard(inc, aff, s, slots, london), true},
		{"call/nobody-answered", w.CallCard(tried, &tried.Clients[0], s, slots, mustZone("Asia/Kolkata")), true},
		{"call/only-phone", w.CallCard(phone, &phone.Clients[0], s, slots, london), true},
		{"call/no-number", w.CallCard(silent, &silent.Clients[0], s, slots, london), true},
		{"later", LaterForm(inc, aff), true},
		{"preview/say-it", PreviewForm(say, at("13:50")), true},
	}
}

// worstNews is it with as much bad news as there may be.
func worstNews(inc *incident.Incident) *incident.Incident {
	given(inc, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.DontKnow, facts.Recoverable: facts.Partly, facts.Intruder: facts.Suspected, facts.Personal: facts.Yes})
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

func badNewsAnswers() []answer {
	now := at("14:05")
	lists := with(disaster(), talking)
	told := disaster()
	told.Clients[0].Knows = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}
	told.Clients[0].Wrote = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.CopyTested}
	asked := with(disaster(), waits("16:00", false))
	agreed := with(disaster(), waits("16:00", true))
	say := telling(with(fresh(), onlyPhone), incident.FirstNoticeUnknown, "*A problem* [INC-7]\nDana, since 13:45 GMT it does not work.")
	return []answer{
		{"badnews/kept", FactsKept(disaster(), now)},
		{"badnews/kept-otherwise", FactsKept(told, now)},
		{"badnews/kept-nothing-known", FactsKept(fresh(), now)},
		{"badnews/lists", TwoLists(lists)},
		{"badnews/lists-empty", TwoLists(fresh())},
		{"badnews/nobody-answered", NobodyAnswered(lists, &lists.Clients[0], now)},
		{"badnews/asked-first", AskedKept(fresh(), &fresh().Clients[0], now)},
		{"badnews/asked-again", AskedKept(lists, &lists.Clients[0], now)},
		{"badnews/second-asked", SecondAsked(asked, &asked.Clients[0], now)},
		{"badnews/later", LaterDecided(agreed, &agreed.Clients[0], now)},
		{"badnews/not-later", LaterDecided(disaster(), &disaster().Clients[0], now)},
		{"recorded/voicemail", Recorded(disaster(), &disaster().Clients[0], incident.ByVoicemail, now)},
		{"recorded/call", Recorded(lists, &lists.Clients[0], incident.ByCall, now)},
		{"declared/phone", Declared(with(fresh(), onlyPhone), say, "/incident", "", now)},
	}
}

// Every answer is a whole sentence of its own, "don't know yet" included, and
// none of them promises, blames or hides.
func TestEveryAnswerIsATrueSentence(t *testing.T) {
	w := mustLoad(t, "")
	var said strings.Builder
	for _, q := range facts.Questions {
		for _, a := range facts.Answers[q] {
			inc := disaster()
			fact := inc.Facts.Given[q]
			fact.Answer = a
			inc.Facts.Given[q] = fact
			for _, s := range []string{w.say(inc, q)} {
				if !endsSentence(s) || upperFirst(s) != s || strings.ContainsAny(s, "{}[]!") {
					t.Errorf("%s %s is no sentence: %q", q, a, s)
				}
				said.WriteString(string(q) + " " + string(a) + ": " + s + "\n")
			}
			if a == facts.DontKnow && !strings.Contains(w.say(inc, q), "do not know yet") {
				t.Errorf("%s: not known is said as %q", q, w.say(inc, q))
			}
			if answerWord(q, a) == "" || factWords[q][a] == "" {
				t.Errorf("screens have no words for %s %s", q, a)
			}
		}
		if questionWords[q] == "" {
			t.Errorf("the form does not ask %s", q)
		}
	}
	golden(t, "badnews-sentences", said.String())
}

// What the facts put into the texts: the sentences stand once, each in its place.
func TestFactsFillTheTexts(t *testing.T) {
	w := mustLoad(t, "")
	begin := func(inc *incident.Incident, kind string, words map[string]string) incident.Update {
		return w.Begin(inc, &inc.Clients[0], incident.Update{Kind: kind, NextAt: at("14:30"), At: at("14:05"), Words: words}, at("14:05"))
	}
	render := func(inc *incident.Incident, words map[string]string) string {
		t.Helper()
		text, err := w.Render(inc, &inc.Clients[0].Client, begin(inc, incident.DataLoss, words), client.Destination{Via: client.ViaSlack})
		if err != nil {
			t.Fatal(err)
		}
		return text.Body
	}
	inc := disaster()
	text := render(inc, map[string]string{"protect_line": "stopped all changes"})
	for _, want := range []string{"We lost all &lt;user&gt; accounts from 10 February to 10 March.", "We found this at 13:50 GMT.", "We had no working backup", "how much of the lost data can come back", "Data about people is affected.", "whether anybody got in", "Keep every export"} {
		if strings.Count(text, want) != 1 {
			t.Errorf("%q stands %d times in: %s", want, strings.Count(text, want), text)
		}
	}

	given(inc, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes})
	if text := render(inc, map[string]string{"protect_line": "stopped it", "backup_line": "None."}); !strings.Contains(text, "We lost data of yours from a day that we do not know yet to a day that we do not know yet.") {
		t.Errorf("what is not known is said as: %s", text)
	}

	inc = with(disaster(), talking)
	breach := begin(inc, incident.BreachSuspected, nil)
	if got := breach.Words["unknown_line"]; got != "how much of the lost data can come back; whether anybody got in; why nobody noticed" {
		t.Errorf("after “Not known yet:” stands %q", got)
	}
	if got := breach.Words["confirmed"]; !strings.HasPrefix(got, "We lost all <user> accounts") || !strings.HasSuffix(got, "Orders before 10 February are <complete>.") {
		t.Errorf("confirmed is %q", got)
	}

	inc = disaster()
	inc.Clients[0].Wrote = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.CopyTested, facts.Recoverable: facts.DontKnow, facts.Intruder: facts.DontKnow, facts.Personal: facts.Yes}
	if got := begin(inc, incident.Progress, nil).Words["what_changed"]; !strings.HasPrefix(got, "We had no working backup") || strings.Contains(got, "We lost") {
		t.Errorf("what is new is %q", got)
	}
	aff := &inc.Clients[0]
	if got := w.toldBefore(inc, aff, 0); got != "we have a backup that works" {
		t.Errorf("a correction takes back that %q", got)
	}
}

// A sentence about an answer says nothing of what is being done: nobody reported
// that. Not even what is not known is being looked into because it is not known.
func TestNoAnswerClaimsWork(t *testing.T) {
	w := mustLoad(t, "")
	for q, answers := range w.badNews.Answers {
		for a, s := range answers {
			if strings.Contains(s.Say, "e are ") {
				t.Errorf("%s %s: %s", q, a, s.Say)
			}
		}
	}
}

// A call is about bad news only if there is any.
func TestACallCallsBadWhatIsBad(t *testing.T) {
	w := mustLoad(t, "")
	tests := []struct {
		q    facts.Question
		a    facts.Answer
		want bool
	}{
		{facts.DataLost, facts.Yes, true}, {facts.DataLost, facts.No, false}, {facts.DataLost, facts.DontKnow, false},
		{facts.SpareCopy, facts.NoCopy, true}, {facts.SpareCopy, facts.CopyTested, false},
		{facts.Intruder, facts.Suspected, true}, {facts.Intruder, facts.No, false}, {facts.Personal, facts.Yes, true},
	}
	for _, tt := range tests {
		inc := told14()
		given(inc, map[facts.Question]facts.Answer{tt.q: tt.a})
		says := strings.Join(w.Opening(inc, &inc.Clients[0], Speaker{Company: "Studio North", Now: at("14:05"), Next: at("14:30")}), " ")
		if strings.Contains(says, "bad news") != tt.want || strings.Contains(says, "our responsibility") != tt.want {
			t.Errorf("%s %s: %s", tt.q, tt.a, says)
		}
	}
}

// What can come back of lost data is said only where data is lost.
func TestNoLostDataWithoutALoss(t *testing.T) {
	w := mustLoad(t, "")
	for _, lost := range []facts.Answer{"", facts.No, facts.DontKnow} {
		for _, back := range facts.Answers[facts.Recoverable] {
			inc := told14()
			given(inc, map[facts.Question]facts.Answer{facts.Recoverable: back, facts.Intruder: facts.Suspected})
			if lost != "" {
				inc.Facts.Given[facts.DataLost] = facts.Fact{Answer: lost}
			}
			for _, kind := range []string{incident.BreachSuspected, incident.Progress, incident.Correction, incident.ProcessorNotice} {
				for name, text := range w.Begin(inc, &inc.Clients[0], incident.Update{Kind: kind}, at("14:05")).Words {
					if strings.Contains(text, "lost data") {
						t.Errorf("data_lost %q, recoverable %s: %s of %s says %q", lost, back, name, kind, text)
					}
				}
			}
		}
	}
}

// Since when somebody is aware of it is known only where it is about people.
func TestNobodyBecameAwareOfWhatIsNotSo(t *testing.T) {
	w := mustLoad(t, "")
	for _, a := range facts.Answers[facts.Personal] {
		inc := told14()
		given(inc, map[facts.Question]facts.Answer{facts.Personal: a})
		got := w.Begin(inc, &inc.Clients[0], incident.Update{Kind: incident.ProcessorNotice}, at("14:05")).Times["aware_at"]
		if known := !got.IsZero(); known != (a == facts.Yes) {
			t.Errorf("about people: %s; aware at %s", a, got)
		}
	}
}

// What a person took out of a text stays out; what the facts fill is filled anew
// once they have changed.
func TestWhatAPersonTookOutStaysOut(t *testing.T) {
	w := mustLoad(t, "")
	inc := disaster()
	inc.Clients[0].Slots = []time.Time{at("15:30"), at("17:00")}
	inc.Facts.Given[facts.Intruder] = facts.Fact{Answer: facts.Suspected}
	begin := func(words map[string]string, now string) map[string]string {
		return w.Begin(inc, &inc.Clients[0], incident.Update{Kind: incident.DataLoss, Words: words}, at(now)).Words
	}
	words := begin(nil, "14:05")
	if words["slots"] != "would 15:30 GMT or 17:00 GMT suit you?" || words["suspicion_line"] != "whether somebody got in who should not. This is not confirmed." || strings.Contains(words["unknown_line"], "got in") {
		t.Errorf("the facts fill %v", words)
	}
	words, _, _ = w.ReadUpdate(incident.DataLoss, Values{"data-loss:protect_line": {"stopped it"}}, nil)
	if words = begin(words, "14:05"); words["suspicion_line"] != "" {
		t.Errorf("what was taken out came back: %v", words)
	}
	DropFacts(words)
	if _, ok := words["suspicion_line"]; ok || words["protect_line"] != "stopped it" {
		t.Errorf("after the facts changed the draft keeps %v", words)
	}
	if got := begin(nil, "16:00")["slots"]; strings.Contains(got, "15:30") || !strings.HasPrefix(got, "would tomorrow 09:00 GMT or tomorrow 11:00 GMT") {
		t.Errorf("where a time has passed, offered is %q", got)
	}
}

func TestTapToCall(t *testing.T) {
	for number, want := range map[string]string{
		"+44 20 7946 0002": "<tel:+442079460002|+44 20 7946 0002>",
		"020 (7946) 0002":  "<tel:02079460002|020 (7946) 0002>",
		"ask <the> desk":   "ask &lt;the&gt; desk",
		"1|2>":             "<tel:12|1 2&gt;>",
	} {
		if got := tapToCall(number); got != want {
			t.Errorf("tapToCall(%s) = %s, want %s", number, got, want)
		}
	}
}

func TestWhatIsSaidOnThePhone(t *testing.T) {
	const body = "*Acme online shop: we are looking into a problem* [INC-7]\nDana, since 13:45 GMT &lt;part&gt; of it does not work."
	tests := []struct{ body, sender, company, want string }{
		{body, "Ana Ruiz", "Studio North", "This is Ana Ruiz of Studio North. Dana, since 13:45 GMT <part> of it does not work."},
		{body, "Ana Ruiz", "", "This is Ana Ruiz. Dana, since 13:45 GMT <part> of it does not work."},
		{"Dana, all is well.", "", "Studio North", "This is Studio North. Dana, all is well."},
		{"*Only a headline*", "Ana", "", "This is Ana. Only a headline"},
	}
	for _, tt := range tests {
		if got := spoken(tt.body, tt.sender, tt.company); got != tt.want {
			t.Errorf("spoken(%q) = %q, want %q", tt.body, got, tt.want)
		}
	}
	if got := written(body); got != "Acme online shop: we are looking into a problem [INC-7]\nDana, since 13:45 GMT <part> of it does not work." {
		t.Errorf("to copy: %q", got)
	}
}

func TestReadQuestions(t *testing.T) {
	inc := disaster()
	part := inc.Facts.Given[facts.Recoverable]
	part.Words = "the accounts of February"
	inc.Facts.Given[facts.Recoverable] = part
	list := ReadQuestions(inc, Values{"q:data_lost": {"yes"}, "lost": {"all orders"}, "from": {"today"}, "q:recoverable": {"part"}})
	if len(list) != 5 {
		t.Fatalf("%d answers", len(list))
	}
	if got := list[0]; got.Answer != facts.Yes || got.Words != "all orders" || got.From != "today" || got.To != "" {
		t.Errorf("the loss is %+v", got)
	}
	if list[1].Answer != facts.DontKnow || list[2].Answer != facts.Partly || list[2].Words != "the accounts of February" {
		t.Errorf("the others are %+v", list[1:3])
	}
	named := QuestionFields(map[string]string{"data_lost_words": "a", "data_lost_from": "b", "personal": "c"})
	if named["lost"] != "a" || named["from"] != "b" || named["q:personal"] != "c" {
		t.Errorf("errors stand on %v", named)
	}
}

func TestMistakesInTheWordsOfBadNews(t *testing.T) {
	good := mustRead(t, "badnews.yaml")
	tests := []struct{ name, old, new, want string }{
		{"an answer without a sentence", "say: No data is lost.", "say: ''", "badnews.yaml:15: data_lost no: say and was are needed"},
		{"what is not known needs its clause", "      open: whether data is lost\n", "", "data_lost unknown: say and was are needed, and open"},
		{"a variable that does not exist", "We lost {{lost}}", "We lost {{loss}}", "badnews.yaml:12: there is no {{loss}} here. Write one of lost, from, to, words"},
		{"a bracket that is never closed", "{{slot2}}", "{{slot2", "{{ is never closed"},
		{"two things to avoid", "    - “I know how you feel”", "#   - “I know how you feel”", "three sentences to say and three to avoid; there are 3 and 2"},
		{"a gap that is missing", "  from: a day that we do not know yet\n", "", "gaps: from is missing"},
		{"a misspelt key", "gaps:", "gap:", `gap: is no known key. Write gaps.`},
	}
	for _, tt := range tests {
		dir := t.TempDir()
		text := strings.Replace(good, tt.old, tt.new, 1)
		if text == good {
			t.Fatalf("%s: %q is not in the file", tt.name, tt.old)
		}
		mustWrite(t, filepath.Join(dir, "badnews.yaml"), text)
		if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: Load = %v\nwant a line with %q", tt.name, err, tt.want)
		}
	}
}

func mustRead(t *testing.T, name string) string {
	t.Helper()
	text, err := builtIn.ReadFile(language + "/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
