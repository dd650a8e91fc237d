package service_test

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
	"candor/messages/history"
)

var (
	withChannel = client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Contacts: []client.Contact{{Name: "Dana Fox", Phone: "+44 20 7946 0002"}}}
	phoneOnly   = client.Client{ID: "acme", Name: "Acme Shop", Contacts: withChannel.Contacts}
)

// fact answers one question as ana.
func (d *desk) fact(q facts.Question, a facts.Answer) {
	d.t.Helper()
	if _, err := d.SetFacts(d.t.Context(), people["ana"], 1, facts.FactAnswer{Question: q, Answer: a}); err != nil {
		d.t.Fatal(err)
	}
	d.work()
}

// tell records a call or a message by hand.
func (d *desk) tell(how byhand.How, next time.Duration) {
	d.t.Helper()
	r := byhand.Report{Client: "acme", How: how, Text: "what we know", Promised: "a list", Said: facts.Questions}
	if next > 0 {
		r.NextAt, r.Asks.Sure = d.now.Add(next), true
	}
	if _, err := d.Told(d.t.Context(), people["ana"], 1, r); err != nil {
		d.t.Fatal(err)
	}
	d.work()
}

// disclose writes the text about the loss and sends it, confirmed twice.
func (d *desk) disclose() {
	d.t.Helper()
	p := incident.Proposal{Client: "acme", Kind: update.DataLoss, Words: map[string]string{"protect_line": "stopped all changes", "backup_line": "We had no backup."}}
	t, err := d.Write(d.t.Context(), people["ana"], 1, p)
	for _, sure := range []bool{false, true} {
		if err == nil {
			t, err = d.Send(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: t.Update.Hash(), Sure: sure})
		}
	}
	if err != nil {
		d.t.Fatal(err)
	}
	d.pass(15 * time.Second)
}

// due is when the client is owed the next word, in minutes from now.
func (d *desk) due() int {
	d.t.Helper()
	p := d.acme().Owed(promise.Update)
	if p == nil {
		d.t.Fatal("nothing is owed")
	}
	return int(p.DueAt.Sub(d.now).Round(time.Minute) / time.Minute)
}

func (d *desk) wantDue(what string, want int) {
	d.t.Helper()
	if got := d.due(); got != want {
		d.t.Errorf("%s: the next word is due in %d min, want %d", what, got, want)
	}
}

// written says whether the timeline has a line of a kind with the text.
func (d *desk) written(kind timeline.Kind, text string) bool {
	d.t.Helper()
	list, err := d.Timeline(d.t.Context(), people["ana"], d.incident())
	if err != nil {
		d.t.Fatal(err)
	}
	for _, e := range list {
		if e.Kind == kind && strings.Contains(history.Sentence(e), text) {
			return true
		}
	}
	return false
}

func TestAConfirmedLossIsToldWithinTheHour(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	d.write("ana", false)
	d.pass(11 * time.Second)
	if _, err := d.Edit(t.Context(), people["ana"], 1, incident.Details{Status: update.Monitoring}); err != nil {
		t.Fatal(err)
	}
	progress := func() error {
		_, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress, NextAt: d.now.Add(3 * time.Hour),
			Words: map[string]string{"what_changed": "We restarted the server.", "impact_now": "The shop does not open."}})
		d.pass(15 * time.Second)
		return err
	}
	if err := progress(); err != nil {
		t.Fatal(err)
	}
	d.wantDue("watching", 180)

	d.fact(facts.DataLost, facts.Yes)
	d.wantDue("the loss is confirmed", 60)
	if !d.written(timeline.LossUntold, "Data is gone, and Acme Shop does not know") {
		t.Error("the timeline does not say that the client has to hear it")
	}
	d.fact(facts.SpareCopy, facts.NoCopy)
	d.wantDue("another answer moves nothing", 60)

	d.skip(10 * time.Minute)
	if err := progress(); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("how the repair goes, before they know what is lost: %v", err)
	}
	d.wantDue("nothing else moves it", 50)
	d.disclose()
	if got := d.acme(); got.Knows[facts.DataLost] != facts.Yes || got.Wrote[facts.SpareCopy] != facts.NoCopy {
		t.Errorf("they were told and know %v, in writing %v", got.Knows, got.Wrote)
	}
	if d.due() < 50 {
		t.Errorf("told, they hear again by their rhythm, and that is in %d min", d.due())
	}
}

