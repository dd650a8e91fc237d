package standing

import (
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
		if over := tt.ends || tt.may; (len(left) == 0) != over || over && u.Words["client_action"] != "x." || over == Waits([]Ask{a}, known(tt.known), u) && tt.about != facts.DataLost {
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
	if text, ended := Still(list, f, u); text != "Keep all." || !ended {
		t.Errorf("%q still holds of %v", text, list)
	}
	if text, ended := Still(list, f, &update.Update{}); text != "Keep all. Stay out." || ended {
		t.Errorf("%q still holds of %v", text, list)
	}
	f.Given[facts.Intruder] = facts.Fact{Answer: facts.No} // then what was typed beside it is no reason for the other
	if text, _ := Still(list, f, u); text != "Keep all." {
		t.Errorf("%q still holds of %v", text, list)
	}
	f.Given[facts.Intruder], f.Given[facts.Recoverable] = facts.Fact{Answer: facts.Confirmed}, facts.Fact{Answer: facts.Restored} // a reason counts beside what the answers end
	if text, _ := Still(list, f, u); text != "" {
		t.Errorf("%q still holds of %v", text, list)
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
	if text, ended := Still(list, back, &update.Update{}); text != "" || ended {
		t.Errorf("while it is back, %q holds, and a later text ends it: %t", text, ended)
	}
	if text, _ := Still(list, part, &update.Update{}); text != "Keep all." {
		t.Errorf("where only part is back, %q holds", text)
	}
	list = After(list, &update.Update{Kind: update.Correction, Words: map[string]string{"client_action": "Keep all."}})
	if list[0].Ended {
		t.Error("it was asked again, and counts as ended")
	}
	u = &update.Update{Kind: update.Progress, Words: map[string]string{Release: "The rest is gone for good."}}
	Settle(list, part, u, true)
	if list = After(list, u); len(list) != 0 {
		t.Errorf("a person ended it, and %v is left", list)
	}
}
