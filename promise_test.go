package candor

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestTheLadderIsScaledByTheStep(t *testing.T) {
	tests := []struct {
		name  string
		step  time.Duration
		first bool
		want  map[Rung]time.Duration // from the due time
	}{
		{"half an hour", 30 * time.Minute, false, map[Rung]time.Duration{Soon: -5 * time.Minute, Due: 0, TooLate: 5 * time.Minute, Everybody: 10 * time.Minute}},
		{"four hours", 4 * time.Hour, false, map[Rung]time.Duration{Soon: -30 * time.Minute, Due: 0, TooLate: 15 * time.Minute, Everybody: 30 * time.Minute}},
		{"thirty seconds", 30 * time.Second, false, map[Rung]time.Duration{Soon: -5 * time.Second, Due: 0, TooLate: 5 * time.Second, Everybody: 10 * time.Second}},
		{"a first notice also at half its deadline", 15 * time.Minute, true, map[Rung]time.Duration{Half: -7*time.Minute - 30*time.Second, Soon: -150 * time.Second, Due: 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Promise{Kind: UpdatePromise, First: tt.first, MadeAt: at(0), DueAt: at(0).Add(tt.step), Usual: tt.step}
			for r, want := range tt.want {
				if got := p.at(r).Sub(p.DueAt); got != want {
					t.Errorf("rung %d stands at T%+v, want T%+v", r, got, want)
				}
			}
			if got := p.at(Half).IsZero(); got == tt.first {
				t.Errorf("the ladder has a half rung: %t, want %t", !got, tt.first)
			}
		})
	}
}

// A promise is made seconds before its time, since a text was slow or a person
// chose a time close by: its ladder is never scaled by those seconds.
func TestAPromiseMadeLateHasAStepAllTheSame(t *testing.T) {
	tests := []struct {
		name  string
		usual time.Duration // 0: it was made before that was kept
		step  time.Duration // from its making to its time
		want  time.Duration
	}{
		{"as usual", 30 * time.Minute, 30 * time.Minute, 30 * time.Minute},
		{"sooner, not by much", 30 * time.Minute, 20 * time.Minute, 20 * time.Minute},
		{"seconds before: a quarter", 30 * time.Minute, 10 * time.Second, 7*time.Minute + 30*time.Second},
		{"in the same moment", 4 * time.Hour, 0, time.Hour},
		{"after its time", 4 * time.Hour, -time.Minute, time.Hour},
		{"a quarter is short: five minutes", 15 * time.Minute, time.Second, 5 * time.Minute},
		{"a cadence of half a minute", 30 * time.Second, time.Second, 30 * time.Second},
		{"a cadence of a second", time.Second, time.Millisecond, time.Second},
		{"from a store that did not keep what is usual", 0, time.Second, 5 * time.Minute},
		{"from there, as usual", 0, 30 * time.Minute, 30 * time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Promise{Kind: UpdatePromise, MadeAt: at(0), DueAt: at(0).Add(tt.step), Usual: tt.usual}
			if got := p.Step(); got != tt.want {
				t.Errorf("made %s before its time, where %s is usual: step %s, want %s", tt.step, tt.usual, got, tt.want)
			}
		})
	}
}

func TestWhatIsUsualFollowsTheClientTheSeverityAndTheStatus(t *testing.T) {
	fixed := Client{Cadence: map[Severity]Rhythm{1: {Every: Cadence{Cron: "0 9,13,17 * * MON-FRI"}}}}
	tests := []struct {
		name   string
		client Client
		sev    Severity
		status Status
		kind   PromiseKind
		want   time.Duration
	}{
		{"the worst", Client{}, 1, Investigating, UpdatePromise, 30 * time.Minute},
		{"the harm is less", Client{}, 1, Mitigated, UpdatePromise, time.Hour},
		{"a small thing", Client{}, 3, Investigating, UpdatePromise, 4 * time.Hour},
		{"a near miss that is told", Client{}, 4, Investigating, UpdatePromise, 4 * time.Hour},
		{"fixed times", fixed, 1, Investigating, UpdatePromise, 4 * time.Hour},
		{"of their own", Client{Cadence: map[Severity]Rhythm{1: {Every: Every(10 * time.Second)}}}, 1, Investigating, UpdatePromise, 10 * time.Second},
		{"the last word", Client{}, 2, Identified, FinalPromise, 30 * time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc := &Incident{State: Open, Severity: tt.sev, Status: tt.status, Clients: []Affected{{Client: tt.client}}}
			if p := inc.promise(&inc.Clients[0], tt.kind, at(1), at(0)); p.Usual != tt.want {
				t.Errorf("usual is %s, want %s", p.Usual, tt.want)
			}
		})
	}
}