// Overdue, it is as loud as any promise; the text owns only what the client was
// promised.
func TestALossThatIsNotToldIsLate(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.reconfigure(func(r *team.Roster) { r.EscalateTo = []string{"U0BEN"} })
	d.declare("data_loss")
	d.tell(byhand.ByVoicemail, 3*time.Hour)
	d.fact(facts.DataLost, facts.Yes)
	d.skip(75 * time.Minute)
	asked := d.acme().Owed(promise.Update).Asked
	if len(asked) != 2 || asked[1] != "U0BEN" {
		t.Errorf("a quarter of an hour late %v were asked, want ana and ben", asked)
	}
	tell, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.DataLoss, Words: map[string]string{"protect_line": "stopped all changes", "backup_line": "We had no backup."}})
	if err != nil {
		t.Fatal(err)
	}
	if !tell.Update.LateFor.IsZero() {
		t.Errorf("the text owns a delay at %s that the client knows nothing of", tell.Update.LateFor)
	}
}

func TestFactsRaiseTheSeverityAndKeepItThere(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	if _, err := d.Declare(t.Context(), people["ana"], service.Declaration{Client: "acme", Kind: "backup_failure", Impact: "there is no backup", Doing: "checking", Severity: 4}); err != nil {
		t.Fatal(err)
	}
	d.work()
	d.write("ana", false)
	d.pass(11 * time.Second)
	d.fact(facts.DataLost, facts.Yes)
	inc, err := d.Edit(t.Context(), people["ana"], 1, incident.Details{Severity: 3})
	if fault.CodeOf(err) != fault.Invalid {
		t.Errorf("a loss was made small: %v, %v", inc, err)
	}
	if inc, _ = d.Get(t.Context(), people["ana"], 1); inc.Severity != client.BusinessStopped || !d.written(timeline.Severity, "3 became 1") {
		t.Errorf("severity %d, want 1 with a line in the timeline", inc.Severity)
	}
	d.fact(facts.Recoverable, facts.Yes)
	if _, err := d.Edit(t.Context(), people["ana"], 1, incident.Details{Severity: 3}); !untold(err) {
		t.Errorf("made small before they know: %v", err)
	}
	d.disclose()
	if _, err := d.Edit(t.Context(), people["ana"], 1, incident.Details{Severity: 3}); err != nil {
		t.Errorf("all of it comes back: %v", err)
	}
}

func TestALaterAnswerIsBroughtUp(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	d.fact(facts.DataLost, facts.Yes)
	d.fact(facts.Recoverable, facts.DontKnow)
	d.disclose()
	d.fact(facts.Recoverable, facts.DontKnow)
	if d.written(timeline.ToldOtherwise, "come back") {
		t.Error("the same answer is no news")
	}
	d.fact(facts.Recoverable, facts.Partly)
	if !d.written(timeline.ToldOtherwise, "was told otherwise: nobody knows yet what can come back. It is not so any more: only a part can come back") {
		t.Error("the client was told otherwise and nobody is told")
	}
	tell, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress, Words: map[string]string{"impact_now": "The shop is closed."}})
	if err != nil || !strings.Contains(tell.Update.Words["what_changed"], "Part of the lost data can be recovered.") {
		t.Errorf("the text begins with %q, %v", tell.Update.Words["what_changed"], err)
	}
}

