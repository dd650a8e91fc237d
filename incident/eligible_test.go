package incident

import (
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/update"
)

// Every kind of update against every moment at which somebody may want to send it.
func TestWhichUpdatesFit(t *testing.T) {
	now := at0
	owed := func(kind promise.Kind, due time.Duration, said bool) promise.Promise {
		return promise.Promise{N: 1, Kind: kind, MadeAt: now.Add(-time.Hour), DueAt: now.Add(due), Said: said}
	}
	firsts := []string{update.FirstNoticeUnknown, update.FirstNoticeKnown, update.FirstNoticeThirdParty}
	always := []string{update.MonitoringUpdate, update.DataLoss, update.BreachSuspected, update.ProcessorNotice}
	known := []string{update.Progress, update.MitigatedUpdate, update.Correction, update.Overnight, update.MeetingInvite, update.MisdeliveryRecipient}
	answered := func(q facts.Question, a facts.Answer) facts.Facts {
		return facts.Facts{Given: map[facts.Question]facts.Fact{q: {Answer: a}}}
	}
	after := []string{update.PostmortemCover, update.MeetingInvite, update.Checkin24h, update.Checkin7d, update.Rebuild, update.MisdeliveryRecipient}
	later := []string{update.ResolvedUpdate, update.Correction, update.ProcessorNotice}
	tests := []struct {
		name string
		inc  Incident
		aff  Affected
		fits []string
	}{
		{"nobody was told", Incident{State: Open}, Affected{Promises: []promise.Promise{owed(promise.Update, time.Hour, false)}}, slices.Concat(firsts, always)},
		{"nobody was told, and it is late", Incident{State: Open}, Affected{Promises: []promise.Promise{owed(promise.Update, -time.Minute, false)}}, slices.Concat(firsts, always)},
		{"they were called", Incident{State: Open}, Affected{Client: client.Client{Slack: "C0ACME"}, ToldAt: now}, slices.Concat(firsts, always, known)},
		{"they were called, and nothing else reaches them", Incident{State: Open}, Affected{ToldAt: now}, slices.Concat(always, known, []string{update.Holding})},
		{"they were written to", Incident{State: Open}, Affected{ToldAt: now, Written: true, Promises: []promise.Promise{owed(promise.Update, time.Hour, true)}},
			slices.Concat(always, known, []string{update.Holding})},
		{"the next update is due now", Incident{State: Open}, Affected{ToldAt: now, Written: true, Promises: []promise.Promise{owed(promise.Update, 0, true)}},
			slices.Concat(always, known, []string{update.Holding})},
		{"the next update is late", Incident{State: Open}, Affected{ToldAt: now, Written: true, Promises: []promise.Promise{owed(promise.Update, -time.Second, true)}},
			slices.Concat(always, known, []string{update.Holding, update.MissedUpdate})},
		{"they have an estimate", Incident{State: Open}, Affected{ToldAt: now, Written: true, SaidTimes: map[string]time.Time{"eta_to": now}},
			slices.Concat(always, known, []string{update.Holding, update.EtaChange})},
		{"it is resolved, the final message is owed", Incident{State: Resolved}, Affected{ToldAt: now, Written: true, Promises: []promise.Promise{owed(promise.Final, time.Hour, false)}},
			append(slices.Clone(later), update.MeetingInvite, update.MisdeliveryRecipient, update.DataLoss, update.BreachSuspected)},
		{"they have the final message", Incident{State: Resolved}, Affected{ToldAt: now, Written: true}, slices.Concat(after, later, []string{update.DataLoss, update.BreachSuspected})},
		{"they have the final message, and we write again", Incident{State: Resolved}, Affected{ToldAt: now, Written: true, Promises: []promise.Promise{owed(promise.Afterword, time.Hour, true)}},
			slices.Concat(after, later, []string{update.DataLoss, update.BreachSuspected, update.Progress})},
		{"data turned out to be lost after the final message", Incident{State: Resolved, Facts: answered(facts.DataLost, facts.Yes)}, Affected{ToldAt: now, Written: true},
			[]string{update.DataLoss, update.Correction, update.MisdeliveryRecipient}},
		{"somebody may have got in, as turned out after the final message", Incident{State: Resolved, Facts: answered(facts.Intruder, facts.Suspected)}, Affected{ToldAt: now, Written: true},
			[]string{update.DataLoss, update.BreachSuspected, update.Correction, update.ProcessorNotice, update.MisdeliveryRecipient}},
		{"it was resolved and they never knew", Incident{State: Resolved}, Affected{}, []string{update.ResolvedUpdate, update.ProcessorNotice, update.DataLoss, update.BreachSuspected}},
		{"no data is lost", Incident{State: Open, Facts: answered(facts.DataLost, facts.No)}, Affected{}, slices.Concat(firsts, []string{update.MonitoringUpdate, update.BreachSuspected, update.ProcessorNotice})},
		{"nobody knows whether data is lost", Incident{State: Open, Facts: answered(facts.DataLost, facts.DontKnow)}, Affected{}, slices.Concat(firsts, []string{update.MonitoringUpdate, update.BreachSuspected, update.ProcessorNotice})},
		{"data is lost", Incident{State: Open, Facts: answered(facts.DataLost, facts.Yes)}, Affected{}, []string{update.DataLoss}},
		{"data is lost, and they know of something else", Incident{State: Open, Facts: answered(facts.DataLost, facts.Yes)}, Affected{ToldAt: now, Written: true}, []string{update.DataLoss, update.Correction, update.MisdeliveryRecipient}},
		{"data is lost, and two people put it off", Incident{State: Open, Facts: answered(facts.DataLost, facts.Yes)}, Affected{Embargo: &Decision{AgreedAt: now, Until: now.Add(time.Minute)}}, slices.Concat(firsts, always)},
		{"data is lost, and the time until which two people put it off has come", Incident{State: Open, Facts: answered(facts.DataLost, facts.Yes)}, Affected{Embargo: &Decision{AgreedAt: now, Until: now}}, []string{update.DataLoss}},
		{"data is lost, and they know", Incident{State: Open, Facts: answered(facts.DataLost, facts.Yes)},
			Affected{ToldAt: now, Written: true, Knows: map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}}, slices.Concat(always, known, []string{update.Holding})},
		{"nothing was down", Incident{State: Open, Kind: "backup_failure"}, Affected{}, slices.Concat(firsts, []string{update.DataLoss, update.BreachSuspected, update.ProcessorNotice})},
		{"nobody got in", Incident{State: Open, Facts: answered(facts.Intruder, facts.No)}, Affected{}, slices.Concat(firsts, []string{update.MonitoringUpdate, update.DataLoss, update.ProcessorNotice})},
		{"nobody knows whether somebody got in", Incident{State: Open, Facts: answered(facts.Intruder, facts.DontKnow)}, Affected{}, slices.Concat(firsts, always)},
		{"no personal data", Incident{State: Open, Facts: answered(facts.Personal, facts.No)}, Affected{}, slices.Concat(firsts, []string{update.MonitoringUpdate, update.DataLoss, update.BreachSuspected})},
		{"it is closed", Incident{State: Closed}, Affected{ToldAt: now, Written: true}, nil},
	}
	kinds := slices.Concat(firsts, always, known, after, []string{update.Holding, update.EtaChange, update.MissedUpdate, update.ResolvedUpdate, update.AutoHolding, update.AutoLate})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, kind := range kinds {
				err := tt.inc.Eligible(&tt.aff, kind, now)
				if fits := err == nil; fits != slices.Contains(tt.fits, kind) {
					t.Errorf("Fits(%s) = %v", kind, err)
				}
			}
		})
	}
}

