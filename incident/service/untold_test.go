package service_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/solved"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
)

// untold says whether an error refuses to bury bad news.
func untold(err error) bool {
	_, ok := errors.AsType[*incident.UntoldError](err)
	return ok
}

// takesBack are the ways in which bad news could vanish.
var takesBack = map[string]func(*desk, facts.Question) error{
	"cancel": func(d *desk, _ facts.Question) error {
		_, err := d.Cancel(d.t.Context(), people["ana"], 1, "it was nothing")
		return err
	},
	"milder answer": func(d *desk, q facts.Question) error {
		_, err := d.SetFacts(d.t.Context(), people["ana"], 1, facts.FactAnswer{Question: q, Answer: good[q]})
		return err
	},
	"not known any more": func(d *desk, q facts.Question) error {
		_, err := d.SetFacts(d.t.Context(), people["ana"], 1, facts.FactAnswer{Question: q, Answer: facts.DontKnow})
		return err
	},
	"another kind": func(d *desk, _ facts.Question) error {
		_, err := d.Edit(d.t.Context(), people["ana"], 1, incident.Details{Kind: "outage"})
		return err
	},
	"a milder severity": func(d *desk, _ facts.Question) error {
		_, err := d.Edit(d.t.Context(), people["ana"], 1, incident.Details{Severity: 4})
		return err
	},
	"resolve": func(d *desk, _ facts.Question) error {
		_, err := d.Resolve(d.t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved})
		return err
	},
}

// good is an answer to each question that is no bad news.
var good = map[facts.Question]facts.Answer{facts.DataLost: facts.No, facts.SpareCopy: facts.CopyTested, facts.Intruder: facts.No, facts.Personal: facts.No}

// worst is the worst answer to each, and the kind of incident that suspects it.
var worst = map[facts.Question]struct {
	answer facts.Answer
	kind   string
}{
	facts.DataLost:  {facts.Yes, "data_loss"},
	facts.SpareCopy: {facts.NoCopy, "backup_failure"},
	facts.Intruder:  {facts.Confirmed, "security"},
	facts.Personal:  {facts.Yes, "privacy_leak"},
}

// Bad news, known or only suspected, which a client has not heard does not vanish
// by one person's command, whichever it is. What was told may be changed.
func TestBadNewsIsTakenBackByTwo(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	// What one person may do: what takes nothing back.
	alone := map[string]string{
		"suspected, not known any more": "it is not known now either",
		"known, another kind":           "the answer stays",
	}
	for q, w := range worst {
		for act, do := range takesBack {
			for _, state := range []string{"known", "suspected"} {
				for _, told := range []bool{false, true} {
					name := fmt.Sprintf("%s %s, %s, told=%t", q, state, act, told)
					t.Run(name, func(t *testing.T) {
						d := newDesk(t, withChannel, "ana", "ben")
						d.declare(w.kind)
						d.pass(3 * time.Minute)
						if told {
							d.write("ana", false)
							d.pass(11 * time.Second)
						}
						if state == "known" {
							d.fact(q, w.answer)
						}
						if told && state == "known" {
							d.knows(q)
						}
						want := !told && alone[state+", "+act] == "" && (state == "known" || q != facts.SpareCopy) // that may wait until it is known
						err := do(d, q)
						if act == "a milder severity" && fault.CodeOf(err) == fault.Invalid { // the floor of the kind holds whoever asks
							return
						}
						if e, ok := errors.AsType[*incident.UntoldError](err); ok && e.Ask { // the answer comes first, whoever asks
							return
						}
						if untold(err) != want {
							t.Errorf("%v; want refused for want of a second person: %t", err, want)
						}
						if inc := d.inc(); want && (inc.State != incident.Open || len(inc.Untold(d.acme())) == 0) {
							t.Errorf("it is %s, and untold is %v", inc.State, inc.Untold(d.acme()))
						}
					})
				}
			}
		}
	}
}

// The final message says what became of the data, from the answers: while nobody
// has given them, nothing is resolved.
func TestResolvingAsksForTheAnswers(t *testing.T) {
	for q, w := range worst {
		d := newDesk(t, withChannel, "ana", "ben")
		d.declare(w.kind)
		d.write("ana", false)
		d.pass(11 * time.Second)
		resolve := func(data facts.Answer) error {
			_, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: solved.Answers{Seen: solved.ByUs, Data: data}})
			return err
		}
		if e, ok := errors.AsType[*fault.Error](resolve("")); !ok || e.Fields[solved.FieldData] == "" || d.inc().State != incident.Open {
			t.Errorf("%s, nothing is said of the data: %v", w.kind, e)
		}
		if q != facts.SpareCopy && q != facts.DataLost { // of a copy that is missing nothing has to be known but the data
			if e, ok := errors.AsType[*incident.UntoldError](resolve(facts.No)); !ok || !e.Ask || d.inc().State != incident.Open {
				t.Errorf("%s, before %s is answered: %v", w.kind, q, e)
			}
			d.fact(q, facts.DontKnow)
		}
		if err := resolve(facts.DontKnow); err != nil || !d.inc().Facts.Is(facts.DataLost, facts.DontKnow) {
			t.Errorf("%s, nobody knows: %v", w.kind, err)
		}
	}
}