func TestWhatIsNoAnswerIsRefused(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	for name, ans := range map[string]facts.FactAnswer{
		"no question":         {Question: "weather", Answer: facts.Yes},
		"of another question": {Question: facts.DataLost, Answer: facts.CopyFailed},
		"none":                {Question: facts.Personal},
		"too many words":      {Question: facts.DataLost, Answer: facts.Yes, Words: strings.Repeat("x", 301)},
		"no date":             {Question: facts.DataLost, Answer: facts.Yes, From: strings.Repeat("x", 101)},
	} {
		if _, err := d.SetFacts(t.Context(), people["ana"], 1, ans); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.SetFacts(t.Context(), people["dana"], 1, facts.FactAnswer{Question: facts.DataLost, Answer: facts.No}); fault.CodeOf(err) != fault.Denied {
		t.Errorf("the client answers for us: %v", err)
	}
	inc, err := d.Get(t.Context(), people["ana"], 1)
	if err != nil || len(inc.Facts.Given) > 0 {
		t.Errorf("something was kept: %v, %v", inc.Facts.Given, err)
	}
}

func TestTheTwoLists(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	learn := func(confirmed bool, text string) error {
		_, err := d.Learn(t.Context(), people["ana"], 1, service.Learning{Confirmed: confirmed, Text: text})
		return err
	}
	for _, text := range []string{"one", "two"} {
		if err := learn(false, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := learn(true, "orders are complete"); err != nil {
		t.Fatal(err)
	}
	if fault.CodeOf(learn(true, " ")) != fault.Invalid || fault.CodeOf(learn(false, strings.Repeat("x", 301))) != fault.Invalid {
		t.Error("nothing, or too much, was kept")
	}
	inc, err := d.Unlearn(t.Context(), people["ana"], 1, service.Learning{N: 1})
	if err != nil || len(inc.Facts.Unknown) != 1 || inc.Facts.Unknown[0].Text != "two" || len(inc.Facts.Known) != 1 {
		t.Errorf("the lists are %+v, %v", inc.Facts, err)
	}
	if _, err := d.Unlearn(t.Context(), people["ana"], 1, service.Learning{N: 1}); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("the number of what is gone took off another: %v", err)
	}
	for range 19 {
		if err := learn(false, "more"); err != nil {
			t.Fatal(err)
		}
	}
	if fault.CodeOf(learn(false, "too many")) != fault.Conflict {
		t.Error("the list has no end")
	}
}

func TestTellingLaterTakesTwoPeopleAReasonAndAnEnd(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("data_loss")
	later := func(reason, second string, until time.Duration) error {
		_, err := d.TellLater(t.Context(), people["ana"], 1, incident.DecisionRequest{Client: "acme", Reason: reason, Second: second, Until: d.now.Add(until)})
		d.work()
		return err
	}
	for name, err := range map[string]error{
		"no reason":    later(" ", "U0BEN", time.Hour),
		"alone":        later("in the air", "U0ANA", time.Hour),
		"nobody":       later("in the air", "", time.Hour),
		"over a day":   later("in the air", "U0BEN", 25*time.Hour),
		"in the past":  later("in the air", "U0BEN", 0),
		"no end of it": later(strings.Repeat("x", 301), "U0BEN", time.Hour),
	} {
		if fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := later("in the air", "U0BEN", 2*time.Hour); err != nil {
		t.Fatal(err)
	}
	d.wantDue("asked, nothing is put off", 15)
	key := func() string {
		if l := d.acme().Embargo; l != nil {
			return l.Key
		}
		return ""
	}
	first := key()
	if err := later("in the air", "U0BEN", 2*time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Decide(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", Key: first}, true); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("the answer to an older question counts: %v", err)
	}
	agree := func(who string, yes bool) error {
		_, err := d.Decide(t.Context(), people[who], view.Ref{Number: 1, Client: "acme", Key: key()}, yes)
		d.work()
		return err
	}
	if fault.CodeOf(agree("ana", true)) != fault.Denied || fault.CodeOf(agree("cleo", true)) != fault.Denied {
		t.Error("somebody who was not asked agreed")
	}
	if err := agree("ben", true); err != nil {
		t.Fatal(err)
	}
	d.wantDue("agreed", 120)
	if fault.CodeOf(agree("ben", false)) != fault.Conflict {
		t.Error("answered twice")
	}
	d.fact(facts.DataLost, facts.Yes)
	d.wantDue("the hour waits too", 120)
	d.skip(125 * time.Minute)
	if got := d.acme().Owed(promise.Update); got.Rung < outbox.Due {
		t.Errorf("after it nobody was reminded: rung %d", got.Rung)
	}

	if err := later("still in the air", "U0BEN", time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := agree("ben", false); err != nil {
		t.Fatal(err)
	}
	if d.due() > 0 || d.acme().Embargo != nil || !d.written(timeline.LaterRefused, "Did not agree") {
		t.Errorf("refused: due in %d min, %+v", d.due(), d.acme().Embargo)
	}
	if err := later("once more", "U0BEN", time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := agree("ben", true); err != nil {
		t.Fatal(err)
	}
	d.disclose()
	if d.acme().Embargo != nil {
		t.Error("they were told, and the decision not to tell them stands")
	}
}

// A time that the client was given stays, whoever decides what.
func TestAPromisedTimeIsNotPutOff(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("data_loss")
	d.write("ana", false)
	d.pass(15 * time.Second)
	before := d.due()
	d.fact(facts.DataLost, facts.Yes)
	if _, err := d.TellLater(t.Context(), people["ana"], 1, incident.DecisionRequest{Client: "acme", Reason: "in the air", Second: "U0BEN", Until: d.now.Add(5 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Decide(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", Key: d.acme().Embargo.Key}, true); err != nil {
		t.Fatal(err)
	}
	d.wantDue("promised", before)
}

func TestSlotsToMeet(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	offer := func(hours ...int) error {
		var list []time.Time
		for _, h := range hours {
			list = append(list, d.now.Add(time.Duration(h)*time.Hour))
		}
		_, err := d.OfferSlots(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, list)
		return err
	}
	if fault.CodeOf(offer(-1, 2)) != fault.Invalid || fault.CodeOf(offer(2, 2)) != fault.Invalid {
		t.Error("a time that has passed, or one time twice, was offered")
	}
	if err := offer(2, 4); err != nil || len(d.acme().Slots) != 2 {
		t.Errorf("%v, %v", d.acme().Slots, err)
	}
}

// An overdue loss nags like any promise: every twenty minutes, whatever else is
// sent meanwhile, never every second.
func TestAnOverdueLossDoesNotNagWithoutEnd(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	d.write("ana", false)
	d.pass(15 * time.Second)
	d.fact(facts.DataLost, facts.Yes)
	d.skip(70 * time.Minute)
	if d.due() >= 0 || d.acme().Knows[facts.DataLost] == facts.Yes {
		t.Errorf("nobody told them, and it is due in %d min", d.due())
	}
	before := len(d.told)
	d.pass(5 * time.Minute)
	n := 0
	for _, m := range d.told[before:] {
		if m.Kind == outbox.Reminder {
			n++
		}
	}
	if n > 1 {
		t.Errorf("reminded %d times in five minutes", n)
	}
}

// An old text that turns out to have arrived takes nothing back that a newer one told.
func TestAnOldTextTakesNothingBack(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	d.write("ana", false)
	d.pass(15 * time.Second)
	d.fact(facts.DataLost, facts.DontKnow)
	d.fail[client.ViaSlack] = outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "no answer"}
	if _, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "We do not know yet whether data is lost.", "impact_now": "The shop does not open."}}); err != nil {
		t.Fatal(err)
	}
	d.skip(5 * time.Minute)
	clear(d.fail)
	if d.acme().Unsure != 2 {
		t.Fatalf("unsure %d out %d", d.acme().Unsure, d.acme().Out)
	}
	d.fact(facts.DataLost, facts.Yes)
	d.disclose()
	if got := d.acme(); got.Knows[facts.DataLost] != facts.Yes || !d.incident().Disclosure(got).IsZero() {
		t.Fatal("not disclosed")
	}
	if _, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.MonitoringUpdate, Words: map[string]string{"check_result": "We opened it ourselves."}}); err != nil {
		t.Fatal(err)
	}
	d.pass(15 * time.Second)
	before := d.acme().Said["impact_still"]
	if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: "INC-1/acme/update/2/slack"}, outbox.ItArrived); err != nil {
		t.Fatal(err)
	}
	d.work()
	if got := d.acme(); got.Knows[facts.DataLost] != facts.Yes {
		t.Errorf("they were told of the loss in update 3; that update 2 is there too makes the record say %q; the disclosure is due %s, next kind %s", got.Knows[facts.DataLost], d.incident().Disclosure(got), d.incident().NewsKind(got))
	}
	if after := d.acme().Said["impact_still"]; after != before {
		t.Errorf("what the client read last was %q and becomes %q", before, after)
	}
}

// The time that a late text owns is the one that the client knows: that we owe a
// loss sooner makes nothing late for them.
func TestATextIsLateForTheTimeThatWasGiven(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	w, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown, NextAt: d.now.Add(3 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: w.Update.Hash()}); err != nil {
		t.Fatal(err)
	}
	d.pass(15 * time.Second)
	d.fact(facts.DataLost, facts.Yes)
	d.skip(90 * time.Minute)
	loss := incident.Proposal{Kind: update.DataLoss, Words: map[string]string{"protect_line": "stopped all changes", "backup_line": "We had no backup."}}
	tell, err := d.Write(t.Context(), people["ana"], 1, loss)
	if err != nil || !tell.Update.LateFor.IsZero() {
		t.Errorf("at 15:30 nothing that they know was missed: %v, %v", tell.Update.LateFor, err)
	}
	d.skip(2 * time.Hour)
	if tell, err = d.Write(t.Context(), people["ana"], 1, loss); err != nil {
		t.Fatal(err)
	}
	if body := tell.Update.Texts[client.ViaSlack].Body; !strings.Contains(body, "17:00") || strings.Contains(body, "15:0") {
		t.Errorf("the client was told 17:00 and reads: %s", body)
	}
}

