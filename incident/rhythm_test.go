package incident

import (
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/schedule"
	"candor/incident/update"
)

func TestAClientsOwnRhythmLiesOverTheDefault(t *testing.T) {
	c := client.Client{Cadence: map[client.Severity]client.Rhythm{1: {First: 10 * time.Minute, Every: schedule.Every(3 * time.Hour)}}}
	got := c.RhythmOf(1)
	want := client.Rhythm{First: 10 * time.Minute, Every: schedule.Every(3 * time.Hour), Mitigated: schedule.Every(3 * time.Hour), Monitoring: schedule.Every(3 * time.Hour), Final: 15 * time.Minute}
	if got != want {
		t.Errorf("RhythmOf(1) = %+v, want %+v", got, want)
	}
	if got := update.During(c.RhythmOf(3), update.Monitoring); got != schedule.Every(24*time.Hour) {
		t.Errorf("a small incident that is watched is heard of every %s, want 24h", got)
	}
	if got := c.RhythmOf(client.NearMiss); got != (client.Rhythm{}) {
		t.Errorf("a near miss owes %+v, want nothing", got)
	}
}

func TestTimesOfAnExpressionGoOnWhenItGetsBetter(t *testing.T) {
	times, err := schedule.ParseCadence("0 9,13,17 * * *")
	if err != nil {
		t.Fatal(err)
	}
	c := client.Client{Cadence: map[client.Severity]client.Rhythm{1: {Every: times}, 2: {Every: times, Monitoring: schedule.Every(time.Hour)}}}
	for _, tt := range []struct {
		sev    client.Severity
		status update.Status
		want   schedule.Cadence
	}{{1, update.Investigating, times}, {1, update.Mitigated, times}, {1, update.Monitoring, times}, {2, update.Monitoring, schedule.Every(time.Hour)}} {
		if got := update.During(c.RhythmOf(tt.sev), tt.status); got != tt.want {
			t.Errorf("severity %d, %s: %s, want %s", tt.sev, tt.status, got, tt.want)
		}
	}
}

func TestEveryDisclosureBeginsTheClientsRhythm(t *testing.T) {
	is := func(q facts.Question, a facts.Answer) map[facts.Question]facts.Fact {
		return map[facts.Question]facts.Fact{q: {Answer: a}}
	}
	thrice := update.HearThrice.Cadence()
	tests := []struct {
		name  string
		given map[facts.Question]facts.Fact
		kind  string
		want  schedule.Cadence
		asked bool // on the phone
		tells map[facts.Question]facts.Answer
	}{
		{"data is lost", is(facts.DataLost, facts.Yes), update.DataLoss, thrice, true, nil},
		{"somebody may have got in", is(facts.Intruder, facts.Suspected), update.BreachSuspected, thrice, true, nil},
		{"somebody got in", is(facts.Intruder, facts.Confirmed), update.BreachSuspected, thrice, true, nil},
		{"nobody knows yet whether somebody got in", is(facts.Intruder, facts.DontKnow), update.BreachSuspected, thrice, false, nil},
		{"personal data went to the wrong people", is(facts.Personal, facts.Yes), update.WrongRecipients, thrice, true, nil},
		{"nobody knows whose data went to the wrong people", is(facts.Personal, facts.DontKnow), update.WrongRecipients, thrice, false, nil},
		{"the formal notice", is(facts.Personal, facts.Yes), update.ProcessorNotice, thrice, true, nil},
		{"told of a break-in by hand", is(facts.Intruder, facts.Suspected), update.ByHand, thrice, true, answers{facts.Intruder: facts.Suspected}},
		{"a call in which nobody said so", is(facts.Intruder, facts.Suspected), update.ByHand, schedule.Cadence{}, true, nil},
		{"a call that told something harmless of it", is(facts.DataLost, facts.Yes), update.ByHand, schedule.Cadence{}, true, answers{facts.Personal: facts.No}},
		{"told by hand while nothing bad is known", is(facts.DataLost, facts.No), update.ByHand, schedule.Cadence{}, false, nil},
		{"nothing new is no disclosure", is(facts.Intruder, facts.Suspected), update.Holding, schedule.Cadence{}, true, nil},
		{"what is new is no disclosure", is(facts.DataLost, facts.Yes), update.Progress, schedule.Cadence{}, true, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc := &Incident{State: Open, Severity: 1, Clients: []Affected{{Client: client.Client{ID: "acme"}}}}
			inc.Facts.Given = tt.given
			aff := &inc.Clients[0]
			u := &update.Update{Kind: tt.kind, Facts: tt.tells}
			if got := inc.disclosed(aff, u); got != tt.want {
				t.Errorf("disclosed(%s) = %s, want %s", tt.kind, got, tt.want)
			}
			if got := inc.AsksRhythm(aff); got != tt.asked {
				t.Errorf("AsksRhythm = %t, want %t", got, tt.asked)
			}
			aff.Pace = CadenceOverride{Cadence: update.HearHourly.Cadence(), AskedBy: "Dana"}
			if got := inc.disclosed(aff, u); !got.IsZero() {
				t.Errorf("they asked for every hour, and the text announces %s", got)
			}
		})
	}
}

// What a text about bad news announced is theirs: something that happens does not wipe it out,
// as it does a slower rhythm that was our wish, and they are still asked for another.
func TestWhatBadNewsAnnouncedStays(t *testing.T) {
	thrice := update.HearThrice.Cadence()
	for _, tt := range []struct {
		kind string
		want schedule.Cadence // after something has happened
		asks bool             // whether they are asked on the phone, before that
	}{{update.DataLoss, thrice, true}, {update.BreachSuspected, thrice, true}, {update.Holding, schedule.Cadence{}, false}} {
		u, inc := &update.Update{Kind: tt.kind, Rhythm: thrice, By: "U0ANA"}, &Incident{State: Open, Severity: client.BusinessStopped, Clients: []Affected{{Client: shop}}}
		if !tt.asks { // nobody announced that
			u.Rhythm = schedule.Every(2 * time.Hour)
		}
		inc.Facts.Given = map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes}}
		aff := &inc.Clients[0]
		aff.paced(u, at(0))
		if got := inc.AsksRhythm(aff); got != tt.asks {
			t.Errorf("%s: they are asked when they want to hear: %t", tt.kind, got)
		}
		if aff.unslow(); aff.Pace.Cadence != tt.want {
			t.Errorf("%s: something happened, and they hear %s, want %s", tt.kind, aff.Pace.Cadence, tt.want)
		}
	}
}
