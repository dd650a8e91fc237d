package incident

import (
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
)

func TestWhenAClientMayHearLessOften(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Incident, *Affected)
		now    time.Time
		want   time.Duration
	}{
		{"two hours and two texts without news", func(*Incident, *Affected) {}, at(120), time.Hour},
		{"not before two hours", func(*Incident, *Affected) {}, at(119), 0},
		{"one text without news", func(_ *Incident, aff *Affected) { aff.QuietUpdates = 1 }, at(120), 0},
		{"one step at a time", func(_ *Incident, aff *Affected) {
			aff.Pace = CadenceOverride{Cadence: schedule.Every(time.Hour), Slow: true}
		}, at(200), 2 * time.Hour},
		{"and no further", func(_ *Incident, aff *Affected) {
			aff.Pace = CadenceOverride{Cadence: schedule.Every(2 * time.Hour), Slow: true}
		}, at(400), 0},
		{"an important part, from one hour to two", func(inc *Incident, _ *Affected) { inc.Severity = 2 }, at(120), 2 * time.Hour},
		{"a small one, once a day", func(inc *Incident, _ *Affected) { inc.Severity = 3 }, at(120), 24 * time.Hour},
		{"while the harm is less", func(inc *Incident, _ *Affected) { inc.Status = update.Mitigated }, at(120), 2 * time.Hour},
		{"while something has just happened", func(inc *Incident, aff *Affected) { aff.Owed(promise.Update).Event = &promise.Event{} }, at(120), 0},
		{"lost data, on the first day", func(inc *Incident, _ *Affected) { inc.Kind = "data_loss" }, at(23 * 60), 0},
		{"lost data, a day later", func(inc *Incident, _ *Affected) { inc.Kind = "data_loss" }, at(24 * 60), time.Hour},
		{"they asked for their own rhythm", func(_ *Incident, aff *Affected) {
			aff.Pace = CadenceOverride{Cadence: schedule.Every(time.Hour), AskedBy: "Dana"}
		}, at(200), 0},
		{"they read at fixed times", func(_ *Incident, aff *Affected) {
			aff.Client.Cadence = map[client.Severity]client.Rhythm{1: {Every: schedule.Cadence{Cron: "0 9 * * *"}}}
		}, at(120), 0},
		{"it is planned already", func(_ *Incident, aff *Affected) {
			aff.Plan = CadenceOverride{Cadence: schedule.Every(time.Hour), Slow: true}
		}, at(120), 0},
		{"resolved", func(inc *Incident, _ *Affected) { inc.State = Resolved }, at(120), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc, aff, _ := toldAt0(1, at(30))
			inc.DeclaredAt, aff.FirstAt, aff.QuietUpdates = at(0), at(0), 2
			tt.change(inc, aff)
			if got := inc.Slower(aff, tt.now); got != tt.want {
				t.Errorf("after %s: %s, want %s", tt.now.Sub(at(0)), got, tt.want)
			}
		})
	}
}

func TestASlowerRhythmHoldsWhenATextHasSaidSo(t *testing.T) {
	inc, aff, _ := toldAt0(1, at(120))
	aff.FirstAt, aff.QuietUpdates = at(0), 2
	u := &update.Update{N: 4, Kind: update.Holding, At: at(120)}
	u.Rhythm = inc.Announced(aff, u, true, at(120))
	if u.Rhythm != schedule.Every(time.Hour) || !inc.NextAfter(aff, u, at(120)).Equal(at(180)) {
		t.Fatalf("the text says %s, next %s; want 1h, %s", u.Rhythm, inc.NextAfter(aff, u, at(120)), at(180))
	}
	if next := inc.ProposeNext(aff, update.Holding, false, at(120)); !next.Equal(at(150)) {
		t.Errorf("before it was sent the next word is proposed for %s, want the usual %s", next, at(150))
	}
	u.NextAt = at(180)
	inc.ApplyTold(aff, u, at(120))
	if next := inc.ProposeNext(aff, update.Holding, false, at(180)); !next.Equal(at(240)) || aff.QuietUpdates != 0 {
		t.Errorf("after it was sent: next %s, want %s; calm %d", next, at(240), aff.QuietUpdates)
	}
	inc.Happened(aff, promise.Worse, "", at(190))
	if next := inc.ProposeNext(aff, update.Progress, false, at(190)); !next.Equal(at(210)) {
		t.Errorf("after something happened: next %s, want the usual rhythm, %s", next, at(210))
	}
}