// What a client does not know yet is told before the last word, not never.
func TestALossIsToldBeforeTheLastWord(t *testing.T) {
	d := opened(t, withChannel, "data_loss")
	d.fact(facts.DataLost, facts.Yes)
	last := incident.Proposal{Kind: update.ResolvedUpdate, Words: map[string]string{"impact_past": "the shop did not open", "data_line": "No data was lost."}}
	if _, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved, Last: &last}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("resolved while they do not know: %v", err)
	}
	d.disclose()
	tell, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved, Last: &last})
	if err != nil {
		t.Fatal(err)
	}
	if body := tell.Update.Texts[client.ViaSlack].Body; strings.Contains(body, "No data was lost") || !strings.Contains(body, "Some of your data is lost") {
		t.Errorf("“no data was lost” against the record: %s", body)
	}
}

// What concerns data about people is told at any hour.
func TestALeakDoesNotWaitForTheMorning(t *testing.T) {
	c := withChannel
	c.Night = client.NightSummary
	c.TimeZone = "UTC"
	for _, kind := range []string{"security", "privacy_leak"} {
		d := newDesk(t, c, "ana")
		d.now = time.Date(2026, 3, 13, 22, 0, 0, 0, time.UTC) // Friday night
		if _, err := d.Declare(t.Context(), people["ana"], service.Declaration{Client: "acme", Kind: kind, Impact: "some of your data went to the wrong people", Doing: "checking", Severity: 2}); err != nil {
			t.Fatal(err)
		}
		if p := d.acme().Owed(promise.Update); p.DueAt.Sub(d.now) > time.Hour {
			t.Errorf("%s: the first notice is due %s, in %s", kind, p.DueAt, p.DueAt.Sub(d.now))
		}
	}
}

