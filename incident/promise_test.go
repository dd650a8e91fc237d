package incident

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
)

func TestTheLadderIsScaledByTheStep(t *testing.T) {
	tests := []struct {
		name  string
		step  time.Duration
		first bool
		want  map[outbox.Rung]time.Duration // from the due time
	}{
		{"half an hour", 30 * time.Minute, false, map[outbox.Rung]time.Duration{outbox.Soon: -5 * time.Minute, outbox.Due: 0, outbox.TooLate: 5 * time.Minute, outbox.Everybody: 10 * time.Minute}},
		{"four hours", 4 * time.Hour, false, map[outbox.Rung]time.Duration{outbox.Soon: -30 * time.Minute, outbox.Due: 0, outbox.TooLate: 15 * time.Minute, outbox.Everybody: 30 * time.Minute}},
		{"thirty seconds", 30 * time.Second, false, map[outbox.Rung]time.Duration{outbox.Soon: -5 * time.Second, outbox.Due: 0, outbox.TooLate: 5 * time.Second, outbox.Everybody: 10 * time.Second}},
		{"a first notice also at half its deadline", 15 * time.Minute, true, map[outbox.Rung]time.Duration{outbox.Half: -7*time.Minute - 30*time.Second, outbox.Soon: -150 * time.Second, outbox.Due: 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := promise.Promise{Kind: promise.Update, First: tt.first, MadeAt: at(0), DueAt: at(0).Add(tt.step), Usual: tt.step}
			for r, want := range tt.want {
				if got := p.At(r).Sub(p.DueAt); got != want {
					t.Errorf("rung %d stands at T%+v, want T%+v", r, got, want)
				}
			}
			if got := p.At(outbox.Half).IsZero(); got == tt.first {
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
			p := promise.Promise{Kind: promise.Update, MadeAt: at(0), DueAt: at(0).Add(tt.step), Usual: tt.usual}
			if got := p.Step(); got != tt.want {
				t.Errorf("made %s before its time, where %s is usual: step %s, want %s", tt.step, tt.usual, got, tt.want)
			}
		})
	}
}

func TestWhatIsUsualFollowsTheClientTheSeverityAndTheStatus(t *testing.T) {
	fixed := client.Client{Cadence: map[client.Severity]client.Rhythm{1: {Every: schedule.Cadence{Cron: "0 9,13,17 * * MON-FRI"}}}}
	tests := []struct {
		name   string
		client client.Client
		sev    client.Severity
		status update.Status
		kind   promise.Kind
		want   time.Duration
	}{
		{"the worst", client.Client{}, 1, update.Investigating, promise.Update, 30 * time.Minute},
		{"the harm is less", client.Client{}, 1, update.Mitigated, promise.Update, time.Hour},
		{"a small thing", client.Client{}, 3, update.Investigating, promise.Update, 4 * time.Hour},
		{"a near miss that is told", client.Client{}, 4, update.Investigating, promise.Update, 4 * time.Hour},
		{"fixed times", fixed, 1, update.Investigating, promise.Update, 4 * time.Hour},
		{"of their own", client.Client{Cadence: map[client.Severity]client.Rhythm{1: {Every: schedule.Every(10 * time.Second)}}}, 1, update.Investigating, promise.Update, 10 * time.Second},
		{"the final message", client.Client{}, 2, update.Identified, promise.Final, 30 * time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc := &Incident{State: Open, Severity: tt.sev, Status: tt.status, Clients: []Affected{{Client: tt.client}}}
			if p := inc.Promise(&inc.Clients[0], tt.kind, at(1), at(0)); p.Usual != tt.want {
				t.Errorf("usual is %s, want %s", p.Usual, tt.want)
			}
		})
	}
}

func TestAFirstNoticeHasTheStepOfItsDeadline(t *testing.T) {
	inc := &Incident{State: Open, Severity: 1, Clients: []Affected{{Client: client.Client{Cadence: map[client.Severity]client.Rhythm{1: {First: 2 * time.Minute}}}}}}
	aff := &inc.Clients[0]
	if inc.PromiseFirst(aff, at(0)); aff.Owed(promise.Update).Step() != 2*time.Minute {
		t.Errorf("its step is %s, want the two minutes that this client gives us", aff.Owed(promise.Update).Step())
	}
}