func TestASlowerRhythmIsNoFasterOneWhenItGetsBetter(t *testing.T) {
	inc, aff, _ := toldAt0(1, at(30))
	inc.Status = update.Monitoring
	for _, tt := range []struct {
		pace CadenceOverride
		want schedule.Cadence
	}{
		{CadenceOverride{Cadence: schedule.Every(time.Hour), Slow: true}, schedule.Every(2 * time.Hour)},
		{CadenceOverride{Cadence: schedule.Every(4 * time.Hour), Slow: true}, schedule.Every(4 * time.Hour)},
		{CadenceOverride{Cadence: schedule.Every(15 * time.Minute)}, schedule.Every(15 * time.Minute)}, // somebody wanted it more often
	} {
		aff.Pace = tt.pace
		if got := inc.Cadence(aff, update.Progress); got != tt.want {
			t.Errorf("%+v while we watch: %s, want %s", tt.pace, got, tt.want)
		}
	}
}

func TestATextThatWasOnItsWayDoesNotSlowDownWhatHappenedSince(t *testing.T) {
	inc, aff, _ := toldAt0(1, at(120))
	aff.FirstAt = at(0)
	u := &update.Update{N: 4, Kind: update.Holding, At: at(119), Rhythm: schedule.Every(time.Hour), NextAt: at(180)}
	inc.Happened(aff, promise.Worse, "", at(120))
	inc.ApplyTold(aff, u, at(121))
	if !aff.Pace.Cadence.IsZero() {
		t.Errorf("it hears every %s although it became worse", aff.Pace.Cadence)
	}
}

func TestSetCadence(t *testing.T) {
	tests := []struct {
		name    string
		kind    string
		cadence schedule.Cadence
		askedBy string
		now     time.Time
		holds   schedule.Cadence // at once
		planned schedule.Cadence
		refused bool
	}{
		{"more often", "outage", schedule.Every(15 * time.Minute), "", at(60), schedule.Every(15 * time.Minute), schedule.Cadence{}, false},
		{"less often waits for a text", "outage", schedule.Every(2 * time.Hour), "", at(60), schedule.Every(30 * time.Minute), schedule.Every(2 * time.Hour), false},
		{"less often, and they asked", "outage", schedule.Every(2 * time.Hour), "Dana", at(60), schedule.Every(2 * time.Hour), schedule.Cadence{}, false},
		{"fixed times wait for a text", "outage", schedule.Cadence{Cron: "0 9 * * *"}, "", at(60), schedule.Every(30 * time.Minute), schedule.Cadence{Cron: "0 9 * * *"}, false},
		{"lost data, less often, our wish", "data_loss", schedule.Every(2 * time.Hour), "", at(60), schedule.Every(30 * time.Minute), schedule.Cadence{}, true},
		{"lost data, less often, their wish", "data_loss", schedule.Every(2 * time.Hour), "Dana", at(60), schedule.Every(2 * time.Hour), schedule.Cadence{}, false},
		{"lost data, a day later", "data_loss", schedule.Every(2 * time.Hour), "", at(24 * 60), schedule.Every(30 * time.Minute), schedule.Every(2 * time.Hour), false},
		{"as usual", "outage", schedule.Cadence{}, "", at(60), schedule.Every(30 * time.Minute), schedule.Cadence{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc, aff, p := toldAt0(1, at(90))
			inc.Kind, inc.DeclaredAt = tt.kind, at(0)
			err := inc.SetPace(aff, CadenceOverride{Cadence: tt.cadence, By: "U0ANA", AskedBy: tt.askedBy, At: tt.now})
			if (fault.CodeOf(err) == fault.Conflict) != tt.refused {
				t.Errorf("setPace: %v, want it refused: %t", err, tt.refused)
			}
			if got := inc.Cadence(aff, update.Holding); got != tt.holds || aff.Plan.Cadence != tt.planned || !p.DueAt.Equal(at(90)) {
				t.Errorf("it hears %s, planned %s, due %s; want %s, %s, %s", got, aff.Plan.Cadence, p.DueAt, tt.holds, tt.planned, at(90))
			}
		})
	}
}

func TestWhatTheClientAskedForStaysWhateverHappens(t *testing.T) {
	inc, aff, _ := toldAt0(1, at(90))
	aff.Pace = CadenceOverride{Cadence: schedule.Every(2 * time.Hour), AskedBy: "Dana"}
	inc.Status = update.Monitoring
	inc.Happened(aff, promise.Worse, "", at(10))
	if got := inc.Cadence(aff, update.Progress); got != schedule.Every(2*time.Hour) {
		t.Errorf("it hears %s, want what Dana asked for", got)
	}
}
