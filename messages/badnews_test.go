package messages

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
	"candor/messages/scene"
	"candor/messages/tidy"
)

// After a loss nobody asks whether all is well: it is not.
func TestACheckInAfterALossAsksWhatIsMissing(t *testing.T) {
	w := mustLoad(t, "")
	inc := scene.Disaster()
	for kind, want := range map[string]string{update.Checkin24h: "What is still missing or wrong for you? One line is enough.", update.Checkin7d: "What is still missing or wrong for you? One line is enough."} {
		if got := w.Begin(inc, &inc.Clients[0], update.Update{Kind: kind}, scene.At("15:00")).Words["question"]; got != want {
			t.Errorf("%s after a loss asks %q", kind, got)
		}
	}
}

// After other harm it asks for what that harm shows in, and for nothing once it is known that
// there was none.
func TestACheckInAsksWhatFitsTheHarm(t *testing.T) {
	w := mustLoad(t, "")
	for _, tt := range []struct {
		lost, back, intruder, personal facts.Answer
		asks                           string
	}{
		{facts.Yes, facts.Partly, facts.Confirmed, facts.Yes, "after-loss"},
		{facts.Yes, facts.Restored, facts.Confirmed, facts.Yes, "after-break-in"},
		{facts.Yes, facts.Restored, facts.No, facts.No, "after-loss"},
		{facts.No, "", facts.Suspected, facts.Yes, "after-break-in"},
		{facts.No, "", facts.No, facts.Yes, "after-leak"},
		{facts.No, "", facts.No, facts.No, ""},
		{facts.DontKnow, "", facts.DontKnow, facts.DontKnow, ""},
	} {
		inc := scene.Disaster()
		for q, a := range map[facts.Question]facts.Answer{facts.DataLost: tt.lost, facts.Recoverable: tt.back, facts.Intruder: tt.intruder, facts.Personal: tt.personal} {
			inc.Facts.Given[q] = facts.Fact{Answer: a}
		}
		want := w.badNews.Asks[tt.asks]
		if tt.asks == "" {
			want = "Is everything working for you and your team?"
		}
		if got := w.Begin(inc, &inc.Clients[0], update.Update{Kind: update.Checkin24h}, scene.At("15:00")).Words["question"]; got != want {
			t.Errorf("%+v asks %q", tt, got)
		}
	}
}

// Every answer is a whole sentence of its own, "don't know yet" included, and
// none of them promises, blames or hides.
func TestEveryAnswerIsATrueSentence(t *testing.T) {
	w := mustLoad(t, "")
	var said strings.Builder
	for _, q := range facts.Questions {
		for _, a := range facts.Answers[q] {
			inc := scene.Disaster()
			fact := inc.Facts.Given[q]
			fact.Answer = a
			inc.Facts.Given[q] = fact
			for _, s := range []string{w.say(inc, q)} {
				if !tidy.Ends(s) || UpperFirst(s) != s || strings.ContainsAny(s, "{}[]!") {
					t.Errorf("%s %s is no sentence: %q", q, a, s)
				}
				said.WriteString(string(q) + " " + string(a) + ": " + s + "\n")
			}
			if a == facts.DontKnow && !strings.Contains(w.say(inc, q), "do not know yet") {
				t.Errorf("%s: not known is said as %q", q, w.say(inc, q))
			}
		}
	}
	scene.Golden(t, "badnews-sentences", said.String())
}