// What was closed has to be told after all, if more turns out: it is not closed any more.
func TestWhatTurnsOutAfterTheCloseIsTold(t *testing.T) {
	for q, w := range worst {
		d := newDesk(t, withChannel, "ana", "ben")
		d.declare("outage")
		d.write("ana", false)
		d.pass(11 * time.Second)
		_, resolved := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved})
		_, told := d.Told(t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByMessenger, Text: "it works again"})
		_, closed := d.Close(t.Context(), people["ana"], 1, service.Closing{Reason: "small team"})
		if err := cmp.Or(resolved, told, closed); err != nil {
			t.Fatal(err)
		}
		d.fact(q, w.answer)
		if d.inc().State != incident.Resolved || !d.written(timeline.Unclosed, "") {
			t.Errorf("%s %s: it is %s", q, w.answer, d.inc().State)
		}
		if p := d.acme().Next(); (q == facts.DataLost || q == facts.Intruder) && (p == nil || p.DueAt.After(d.now.Add(time.Hour))) {
			t.Errorf("%s %s: the client is owed %v", q, w.answer, p)
		}
	}
}

// Where no floor holds the severity, bad news does.
func TestASuspicionIsNotMadeSmallByOne(t *testing.T) {
	for q, a := range map[facts.Question]facts.Answer{facts.Personal: facts.Yes, facts.SpareCopy: facts.CopyFailed} {
		d := newDesk(t, withChannel, "ana", "ben")
		d.declare("outage")
		d.fact(q, a)
		if err := takesBack["a milder severity"](d, q); !untold(err) || d.acme().Owed(promise.Update) == nil {
			t.Errorf("%s %s, severity 4: %v", q, a, err)
		}
		d.knows(q)
		if err := takesBack["a milder severity"](d, q); err != nil {
			t.Errorf("%s %s is known: %v", q, a, err)
		}
	}
}

// knows has the client be told an answer, as a text that arrived tells it.
func (d *desk) knows(q facts.Question) {
	d.t.Helper()
	if _, err := d.Told(d.t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByCall, Text: "what we know of " + string(q), Said: facts.Questions}); err != nil {
		d.t.Fatal(err)
	}
	d.work()
	if a := d.acme().Knows[q]; a == "" {
		d.t.Fatalf("they know nothing of %s", q)
	}
}

func (d *desk) inc() *incident.Incident {
	d.t.Helper()
	inc, err := d.Get(d.t.Context(), people["ana"], 1)
	if err != nil {
		d.t.Fatal(err)
	}
	return inc
}

// decide asks for the decision about what ana wanted last.
func (d *desk) decide(second string) *incident.Decision {
	d.t.Helper()
	inc, err := d.TakeBack(d.t.Context(), people["ana"], 1, incident.DecisionRequest{Reason: "counted again, all is there", Second: second})
	if err != nil {
		d.t.Fatal(err)
	}
	d.work()
	return inc.TakeBack
}

func (d *desk) answer(who string, key string, agrees bool) error {
	_, err := d.Decide(d.t.Context(), people[who], view.Ref{Number: 1, Client: "acme", Key: key}, agrees)
	d.work()
	return err
}

