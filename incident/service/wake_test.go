package service_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
)

func TestALatePromiseRingsWhomItsRungBringsIn(t *testing.T) {
	n := newNight(t, "U0BEN", "U0CLEO")
	n.until("14:34")
	n.wantRings() // due, but not late yet
	n.until("14:35")
	n.wantRings("14:35 U0BEN") // Ana has all roles: the next person, and nobody else
	n.until("14:49")
	n.wantRings("14:35 U0BEN", "14:40 U0ANA", "14:40 U0CLEO")
	n.told("15:30")
	n.until("15:25")
	n.wantRings("14:35 U0BEN", "14:40 U0ANA", "14:40 U0CLEO") // nothing after it was answered
}

// A team with different people in its roles: the one in charge is called first.
func TestTheCommanderIsRungBeforeEverybody(t *testing.T) {
	n := newNight(t, "U0CLEO")
	n.must(n.Edit(t.Context(), ana, 1, incident.Details{Roles: map[playbook.Role]string{playbook.Comms: "U0BEN"}}))
	n.until("14:35")
	n.wantRings("14:35 U0ANA")
	n.until("14:40")
	n.wantRings("14:35 U0ANA", "14:40 U0ANA", "14:40 U0BEN", "14:40 U0CLEO")
}

// Nobody else is there to ask: the rung that would call another calls the one.
func TestSomebodyAloneIsRungAsSoonAsItIsLate(t *testing.T) {
	n := newNight(t)
	n.until("14:40")
	n.wantRings("14:35 U0ANA", "14:40 U0ANA")
}

// The list is walked one by one, and from the start again while nobody answers.
func TestTheEscalationListIsWalkedAndBeginsAgain(t *testing.T) {
	n := newNight(t, "U0BEN", "U0ANA", "U0CLEO", "U0THIRD")
	n.people(append(n.roster.People, reachable("U0THIRD", "Third"))...)
	n.until("16:01")
	var others []string
	for _, ring := range n.rings {
		if user := strings.Fields(ring)[1]; user != "U0ANA" { // she has every role and is called each time
			others = append(others, user)
		}
	}
	want := []string{"U0BEN", "U0CLEO", "U0THIRD", "U0BEN", "U0CLEO", "U0THIRD"}
	want = append(want, "U0BEN", "U0CLEO", "U0THIRD") // 15:30, nobody has answered for an hour: all of them
	want = append(want, "U0CLEO")                     // 16:00, one by one again
	if !slices.Equal(others, want) {
		t.Errorf("asked %q, want %q", others, want)
	}
}

func TestNobodyIsRungWhileTheUpdateIsHeldOrWithoutAnAddress(t *testing.T) {
	n := newNight(t, "U0BEN", "U0CLEO")
	n.people(n.roster.People[0], team.Person{Slack: "U0BEN", Name: "Ben Okafor"}, n.roster.People[2])
	stuck := false
	n.leave = func(l *view.Lease) (outbox.DeliveryOutcome, bool) {
		if l.Delivery.Kind == outbox.ClientText && !stuck {
			return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "Slack could not be reached"}, true
		}
		return outbox.DeliveryOutcome{}, false
	}
	n.until("14:29")
	n.must(n.Tell(t.Context(), ana, 1, incident.Proposal{Kind: update.FirstNoticeUnknown}))
	n.until("14:34")
	n.wantRings()
	n.until("14:39")
	n.wantRings() // Ben has no address: the card says so
	n.until("14:40")
	n.wantRings("14:40 U0ANA", "14:40 U0CLEO") // it is stuck, and they wait
}

// A call that the process took up and did not finish is made again; one that was
// made is not.
func TestARestartRingsAtLeastOnceAndNotAgain(t *testing.T) {
	n := newNight(t, "U0BEN", "U0CLEO")
	n.until("14:34")
	n.now = clockTime("14:35")
	n.must(nil, n.Tick(t.Context()))
	for {
		l, err := n.Claim(t.Context(), nil)
		n.must(nil, err)
		if l.Delivery.Kind == outbox.WakeCall {
			break // and dies here
		}
		n.must(nil, n.Settle(t.Context(), l, n.outcome(l)))
	}
	n.until("14:37")
	n.wantRings("14:35 U0BEN")
	for range 3 {
		n.must(nil, n.Tick(t.Context()))
		n.work()
	}
	n.wantRings("14:35 U0BEN")
}

