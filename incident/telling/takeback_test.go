package telling

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
	"candor/incident/work"
)

// acme is an incident at 14:30 and its client; report 2, of 14:10, is what is taken back.
func acme() (Telling, *update.Update) {
	inc := &incident.Incident{Number: 7, Kind: "outage", Severity: 2, State: incident.Open, DeclaredAt: at(-60), Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}}}}
	return Telling{Unit: &work.Unit{Inc: inc, Now: at(30)}, Client: &inc.Clients[0]},
		&update.Update{N: 2, Kind: update.ByHand, At: at(10), SentAt: at(10), Words: map[string]string{"how": string(byhand.ByCall)}}
}

// How often they hear goes back to what it was before a report, where that or the bad news that was
// added to it had set it; what somebody has set since stays.
func TestHowOftenTheyHearAfterAReportIsTakenBack(t *testing.T) {
	hourly, thrice := update.HearHourly.Cadence(), update.HearThrice.Cadence()
	for _, tt := range []struct {
		name string
		now  incident.CadenceOverride
		back bool
	}{
		{"the report set it", incident.CadenceOverride{Cadence: hourly, AskedBy: "Dana", At: at(10)}, true},
		{"bad news that was added later did", incident.CadenceOverride{Cadence: thrice, At: at(20)}, true},
		{"somebody has set another since", incident.CadenceOverride{Cadence: hourly, At: at(20)}, false},
		{"they have asked for it since", incident.CadenceOverride{Cadence: thrice, AskedBy: "Dana", At: at(20)}, false},
		{"it stood before", incident.CadenceOverride{Cadence: thrice, At: at(5)}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			with, report := acme()
			was := &incident.Affected{Pace: incident.CadenceOverride{Cadence: schedule.Every(20 * time.Minute)}, Plan: incident.CadenceOverride{Cadence: schedule.Every(10 * time.Minute)}}
			with.Client.Pace = tt.now
			with.standsAsBefore(report, was, false)
			if back := with.Client.Pace == was.Pace && with.Client.Plan == was.Plan; back != tt.back || !back && with.Client.Pace != tt.now {
				t.Errorf("they hear by %+v and %+v", with.Client.Pace, with.Client.Plan)
			}
		})
	}
}

// Why nothing is owed stands again where a report had promised an update, and only while something
// could be owed at all; bad news that they then have not heard is due within its hour.
func TestWhatIsOwedAfterAReportIsTakenBack(t *testing.T) {
	next := promise.Promise{N: 1, Kind: promise.Update, Update: 0, MadeAt: at(10), DueAt: at(120), Said: true}
	for _, tt := range []struct {
		name   string
		state  incident.State
		before []promise.Promise // what was promised before the report
		now    []promise.Promise
		lost   bool // data is lost, and only the report had said so
		why    string
		due    int // minutes until the update that is owed; 0: none is
	}{
		{name: "nothing had been owed", state: incident.Open, now: []promise.Promise{next}, why: "they did not want to hear"},
		{name: "nothing had been owed, and it is resolved", state: incident.Resolved, now: []promise.Promise{next}},
		{name: "an update had been owed", state: incident.Open, before: []promise.Promise{{N: 1, Kind: promise.Update, MadeAt: at(-30), DueAt: at(60)}},
			now: []promise.Promise{{N: 1, Kind: promise.Update, MadeAt: at(-30), DueAt: at(60), Outcome: promise.Kept, Update: 2}, {N: 2, Kind: promise.Update, MadeAt: at(10), DueAt: at(120)}}, due: 60},
		{name: "an update had been owed, and there is a loss", state: incident.Open, lost: true, before: []promise.Promise{{N: 1, Kind: promise.Update, MadeAt: at(-30), DueAt: at(240)}},
			now: []promise.Promise{{N: 1, Kind: promise.Update, MadeAt: at(-30), DueAt: at(240), Outcome: promise.Kept, Update: 2}}, due: 60}, // an hour since it was noticed
	} {
		t.Run(tt.name, func(t *testing.T) {
			with, report := acme()
			with.Inc.State, with.Client.Promises = tt.state, tt.now
			if tt.lost {
				with.Inc.Facts.Given = map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes, Since: at(0), At: at(25)}}
			}
			with.owesAgain(report, &incident.Affected{Promises: tt.before, NoPromise: "they did not want to hear"}, nil)
			if with.Client.NoPromise != tt.why {
				t.Errorf("nothing is owed because of %q, want %q", with.Client.NoPromise, tt.why)
			}
			switch p := with.Client.Owed(promise.Update); {
			case tt.due == 0 && p != nil:
				t.Errorf("owed is %+v", p)
			case tt.due != 0 && (p == nil || !p.DueAt.Equal(at(tt.due))):
				t.Errorf("owed is %+v, want it at %v", p, at(tt.due))
			}
		})
	}
}