// What was wanted is done when the second person agrees, never before, and nothing
// else is: what has become known since stays.
func TestWhatTwoAgreeOnIsDone(t *testing.T) {
	for act, do := range takesBack {
		if act == "resolve" || act == "another kind" { // a known loss is told first; an answer stays
			continue
		}
		d := newDesk(t, withChannel, "ana", "ben")
		d.declare("data_loss")
		d.fact(facts.DataLost, facts.Yes)
		d.fact(facts.Recoverable, facts.Yes)
		if act == "a milder severity" {
			takesBack[act] = func(d *desk, _ facts.Question) error {
				_, err := d.Edit(d.t.Context(), people["ana"], 1, incident.Details{Severity: 2})
				return err
			}
			do = takesBack[act]
		}
		if err := do(d, facts.DataLost); !untold(err) {
			t.Fatalf("%s: %v", act, err)
		}
		dec := d.decide("U0BEN")
		if d.inc().State != incident.Open || !d.inc().Facts.Is(facts.DataLost, facts.Yes) {
			t.Errorf("%s was done before anybody agreed", act)
		}
		for _, who := range []string{"ana", "cleo"} {
			if err := d.answer(who, dec.Key, true); err == nil {
				t.Errorf("%s: %s answered for ben", act, who)
			}
		}
		d.fact(facts.Intruder, facts.Confirmed)
		if act == "cancel" {
			if err := d.answer("ben", dec.Key, true); !untold(err) {
				t.Errorf("%s took back what became known after it was asked: %v", act, err)
			}
			continue
		}
		if act == "a milder severity" {
			continue
		}
		if err := d.answer("ben", dec.Key, true); err != nil {
			t.Errorf("%s, agreed: %v", act, err)
		}
		if d.inc().Facts.Is(facts.DataLost, facts.Yes) || !d.written(timeline.TakeBackAgreed, "counted again") {
			t.Errorf("%s was agreed on and not done, or not written down", act)
		}
	}
}

// Somebody who is alone confirms it after four hours. Until then the ladder goes on
// without phones.
func TestWhoIsAloneDecidesAfterFourHours(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.reconfigure(func(r *team.Roster) { r.People[0].Wake = "https://ntfy.example/ana" })
	d.declare("data_loss")
	d.fact(facts.DataLost, facts.Yes)
	if err := takesBack["milder answer"](d, facts.DataLost); !untold(err) {
		t.Fatal(err)
	}
	dec := d.decide("")
	if !dec.Alone {
		t.Fatalf("it is %+v", dec)
	}
	if err := d.answer("ana", dec.Key, true); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("confirmed at once: %v", err)
	}
	d.skip(3 * time.Hour)
	for _, told := range d.told {
		if told.Kind == outbox.WakeCall || told.Kind == outbox.Second {
			t.Errorf("%s while ana thinks about it", told.Key)
		}
	}
	if d.acme().Owed(promise.Update).Nags == 0 {
		t.Error("nobody was reminded meanwhile")
	}
	d.skip(62 * time.Minute)
	asked := false
	for _, told := range d.told {
		asked = asked || told.Kind == outbox.Second && told.To == "U0ANA"
	}
	if !asked {
		t.Error("after four hours ana is not asked")
	}
	if err := d.answer("ana", dec.Key, true); err != nil || !d.written(timeline.TakeBackAlone, "Decided alone to answer data_lost no") {
		t.Errorf("confirmed after four hours: %v", err)
	}
	if !d.inc().Facts.Is(facts.DataLost, facts.No) {
		t.Error("it was not done")
	}
}

func TestTellingLaterAloneTakesFourHours(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	d.fact(facts.DataLost, facts.Yes)
	later := func(in time.Duration) error {
		_, err := d.TellLater(t.Context(), people["ana"], 1, incident.DecisionRequest{Client: "acme", Reason: "the director is in the air", Until: d.now.Add(in)})
		d.work()
		return err
	}
	if err := later(2 * time.Hour); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("two hours, confirmed after four: %v", err)
	}
	if err := later(12 * time.Hour); err != nil {
		t.Fatal(err)
	}
	key := d.acme().Embargo.Key
	if err := d.answer("ana", key, true); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("agreed with herself at once: %v", err)
	}
	d.skip(4*time.Hour + time.Minute)
	if err := d.answer("ana", key, true); err != nil || !d.written(timeline.LaterAlone, "nobody else could be asked") {
		t.Errorf("after four hours: %v", err)
	}
}

// A slip of the hand is free for two minutes, and as long as nothing was written down.
func TestWhatWasPressedByMistakeIsFree(t *testing.T) {
	for name, tt := range map[string]struct {
		after time.Duration
		do    func(*desk)
		free  bool
	}{
		"at once":   {time.Minute, func(*desk) {}, true},
		"too late":  {3 * time.Minute, func(*desk) {}, false},
		"an answer": {0, func(d *desk) { d.fact(facts.Personal, facts.DontKnow) }, false},
		"a known thing": {0, func(d *desk) {
			_, _ = d.Learn(t.Context(), people["ana"], 1, service.Learning{Confirmed: true, Text: "the orders are gone"})
		}, false},
		"the client asks": {0, func(d *desk) {
			_, _ = d.Asked(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, "Where is it?")
		}, false},
	} {
		for _, reason := range []string{incident.PressedByMistake, "it was nothing"} {
			d := newDesk(t, withChannel, "ana", "ben")
			d.declare("data_loss")
			d.pass(tt.after)
			tt.do(d)
			_, err := d.Cancel(t.Context(), people["ana"], 1, reason)
			if (err == nil) != tt.free {
				t.Errorf("%s, %q: %v; want free=%t", name, reason, err, tt.free)
			}
			if tt.free && (d.inc().Mistake != "U0ANA" || !d.written(timeline.Mistaken, reason)) {
				t.Errorf("%s, %q: it is not shown", name, reason)
			}
		}
	}
}

