package standing

import (
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/facts"
	"candor/incident/update"
)

func known(list map[facts.Question]facts.Answer) *facts.Facts {
	f := &facts.Facts{Given: map[facts.Question]facts.Fact{}}
	for q, a := range list {
		f.Given[q] = facts.Fact{Answer: a}
	}
	return f
}

// still are the words of what still holds.
func still(list []Ask, f *facts.Facts, u *update.Update) (string, bool) {
	kept, ended := Still(list, f, u)
	var texts []string
	for _, a := range kept {
		texts = append(texts, a.Text)
	}
	return strings.Join(texts, " "), ended
}

type answers = map[facts.Question]facts.Answer

// What they were asked ends by what is known, or because a person says why, and never while
// nobody knows.
func TestWhenWhatTheyWereAskedEnds(t *testing.T) {
	lost := answers{facts.DataLost: facts.Yes}
	with := func(a answers, q facts.Question, to facts.Answer) answers {
		b := answers{q: to}
		for q, a := range a {
			b[q] = a
		}
		return b
	}
	for _, tt := range []struct {
		about     facts.Question
		known     answers
		ends, may bool
	}{
		{facts.Intruder, nil, false, false},
		{facts.Intruder, answers{facts.Intruder: facts.DontKnow}, false, false},
		{facts.Intruder, answers{facts.Intruder: facts.Suspected}, false, true},
		{facts.Intruder, answers{facts.Intruder: facts.Confirmed}, false, true},
		{facts.Intruder, answers{facts.Intruder: facts.No}, true, false},
		{facts.DataLost, lost, false, false},
		{facts.DataLost, with(lost, facts.Recoverable, facts.DontKnow), false, false},
		{facts.DataLost, with(lost, facts.Recoverable, facts.Partly), false, true},
		{facts.DataLost, with(lost, facts.Recoverable, facts.No), false, true},
		{facts.DataLost, with(lost, facts.Recoverable, facts.Restored), true, true},
		{facts.DataLost, answers{facts.DataLost: facts.No}, true, false},
		{facts.Personal, nil, false, true},
		{facts.Personal, answers{facts.Personal: facts.Yes}, false, true},
		{facts.Personal, answers{facts.Personal: facts.No}, true, true},
	} {
		a := Ask{About: tt.about}
		if f := known(tt.known); a.Ends(f) != tt.ends || a.MayEnd(f) != tt.may {
			t.Errorf("%s, known %v: ends %t, may %t", tt.about, tt.known, a.Ends(f), a.MayEnd(f))
		}
		u := &update.Update{Words: map[string]string{Release: "We have changed every password."}}
		if err := Check([]Ask{a}, known(tt.known), u); (err == nil) != (tt.ends || tt.may) {
			t.Errorf("%s, known %v: a person says why: %v", tt.about, tt.known, err)
		}
		u.Words["client_action"] = "x. Please wait."
		a.Text = "Please wait."
		Settle([]Ask{a}, known(tt.known), u, true)
		left := After([]Ask{a}, u)
		left = Live(left, known(tt.known))
		if over := tt.ends || tt.may; (len(left) == 0) != over || over && u.Words["client_action"] != "x." || over == (len(Waits([]Ask{a}, known(tt.known), u)) > 0) && tt.about != facts.DataLost {
			t.Errorf("%s, known %v: %v is left, and it asks %q", tt.about, tt.known, left, u.Words["client_action"])
		}
		if Settle([]Ask{a}, known(tt.known), u, false); u.Words[Over] != "" {
			t.Errorf("%s: a text that cannot say so ends it", tt.about)
		}
	}
}