// What the facts put into the texts: the sentences stand once, each in its place.
func TestFactsFillTheTexts(t *testing.T) {
	w := mustLoad(t, "")
	begin := func(inc *incident.Incident, kind string, words map[string]string) update.Update {
		return w.Begin(inc, &inc.Clients[0], update.Update{Kind: kind, NextAt: scene.At("14:30"), At: scene.At("14:05"), Words: words}, scene.At("14:05"))
	}
	render := func(inc *incident.Incident, words map[string]string) string {
		t.Helper()
		text, err := w.Render(inc, &inc.Clients[0].Client, begin(inc, update.DataLoss, words), client.Destination{Via: client.ViaSlack})
		if err != nil {
			t.Fatal(err)
		}
		return text.Body
	}
	inc := scene.Disaster()
	text := render(inc, map[string]string{"protect_line": "stopped all changes"})
	for _, want := range []string{"We have lost all &lt;user&gt; accounts from 10 February to 10 March.", "We have known of this since 13:48 GMT.", "There was no backup of this data. We are sorry. When I call, I will tell you who was to make it.", "how much of the lost data can be recovered", "Personal data is affected.", "whether anyone got in", "Please keep every export"} {
		if strings.Count(text, want) != 1 {
			t.Errorf("%q stands %d times in: %s", want, strings.Count(text, want), text)
		}
	}

	scene.Given(inc, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes})
	if text := render(inc, map[string]string{"protect_line": "stopped it", "backup_line": "None."}); !strings.Contains(text, "Some of your data is lost. We do not yet know which, or from which dates. We will tell you what we have found by 14:30 GMT.") {
		t.Errorf("what is not known is said as: %s", text)
	}

	inc = scene.With(scene.Disaster(), scene.Talking)
	breach := begin(inc, update.BreachSuspected, nil)
	if got := breach.Words["unknown_line"]; got != "how much of the lost data can be recovered; whether anyone got in; why nobody noticed; whether anything was seen or copied" {
		t.Errorf("after “Not known yet:” stands %q", got)
	}
	if got := breach.Words["confirmed"]; !strings.HasPrefix(got, "We have lost all <user> accounts") || !strings.HasSuffix(got, "Orders before 10 February are <complete>.") {
		t.Errorf("confirmed is %q", got)
	}

	inc = scene.Disaster()
	inc.Clients[0].Wrote = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.CopyTested, facts.Recoverable: facts.DontKnow, facts.Intruder: facts.DontKnow, facts.Personal: facts.Yes}
	if got := begin(inc, update.Progress, nil).Words["what_changed"]; !strings.HasPrefix(got, "There was no backup of this data") || strings.Contains(got, "We have lost") {
		t.Errorf("what is new is %q", got)
	}
	aff := &inc.Clients[0]
	if got := w.toldBefore(inc, aff, 0, inc.Wrong(aff, 0)); got != "we have a backup that works" {
		t.Errorf("a correction takes back that %q", got)
	}
}

// Whatever kind of text gives another answer than its reader has had, it owns that, once; a
// text that says nothing of it leaves it to the correction.
func TestATextThatSaysOtherwiseOwnsWhatWasWrong(t *testing.T) {
	w := mustLoad(t, "")
	inc := scene.Disaster()
	aff := &inc.Clients[0]
	aff.Knows = map[facts.Question]facts.Answer{facts.SpareCopy: facts.CopyTested} // a letter said so
	const owns = "We told you that we have a backup that works. That was wrong, and I am sorry."
	for changed, want := range map[string]int{"": 1, "The logs are saved.": 0} {
		u := w.Begin(inc, aff, update.Update{Kind: update.Progress, NextAt: scene.At("14:30"), At: scene.At("14:05"), Words: map[string]string{"action_now": "reading the logs"}}, scene.At("14:05"))
		if u.Words["what_changed"] = tidy.First(changed, "There was no backup, no spare copy of your data."); u.Words["impact_now"] == "" {
			u.Words["impact_now"] = "The shop does not open."
		}
		for _, via := range client.Ways {
			text, err := w.Render(inc, &aff.Client, u, client.Destination{Via: via})
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(text.Body, owns); n != want {
				t.Errorf("%s, new is %q: it owns it %d times, want %d: %s", via, u.Words["what_changed"], n, want, text.Body)
			}
		}
	}
	u := w.Begin(inc, aff, update.Update{Kind: update.DataLoss, NextAt: scene.At("14:30"), At: scene.At("14:05"), Words: map[string]string{"protect_line": "stopped all changes"}}, scene.At("14:05"))
	text, err := w.Render(inc, &aff.Client, u, client.Destination{Via: client.ViaSlack})
	if n := strings.Count(text.Body, owns); err != nil || n != 1 {
		t.Errorf("a text that begins with it owns it %d times: %s, %v", n, text.Body, err)
	}

	// It begins with two that were wrong, and is about one of them: both are owned in one
	// sentence, and neither in another.
	inc = scene.Told14()
	scene.Given(inc, map[facts.Question]facts.Answer{facts.DataLost: facts.No, facts.SpareCopy: facts.CopyFailed, facts.Intruder: facts.Confirmed, facts.Personal: facts.Yes})
	aff = &inc.Clients[0]
	aff.Knows = map[facts.Question]facts.Answer{facts.SpareCopy: facts.CopyTested, facts.Personal: facts.No}
	u = w.Begin(inc, aff, update.Update{Kind: update.BreachSuspected, NextAt: scene.At("14:30"), At: scene.At("14:05"), Words: map[string]string{"protect_line": "locked all accounts"}}, scene.At("14:05"))
	text, err = w.Render(inc, &aff.Client, u, client.Destination{Via: client.ViaSlack})
	if n := strings.Count(text.Body, "That was wrong, and I am sorry."); err != nil || n != 1 || !strings.Contains(text.Body, "and that no personal data is affected. That was wrong") {
		t.Errorf("a text that begins with both owns them %d times: %s, %v", n, text.Body, err)
	}
}