func TestAFirstNoticeHasTheStepOfItsDeadline(t *testing.T) {
	inc := &Incident{State: Open, Severity: 1, Clients: []Affected{{Client: Client{Cadence: map[Severity]Rhythm{1: {First: 2 * time.Minute}}}}}}
	aff := &inc.Clients[0]
	if inc.promiseFirst(aff, at(0)); aff.Owed(UpdatePromise).Step() != 2*time.Minute {
		t.Errorf("its step is %s, want the two minutes that this client gives us", aff.Owed(UpdatePromise).Step())
	}
}

// Whoever has just promised a time need not hear at once that it is near.
func TestRungsFromBeforeAPromiseWasMadeAreLeftOut(t *testing.T) {
	tests := []struct {
		name  string
		p     Promise
		first Rung
		at    time.Time
	}{
		{"news in a minute", Promise{Kind: UpdatePromise, MadeAt: at(29), DueAt: at(30), Usual: time.Hour}, Due, at(30)},
		{"a first notice moved close", Promise{Kind: UpdatePromise, First: true, MadeAt: at(28), DueAt: at(30), Usual: time.Hour}, Due, at(30)},
		{"a call in five minutes", Promise{Kind: MeetingPromise, MadeAt: at(25), DueAt: at(30)}, Due, at(30)},
		{"there is time", Promise{Kind: UpdatePromise, MadeAt: at(20), DueAt: at(30), Usual: 30 * time.Minute}, Soon, at(28).Add(20 * time.Second)},
		{"what happened before is brought up at once", Promise{Kind: UpdatePromise, MadeAt: at(5), DueAt: at(60), Event: &Event{At: at(4), DueAt: at(14)}}, Half, at(4)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			next := tt.p.nextRung()
			if got := tt.p.reached(next); got != tt.first || !next.Equal(tt.at) {
				t.Errorf("first comes rung %d at T%+v, want %d at T%+v", got, next.Sub(tt.p.DueAt), tt.first, tt.at.Sub(tt.p.DueAt))
			}
		})
	}
}

// Who has not answered in an hour does not by being asked every ten minutes.
func TestEverybodyIsRemindedLessOftenAfterAnHour(t *testing.T) {
	tests := []struct {
		name string
		step time.Duration
		want string // minutes after its time
		day  int    // reminders of everybody in the 25 hours after it
	}{
		{"half an hour", 30 * time.Minute, "10 20 30 40 50 60 90 120 150 180 210 240 300 360", 33},
		{"an hour", time.Hour, "20 40 60 90 120 150 180 210 240 300 360", 30},
		{"four hours", 4 * time.Hour, "30 60 90 120 150 180 210 240 300 360", 29},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Promise{Kind: UpdatePromise, MadeAt: at(0), DueAt: at(0).Add(tt.step), Rung: TooLate}
			var got []string
			for {
				next := p.nextRung()
				if p.climbed(p.reached(next), next); p.Rung != Everybody {
					t.Fatalf("at T%+v comes rung %d", next.Sub(p.DueAt), p.Rung)
				}
				if next.Sub(p.DueAt) > 25*time.Hour {
					break
				}
				got = append(got, fmt.Sprint(next.Sub(p.DueAt).Minutes()))
			}
			if first := strings.Join(got[:min(len(got), len(strings.Fields(tt.want)))], " "); first != tt.want || len(got) != tt.day {
				t.Errorf("everybody is reminded %d times, first at %s; want %d, %s", len(got), first, tt.day, tt.want)
			}
		})
	}
}