// Two texts ask two things. A reason ends the graver of them alone, and bad news that is told
// again asks anew.
func TestAReasonEndsTheGravest(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	asks := func(kind, text string) *update.Update {
		return &update.Update{Kind: kind, At: at, Words: map[string]string{"client_action": text}}
	}
	list := After(After(nil, asks(update.DataLoss, "Keep all.")), asks(update.BreachSuspected, "Stay out."))
	list = After(After(list, asks(update.MonitoringUpdate, "Stay out.")), asks(update.ProcessorNotice, "Shall we write to them?"))
	f := known(answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Partly, facts.Intruder: facts.Confirmed})
	u := &update.Update{Kind: update.ResolvedUpdate, Words: map[string]string{Release: "Every password is new."}}
	if text, ended := still(list, f, u); text != "Keep all." || !ended {
		t.Errorf("%q still holds of %v", text, list)
	}
	if text, ended := still(list, f, &update.Update{}); text != "Keep all. Stay out." || ended {
		t.Errorf("%q still holds of %v", text, list)
	}
	f.Given[facts.Intruder] = facts.Fact{Answer: facts.No} // then what was typed beside it is no reason for the other
	if text, _ := still(list, f, u); text != "Keep all." {
		t.Errorf("%q still holds of %v", text, list)
	}
	f.Given[facts.Intruder], f.Given[facts.Recoverable] = facts.Fact{Answer: facts.Confirmed}, facts.Fact{Answer: facts.Restored} // a reason counts beside what the answers end
	if text, _ := still(list, f, u); text != "" {
		t.Errorf("%q still holds of %v", text, list)
	}
	looks := asks(update.DataLoss, "Look whether anything is missing.")
	if looks.Facts = (answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Restored}); len(After(nil, looks)) != 0 {
		t.Error("once all is back, what they are asked to look at stands for ever")
	}
	if list = After(list, asks(update.DataLoss, "Keep the mails, too.")); len(list) != 2 || list[1].Text != "Keep the mails, too." {
		t.Errorf("told again, it asks %v", list)
	}
}

// What the answers ended holds again where they turn, and is asked again; what a person ended
// stays ended.
func TestWhatTheAnswersEndedHoldsAgainWhereTheyTurn(t *testing.T) {
	list := []Ask{{Kind: update.DataLoss, About: facts.DataLost, Text: "Keep all."}}
	back := known(answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Restored})
	part := known(answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Partly})
	u := &update.Update{Kind: update.MonitoringUpdate, Words: map[string]string{}}
	Settle(list, back, u, true)
	list = After(list, u)
	if text, ended := still(list, back, &update.Update{}); text != "" || ended {
		t.Errorf("while it is back, %q holds, and a later text ends it: %t", text, ended)
	}
	if text, _ := still(list, part, &update.Update{}); text != "Keep all." {
		t.Errorf("where only part is back, %q holds", text)
	}
	list = After(list, &update.Update{Kind: update.Correction, Words: map[string]string{"client_action": "Keep all."}})
	if list[0].Ended {
		t.Error("it was asked again, and counts as ended")
	}
	u = &update.Update{Kind: update.Progress, Words: map[string]string{Release: "The rest is gone for good."}}
	Settle(list, part, u, true)
	if list = After(list, u); len(Live(list, part)) != 0 {
		t.Errorf("a person ended it, and %v is left", list)
	}
}

