package incident

import (
	"slices"
	"testing"
	"time"

	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/update"
)

// resolvedFor is a resolved incident with one client, who is owed something.
func resolvedFor(owed ...promise.Promise) (*Incident, *Affected) {
	for i := range owed {
		owed[i].N = i + 1
	}
	inc := &Incident{Number: 7, State: Resolved, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"},
		Clients: []Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}, ToldAt: at(0), Written: true, Promises: owed}}}
	return inc, &inc.Clients[0]
}

// A check-in is asked for at its time, and kept all that day.
func TestACheckInIsInTimeAllDay(t *testing.T) {
	for late, want := range map[time.Duration]promise.Outcome{7 * time.Hour: promise.Kept, 9 * time.Hour: promise.Late} {
		_, aff := resolvedFor(promise.Promise{Kind: promise.Checkin24, DueAt: at(0)})
		p := &aff.Promises[0]
		p.Settle(2, at(0).Add(late))
		if p.Outcome != want || (p.LateBy() > 0) != (want == promise.Late) {
			t.Errorf("%s after its time it is %s, late by %s", late, p.Outcome, p.LateBy())
		}
	}
}

// A new date takes what was promised with it. One that has passed is none.
func TestANewDateKeepsWhatWasPromised(t *testing.T) {
	for due, moved := range map[int]bool{900: true, 10: false} {
		inc, aff := resolvedFor(promise.Promise{Kind: promise.Measure, DueAt: at(600), Words: "a second backup", Said: true})
		inc.keeps(aff, &update.Update{N: 2, Kind: update.NewDate, Times: map[string]time.Time{"new_due": at(due)}}, at(20))
		p := aff.Owed(promise.Measure)
		if p == nil || p.Words != "a second backup" || !p.Said || p.DueAt.Equal(at(due)) != moved {
			t.Errorf("moved to %d: %+v", due, p)
		}
	}
	inc, aff := resolvedFor()
	if err := inc.Eligible(aff, update.NewDate, at(0)); err == nil {
		t.Error("there is a new date for nothing")
	}
}

// While there is bad news that they do not know, nothing leaves that is silent about it.
func TestBadNewsIsNotHiddenBehindAnotherText(t *testing.T) {
	told := Affected{ToldAt: at(0), Written: true}
	knowsLoss := Affected{ToldAt: at(0), Written: true, Knows: answers{facts.DataLost: facts.Yes}, Wrote: answers{facts.DataLost: facts.Yes}}
	silent := []string{update.Holding, update.Overnight, update.MonitoringUpdate, update.MitigatedUpdate}
	first := []string{update.FirstNoticeUnknown, update.FirstNoticeKnown, update.FirstNoticeThirdParty}
	tests := []struct {
		name      string
		kind      string
		given     answers
		aff       Affected
		fits, not []string
	}{
		{"somebody may have got in", "outage", answers{facts.Intruder: facts.Suspected}, told, []string{update.BreachSuspected}, slices.Concat(silent, []string{update.Progress})},
		{"somebody may have got in, before the first notice", "outage", answers{facts.Intruder: facts.Suspected}, Affected{}, []string{update.BreachSuspected}, slices.Concat(first, []string{update.MonitoringUpdate})},
		{"the kind suspects it, and its first notice says so", "security", answers{facts.Intruder: facts.Suspected}, Affected{}, []string{update.FirstNoticeUnknown, update.BreachSuspected}, first[1:]},
		{"it is confirmed, and the first notice would say that nobody knows", "security", answers{facts.Intruder: facts.Confirmed}, Affected{}, []string{update.BreachSuspected}, first},
		{"personal data", "outage", answers{facts.Personal: facts.Yes}, told, []string{update.Progress}, silent},
		{"personal data, before the first notice", "outage", answers{facts.Personal: facts.Yes}, Affected{}, first, []string{update.MonitoringUpdate}},
		{"it went to the wrong people", "privacy_leak", answers{facts.Personal: facts.Yes}, told, []string{update.WrongRecipients}, []string{update.Holding, update.Overnight, update.Progress}},
		{"they know of the loss, and not that there was no backup", "data_loss", answers{facts.DataLost: facts.Yes, facts.SpareCopy: facts.NoCopy}, knowsLoss, []string{update.Progress, update.DataLoss}, silent},
		{"there was no backup, and nothing is lost", "outage", answers{facts.SpareCopy: facts.NoCopy}, told, slices.Concat(silent, []string{update.Progress}), nil},
		{"two people put it off", "outage", answers{facts.Personal: facts.Yes}, Affected{ToldAt: at(0), Written: true, Embargo: &Decision{AgreedAt: at(0), Until: at(60)}}, silent, nil},
		{"what two people decided is over", "outage", answers{facts.Personal: facts.Yes}, Affected{ToldAt: at(0), Written: true, Embargo: &Decision{AgreedAt: at(0), Until: at(1)}}, nil, silent},
	}
	for _, tt := range tests {
		inc, aff := untoldOf(tt.kind, tt.given, tt.aff)
		if tt.kind == "privacy_leak" {
			inc.Traits = &playbook.Traits{BadNews: true, Access: playbook.SentOut}
		}
		for _, kind := range slices.Concat(tt.fits, tt.not) {
			if err := inc.Eligible(aff, kind, at(1)); (err == nil) != slices.Contains(tt.fits, kind) {
				t.Errorf("%s: %s: %v", tt.name, kind, err)
			}
		}
	}
}