// Before repetitions had a count of their own each was a rung of its own. What
// was kept then comes next when it would have come.
func TestARungBeyondEverybodyIsRead(t *testing.T) {
	tests := []struct {
		name, text   string
		rung         Rung
		repeat       int
		next         time.Time
		slot         int
		unremarkable bool // it had not got that far
	}{
		{"everybody for the fourth time", `{"n":2,"kind":"update","made_at":"2026-03-10T14:00:00Z","due_at":"2026-03-10T14:30:00Z","rung":8,"nags":8}`, Everybody, 3, at(80), 8, false},
		{"everybody", `{"n":2,"kind":"update","made_at":"2026-03-10T14:00:00Z","due_at":"2026-03-10T14:30:00Z","rung":5,"nags":5}`, Everybody, 0, at(50), 5, true},
		{"late", `{"n":2,"kind":"update","made_at":"2026-03-10T14:00:00Z","due_at":"2026-03-10T14:30:00Z","rung":4,"nags":4}`, TooLate, 0, at(40), 4, true},
		{"over an event", `{"n":2,"kind":"update","made_at":"2026-03-10T14:00:00Z","due_at":"2026-03-10T18:00:00Z","rung":6,"nags":5,"event":{"kinds":["worse"],"at":"2026-03-10T14:20:00Z","due_at":"2026-03-10T14:30:00Z"}}`, Everybody, 1, at(60), 6, false},
		{"hundreds of times in ten minutes", `{"n":2,"kind":"update","made_at":"2026-03-10T14:29:57Z","due_at":"2026-03-10T14:30:00Z","rung":604,"nags":600}`, Everybody, 599, at(40).Add(100 * time.Second), 604, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p Promise
			if err := json.Unmarshal([]byte(tt.text), &p); err != nil {
				t.Fatal(err)
			}
			check := func(what string) {
				t.Helper()
				if p.Rung != tt.rung || p.Repeat != tt.repeat || p.slot() != tt.slot || !p.nextRung().Equal(tt.next) || p.LastAt.IsZero() != tt.unremarkable {
					t.Errorf("%s: rung %d, %d repetitions, slot %d, next %s; want %d, %d, %d, %s", what, p.Rung, p.Repeat, p.slot(), p.nextRung(), tt.rung, tt.repeat, tt.slot, tt.next)
				}
			}
			check("read")
			text, err := json.Marshal(p)
			if err == nil {
				p = Promise{}
				err = json.Unmarshal(text, &p)
			}
			if err != nil {
				t.Fatal(err)
			}
			check("kept and read again")
		})
	}
}

// The clock was ten hours ahead, and everybody was reminded all that time.
func TestRepetitionsOfAWrongClockAreTakenBack(t *testing.T) {
	tests := []struct {
		name         string
		now          time.Time
		rung         Rung
		repeat, slot int
		next         time.Time
	}{
		{"before its time", at(10), Half, 0, 1, at(25)},
		{"late", at(36), TooLate, 0, 4, at(40)},
		{"everybody was reminded", at(41), Everybody, 0, 5, at(50)},
		{"and twice more", at(63), Everybody, 2, 7, at(70)},
		{"it was right", at(1000), Everybody, 17, 22, at(690)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Promise{Kind: UpdatePromise, MadeAt: at(0), DueAt: at(30)}
			for p.LastAt.Before(at(600)) {
				next := p.nextRung()
				p.climbed(p.reached(next), next)
			}
			if p.rewind(tt.now); p.Rung != tt.rung || p.Repeat != tt.repeat || p.slot() != tt.slot || !p.nextRung().Equal(tt.next) {
				t.Errorf("at %s: rung %d, %d repetitions, slot %d, next %s; want %d, %d, %d, %s", tt.now, p.Rung, p.Repeat, p.slot(), p.nextRung(), tt.rung, tt.repeat, tt.slot, tt.next)
			}
		})
	}
}