// Aftercare leaves what is owed while it is broken alone; the cover of the review
// settles that one, and its step.
func TestAftercareSettlesNoUpdate(t *testing.T) {
	now := at0
	for _, kind := range []string{update.PostmortemCover, update.MeetingInvite, update.Checkin24h, update.Checkin7d, update.Rebuild, update.MisdeliveryRecipient} {
		for _, state := range []State{Open, Resolved} {
			inc := &Incident{State: state, Status: update.Identified, Checklist: []playbook.Item{{ID: "a", Means: playbook.MeansFirstNotice}, {ID: "b", Means: playbook.MeansReview}}}
			aff := &Affected{Holdings: 1, Promises: []promise.Promise{{N: 1, Kind: promise.Update}, {N: 2, Kind: promise.Final}, {N: 3, Kind: promise.Review, Said: true}}}
			hears(inc, aff, update.Update{N: 4, Kind: kind, SentAt: now})
			inc.ApplyTold(aff, &update.Update{N: 4, Kind: kind, By: "U0ANA"}, now)
			review := kind == update.PostmortemCover && state == Resolved
			if len(aff.Promises) != 3 || aff.Owed(promise.Update) == nil || aff.Owed(promise.Final) == nil || (aff.Owed(promise.Review) == nil) != review {
				t.Errorf("%s while %s left the promises as %+v", kind, state, aff.Promises)
			}
			if inc.Checklist[0].State != playbook.ItemOpen || (inc.Checklist[1].State == playbook.ItemDone) != review {
				t.Errorf("%s while %s left the steps as %+v", kind, state, inc.Checklist)
			}
			if !aff.ToldAt.Equal(now) || aff.Holdings != 1 || inc.Status != update.Identified {
				t.Errorf("%s while %s: told at %s, %d still working, status %s", kind, state, aff.ToldAt, aff.Holdings, inc.Status)
			}
		}
	}
}