// A sentence about an answer says nothing of what is being done: nobody reported
// that. Not even what is not known is being looked into because it is not known.
func TestNoAnswerClaimsWork(t *testing.T) {
	w := mustLoad(t, "")
	for q, answers := range w.badNews.Answers {
		for a, s := range answers {
			if strings.Contains(strings.ReplaceAll(s.Say, "We are sorry", ""), "e are ") {
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
		inc := scene.Told14()
		scene.Given(inc, map[facts.Question]facts.Answer{tt.q: tt.a})
		says := strings.Join(w.Opening(inc, &inc.Clients[0], Speaker{Company: "Studio North", Now: scene.At("14:05"), Next: scene.At("14:30")}), " ")
		if strings.Contains(says, "bad news") != tt.want || !strings.Contains(says, "sorry") || strings.Contains(says, "sorry for the trouble") == tt.want {
			t.Errorf("%s %s: %s", tt.q, tt.a, says)
		}
	}
}

// What can come back of lost data is said only where data is lost.
func TestNoLostDataWithoutALoss(t *testing.T) {
	w := mustLoad(t, "")
	for _, lost := range []facts.Answer{"", facts.No, facts.DontKnow} {
		for _, back := range facts.Answers[facts.Recoverable] {
			inc := scene.Told14()
			scene.Given(inc, map[facts.Question]facts.Answer{facts.Recoverable: back, facts.Intruder: facts.Suspected})
			if lost != "" {
				inc.Facts.Given[facts.DataLost] = facts.Fact{Answer: lost}
			}
			for _, kind := range []string{update.BreachSuspected, update.Progress, update.Correction, update.ProcessorNotice} {
				for name, text := range w.Begin(inc, &inc.Clients[0], update.Update{Kind: kind}, scene.At("14:05")).Words {
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
		inc := scene.Told14()
		scene.Given(inc, map[facts.Question]facts.Answer{facts.Personal: a})
		got := w.Begin(inc, &inc.Clients[0], update.Update{Kind: update.ProcessorNotice}, scene.At("14:05")).Times["aware_at"]
		if known := !got.IsZero(); known != (a == facts.Yes) {
			t.Errorf("about people: %s; aware at %s", a, got)
		}
	}
}

func TestMistakesInTheWordsOfBadNews(t *testing.T) {
	good := mustRead(t, "badnews.yaml")
	tests := []struct{ name, old, new, want string }{
		{"an answer without a sentence", "say: No data was lost.", "say: ''", "badnews.yaml:15: data_lost no: say and was are needed"},
		{"what is not known needs its clause", "      open: whether data is lost\n", "", "data_lost unknown: say and was are needed, and open"},
		{"a variable that does not exist", "We have lost {{loss}}", "We have lost {{lots}}", "badnews.yaml:12: there is no {{lots}} here. Write one of loss, lost, from, to, words"},
		{"a bracket that is never closed", "{{slot2}}", "{{slot2", "{{ is never closed"},
		{"two things to avoid", "    - “I know how you feel”", "#   - “I know how you feel”", "three sentences to say and three to avoid; there are 3 and 2"},
		{"a gap that is missing", "  from: a day that we do not know yet\n", "", "gaps: from is missing"},
		{"a misspelt key", "gaps:", "gap:", `gap: is not a known key. Write gaps.`},
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

// A field in the table that no template asks for is a misspelt one.
func TestFactFields(t *testing.T) {
	w, asked := mustLoad(t, ""), map[string]bool{}
	for _, tpl := range w.templates {
		for _, f := range tpl.fields {
			asked[f.Name] = true
		}
	}
	for name := range factFields {
		if !asked[name] {
			t.Errorf("the facts fill %s, which no template asks for", name)
		}
	}
	for _, name := range OptionalFacts {
		if !followsFacts(name) {
			t.Errorf("%s is an optional fact and does not follow the facts", name)
		}
	}
}

func TestDropFacts(t *testing.T) {
	words := map[string]string{"backup_line": "b", "slots": "s", "impact": "i", "client_action": "a", "data_line": "d"}
	DropFacts(words)
	if want := map[string]string{"impact": "i", "client_action": "a", "data_line": "d"}; !maps.Equal(words, want) {
		t.Errorf("left are %v, want %v", words, want)
	}
}

// What a text owns of before stands in the order in which it happened: since when it did not
// work, since when it did, that it did not again; and then an answer that was wrong.
func TestWhatATextOwnsStandsInItsOrder(t *testing.T) {
	w := mustLoad(t, "")
	inc := scene.Disaster()
	aff := &inc.Clients[0]
	aff.Knows = map[facts.Question]facts.Answer{facts.SpareCopy: facts.CopyTested}
	aff.SaidTimes = map[string]time.Time{"from": scene.At("13:50"), "resolved_at": scene.At("14:10"), incident.Fell: scene.At("14:20")}
	u := update.Update{Kind: update.ResolvedUpdate, At: scene.At("15:00"), Times: map[string]time.Time{"from": scene.At("13:40"), "resolved_at": scene.At("14:30")}}
	const says = "There was no backup, no spare copy of your data."
	text := w.template(u.Kind).owning(inc, aff, u, says)
	at := -1
	for _, part := range []string{"the trouble had lasted since 13:50", "it had been working since 14:10", "The problem was back from 14:20", "We told you that we have a backup that works", says} {
		i := strings.Index(text, part)
		if i <= at {
			t.Fatalf("%q does not stand behind the one before: %s", part, text)
		}
		at = i
	}

	// The same minute is the same time, whatever the second.
	aff.Knows, aff.SaidTimes = nil, map[string]time.Time{"resolved_at": scene.At("14:30").Add(20 * time.Second)}
	if text := w.template(u.Kind).owning(inc, aff, u, says); text != says {
		t.Errorf("it owns what is so: %s", text)
	}

	// The question of the day after says since when it works as well.
	aff.SaidTimes = map[string]time.Time{"resolved_at": scene.At("14:10")}
	u.Kind, u.Times = update.Checkin24h, map[string]time.Time{"to": scene.At("14:30")}
	if text := w.template(u.Kind).owning(inc, aff, u, says); !strings.Contains(text, "it had been working since 14:10") {
		t.Errorf("it says another time and does not own it: %s", text)
	}

	// A correction says it in its own words.
	aff.Knows, aff.SaidTimes = map[facts.Question]facts.Answer{facts.SpareCopy: facts.CopyTested}, nil
	u.Kind, u.Times = update.Correction, nil
	if text := w.template(u.Kind).owning(inc, aff, u, says); text != says {
		t.Errorf("a correction owns it twice: %s", text)
	}
}