// A clock that was ahead and goes back does not ring twice for a rung.
func TestAClockThatGoesBackRingsOncePerRung(t *testing.T) {
	n := newNight(t, "U0BEN")
	n.until("14:35")
	n.now = clockTime("14:31")
	n.until("14:36")
	n.wantRings("14:35 U0BEN")
}

func TestACallIsTriedUntilTheNextRungAndMootWhenAnswered(t *testing.T) {
	n := newNight(t, "U0BEN", "U0CLEO")
	n.ring = func(string) outbox.DeliveryOutcome {
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the wake address did not answer in time"}
	}
	n.until("14:36")
	if len(n.rings) < 4 {
		t.Errorf("tried %d times in a minute, want again and again", len(n.rings))
	}
	n.told("15:30")
	tried := len(n.rings)
	n.until("15:20")
	if len(n.rings) != tried {
		t.Errorf("after it was answered the phones were called: %q", n.rings[tried:])
	}
	if got := n.notices(); len(got) > 0 {
		t.Errorf("somebody was told of a call that nobody needed any more: %q", got)
	}
}

// Whoever cannot be woken stands before a person, once a promise, and on the card
// until a call arrives.
func TestAFailedCallEndsBeforeAPerson(t *testing.T) {
	tests := []struct {
		name    string
		verdict outbox.Verdict
		failing string
		want    []string
	}{
		{"refused, somebody else: the one in charge", outbox.Refused, "U0BEN", []string{"U0ANA: U0BEN"}},
		{"refused, the one in charge: the next", outbox.Refused, "U0ANA", []string{"U0BEN: U0ANA"}},
		{"tried in vain until the next rung", outbox.Retry, "U0BEN", []string{"U0ANA: U0BEN"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := newNight(t, "U0BEN")
			n.ring = func(user string) outbox.DeliveryOutcome {
				if user == tt.failing {
					return outbox.DeliveryOutcome{Verdict: tt.verdict, Reason: "there is nothing there"}
				}
				return outbox.DeliveryOutcome{Verdict: outbox.Sent}
			}
			n.until("14:55") // several rungs
			if got := n.notices(); !slices.Equal(got, tt.want) {
				t.Errorf("told were %q, want %q", got, tt.want)
			}
			r := n.reach(tt.failing)
			if r.FailedAt.IsZero() || r.Why != "there is nothing there" || !r.RangAt.IsZero() {
				t.Errorf("what is known of %s: %+v", tt.failing, r)
			}
			n.ring = nil
			n.until("15:05")
			if r := n.reach(tt.failing); !r.FailedAt.IsZero() || r.Why != "" || r.RangAt.IsZero() {
				t.Errorf("after a call that arrived: %+v", r)
			}
		})
	}
}

// Somebody all alone whose phone does not ring is told in Slack.
func TestWhoIsAloneIsToldThemselves(t *testing.T) {
	n := newNight(t)
	n.ring = func(string) outbox.DeliveryOutcome {
		return outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "there is nothing there"}
	}
	n.until("14:36")
	if got := n.notices(); !slices.Equal(got, []string{"U0ANA: U0ANA"}) {
		t.Errorf("told were %q", got)
	}
}

// Several clients of an incident that wait at once ring a phone once, and one of
// them answered does not silence the call for the others.
func TestSeveralLateClientsRingOnce(t *testing.T) {
	n := newNight(t, "U0BEN", "U0CLEO")
	n.second(0)
	n.until("14:34")
	n.now = clockTime("14:35")
	n.must(nil, n.Tick(t.Context()))
	n.told("15:30") // Acme, before the phone rang; Globex still waits
	n.work()
	n.wantRings("14:35 U0BEN")
	n.until("14:40") // and the list is not begun anew for Globex
	n.wantRings("14:35 U0BEN", "14:40 U0ANA", "14:40 U0CLEO")
}

