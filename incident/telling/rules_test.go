package telling

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/schedule/scheduletest"
	"candor/incident/update"
)

func at(m int) time.Time { return scheduletest.At(m) }

// A report by hand may have told what was known by then; a message on a machine told
// nothing. Words that were added to an answer later change nothing.
func TestWhatAReportMayHaveSaid(t *testing.T) {
	report := func(m int, how byhand.How) *update.Update {
		return &update.Update{Kind: update.ByHand, At: at(m), Words: map[string]string{"how": string(how)}}
	}
	lost := facts.Fact{Answer: facts.Yes, Since: at(0), At: at(30)}
	inc := &incident.Incident{Number: 7, Kind: "outage", DeclaredAt: at(0), Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: lost}}, Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}}}}
	aff := &inc.Clients[0]
	for _, tt := range []struct {
		name string
		u    *update.Update
		q    facts.Question
		ok   bool
	}{
		{"of that question", report(10, byhand.ByCall), facts.DataLost, true},
		{"of another question", report(10, byhand.ByCall), facts.Intruder, false},
		{"a call before it was known", report(-1, byhand.ByCall), facts.DataLost, false},
		{"a message on their machine", report(10, byhand.ByVoicemail), facts.DataLost, false},
		{"a text of ours", &update.Update{Kind: update.Progress, At: at(10)}, facts.DataLost, false},
	} {
		if list, err := maySay(inc, aff, tt.u, []facts.Question{tt.q}); (err == nil) != tt.ok || tt.ok && len(list) != 1 {
			t.Errorf("%s: %v, %v", tt.name, list, err)
		}
	}
	if _, err := maySay(inc, aff, report(-1, byhand.ByCall), []facts.Question{facts.DataLost}); err == nil || !strings.Contains(err.Error(), "If you said it all the same, type told call: and what you said") {
		t.Errorf("who said it before it was written down is told: %v", err)
	}
	if list, err := maySay(inc, aff, report(10, byhand.ByCall), nil); err != nil || len(list) > 0 {
		t.Errorf("nothing is said of it: %v, %v", list, err)
	}
}

// When they hear again after a call is what they asked for, else what was said, else what is usual;
// only a time that nobody asked for is asked back.
func TestWhenTheyHearAfterACall(t *testing.T) {
	const never = 0 // no time is promised: what is usual is owed
	for _, tt := range []struct {
		name   string
		report byhand.Report
		owed   int    // minutes until an update that they know of is due; 0: none is
		want   int    // minutes until they hear
		asked  bool   // it is asked back
		wrong  string // in the refusal
	}{
		{name: "nothing was said", report: byhand.Report{How: byhand.ByCall}, want: never},
		{name: "they asked for it by the hour", report: byhand.Report{How: byhand.ByCall, Hear: update.HearHourly}, want: 60},
		{name: "they asked for the evening", report: byhand.Report{How: byhand.ByCall, Hear: update.HearEvening}, want: 150},
		{name: "a time that was said", report: byhand.Report{How: byhand.ByCall, NextAt: at(45)}, want: 45},
		{name: "a time that is over", report: byhand.Report{How: byhand.ByCall, NextAt: at(-1)}, wrong: "in the past"},
		{name: "a time that is far off", report: byhand.Report{How: byhand.ByCall, NextAt: at(24 * 60)}, asked: true, wrong: "much later"},
		{name: "on their machine, and they know of a sooner one", report: byhand.Report{How: byhand.ByVoicemail, NextAt: at(45)}, owed: 20, want: 20},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inc := &incident.Incident{Number: 7, Kind: "outage", Severity: 1, State: incident.Open, DeclaredAt: at(-60), Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}}}}
			aff := &inc.Clients[0]
			if tt.owed > 0 {
				aff.Promises = []promise.Promise{{N: 1, Kind: promise.Update, MadeAt: at(-10), DueAt: at(tt.owed), Said: true}}
			}
			r := tt.report
			err := nextTold(inc, aff, &r, at(0))
			switch {
			case tt.wrong != "":
				if err == nil || !strings.Contains(err.Error(), tt.wrong) || (fault.CodeOf(err) == fault.NeedsYes) != tt.asked {
					t.Errorf("it is refused as %v", err)
				}
			case err != nil:
				t.Error(err)
			case tt.want == never && (!r.NextAt.IsZero() || !r.Usual.After(at(0))):
				t.Errorf("they hear at %v, usually at %v", r.NextAt, r.Usual)
			case tt.want != never && !r.NextAt.Equal(at(tt.want)):
				t.Errorf("they hear at %v, want %v", r.NextAt, at(tt.want))
			}
		})
	}
}