// Two clients of whom everybody is reminded again and again share the messages,
// also where the first of them came seconds apart.
func TestRepetitionsWithinAMinuteShareAMessage(t *testing.T) {
	c := Client{Name: "Acme Shop", Slack: "C0ACME"}
	inc := &Incident{State: Open, Severity: 1, Roles: map[Role]string{Commander: "U0ANA"}, Clients: []Affected{{Client: c}, {Client: c}}}
	for i := range inc.Clients {
		p := inc.promise(&inc.Clients[i], UpdatePromise, at(30), at(0))
		p.Rung, p.LastAt = Everybody, at(40).Add(time.Duration(i)*30*time.Second)
	}
	first := inc.Clients[0].Owed(UpdatePromise)
	calls := []call{inc.calling(&inc.Clients[0], first, first.reached(at(50)), "")}
	if got := inc.nearby(calls, at(50)); len(got) != 2 {
		t.Errorf("%d clients share the message, want the one that comes in half a minute too", len(got))
	}
	inc.Clients[1].Owed(UpdatePromise).LastAt = at(42)
	if got := inc.nearby(calls, at(50)); len(got) != 1 {
		t.Errorf("%d clients share the message; the other comes in two minutes", len(got))
	}
}

func TestAPromiseClimbsOncePerRungAndSkipsWhatWasMissed(t *testing.T) {
	p := Promise{Kind: UpdatePromise, MadeAt: at(0), DueAt: at(30)}
	tests := []struct {
		name string
		last Rung
		now  time.Time
		want Rung
	}{
		{"too early", 0, at(24), 0},
		{"five minutes before", 0, at(25), Soon},
		{"said already", Soon, at(26), 0},
		{"due", Soon, at(30), Due},
		{"late", Due, at(35), TooLate},
		{"everybody", TooLate, at(40), Everybody},
		{"everybody again", Everybody, at(50), Everybody},
		{"between two repetitions", Everybody, at(49), 0},
		{"away for an hour: one message, the highest rung", 0, at(95), Everybody},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := p
			p.Rung = tt.last
			if got := p.reached(tt.now); got != tt.want {
				t.Errorf("after rung %d, at T%+v: rung %d, want %d", tt.last, tt.now.Sub(p.DueAt), got, tt.want)
			}
		})
	}
}

func TestAfterEachRungThereIsANextOne(t *testing.T) {
	p := Promise{Kind: UpdatePromise, First: true, MadeAt: at(0), DueAt: at(15)}
	last := time.Time{}
	for range 50 {
		next := p.nextRung()
		if !next.After(last) {
			t.Fatalf("after rung %d the next is at %s, not after %s", p.Rung, next, last)
		}
		r := p.reached(next)
		if r <= p.Rung && r != Everybody {
			t.Fatalf("at %s, when rung %d+1 is due, rung %d is reached", next, p.Rung, r)
		}
		was := p.slot()
		p.climbed(r, next)
		if last = next; p.slot() <= was || p.reached(next) != 0 {
			t.Fatalf("at %s slot %d follows %d, and then rung %d is reached", next, p.slot(), was, p.reached(next))
		}
	}
}

func TestAReviewIsBroughtUpOnce(t *testing.T) {
	p := Promise{Kind: ReviewPromise, MadeAt: at(0), DueAt: at(600)}
	if got := p.nextRung(); !got.Equal(at(600)) {
		t.Errorf("the review is brought up at %s, want its time, %s", got, at(600))
	}
	if got := p.reached(at(5000)); got != Due {
		t.Errorf("long after its time the review has reached rung %d, want %d", got, Due)
	}
	p.Rung = Due
	if got := p.nextRung(); !got.IsZero() {
		t.Errorf("a review that was brought up is brought up again at %s", got)
	}
}