// So do those that are late a few seconds apart and have messages of their own.
func TestClientsThatAreLateWithinAMinuteRingOnce(t *testing.T) {
	n := newNight(t, "U0BEN")
	n.second(-10 * time.Second)
	n.until("14:36")
	n.wantRings("14:34 U0BEN")
	n.until("14:41")
	n.wantRings("14:34 U0BEN", "14:39 U0ANA", "14:39 U0BEN")
}

// second makes the incident affect Globex too, which expects word a little
// before or after Acme.
func (n *night) second(later time.Duration) {
	n.t.Helper()
	n.must(nil, n.Store.Update(n.t.Context(), func(tx records.Tx) error {
		inc, err := tx.Incident(1)
		if err != nil {
			return err
		}
		second := inc.Clients[0]
		second.Client, second.Drafts, second.Updates = n.roster.Clients[1], nil, 0
		second.Promises = slices.Clone(second.Promises)
		p := second.Owed(promise.Update)
		p.DueAt = p.DueAt.Add(later)
		inc.Clients = append(inc.Clients, second)
		return tx.PutIncident(inc)
	}))
}

// A phone that does not answer holds up no other.
func TestAFailingCallHoldsUpNoOther(t *testing.T) {
	n := newNight(t, "U0BEN", "U0CLEO")
	n.ring = func(user string) outbox.DeliveryOutcome {
		if user == "U0ANA" {
			return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the wake address could not be reached"}
		}
		return outbox.DeliveryOutcome{Verdict: outbox.Sent}
	}
	n.until("14:40")
	n.wantRings("14:35 U0BEN", "14:40 U0ANA", "14:40 U0CLEO")
}

func TestTheCardNamesWhoMayHaveToBeWoken(t *testing.T) {
	n := newNight(t, "U0BEN", "U0CLEO")
	n.quiet = map[string]team.DoNotDisturb{"U0BEN": {From: clockTime("12:00"), Until: clockTime("16:00")}}
	n.until("14:01")
	if got, want := n.card(), []string{"U0ANA", "U0BEN"}; !slices.Equal(got, want) {
		t.Errorf("the card is about %q, want %q: who has a role, and who is next", got, want)
	}
	n.now = clockTime("14:29")
	n.must(n.Note(t.Context(), ana, 1, service.Note{Text: "a change, so that they are asked about anew"}))
	n.until("14:36")
	if got, want := n.card(), []string{"U0ANA", "U0BEN", "U0CLEO"}; !slices.Equal(got, want) {
		t.Errorf("after Ben was asked the card is about %q, want %q", got, want)
	}
	n.until("14:41")
	if q := n.last[outbox.Card].View.Sleepers[1].Reach.Quiet; !q.On(n.now) {
		t.Errorf("Ben has Do Not Disturb on, and the card knows %+v", q)
	}
	n.told("23:00")
	before := n.asked
	for range 5 {
		n.now = n.now.Add(time.Minute)
		n.must(n.Note(t.Context(), ana, 1, service.Note{Text: "another"}))
		n.work()
	}
	if n.asked != before {
		t.Errorf("Slack was asked %d times within five minutes", n.asked-before)
	}
}

// What Slack does not say about Do Not Disturb is nobody's trouble.
func TestDoNotDisturbThatCannotBeLookedUp(t *testing.T) {
	n := newNight(t, "U0BEN")
	asked := 0
	n.leave = func(l *view.Lease) (outbox.DeliveryOutcome, bool) {
		if l.Delivery.Kind == outbox.AskQuiet {
			asked++
		}
		return outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "I lack a permission for that"}, l.Delivery.Kind == outbox.AskQuiet
	}
	n.until("14:01")
	n.must(n.Note(t.Context(), ana, 1, service.Note{Text: "a change"}))
	n.until("14:24")
	if asked != 1 {
		t.Fatalf("Slack was asked %d times, want once", asked)
	}
	if d, ok := n.last[outbox.Notice]; ok {
		t.Errorf("a person was told: %+v", d.Delivery)
	}
}