// Whoever has just promised a time need not hear at once that it is near.
func TestRungsFromBeforeAPromiseWasMadeAreLeftOut(t *testing.T) {
	tests := []struct {
		name  string
		p     promise.Promise
		first outbox.Rung
		at    time.Time
	}{
		{"news in a minute", promise.Promise{Kind: promise.Update, MadeAt: at(29), DueAt: at(30), Usual: time.Hour}, outbox.Due, at(30)},
		{"a first notice moved close", promise.Promise{Kind: promise.Update, First: true, MadeAt: at(28), DueAt: at(30), Usual: time.Hour}, outbox.Due, at(30)},
		{"a call in five minutes", promise.Promise{Kind: promise.Meeting, MadeAt: at(25), DueAt: at(30)}, outbox.Due, at(30)},
		{"there is time", promise.Promise{Kind: promise.Update, MadeAt: at(20), DueAt: at(30), Usual: 30 * time.Minute}, outbox.Soon, at(28).Add(20 * time.Second)},
		{"what happened before is brought up at once", promise.Promise{Kind: promise.Update, MadeAt: at(5), DueAt: at(60), Event: &promise.Event{At: at(4), DueAt: at(14)}}, outbox.Half, at(4)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			next := tt.p.NextRung()
			if got := tt.p.Reached(next); got != tt.first || !next.Equal(tt.at) {
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
		{"half an hour", 30 * time.Minute, "10 20 30 40 50 60 90 120 150 180 210 240 300 360", 32},
		{"an hour", time.Hour, "20 40 60 90 120 150 180 210 240 300 360", 29},
		{"four hours", 4 * time.Hour, "30 60 90 120 150 180 210 240 300 360", 28},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := promise.Promise{Kind: promise.Update, MadeAt: at(0), DueAt: at(0).Add(tt.step), Rung: outbox.TooLate}
			var got []string
			for {
				next := p.NextRung()
				if p.Climbed(p.Reached(next), next); p.Rung != outbox.Everybody {
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
		rung         outbox.Rung
		repeat       int
		next         time.Time
		slot         int
		unremarkable bool // it had not got that far
	}{
		{"everybody for the fourth time", `{"n":2,"kind":"update","made_at":"2026-03-10T14:00:00Z","due_at":"2026-03-10T14:30:00Z","rung":8,"nags":8}`, outbox.Everybody, 3, at(80), 8, false},
		{"everybody", `{"n":2,"kind":"update","made_at":"2026-03-10T14:00:00Z","due_at":"2026-03-10T14:30:00Z","rung":5,"nags":5}`, outbox.Everybody, 0, at(50), 5, true},
		{"late", `{"n":2,"kind":"update","made_at":"2026-03-10T14:00:00Z","due_at":"2026-03-10T14:30:00Z","rung":4,"nags":4}`, outbox.TooLate, 0, at(40), 4, true},
		{"over an event", `{"n":2,"kind":"update","made_at":"2026-03-10T14:00:00Z","due_at":"2026-03-10T18:00:00Z","rung":6,"nags":5,"event":{"kinds":["worse"],"at":"2026-03-10T14:20:00Z","due_at":"2026-03-10T14:30:00Z"}}`, outbox.Everybody, 1, at(60), 6, false},
		{"hundreds of times in ten minutes", `{"n":2,"kind":"update","made_at":"2026-03-10T14:29:57Z","due_at":"2026-03-10T14:30:00Z","rung":604,"nags":600}`, outbox.Everybody, 599, at(40).Add(100 * time.Second), 604, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p promise.Promise
			if err := json.Unmarshal([]byte(tt.text), &p); err != nil {
				t.Fatal(err)
			}
			check := func(what string) {
				t.Helper()
				if p.Rung != tt.rung || p.Repeat != tt.repeat || p.Slot() != tt.slot || !p.NextRung().Equal(tt.next) || p.LastAt.IsZero() != tt.unremarkable {
					t.Errorf("%s: rung %d, %d repetitions, slot %d, next %s; want %d, %d, %d, %s", what, p.Rung, p.Repeat, p.Slot(), p.NextRung(), tt.rung, tt.repeat, tt.slot, tt.next)
				}
			}
			check("read")
			text, err := json.Marshal(p)
			if err == nil {
				p = promise.Promise{}
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
		rung         outbox.Rung
		repeat, slot int
		next         time.Time
	}{
		{"before its time", at(10), outbox.Half, 0, 1, at(25)},
		{"late", at(36), outbox.TooLate, 0, 4, at(40)},
		{"everybody was reminded", at(41), outbox.Everybody, 0, 5, at(50)},
		{"and twice more", at(63), outbox.Everybody, 2, 7, at(70)},
		{"it was right", at(1000), outbox.Everybody, 17, 22, at(690)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := promise.Promise{Kind: promise.Update, MadeAt: at(0), DueAt: at(30)}
			for p.LastAt.Before(at(600)) {
				next := p.NextRung()
				p.Climbed(p.Reached(next), next)
			}
			if p.Rewind(tt.now); p.Rung != tt.rung || p.Repeat != tt.repeat || p.Slot() != tt.slot || !p.NextRung().Equal(tt.next) {
				t.Errorf("at %s: rung %d, %d repetitions, slot %d, next %s; want %d, %d, %d, %s", tt.now, p.Rung, p.Repeat, p.Slot(), p.NextRung(), tt.rung, tt.repeat, tt.slot, tt.next)
			}
		})
	}
}

func TestAPromiseClimbsOncePerRungAndSkipsWhatWasMissed(t *testing.T) {
	p := promise.Promise{Kind: promise.Update, MadeAt: at(0), DueAt: at(30)}
	tests := []struct {
		name string
		last outbox.Rung
		now  time.Time
		want outbox.Rung
	}{
		{"too early", 0, at(24), 0},
		{"five minutes before", 0, at(25), outbox.Soon},
		{"said already", outbox.Soon, at(26), 0},
		{"due", outbox.Soon, at(30), outbox.Due},
		{"late", outbox.Due, at(35), outbox.TooLate},
		{"everybody", outbox.TooLate, at(40), outbox.Everybody},
		{"everybody again", outbox.Everybody, at(50), outbox.Everybody},
		{"between two repetitions", outbox.Everybody, at(49), 0},
		{"away for an hour: one message, the highest rung", 0, at(95), outbox.Everybody},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := p
			p.Rung = tt.last
			if got := p.Reached(tt.now); got != tt.want {
				t.Errorf("after rung %d, at T%+v: rung %d, want %d", tt.last, tt.now.Sub(p.DueAt), got, tt.want)
			}
		})
	}
}

func TestAfterEachRungThereIsANextOne(t *testing.T) {
	p := promise.Promise{Kind: promise.Update, First: true, MadeAt: at(0), DueAt: at(15)}
	last := time.Time{}
	for range 50 {
		next := p.NextRung()
		if !next.After(last) {
			t.Fatalf("after rung %d the next is at %s, not after %s", p.Rung, next, last)
		}
		r := p.Reached(next)
		if r <= p.Rung && r != outbox.Everybody {
			t.Fatalf("at %s, when rung %d+1 is due, rung %d is reached", next, p.Rung, r)
		}
		was := p.Slot()
		p.Climbed(r, next)
		if last = next; p.Slot() <= was || p.Reached(next) != 0 {
			t.Fatalf("at %s slot %d follows %d, and then rung %d is reached", next, p.Slot(), was, p.Reached(next))
		}
	}
}

// The review is due on Friday 13 March at 17:00, ten days after it was promised. What
// stands in the message of the morning does not stand alone, too.
func TestWhatOfDaysStandsAlone(t *testing.T) {
	day := func(d, h, m int) time.Time { return time.Date(2026, 3, d, h, m, 0, 0, time.UTC) }
	tests := []struct {
		name      string
		kind      promise.Kind
		zone      string
		made, due time.Time
		want      []time.Time
	}{
		{"a review: an hour before, and from the second late morning on for others", promise.Review, "UTC", day(3, 14, 0), day(13, 17, 0), []time.Time{day(13, 16, 0), day(17, 9, 0), day(18, 9, 0), day(19, 9, 0)}},
		{"by the clock of its owner, who works after the client", promise.Review, "America/New_York", day(3, 14, 0), day(13, 17, 0), []time.Time{day(13, 16, 0), day(17, 13, 0), day(18, 13, 0)}},
		{"by the clock of its owner, who sleeps an hour before", promise.Review, "Australia/Sydney", day(3, 14, 0), day(13, 17, 0), []time.Time{day(16, 22, 0), day(17, 22, 0)}}, // 09:00 of the 17th there
		{"due as the working day begins: the morning has it", promise.Measure, "UTC", day(3, 14, 0), day(13, 10, 0), []time.Time{day(17, 9, 0), day(18, 9, 0)}},
		{"said on the phone: within minutes", promise.Written, "UTC", day(12, 14, 0), day(12, 14, 30), []time.Time{day(12, 14, 30), day(16, 9, 0)}},
		{"said on the phone at night: the morning has it", promise.Written, "UTC", day(12, 2, 30), day(12, 3, 0), []time.Time{day(16, 9, 0), day(17, 9, 0)}},
		{"a check-in: others hear on Mondays", promise.Checkin7, "UTC", day(10, 15, 0), day(17, 9, 30), []time.Time{day(23, 9, 0), day(30, 9, 0)}},
		{"a check-in on a Sunday by the team's clock", promise.Checkin24, "UTC", day(14, 12, 0), day(15, 9, 30), []time.Time{day(23, 9, 0), day(30, 9, 0)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := promise.Promise{Kind: tt.kind, Zone: tt.zone, MadeAt: tt.made, DueAt: tt.due}
			var got []time.Time
			for range tt.want {
				next := p.NextRung()
				r := p.Reached(next)
				if r == 0 {
					t.Fatalf("at %s no rung is reached", next)
				}
				got = append(got, next)
				p.Climbed(r, next)
			}
			if !slices.EqualFunc(got, tt.want, time.Time.Equal) {
				t.Errorf("brought up at\n%s, want\n%s", got, tt.want)
			}
		})
	}
}

// A call of some day in the past, which a program brought up once, rings nobody now.
func TestACallThatWasBroughtUpOnceStaysQuiet(t *testing.T) {
	old := promise.Promise{Kind: promise.Meeting, MadeAt: at(0), DueAt: at(60), Rung: outbox.Due}
	if next := old.NextRung(); !next.IsZero() {
		t.Errorf("it is brought up again at %s", next)
	}
	ours := promise.Promise{Kind: promise.Meeting, Zone: "UTC", MadeAt: at(0), DueAt: at(60), Rung: outbox.Due}
	if next := ours.NextRung(); !next.Equal(at(70)) {
		t.Errorf("a call that was promised and not made is brought up next at %s, want %s", next, at(70))
	}
}

func TestSnoozeMovesTheNagNeverThePromise(t *testing.T) {
	tests := []struct {
		name string
		rung outbox.Rung
		d    time.Duration
		now  time.Time
		want time.Time // of the next reminder; zero: refused
	}{
		{"five minutes of four hours", outbox.Soon, 5 * time.Minute, at(215), at(220)},
		{"never past the time", outbox.Soon, time.Hour, at(215), at(240)},
		{"not when due", outbox.Due, 5 * time.Minute, at(240), time.Time{}},
		{"nothing is no snooze", outbox.Soon, 0, at(215), time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := promise.Promise{Kind: promise.Update, MadeAt: at(0), DueAt: at(240), Rung: tt.rung}
			err := p.Snooze(tt.d, tt.now)
			if tt.want.IsZero() {
				if fault.CodeOf(err) == "" || fault.CodeOf(err) == fault.Internal {
					t.Errorf("Snooze(%s) = %v, want a refusal", tt.d, err)
				}
				return
			}
			if err != nil || !p.NextRung().Equal(tt.want) || !p.DueAt.Equal(at(240)) {
				t.Errorf("Snooze(%s): next reminder %s, due %s, %v; want %s, %s", tt.d, p.NextRung(), p.DueAt, err, tt.want, at(240))
			}
		})
	}
}

func TestAChangeOfSeverityAndAnUnsentFirstNotice(t *testing.T) {
	tests := []struct {
		name     string
		from, to client.Severity
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
			inc := &Incident{State: Open, Severity: tt.from, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"}, Clients: []Affected{{}}}
			aff := &inc.Clients[0]
			inc.PromiseFirst(aff, at(0))
			if err := inc.SetSeverity(tt.to, tt.now); err != nil {
				t.Fatal(err)
			}
			p := aff.Owed(promise.Update)
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
		if p := inc.Clients[0].Owed(promise.Update); p == nil || !p.DueAt.Equal(at(33)) || inc.Clients[0].NoPromise != "" {
			t.Errorf("owed %+v, want a first word by %s", p, at(33))
		}
	})
}

func TestKeptOrLateIsDecidedByWhenTheClientHeard(t *testing.T) {
	for _, tt := range []struct {
		name string
		at   time.Time
		want promise.Outcome
	}{
		{"on the second", at(30), promise.Kept},
		{"in the minute that they read", at(30).Add(59 * time.Second), promise.Kept},
		{"a minute later", at(31), promise.Late},
		{"early", at(12), promise.Kept},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := promise.Promise{DueAt: at(30)}
			if p.Settle(1, tt.at); p.Outcome != tt.want {
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
			if got := update.Hold(at(0).Add(tt.left), at(0)); got != tt.want {
				t.Errorf("with %s left the hold is %s, want %s", tt.left, got, tt.want)
			}
		})
	}
}