// What a text asks follows from what is known, whichever of the four it is and whichever was
// learnt first: what nobody asked yet it asks, what was asked it says still holds, and what is
// over it leaves alone.
func TestWhatIsAskedFollowsTheAnswers(t *testing.T) {
	loss, in := Ask{About: facts.DataLost, Text: "Keep all."}, Ask{About: facts.Intruder, Text: "Stay out."}
	people := Ask{About: facts.Personal, Text: "Do not write to them."}
	spoken, released := in, in
	spoken.Spoken, released.Released = true, true
	both := answers{facts.DataLost: facts.Yes, facts.Intruder: facts.Suspected, facts.Personal: facts.Yes}
	back := answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Restored, facts.Intruder: facts.No}
	for _, tt := range []struct {
		kind  string
		known answers
		have  []Ask
		anew  []facts.Question
		still string
	}{
		{update.DataLoss, both, nil, []facts.Question{facts.Intruder}, ""},
		{update.DataLoss, both, []Ask{in}, nil, "Stay out."},
		{update.DataLoss, both, []Ask{in, people}, nil, "Stay out. Do not write to them."},
		{update.DataLoss, both, []Ask{spoken}, nil, ""},
		{update.DataLoss, both, []Ask{released}, nil, ""},
		{update.DataLoss, answers{facts.DataLost: facts.Yes, facts.Intruder: facts.DontKnow}, nil, nil, ""},
		{update.BreachSuspected, both, nil, []facts.Question{facts.DataLost}, ""},
		{update.BreachSuspected, both, []Ask{loss, in}, nil, "Keep all."},
		{update.BreachSuspected, back, []Ask{loss}, nil, ""},
		{update.BreachSuspected, answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Restored, facts.Intruder: facts.Suspected}, nil, nil, ""}, // nothing is to be kept any more
		{update.WrongRecipients, both, nil, []facts.Question{facts.Intruder, facts.DataLost}, ""},
		{update.WrongRecipients, both, []Ask{loss, people}, []facts.Question{facts.Intruder}, "Keep all."},
		{update.ProcessorNotice, both, []Ask{in}, []facts.Question{facts.DataLost}, "Stay out."},
		{update.Correction, both, []Ask{loss}, []facts.Question{facts.Intruder}, ""}, // it begins with what holds
		{update.Progress, both, nil, nil, ""},
		{update.ResolvedUpdate, both, []Ask{loss}, nil, ""},
	} {
		anew, still := Also(tt.have, known(tt.known), &update.Update{Kind: tt.kind})
		var texts []string
		for _, a := range still {
			texts = append(texts, a.Text)
		}
		if !slices.Equal(anew, tt.anew) || strings.Join(texts, " ") != tt.still {
			t.Errorf("%s, known %v, asked %v: it asks %v anew and that %q holds", tt.kind, tt.known, tt.have, anew, texts)
		}
	}
}

// A person who speaks with them can ask what the text would, and say that it is over what
// can be over; the next text says so, too, once.
func TestWhatAPersonAsksAndTakesBack(t *testing.T) {
	suspected := known(answers{facts.Intruder: facts.Suspected})
	if list := Sayable(nil, suspected, update.Progress); !slices.Equal(list, []facts.Question{facts.Intruder}) {
		t.Errorf("%v can be asked", list)
	}
	if list := Sayable(nil, known(nil), update.BreachSuspected); !slices.Equal(list, []facts.Question{facts.Intruder}) {
		t.Errorf("before a text about a break-in %v can be asked", list)
	}
	words, err := Report{Asked: map[facts.Question]string{facts.Intruder: "Stay out."}, Reads: true}.ByWord(nil, suspected)
	if err != nil {
		t.Fatal(err)
	}
	list := After(nil, &update.Update{Kind: update.ByHand, Words: words})
	if len(list) != 1 || list[0].Kind != update.BreachSuspected || len(Sayable(list, suspected, update.Progress)) != 0 {
		t.Fatalf("asked by phone: %v", list)
	}
	over := Report{Over: []facts.Question{facts.Intruder}, Reads: true}
	if _, err := over.ByWord(list, known(answers{facts.Intruder: facts.DontKnow})); err == nil {
		t.Error("it is over, and nobody knows whether somebody is in")
	}
	if words, err = over.ByWord(list, suspected); err != nil {
		t.Fatal(err)
	}
	list = After(list, &update.Update{Kind: update.ByHand, Words: words})
	next := &update.Update{Kind: update.MonitoringUpdate, Words: map[string]string{}}
	if _, ended := still(list, suspected, next); !ended || len(Waits(list, suspected, next)) > 0 || len(Endable(list, suspected)) != 0 {
		t.Errorf("said to be over: %v", list)
	}
	Settle(list, suspected, next, true)
	if list = After(list, next); len(Live(list, suspected)) != 0 || len(list) != 1 {
		t.Errorf("once a text has said it, %v is left", list)
	}
	if anew, _ := Also(list, suspected, &update.Update{Kind: update.DataLoss}); anew != nil {
		t.Errorf("a text about a loss asks %v again", anew)
	}

	// What the answers end needs nobody's word where a text follows.
	cleared, asked := known(answers{facts.Intruder: facts.No}), []Ask{{About: facts.Intruder, Text: "Stay out."}}
	if words, err = over.ByWord(asked, cleared); err != nil || len(words) != 0 {
		t.Errorf("it is kept as %v, %v", words, err)
	}
	over.Reads = false
	if words, err = over.ByWord(asked, cleared); err != nil || len(Live(After(asked, &update.Update{Kind: update.ByHand, Words: words}), cleared)) != 0 {
		t.Errorf("who reads nothing of ours is kept waiting: %v, %v", words, err)
	}
}

