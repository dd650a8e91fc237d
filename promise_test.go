package candor

import (
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
		{"half an hour", 30 * time.Minute, false, map[Rung]time.Duration{Soon: -5 * time.Minute, Due: 0, TooLate: 5 * time.Minute, Everybody: 10 * time.Minute, Everybody + 1: 20 * time.Minute}},
		{"four hours", 4 * time.Hour, false, map[Rung]time.Duration{Soon: -30 * time.Minute, Due: 0, TooLate: 15 * time.Minute, Everybody: 30 * time.Minute, Everybody + 1: time.Hour}},
		{"thirty seconds", 30 * time.Second, false, map[Rung]time.Duration{Soon: -5 * time.Second, Due: 0, TooLate: 5 * time.Second, Everybody: 10 * time.Second}},
		{"a first notice also at half its deadline", 15 * time.Minute, true, map[Rung]time.Duration{Half: -7*time.Minute - 30*time.Second, Soon: -150 * time.Second, Due: 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Promise{Kind: UpdatePromise, First: tt.first, MadeAt: at(0), DueAt: at(0).Add(tt.step)}
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
		{"everybody again", Everybody, at(50), Everybody + 1},
		{"between two repetitions", Everybody, at(49), 0},
		{"away for an hour: one message, the highest rung", 0, at(95), Everybody + 5},
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
		if r <= p.Rung {
			t.Fatalf("at %s, when rung %d+1 is due, rung %d is reached", next, p.Rung, r)
		}
		p.Rung, last = r, next
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
