package incident

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/question"
	"candor/incident/update"
)

type answers = map[facts.Question]facts.Answer

// untoldOf is an open incident with one client, in which answers were given at 14:00.
func untoldOf(kind string, given answers, aff Affected) (*Incident, *Affected) {
	aff.Client = client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}
	inc := &Incident{Number: 7, Kind: kind, State: Open, Severity: 2, DeclaredAt: at(0), Facts: known(0, given), Clients: []Affected{aff}}
	return inc, &inc.Clients[0]
}

// What a client has not heard: a suspicion of the kind too, and what turned into
// another kind after they were written to.
func TestWhatAClientHasNotHeard(t *testing.T) {
	tests := []struct {
		name  string
		kind  string
		given answers
		aff   Affected
		turns bool // it became of this kind later
		want  []string
	}{
		{"nothing is known of an outage", "outage", nil, Affected{}, false, nil},
		{"a loss", "outage", answers{facts.DataLost: facts.Yes}, Affected{}, false, []string{"data is gone"}},
		{"a loss, and they heard that nobody knows", "outage", answers{facts.DataLost: facts.Yes}, Affected{Knows: answers{facts.DataLost: facts.DontKnow}}, false, []string{"data is gone"}},
		{"a loss of which they know", "outage", answers{facts.DataLost: facts.Yes}, Affected{Knows: answers{facts.DataLost: facts.Yes}}, false, nil},
		{"a suspicion, and they know of worse", "outage", answers{facts.Intruder: facts.Suspected}, Affected{Knows: answers{facts.Intruder: facts.Confirmed}}, false, nil},
		{"it is confirmed, and they know of a suspicion", "outage", answers{facts.Intruder: facts.Confirmed}, Affected{Knows: answers{facts.Intruder: facts.Suspected}}, false, []string{"somebody got in who should not have"}},
		{"what the kind suspects", "security", nil, Affected{}, false, []string{"somebody may have got in"}},
		{"what the kind suspects, and it is not so", "security", answers{facts.Intruder: facts.No}, Affected{}, false, nil},
		{"what the kind suspects, and their first notice said so", "security", nil, Affected{Warned: []facts.Question{facts.Intruder}}, false, nil},
		{"what the kind suspects, and they were written to", "security", nil, Affected{Written: true}, false, nil},
		{"they were written to before it became of that kind", "security", nil, Affected{Written: true}, true, []string{"somebody may have got in"}},
		{"a backup that fails, and they know of none", "outage", answers{facts.SpareCopy: facts.CopyFailed}, Affected{Knows: answers{facts.SpareCopy: facts.NoCopy}}, false, nil},
		{"personal data", "outage", answers{facts.Personal: facts.Yes}, Affected{}, false, []string{"personal data is affected"}},
	}
	for _, tt := range tests {
		inc, aff := untoldOf(tt.kind, tt.given, tt.aff)
		if tt.turns {
			inc.KindAt = at(5)
		}
		var got []string
		for _, u := range inc.Untold(aff) {
			got = append(got, u.That())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: untold %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Until they know, bad news does not vanish with the incident, a milder severity or
// another answer. Once they know, nothing is buried.
func TestWhatAChangeBuries(t *testing.T) {
	tests := []struct {
		name   string
		change func(inc *Incident, aff *Affected)
		buried bool
	}{
		{"nothing", func(*Incident, *Affected) {}, false},
		{"it is worse", func(inc *Incident, _ *Affected) { inc.Severity = 1 }, false},
		{"it is milder", func(inc *Incident, _ *Affected) { inc.Severity = 3 }, true},
		{"it is resolved", func(inc *Incident, _ *Affected) { inc.State = Resolved }, true},
		{"it is cancelled", func(inc *Incident, _ *Affected) { inc.State = Cancelled }, true},
		{"it is no loss", func(inc *Incident, _ *Affected) { inc.Facts = known(1, answers{facts.DataLost: facts.No}) }, true},
		{"nobody knows", func(inc *Incident, _ *Affected) { inc.Facts = known(1, answers{facts.DataLost: facts.DontKnow}) }, true},
		{"they are told, and it ends", func(inc *Incident, aff *Affected) {
			aff.Knows, inc.State = answers{facts.DataLost: facts.Yes}, Cancelled
		}, false},
	}
	for _, tt := range tests {
		inc, aff := untoldOf("outage", answers{facts.DataLost: facts.Yes}, Affected{})
		before := inc.Burden()
		tt.change(inc, aff)
		if got := inc.Buried(before); (len(got) > 0) != tt.buried {
			t.Errorf("%s: buried %v", tt.name, got)
		}
	}
	inc, _ := untoldOf("outage", answers{facts.DataLost: facts.Yes}, Affected{})
	if inc.State = Cancelled; len(inc.Burden().Untold()) > 0 {
		t.Error("one that is over still has something to tell")
	}
}

// Of what is known they hear first. What is only feared holds nothing up, nor does a
// missing backup of data that is all there.
func TestWhatComesFirst(t *testing.T) {
	for _, tt := range []struct {
		name  string
		kind  string
		given answers
		first bool
	}{
		{"a loss", "outage", answers{facts.DataLost: facts.Yes}, true},
		{"a break-in that is suspected", "outage", answers{facts.Intruder: facts.Suspected}, true},
		{"personal data", "outage", answers{facts.Personal: facts.Yes}, true},
		{"there was no backup", "outage", answers{facts.SpareCopy: facts.NoCopy}, false},
		{"what the kind suspects", "security", answers{facts.Intruder: facts.DontKnow}, false},
	} {
		inc, aff := untoldOf(tt.kind, tt.given, Affected{})
		err := inc.TellFirst(aff, "Nothing was sent.")
		if e, ok := errors.AsType[*UntoldError](err); (err != nil) != tt.first || tt.first && (!ok || !e.First) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// Who may answer the question to a second person, and when.
func TestWhoDecidesNotToTell(t *testing.T) {
	with := func(change func(d *Decision)) *Decision {
		d := &Decision{By: "U0ANA", Second: "U0BEN", AskedAt: at(0), Until: at(600), Key: "k"}
		change(d)
		return d
	}
	open, alone := with(func(*Decision) {}), with(func(d *Decision) { d.Second, d.Alone = "U0ANA", true })
	tests := []struct {
		name   string
		d      *Decision
		user   string
		key    string
		agrees bool
		at     int
		code   fault.Code
	}{
		{"who was asked agrees", open, "U0BEN", "k", true, 1, ""},
		{"who was asked refuses", open, "U0BEN", "k", false, 1, ""},
		{"whoever wanted it", open, "U0ANA", "k", true, 1, fault.Denied},
		{"an older question", open, "U0BEN", "j", true, 1, fault.Conflict},
		{"there is none", nil, "U0BEN", "k", true, 1, fault.Conflict},
		{"it was answered", with(func(d *Decision) { d.AgreedAt = at(1) }), "U0BEN", "k", true, 2, fault.Conflict},
		{"its time has come", open, "U0BEN", "k", true, 600, fault.Conflict},
		{"its time has come, and they refuse", open, "U0BEN", "k", false, 600, ""},
		{"alone, too early", alone, "U0ANA", "k", true, 239, fault.Conflict},
		{"alone, and they drop it at once", alone, "U0ANA", "k", false, 1, ""},
		{"alone, after four hours", alone, "U0ANA", "k", true, 240, ""},
	}
	for _, tt := range tests {
		err := tt.d.MayAnswer(tt.user, tt.key, tt.agrees, at(tt.at))
		if err != nil && fault.CodeOf(err) != tt.code || err == nil && tt.code != "" {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.code)
		}
	}
}

// Phones are quiet for whoever is alone and thinks about it, and for nobody else.
func TestWhoThinksAloneIsNotRung(t *testing.T) {
	for _, tt := range []struct {
		name  string
		d     *Decision
		at    int
		quiet bool
	}{
		{"nobody decides", nil, 1, false},
		{"a second person was asked", &Decision{AskedAt: at(10)}, 1, false},
		{"alone", &Decision{Alone: true, AskedAt: at(0)}, 239, true},
		{"alone, and the four hours are over", &Decision{Alone: true, AskedAt: at(0)}, 240, false},
		{"alone, and it is agreed", &Decision{Alone: true, AskedAt: at(0), AgreedAt: at(1)}, 2, false},
	} {
		about := []Incident{{TakeBack: tt.d, Clients: []Affected{{}}}, {Clients: []Affected{{Embargo: tt.d}}}}
		for i := range about {
			if about[i].AloneNow(&about[i].Clients[0], at(tt.at)) != tt.quiet {
				t.Errorf("%s: phones are quiet: %t", tt.name, !tt.quiet)
			}
		}
	}
}

// What is no decision to tell a client later.
func TestWhatIsNoDecision(t *testing.T) {
	tests := []struct {
		name string
		p    DecisionRequest
		ok   bool
	}{
		{"with another", DecisionRequest{Reason: "asleep", Second: "U0BEN", Until: at(60)}, true},
		{"with nobody", DecisionRequest{Reason: "asleep", Until: at(60)}, false},
		{"with oneself", DecisionRequest{Reason: "asleep", Second: "U0ANA", Until: at(60)}, false},
		{"without a reason", DecisionRequest{Reason: "  ", Second: "U0BEN", Until: at(60)}, false},
		{"with a novel", DecisionRequest{Reason: strings.Repeat("x", facts.MaxFactWords+1), Second: "U0BEN", Until: at(60)}, false},
		{"till now", DecisionRequest{Reason: "asleep", Second: "U0BEN", Until: at(0)}, false},
		{"till tomorrow", DecisionRequest{Reason: "asleep", Second: "U0BEN", Until: at(24 * 60)}, true},
		{"for longer than a day", DecisionRequest{Reason: "asleep", Second: "U0BEN", Until: at(24*60 + 1)}, false},
		{"alone, for five hours", DecisionRequest{Reason: "asleep", Alone: true, Until: at(300)}, true},
		{"alone, and it is over before it can be confirmed", DecisionRequest{Reason: "asleep", Alone: true, Until: at(240)}, false},
	}
	for _, tt := range tests {
		inc, aff := untoldOf("outage", answers{facts.DataLost: facts.Yes}, Affected{Promises: []promise.Promise{{Kind: promise.Update, DueAt: at(30)}}})
		if err := inc.MayWait(aff, Actor{ID: "U0ANA"}, &tt.p, at(0)); (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// A new question takes the place of one that waits for a second person, not of one
// that somebody alone is thinking about.
func TestWhatTakesThePlaceOfAQuestion(t *testing.T) {
	for _, tt := range []struct {
		name string
		open *Decision
		ok   bool
	}{
		{"nothing waits", nil, true},
		{"another was asked before", &Decision{Act: &TakeBack{}, Until: at(600)}, true},
		{"somebody alone thinks about it", &Decision{Act: &TakeBack{}, Alone: true, Until: at(600)}, false},
		{"somebody alone let it lapse", &Decision{Act: &TakeBack{}, Alone: true, Until: at(60)}, true},
	} {
		inc, _ := untoldOf("outage", answers{facts.DataLost: facts.Yes}, Affected{})
		inc.TakeBack, inc.Wanted = tt.open, map[string]*TakeBack{"U0ANA": {What: ActCancel, Untold: []Untold{{Client: "acme"}}}}
		if _, err := inc.MayTakeBack(Actor{ID: "U0ANA"}, &DecisionRequest{Reason: "a mistake", Second: "U0BEN"}, at(60)); (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// A slip of the hand is fresh, and nobody knows of it or wrote anything down.
func TestWhatMayBeASlipOfTheHand(t *testing.T) {
	tests := []struct {
		name   string
		change func(inc *Incident, aff *Affected)
		at     time.Duration
		slip   bool
	}{
		{"declared just now", func(*Incident, *Affected) {}, 2 * time.Minute, true},
		{"declared a while ago", func(*Incident, *Affected) {}, 2*time.Minute + time.Second, false},
		{"it is resolved", func(inc *Incident, _ *Affected) { inc.State = Resolved }, 0, false},
		{"they were told", func(_ *Incident, aff *Affected) { aff.ToldAt = at(0) }, 0, false},
		{"a text is on its way", func(_ *Incident, aff *Affected) { aff.Out = 1 }, 0, false},
		{"they called", func(_ *Incident, aff *Affected) { aff.Asks = question.List{{Text: "is it down?"}} }, 0, false},
		{"they wrote", func(_ *Incident, aff *Affected) { aff.Asked = []outbox.Reply{{TS: "1"}} }, 0, false},
		{"a question is answered", func(inc *Incident, _ *Affected) { inc.Facts = known(0, answers{facts.DataLost: facts.Yes}) }, 0, false},
		{"something is known", func(inc *Incident, _ *Affected) { inc.Facts.Known = []facts.Noted{{Text: "the disk is full"}} }, 0, false},
	}
	for _, tt := range tests {
		inc, aff := untoldOf("outage", nil, Affected{})
		inc.Facts = facts.Facts{}
		tt.change(inc, aff)
		if got := inc.ByMistake(at(0).Add(tt.at)); got != tt.slip {
			t.Errorf("%s: a slip %t, want %t", tt.name, got, tt.slip)
		}
	}
}

// What a client was told is lost is kept in the words that they read: a text that
// says nothing of it takes nothing away.
func TestWhatAClientWasToldIsLost(t *testing.T) {
	inc, aff := untoldOf("outage", answers{facts.DataLost: facts.Yes}, Affected{})
	tell := func(n int, kind string, words map[string]string, given string) {
		inc.Facts.Given[facts.DataLost] = facts.Fact{Answer: facts.Yes, Words: given}
		hears(inc, aff, update.Update{N: n, Kind: kind, At: at(n), Words: words, Facts: answers{facts.DataLost: facts.Yes}})
	}
	want := func(when, what string) {
		t.Helper()
		if got := inc.ToldLoss(aff); got == nil || got.What != what {
			t.Errorf("%s: told that %+v is lost, want %q", when, got, what)
		}
	}
	tell(1, update.ByHand, nil, "orders")
	want("as it was answered", "orders")
	tell(2, update.DataLoss, map[string]string{"data_what": "all orders of March"}, "orders")
	want("as somebody wrote it", "all orders of March")
	tell(3, update.ByHand, nil, "")
	want("a call that named nothing", "all orders of March")
	aff.Lost, inc.Facts.Given[facts.DataLost] = nil, facts.Fact{Answer: facts.Yes, Words: "orders"}
	want("told before it was kept", "orders")
	inc.Facts.Given[facts.Recoverable] = facts.Fact{Answer: facts.Restored}
	if got := inc.ToldLoss(aff); got != nil {
		t.Errorf("all of it is back, and they are still told that %+v is lost", got)
	}
}

// A text after the last word, or a call, that leaves out what they have to hear leaves it owed.
func TestWhatATextAfterTheLastWordLeavesOutIsOwedAnew(t *testing.T) {
	for told, owed := range map[facts.Answer]bool{"": true, facts.Yes: false} {
		inc := &Incident{Number: 1, State: Resolved, Severity: 1, Traits: &playbook.Traits{}, Since: at(0), ResolvedAt: at(10), Facts: known(20, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}),
			Clients: []Affected{{Client: shop, ToldAt: at(10), Written: true, Knows: map[facts.Question]facts.Answer{facts.DataLost: told}}}}
		aff := &inc.Clients[0]
		inc.Promise(aff, promise.Afterword, at(80), at(20))
		inc.ApplyTold(aff, &update.Update{N: 3, Kind: update.ByHand, By: "U0ANA"}, at(30))
		inc.LeftOut(aff, at(30))
		if got := aff.Owed(promise.Afterword) != nil; got != owed {
			t.Errorf("they know of the loss: %q, and it is owed: %t", told, got)
		}
	}
}

// What stands behind an answer that has stayed is held against what is known: other words were wrong,
// but where more comes back than was said; words where they read none are owed where it is grave.
func TestOtherWordsBehindAnAnswer(t *testing.T) {
	for _, tt := range []struct {
		name          string
		q             facts.Question
		a             facts.Answer
		read, known   string
		wrong, unsaid bool // it was wrong; they have not heard all of it
		event         promise.EventKind
	}{
		{"the same", facts.Personal, facts.Yes, "names", "names", false, false, ""},
		{"more of people", facts.Personal, facts.Yes, "names", "names and card numbers", true, true, promise.FactChanged},
		{"of people, and they read not what", facts.Personal, facts.Yes, "", "names", false, true, promise.NowKnown},
		{"what they read, and nobody says it now", facts.Personal, facts.Yes, "names", "", false, false, ""},
		{"how somebody got in", facts.Intruder, facts.Confirmed, "by a stolen key", "by a password", true, true, promise.FactChanged},
		{"less comes back", facts.Recoverable, facts.Partly, "the orders until noon", "the orders until ten", true, true, promise.FactChanged},
		{"more comes back", facts.Recoverable, facts.Partly, "the orders until noon", "the orders until noon and all invoices", false, false, ""},
		{"which part, and they read not which", facts.Recoverable, facts.Partly, "", "the orders", false, false, ""},
		{"another backup", facts.SpareCopy, facts.CopyTested, "of Monday", "of Sunday", true, true, promise.FactChanged},
		{"words of good news", facts.Personal, facts.No, "we looked", "we looked twice", false, false, ""},
	} {
		lost := facts.Fact{Answer: facts.Yes, Words: "all orders"}
		inc := &Incident{State: Open, Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: lost, tt.q: {Answer: tt.a, Words: tt.known}}}}
		has, of, as := map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, tt.q: tt.a}, map[facts.Question]int{tt.q: 2}, map[facts.Question]string{tt.q: tt.read}
		aff := &Affected{Knows: has, KnowsOf: of, KnowsAs: as, Lost: &facts.Loss{What: "all orders"}}
		if was, _ := inc.Wrongly(aff, tt.q); (was != "") != tt.wrong {
			t.Errorf("%s: it was wrong: %q", tt.name, was)
		}
		if got := slices.ContainsFunc(inc.Unheard(aff), func(u Untold) bool { return u.Question == tt.q && u.Else }); got != tt.unsaid {
			t.Errorf("%s: they are to hear of it %v", tt.name, got)
		}
		event := promise.EventKind("")
		if e := inc.NewsFor(aff, tt.q); e != nil {
			event = e.What
		}
		if event != tt.event {
			t.Errorf("%s: what happens is %q, want %q", tt.name, event, tt.event)
		}
	}
}