// An estimate is over once it was changed, or once it works again.
func TestAnEstimateEnds(t *testing.T) {
	at := time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC)
	tests := []struct {
		kind string
		says map[string]time.Time
		want time.Time
	}{
		{update.Progress, nil, at},
		{update.Progress, map[string]time.Time{"eta_to": at.Add(time.Hour)}, at.Add(time.Hour)},
		{update.Holding, nil, at},
		{update.EtaChange, nil, time.Time{}},
		{update.EtaChange, map[string]time.Time{"eta_to": at.Add(time.Hour)}, at.Add(time.Hour)},
		{update.MonitoringUpdate, nil, time.Time{}},
		{update.ResolvedUpdate, nil, time.Time{}},
	}
	for _, tt := range tests {
		aff := &Affected{SaidTimes: map[string]time.Time{"eta_from": at, "eta_to": at}}
		hears(&Incident{}, aff, update.Update{Kind: tt.kind, Times: tt.says})
		if got := aff.SaidTimes["eta_to"]; !got.Equal(tt.want) {
			t.Errorf("after %s with %v the estimate is %s, want %s", tt.kind, tt.says, got, tt.want)
		}
	}
}

// What a refusal says to type is about that client alone, where there are several.
func TestARefusalSaysWhoseAnswer(t *testing.T) {
	for kind, given := range map[string]facts.FactAnswer{
		update.DataLoss: {Question: facts.DataLost, Answer: facts.No}, update.BreachSuspected: {Question: facts.Intruder, Answer: facts.No}, update.ProcessorNotice: {Question: facts.Personal, Answer: facts.No},
	} {
		inc := &Incident{Facts: facts.Facts{Given: map[facts.Question]facts.Fact{given.Question: {Answer: given.Answer}}}}
		for _, want := range []string{"type fact " + string(given.Question), "type fact acme " + string(given.Question)} {
			inc.Clients = append(inc.Clients, Affected{Client: client.Client{ID: []string{"acme", "globex"}[len(inc.Clients)]}})
			if err := inc.fitsFacts(&inc.Clients[0], kind); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s of %d clients: %v, want %q", kind, len(inc.Clients), err, want)
			}
		}
	}
}