// A reminder stands there with the first notice, and then a loss is confirmed: its one
// press says nothing of that any more.
func TestAReminderFromBeforeALossIsNotSent(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("outage")
	d.skip(13 * time.Minute)
	p := d.acme().Owed(promise.Update)
	if p.Draft == nil || p.Draft.Kind != update.FirstNoticeUnknown {
		t.Fatalf("the reminder has no first notice: %+v", p.Draft)
	}
	d.fact(facts.DataLost, facts.Yes)
	_, err := d.AnswerReminder(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: p.N}, p.Draft.Hash())
	if fault.CodeOf(err) != fault.Conflict {
		t.Errorf("pressed: %v, want a refusal", err)
	}
	d.pass(15 * time.Second)
	if len(d.sent) > 0 {
		t.Errorf("they read: %s", d.sent[0].Text.Body)
	}
}

// Who heard of a loss on the phone reads of it in the first text that they get.
func TestTheFirstTextAfterACallTellsTheLoss(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("outage")
	d.fact(facts.DataLost, facts.Yes)
	d.tell(byhand.ByMessenger, time.Hour)
	for _, kind := range []string{update.FirstNoticeUnknown, update.FirstNoticeKnown, update.MeetingInvite} {
		if _, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: kind}); fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "data is gone") {
			t.Errorf("%s: %v, want that the loss comes first", kind, err)
		}
	}
	d.disclose()
	if len(d.sent) == 0 || !strings.Contains(d.sent[len(d.sent)-1].Text.Body, "lost") {
		t.Error("the loss is not told in writing")
	}
}