func TestSnoozeMovesTheNagNeverThePromise(t *testing.T) {
	tests := []struct {
		name string
		rung Rung
		d    time.Duration
		now  time.Time
		want time.Time // of the next reminder; zero: refused
	}{
		{"five minutes of four hours", Soon, 5 * time.Minute, at(215), at(220)},
		{"never past the time", Soon, time.Hour, at(215), at(240)},
		{"not when due", Due, 5 * time.Minute, at(240), time.Time{}},
		{"nothing is no snooze", Soon, 0, at(215), time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Promise{Kind: UpdatePromise, MadeAt: at(0), DueAt: at(240), Rung: tt.rung}
			err := p.Snooze(tt.d, tt.now)
			if tt.want.IsZero() {
				if CodeOf(err) == "" || CodeOf(err) == Internal {
					t.Errorf("Snooze(%s) = %v, want a refusal", tt.d, err)
				}
				return
			}
			if err != nil || !p.nextRung().Equal(tt.want) || !p.DueAt.Equal(at(240)) {
				t.Errorf("Snooze(%s): next reminder %s, due %s, %v; want %s, %s", tt.d, p.nextRung(), p.DueAt, err, tt.want, at(240))
			}
		})
	}
}

func TestAChangeOfSeverityAndAnUnsentFirstNotice(t *testing.T) {
	tests := []struct {
		name     string
		from, to Severity
		now      time.Time
		due      time.Time // zero: nothing is owed
	}{
		{"worse takes the earlier deadline", 2, 1, at(5), at(15)},
		{"worse and late leaves a third of the deadline", 3, 1, at(60), at(65)},
		{"better keeps the earlier deadline", 1, 2, at(5), at(15)},
		{"a near miss owes nothing", 1, 4, at(5), time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc := &Incident{State: Open, Severity: tt.from, Roles: map[Role]string{Commander: "U0ANA"}, Clients: []Affected{{}}}
			aff := &inc.Clients[0]
			inc.promiseFirst(aff, at(0))
			if err := inc.SetSeverity(tt.to, tt.now); err != nil {
				t.Fatal(err)
			}
			p := aff.Owed(UpdatePromise)
			switch {
			case tt.due.IsZero() && (p != nil || aff.NoPromise == ""):
				t.Errorf("severity %d still owes %+v (%q)", tt.to, p, aff.NoPromise)
			case !tt.due.IsZero() && (p == nil || !p.DueAt.Equal(tt.due)):
				t.Errorf("severity %d became %d at T+%s: %+v, want due %s", tt.from, tt.to, tt.now.Sub(at(0)), p, tt.due)
			}
		})
	}
	t.Run("a near miss that is none owes a first word again", func(t *testing.T) {
		inc := &Incident{State: Open, Severity: 4, Clients: []Affected{{NoPromise: nearMiss}}}
		if err := inc.SetSeverity(2, at(3)); err != nil {
			t.Fatal(err)
		}
		if p := inc.Clients[0].Owed(UpdatePromise); p == nil || !p.DueAt.Equal(at(33)) || inc.Clients[0].NoPromise != "" {
			t.Errorf("owed %+v, want a first word by %s", p, at(33))
		}
	})
}

func TestKeptOrLateIsDecidedByWhenTheClientHeard(t *testing.T) {
	for _, tt := range []struct {
		name string
		at   time.Time
		want Outcome
	}{
		{"on the second", at(30), Kept},
		{"a second later", at(30).Add(time.Second), Late},
		{"early", at(12), Kept},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := Promise{DueAt: at(30)}
			if p.settle(1, tt.at); p.Outcome != tt.want {
				t.Errorf("heard %s after the due time: %s, want %s", p.LateBy(), p.Outcome, tt.want)
			}
		})
	}
}

func TestHoldIsShortAndGoneWhenDue(t *testing.T) {
	for _, tt := range []struct {
		name string
		left time.Duration
		want time.Duration
	}{
		{"time enough", 5 * time.Minute, 10 * time.Second},
		{"twenty seconds left", 20 * time.Second, 10 * time.Second},
		{"six seconds left", 6 * time.Second, 3 * time.Second},
		{"due", 0, 0},
		{"overdue", -time.Minute, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := hold(at(0).Add(tt.left), at(0)); got != tt.want {
				t.Errorf("with %s left the hold is %s, want %s", tt.left, got, tt.want)
			}
		})
	}
}