// While a loss is untold no text says that we are still looking, and nothing is snoozed.
func TestALossIsToldBeforeAnythingIsSaid(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("outage")
	d.write("ana", false)
	d.pass(11 * time.Second)
	still := func() error {
		_, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Holding, NextAt: d.now.Add(time.Hour)})
		return err
	}
	snooze := func() error {
		_, err := d.Snooze(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, 5*time.Minute)
		return err
	}
	for q, a := range map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.Intruder: facts.Suspected} {
		d.fact(q, a)
		for name, do := range map[string]func() error{"still": still, "snooze": snooze} {
			if err := do(); !untold(err) || !strings.Contains(err.Error(), "has not been told that") {
				t.Errorf("%s %s, %s: %v", q, a, name, err)
			}
		}
		if p := d.acme().Owed(promise.Update); p.Outcome != promise.Pending {
			t.Errorf("the promise is %s", p.Outcome)
		}
		d.knows(q)
		if err := snooze(); untold(err) {
			t.Errorf("%s %s is known: %v", q, a, err)
		}
	}
}

// Whatever one person does, in whatever order: bad news that was ever written down
// and that the client has not heard stays owed.
func TestNoSequenceOfCommandsBuriesBadNews(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 9))
		pick := func(list ...string) string { return list[r.IntN(len(list))] }
		d := newDesk(t, withChannel, "ana", "ben")
		d.declare(pick("outage", "data_loss", "security", "privacy_leak", "backup_failure"))
		d.pass(3 * time.Minute)
		written, log := map[facts.Question]facts.Answer{}, []string{}
		for range 40 {
			q := facts.Questions[r.IntN(len(facts.Questions))]
			a := facts.Answers[q][r.IntN(len(facts.Answers[q]))]
			act := pick("fact", "fact", "cancel", "kind", "severity", "resolve", "close", "told", "still", "first", "later", "private")
			var err error
			switch act {
			case "fact":
				act += " " + string(q) + " " + string(a)
				_, err = d.SetFacts(t.Context(), people["ana"], 1, facts.FactAnswer{Question: q, Answer: a})
			case "cancel":
				_, err = d.Cancel(t.Context(), people["ana"], 1, pick("it was nothing", incident.PressedByMistake))
			case "kind":
				_, err = d.Edit(t.Context(), people["ana"], 1, incident.Details{Kind: pick("outage", "data_loss", "security", "privacy_leak")})
			case "severity":
				_, err = d.Edit(t.Context(), people["ana"], 1, incident.Details{Severity: client.Severity(1 + r.IntN(4))})
			case "resolve":
				_, err = d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved})
			case "close":
				_, err = d.Close(t.Context(), people["ana"], 1, service.Closing{Reason: "small team"})
			case "told":
				_, err = d.Told(t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByCall, Text: "hi"})
			case "still":
				_, err = d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Holding, NextAt: d.now.Add(time.Hour)})
			case "first":
				_, err = d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
			case "later":
				_, err = d.TellLater(t.Context(), people["ana"], 1, incident.DecisionRequest{Client: "acme", Reason: "asleep", Second: "U0BEN", Until: d.now.Add(time.Hour)})
			case "private":
				_, err = d.MovePrivate(t.Context(), people["ana"], 1)
			}
			log = append(log, fmt.Sprintf("%s: %v", act, err))
			if strings.HasPrefix(act, "fact") && err == nil && facts.Bad(q, a) {
				written[q] = a
			}
			d.pass(15 * time.Second)
			inc, aff := d.inc(), d.acme()
			for q, a := range written {
				if facts.Bad(q, aff.Knows[q]) {
					delete(written, q) // they were told; from here on it is a correction
					continue
				}
				if inc.State != incident.Open && inc.State != incident.Resolved || !facts.Bad(q, inc.Facts.Answer(q)) {
					t.Fatalf("seed %d: %s %s vanished, it is %s:\n%s", seed, q, a, inc.State, strings.Join(log, "\n"))
				}
			}
		}
	}
}