// A night in which nobody answers, and one that begins with a promise made
// seconds before its time: a phone rings some forty times in a day, not a
// thousand.
func TestWhoNeverAnswersIsNotRungWithoutEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	for _, tt := range []struct {
		name       string
		promised   string // at 14:00
		alone      bool
		hour, rest int // calls of Ana in the hour after it, and in the 24 hours after that
	}{
		{"half an hour", "14:30", false, 6, 6 + 20},
		{"half an hour, alone", "14:30", true, 7, 6 + 20},
		{"in a moment", "14:01", false, 12, 7 + 20},
		{"in a moment, alone", "14:01", true, 12, 7 + 20},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := newNight(t, "U0BEN", "U0CLEO")
			if tt.alone {
				n.roster.EscalateTo = nil
				n.people(n.roster.People[0])
			}
			n.told(tt.promised)
			due := clockTime(tt.promised)
			n.Until(due.Add(time.Hour))
			hour := n.calls("U0ANA")
			n.Until(due.Add(25 * time.Hour))
			if rest := n.calls("U0ANA") - hour; hour != tt.hour || rest != tt.rest {
				t.Errorf("Ana was rung %d times in the first hour and %d times in the day after it, want %d and %d", hour, rest, tt.hour, tt.rest)
			}
			for _, other := range []string{"U0BEN", "U0CLEO"} {
				if n.calls(other) > n.calls("U0ANA") {
					t.Errorf("%s was rung %d times, Ana %d times", other, n.calls(other), n.calls("U0ANA"))
				}
			}
			n.apart()
		})
	}
}

// calls counts how often a person was rung.
func (n *night) calls(user string) (count int) {
	for _, ring := range n.rings {
		if strings.HasSuffix(ring, " "+user) {
			count++
		}
	}
	return count
}

// apart checks that no phone rang twice within five minutes.
func (n *night) apart() {
	n.t.Helper()
	last := map[string]time.Time{}
	for _, call := range n.made {
		if before, rang := last[call.user]; rang && call.at.Sub(before) < 5*time.Minute {
			n.t.Errorf("%s was rung at %s and at %s", call.user, before, call.at)
		}
		last[call.user] = call.at
	}
}

// also declares another incident, of which Globex Travel was told at 14:00 too.
func (n *night) also(impact, next string) {
	n.t.Helper()
	inc, err := n.Declare(n.t.Context(), ana, service.Declaration{Client: "globex", Kind: "outage", Impact: impact, Doing: "checking what happened", Severity: 1})
	n.must(nil, err)
	n.must(n.Told(n.t.Context(), ana, inc.Number, byhand.Report{Client: "globex", Text: "we look into it", NextAt: clockTime(next)}))
	n.work()
}

// Five incidents are late together: each phone rings once, and says them all.
func TestFiveIncidentsDueTogetherRingAPhoneOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	n := newNight(t, "U0BEN", "U0CLEO")
	for _, impact := range []string{"bookings fail", "search is slow", "invoices are late", "mails bounce"} {
		n.also(impact, "14:30")
	}
	n.until("14:36")
	n.wantRings("14:35 U0BEN")
	if got := n.last[outbox.WakeCall]; got.Delivery.Data.Also != "INC-2 INC-3 INC-4 INC-5" {
		t.Errorf("the call is about %s and also %q", got.View.Incident.Name(), got.Delivery.Data.Also)
	}
	n.until("16:30")
	n.apart()
	if got := n.calls("U0ANA"); got < 8 || got > 13 {
		t.Errorf("in two hours Ana was rung %d times", got)
	}
	if got := n.notices(); len(got) > 0 {
		t.Errorf("somebody was told that another could not be woken: %q", got)
	}
}