// What turned out after it was resolved is told before the final message, by a text
// that may leave then.
func TestBadNewsComesBeforeTheFinalMessage(t *testing.T) {
	for _, given := range []answers{{facts.Intruder: facts.Suspected}, {facts.Personal: facts.Yes}} {
		inc, aff := resolvedFor(promise.Promise{Kind: promise.Final, DueAt: at(60)})
		inc.Facts = known(1, given)
		if err := inc.Eligible(aff, update.ResolvedUpdate, at(2)); err == nil {
			t.Errorf("%v: the final message leaves, and is silent about it", given)
		}
		if kind := inc.NewsKind(aff); inc.Eligible(aff, kind, at(2)) != nil {
			t.Errorf("%v: %s tells it, and may not leave: %v", given, kind, inc.Eligible(aff, kind, at(2)))
		}
	}
}

// Who speaks with a client asks how it goes: a call takes the place of a question that is due
// within half a day, of no other; a voicemail asks nobody.
func TestACallTakesThePlaceOfAQuestionOfItsDay(t *testing.T) {
	ended := at0
	for _, tt := range []struct {
		name     string
		how      byhand.How
		after    time.Duration
		day1, w1 bool // whether the question of the day, and that of the week, is still owed
	}{
		{"a call on the evening before", byhand.ByCall, 8 * time.Hour, false, true},
		{"a call two days before the week is over", byhand.ByCall, 5 * 24 * time.Hour, false, true},
		{"a call on the evening before that", byhand.ByCall, 7*24*time.Hour - 16*time.Hour, false, false},
		{"a voicemail", byhand.ByVoicemail, 8 * time.Hour, true, true},
		{"a messenger", byhand.ByMessenger, 8 * time.Hour, true, true},
	} {
		inc := &Incident{State: Resolved, Severity: 1, Since: at0.Add(-3 * time.Hour), ResolvedAt: ended, Traits: &playbook.Traits{}, Chosen: Full, Clients: []Affected{{Client: shop}}}
		aff := &inc.Clients[0]
		inc.Promise(aff, promise.Checkin24, ended.Add(16*time.Hour), ended)
		inc.Promise(aff, promise.Checkin7, ended.Add(7*24*time.Hour-8*time.Hour), ended)
		inc.keeps(aff, &update.Update{Kind: update.ByHand, N: 9, Words: map[string]string{"how": string(tt.how)}}, ended.Add(tt.after))
		if day, week := aff.Owed(promise.Checkin24) != nil, aff.Owed(promise.Checkin7) != nil; day != tt.day1 || week != tt.w1 {
			t.Errorf("%s: the question of the day is owed %t, that of the week %t", tt.name, day, week)
		}
	}
}