// What the record of a client says of the backups counts: something else that is typed
// in an incident is not written down as if it did.
func TestTheRecordSaysWhoWasToMakeTheBackups(t *testing.T) {
	for record, want := range map[client.Backups]client.Backups{client.BackupsUnsaid: client.BackupsOurs, client.BackupsTheirs: client.BackupsTheirs} {
		c := withChannel
		c.Backups = record
		d := newDesk(t, c, "ana")
		d.declare("data_loss")
		answer := facts.FactAnswer{Question: facts.SpareCopy, Answer: facts.NoCopy, Makers: map[string]string{"acme": "ours"}}
		if _, err := d.SetFacts(t.Context(), people["ana"], 1, answer); err != nil {
			t.Fatal(err)
		}
		if got := d.acme().Agreed(); got != want || d.written(timeline.Backups, "") != (record == client.BackupsUnsaid) {
			t.Errorf("the record says %q: %q counts, and is written down: %t", record, got, d.written(timeline.Backups, ""))
		}
	}
}

// What is known is read again tomorrow, by clients in other zones too: it names its
// days, by the clock of the client.
func TestWhatIsKnownNamesItsDays(t *testing.T) {
	c := withChannel
	c.TimeZone = "Australia/Sydney" // where 14:00 UTC is the next day
	d := newDesk(t, c, "ana")
	d.declare("data_loss")
	answer := facts.FactAnswer{Question: facts.DataLost, Answer: facts.Yes, Words: "all orders of today", From: "23:40 yesterday"}
	if _, err := d.SetFacts(t.Context(), people["ana"], 1, answer); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Learn(t.Context(), people["ana"], 1, service.Learning{Confirmed: true, Text: "The orders of yesterday are complete."}); err != nil {
		t.Fatal(err)
	}
	f := d.inc().Facts
	if lost := f.Given[facts.DataLost]; lost.Words != "all orders of 11 March" || lost.From != "23:40 on 10 March" || f.Known[0].Text != "The orders of 10 March are complete." {
		t.Errorf("it is known that %q is lost from %q, and that %q", lost.Words, lost.From, f.Known[0].Text)
	}
	d.fact(facts.SpareCopy, facts.CopyTested)
	draft, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.DataLoss, Words: map[string]string{"protect_line": "stopped all changes"}})
	if err != nil {
		t.Fatal(err)
	}
	if body := draft.Update.Texts[client.ViaSlack].Body; !strings.Contains(body, "all orders of 11 March from 23:40 on 10 March onwards.") {
		t.Errorf("they read: %s", body)
	}
}

// What was wrong is taken back by who says so, not by any call or letter. What a person
// told and is otherwise by the time they write it down is what the client heard.
func TestACallTakesBackWhatWasSaidInIt(t *testing.T) {
	wrong := func(d *desk) bool { return len(d.inc().Unheard(d.acme())) > 0 }
	for _, how := range []byhand.How{byhand.ByCall, byhand.ByLetter} {
		d := newDesk(t, withChannel, "ana", "ben")
		d.declare("backup_failure")
		d.fact(facts.Personal, facts.Yes)
		report := func(r byhand.Report) {
			t.Helper()
			r.Client, r.How, r.Text = "acme", how, "what we know"
			if _, err := d.Told(t.Context(), people["ana"], 1, r); err != nil {
				t.Fatal(err)
			}
			d.pass(2 * time.Minute)
		}
		report(byhand.Report{Said: facts.Questions})
		d.fact(facts.Personal, facts.No)
		if report(byhand.Report{}); !wrong(d) {
			t.Errorf("%s: they know that no personal data is affected, and nobody said it", how)
		}
		if report(byhand.Report{Said: []facts.Question{facts.Personal}}); wrong(d) {
			t.Errorf("%s: it was said, and they do not know it: %v", how, d.inc().Unheard(d.acme()))
		}
		d.fact(facts.Personal, facts.Yes) // while the form is open in which “no” stood
		report(byhand.Report{Said: []facts.Question{facts.Personal}, Shown: map[facts.Question]facts.Answer{facts.Personal: facts.No}})
		if got := d.acme().Knows[facts.Personal]; got != facts.No || !wrong(d) {
			t.Errorf("%s: they heard that none is affected, and it is; they know %q, and hear the right: %t", how, got, wrong(d))
		}
	}
}