// Who typed what they said adds later what they asked in it, and what they said is over: in
// the same talk not both of one thing, and nothing of what was known, or asked, only later.
func TestWhatIsAddedToARecord(t *testing.T) {
	at := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	in := func(since time.Time) *facts.Facts {
		return &facts.Facts{Given: map[facts.Question]facts.Fact{facts.Intruder: {Answer: facts.Suspected, Since: since}}}
	}
	record := func(words map[string]string) *update.Update {
		return &update.Update{Kind: update.ByHand, Words: words, At: at, SentAt: at}
	}
	asks, over := Report{Asked: map[facts.Question]string{facts.Intruder: "Stay out."}}, Report{Over: []facts.Question{facts.Intruder}}
	asked := func(at time.Time) []Ask { return []Ask{{About: facts.Intruder, Text: "Stay out.", At: at}} }
	for _, tt := range []struct {
		name string
		have []Ask
		know time.Time
		said map[string]string
		add  Report
		want string // the refusal; "" none
	}{
		{"they were asked in it", nil, at, nil, asks, ""},
		{"they had been asked", asked(at.Add(-time.Hour)), at, nil, asks, "asked that already"},
		{"nobody knew it then", nil, at.Add(time.Minute), nil, asks, "written down after"},
		{"it said that it is over", []Ask{{About: facts.Intruder, Text: "Stay out.", At: at.Add(-time.Hour), Spoken: true}}, at, map[string]string{Over: "!intruder"}, asks, "asked that already"},
		{"it is over", asked(at.Add(-time.Hour)), at, nil, over, ""},
		{"that was asked in it", asked(at), at, nil, over, "after this call"},
		{"that was asked after it", asked(at.Add(time.Hour)), at, nil, over, "after this call"},
		{"nobody asked it", nil, at, nil, over, "over already"},
		{"nobody knew it then, and it is over", asked(at.Add(-time.Hour)), at.Add(time.Minute), nil, over, "written down after"},
	} {
		u := record(tt.said)
		if u.Words == nil {
			u.Words = map[string]string{}
		}
		list, err := tt.add.Add(tt.have, in(tt.know), u, "")
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
		if err == nil && (len(list) != 1 || list[0].Spoken != (len(tt.add.Over) > 0)) {
			t.Errorf("%s: it stands as %+v", tt.name, list)
		}
	}

	// What a record had kept before stays as it is.
	u := record(map[string]string{})
	list, err := asks.Add(nil, in(at), u, "")
	if err != nil {
		t.Fatal(err)
	}
	u.Words[Over] = "!data_lost"
	list = append(list, Ask{About: facts.Personal, Text: "Do not write to them.", At: at.Add(-time.Hour)})
	list, err = Report{Over: []facts.Question{facts.Personal}}.Add(list, in(at), u, "")
	if err != nil || u.Words[Over] != "!data_lost, !personal" || list[0].Spoken || !list[1].Spoken {
		t.Errorf("%v: %q, %+v", err, u.Words[Over], list)
	}
}