// A call that comes too soon after another is made later, and not forgotten.
func TestASecondCallWithinFiveMinutesIsPostponed(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	t.Run("of another incident", func(t *testing.T) {
		n := newNight(t, "U0BEN")
		n.also("bookings fail", "14:32") // late at 14:37, and a little
		n.until("14:36")
		n.wantRings("14:35 U0BEN")
		n.told("15:30")
		n.until("14:39")
		n.wantRings("14:35 U0BEN")
		n.until("14:40")
		n.wantRings("14:35 U0BEN", "14:40 U0BEN")
		if d := n.last[outbox.WakeCall].Delivery; d.Incident != 2 || d.Data.Also != "" {
			t.Errorf("the call is about INC-%d and also %q; INC-1 was answered", d.Incident, d.Data.Also)
		}
	})
	t.Run("of another client", func(t *testing.T) {
		n := newNight(t, "U0BEN")
		n.second(2 * time.Minute)
		n.until("14:36")
		n.told("15:30")
		n.until("14:41")
		n.wantRings("14:35 U0BEN", "14:40 U0BEN")
	})
	t.Run("and answered meanwhile", func(t *testing.T) {
		n := newNight(t, "U0BEN")
		n.also("bookings fail", "14:32")
		n.until("14:38")
		n.told("15:30")
		n.must(n.Told(t.Context(), ana, 2, byhand.Report{Text: "rang them", NextAt: clockTime("15:30")}))
		n.until("15:20")
		n.wantRings("14:35 U0BEN")
	})
	t.Run("and the first one came to nothing", func(t *testing.T) {
		n := newNight(t, "U0BEN")
		n.also("bookings fail", "14:32")
		n.ring = func(string) outbox.DeliveryOutcome {
			if n.now.Before(clockTime("14:37")) {
				return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the wake address did not answer in time"}
			}
			return outbox.DeliveryOutcome{Verdict: outbox.Sent}
		}
		n.until("14:39")
		if len(n.made) != 1 || n.made[0].at.After(clockTime("14:38")) {
			t.Errorf("arrived: %v, want the first call, when it is tried again", n.made)
		}
		if d := n.last[outbox.WakeCall].Delivery; d.Incident != 1 || d.Data.Also != "" && d.Data.Also != "INC-2" {
			t.Errorf("the call is about INC-%d and also %q", d.Incident, d.Data.Also)
		}
	})
	t.Run("and the first one is being made", func(t *testing.T) {
		n := newNight(t, "U0BEN")
		n.also("bookings fail", "14:30")
		n.until("14:34")
		n.now = clockTime("14:35")
		n.must(nil, n.Tick(t.Context()))
		for {
			l, err := n.Claim(t.Context(), nil)
			n.must(nil, err)
			if l == nil {
				break
			}
			if l.Delivery.Kind == outbox.WakeCall && l.Delivery.Incident != 1 {
				t.Fatalf("%s is made beside the first", l.Delivery.Key)
			}
			if l.Delivery.Kind != outbox.WakeCall {
				n.must(nil, n.Settle(t.Context(), l, n.outcome(l)))
			}
		}
		n.must(nil, n.Store.View(t.Context(), func(tx records.Tx) error {
			d, err := tx.Delivery("INC-2/globex/promise/2/ring/4/U0BEN")
			if err == nil && (d.State != outbox.Waiting || !d.NotTill.Equal(clockTime("14:40")) || !d.Expires.After(d.NotTill)) {
				t.Errorf("%s is %s, not before %s, tried until %s; nobody knows whether the first will ring", d.Key, d.State, d.NotTill, d.Expires)
			}
			return err
		}))
	})
	t.Run("after a clock that was a day ahead", func(t *testing.T) {
		n := newNight(t, "U0BEN")
		n.until("14:35")
		right := n.now
		n.Until(right.Add(24 * time.Hour))
		n.rings, n.now = nil, right.Add(time.Minute)
		n.until("14:36")
		n.also("bookings fail", "14:45")
		n.until("14:51")
		if len(n.rings) == 0 {
			t.Error("nobody was rung")
		}
	})
}
