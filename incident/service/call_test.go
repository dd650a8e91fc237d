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
	"candor/incident/meeting"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// A call counts and a voicemail counts; nobody answering does not. Only who has
// spoken with them has told them bad news.
func TestWhatCountsAsTold(t *testing.T) {
	tests := []struct {
		how      byhand.How
		told     bool // they have heard from us
		knows    bool // they know of the loss
		inWrting bool // it follows in writing
	}{
		{byhand.ByCall, true, true, true},
		{byhand.InPerson, true, true, true},
		{byhand.ByMessenger, true, true, false},
		{byhand.ByVoicemail, true, false, false},
		{"", true, true, false},
		{"nobody", false, false, false},
	}
	for _, tt := range tests {
		t.Run(string(tt.how), func(t *testing.T) {
			d := newDesk(t, withChannel, "ana")
			d.declare("data_loss")
			d.fact(facts.DataLost, facts.Yes)
			if tt.how == "nobody" {
				if _, err := d.NobodyAnswered(t.Context(), people["ana"], 1, "acme"); err != nil {
					t.Fatal(err)
				}
			} else {
				d.tell(tt.how, 0)
			}
			aff := d.acme()
			if got := !aff.ToldAt.IsZero(); got != tt.told {
				t.Errorf("told %t, want %t", got, tt.told)
			}
			if got := aff.Knows[facts.DataLost] == facts.Yes; got != tt.knows {
				t.Errorf("knows of the loss: %t, want %t", got, tt.knows)
			}
			if got := aff.Owed(promise.Written) != nil; got != tt.inWrting {
				t.Errorf("owed in writing: %t, want %t", got, tt.inWrting)
			}
			if !tt.told && aff.Attempts != 1 {
				t.Errorf("%d tries are noted, want 1", aff.Attempts)
			}
		})
	}
}

func TestWhatWasSaidOnThePhoneFollowsInWriting(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	d.fact(facts.DataLost, facts.Yes)
	d.tell(byhand.ByCall, 2*time.Hour)
	reminders := func() (n int) {
		for _, m := range d.told {
			if m.Kind == outbox.Direct && m.Promise == d.acme().Owed(promise.Written).N {
				n++
			}
		}
		return n
	}
	d.skip(29 * time.Minute)
	if reminders() != 0 {
		t.Error("reminded before half an hour")
	}
	d.skip(70 * time.Minute)
	if reminders() != 1 {
		t.Errorf("reminded %d times, want once", reminders())
	}
	d.disclose()
	aff := d.acme()
	if aff.Owed(promise.Written) != nil {
		t.Error("it is written and still owed")
	}
	if kept, settled := d.score(aff); kept != 2 || settled != 2 {
		t.Errorf("kept %d of %d, want 2 of 2: what we owe ourselves is no promise to the client", kept, settled)
	}
}

// What was promised on the phone is the promise, and an earlier text does not
// take its place.
func TestWhatWasPromisedOnThePhoneStays(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("outage")
	d.tell(byhand.ByCall, 20*time.Minute)
	if d.acme().Owed(promise.Written) != nil {
		t.Error("a call without bad news is owed in writing")
	}
	p := d.acme().Owed(promise.Update)
	if p.Words != "a list" || d.due() != 20 {
		t.Errorf("owed is %q in %d min, want a list in 20", p.Words, d.due())
	}
	d.write("ana", false)
	d.pass(15 * time.Second)
	if p := d.acme().Owed(promise.Update); p.Words != "a list" || d.due() != 20 {
		t.Errorf("after a text owed is %q in %d min, want a list in 20", p.Words, d.due())
	}
	d.skip(18 * time.Minute)
	if _, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Holding}); fault.CodeOf(err) != fault.NeedsFact {
		t.Errorf("that nothing has changed brings them no list: %v", err)
	}
	if _, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "Ben has sent you the list."}}); err != nil {
		t.Fatal(err)
	}
	d.pass(15 * time.Second)
	if p := d.acme().Owed(promise.Update); p.Words != "" || d.due() < 15 {
		t.Errorf("told when it was due, owed is %q in %d min", p.Words, d.due())
	}
}

// The record of a call may come while the text that was sent during it leaves.
func TestACallIsRecordedWhileItsTextLeaves(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	if _, err := d.StartCall(t.Context(), people["ana"], 1, "acme"); err != nil {
		t.Fatal(err)
	}
	if !d.acme().Calling(d.now) {
		t.Error("nobody is calling")
	}
	first := d.write("ana", false)
	if first.Held.IsZero() {
		t.Fatal("the text does not wait for an undo")
	}
	d.tell(byhand.ByCall, time.Hour)
	d.pass(time.Minute)
	aff := d.acme()
	if len(d.sent) != 1 || aff.Calling(d.now) || aff.Out != 0 {
		t.Errorf("%d texts arrived, calling %t, out %d", len(d.sent), aff.Calling(d.now), aff.Out)
	}
	if got := first.Update.NextAt.Sub(d.now).Round(time.Minute); time.Duration(d.due())*time.Minute != got {
		t.Errorf("due in %d min, want %s: they read the earlier time", d.due(), got)
	}
	if _, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Holding}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Told(t.Context(), people["ana"], 1, byhand.Report{Text: "again"}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("without a call the text that leaves comes first: %v", err)
	}
}

// A text may say that somebody is calling only while somebody is.
func TestATextSaysThatSomebodyIsCallingOnlyThen(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	d.fact(facts.DataLost, facts.Yes)
	write := func() *view.Draft {
		t.Helper()
		tell, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.DataLoss, Words: map[string]string{"protect_line": "stopped all changes", "backup_line": "We had no backup."}})
		if err != nil {
			t.Fatal(err)
		}
		return tell
	}
	says := func(tell *view.Draft, text string) bool {
		return strings.Contains(tell.Update.Texts[client.ViaSlack].Body, text)
	}
	if says(write(), "calling you now") {
		t.Error("nobody is calling")
	}
	if _, err := d.StartCall(t.Context(), people["ana"], 1, "acme"); err != nil {
		t.Fatal(err)
	}
	calling := write()
	if !says(calling, "I am also trying to reach you by phone now.") {
		t.Error("the text does not say that somebody is calling")
	}
	d.skip(16 * time.Minute)
	stale, err := d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: calling.Update.Hash(), Sure: true})
	if err != nil || !stale.Again || says(stale, "calling") {
		t.Errorf("a quarter of an hour later it is not read again without the call: %v, %v", stale, err)
	}
	d.tell(byhand.ByCall, 2*time.Hour)
	if tell := write(); !says(tell, "as we told you on the phone at 14:16 UTC: ") || says(tell, "calling") {
		t.Errorf("after the call it reads: %s", tell.Update.Texts[client.ViaSlack].Body)
	}
	d.skip(2 * time.Hour)
	if says(write(), "on the phone") {
		t.Error("two hours later the call is not worth mentioning")
	}
}

func TestAClientWithOnlyAPhone(t *testing.T) {
	d := newDesk(t, phoneOnly, "ana")
	d.declare("outage")
	tell, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
	if err != nil || !strings.Contains(tell.Update.Texts[client.ViaSlack].Body, "Dana, the shop has ") || len(tell.Update.To) != 0 {
		t.Fatalf("there is no text to say: %v", err)
	}
	if _, err := d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: tell.Update.Hash(), Sure: true}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("it was sent to nobody: %v", err)
	}
	if _, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("it was sent to nobody: %v", err)
	}
	d.skip(13 * time.Minute)
	p := d.acme().Owed(promise.Update)
	if p.Draft == nil || p.Draft.Kind != update.FirstNoticeUnknown {
		t.Fatalf("the reminder has no text to say: %+v", p.Draft)
	}
	if _, err := d.AnswerReminder(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: p.N}, p.Draft.Hash()); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("one press sent it to nobody: %v", err)
	}
	d.tell(byhand.ByCall, 30*time.Minute)
	if aff := d.acme(); aff.Updates != 1 || aff.Owed(promise.Written) != nil {
		t.Errorf("%d updates, in writing owed: %t", aff.Updates, aff.Owed(promise.Written) != nil)
	}
	d.skip(29 * time.Minute)
	if p := d.acme().Owed(promise.Update); p.Draft != nil {
		t.Errorf("the list that they were promised is due, and the reminder offers %+v", p.Draft)
	}
	if kept, settled := d.score(d.acme()); kept != 1 || settled != 1 {
		t.Errorf("kept %d of %d", kept, settled)
	}
	if len(d.sent) > 0 {
		t.Errorf("%d texts were sent", len(d.sent))
	}
}

func TestTheyAsked(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("outage")
	ask := func(text string) error {
		_, err := d.Asked(t.Context(), people["cleo"], view.Ref{Number: 1, Client: ""}, text)
		return err
	}
	if err := ask("When is it back?"); err != nil {
		t.Fatal(err)
	}
	if aff := d.acme(); !aff.Asks.First() || len(aff.Unanswered()) != 1 || d.written(timeline.AwaitsAnswer, "waits for an answer") {
		t.Errorf("asked first %t, %d waiting", aff.Asks.First(), len(aff.Unanswered()))
	}
	d.write("ana", false)
	d.pass(15 * time.Second)
	if aff := d.acme(); len(aff.Unanswered()) != 1 || !aff.Asks.First() {
		t.Errorf("told something, and %d questions wait; asked first %t", len(aff.Unanswered()), aff.Asks.First())
	}
	if _, err := d.Answered(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: 1}); err != nil || len(d.acme().Unanswered()) != 0 {
		t.Errorf("marked as answered: %v", err)
	}
	if err := ask("And now?"); err != nil {
		t.Fatal(err)
	}
	if aff := d.acme(); len(aff.Unanswered()) != 1 || aff.Asks[1].First || !d.written(timeline.AwaitsAnswer, "waits for an answer") {
		t.Errorf("a question after the first word: %+v", aff.Asks)
	}
	if fault.CodeOf(ask(" ")) != fault.Invalid || fault.CodeOf(ask(strings.Repeat("x", 301))) != fault.Invalid {
		t.Error("nothing, or too much, was recorded")
	}
}

// Of several clients, one who can only be called has no text to send; the others do.
func TestOneOfSeveralIsCalled(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.reconfigure(func(r *team.Roster) {
		r.Clients = append(r.Clients, client.Client{ID: "globex", Name: "Globex Travel"})
	})
	d.declare("outage")
	if _, err := d.AddClients(t.Context(), people["ana"], 1, service.MoreClients{Names: []string{"globex"}}); err != nil {
		t.Fatal(err)
	}
	list, err := d.WriteAll(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
	if err != nil || len(list) != 2 || list[0].Err != nil || fault.CodeOf(list[1].Err) != fault.Conflict {
		t.Fatalf("the texts are %+v, %v; want one for Acme and none for Globex", list, err)
	}
	d.skip(13 * time.Minute)
	for _, m := range d.told {
		if m.Kind == outbox.Reminder && len(m.Group) > 0 {
			t.Error("who is called and who is written to share a reminder")
		}
	}
}

// The last word is in writing: nothing else is owed in writing any more.
func TestResolvingEndsWhatIsOwedInWriting(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	d.fact(facts.DataLost, facts.Yes)
	d.tell(byhand.ByCall, time.Hour)
	if d.acme().Owed(promise.Written) == nil {
		t.Fatal("nothing is owed in writing")
	}
	if _, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved}); err != nil {
		t.Fatal(err)
	}
	if aff := d.acme(); aff.Owed(promise.Written) != nil || aff.Owed(promise.Final) == nil {
		t.Error("it is resolved; owed is the last word and nothing else")
	}
}

// “I will call you at 15:30” is kept like any promise: brought
// up before, and settled by a call.
func TestACallThatWasPromisedIsBroughtUp(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	d.fact(facts.DataLost, facts.Yes)
	d.disclose()
	at := meeting.Slots(d.incident(), d.acme(), d.now)[0]
	p := d.acme().Owed(promise.Meeting)
	if p == nil || !p.DueAt.Equal(at) || !strings.Contains(d.sent[len(d.sent)-1].Text.Body, "I will call you at 15:30") {
		t.Fatalf("the first time is %s, owed is %+v", at, p)
	}
	n, before := p.N, 0
	for _, m := range d.told {
		if m.Promise == n {
			before++
		}
	}
	d.skip(at.Sub(d.now) - 5*time.Minute)
	after := 0
	for _, m := range d.told {
		if m.Promise == n && m.Kind == outbox.Reminder {
			after++
		}
	}
	if before != 0 || after == 0 {
		t.Errorf("%d messages about it at once, %d reminders five minutes before", before, after)
	}
	d.tell(byhand.ByCall, time.Hour)
	if p := d.acme().Owed(promise.Meeting); p != nil {
		t.Errorf("they were called, and it is still owed: %+v", p)
	}
}

// A call begins the rhythm after bad news once they heard of it in it, and not because
// somebody talked to them while there was some.
func TestACallBeginsTheRhythmOnceTheyHeardOfIt(t *testing.T) {
	d := opened(t, withChannel, "outage")
	d.fact(facts.Intruder, facts.Suspected)
	if _, err := d.Told(t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByCall, Text: "hi"}); err != nil {
		t.Fatal(err)
	}
	if aff := d.acme(); !aff.Pace.Cadence.IsZero() || aff.Next().DueAt.After(d.now.Add(time.Hour)) {
		t.Errorf("nobody told them, and they hear %s, next at %s", aff.Pace.Cadence, aff.Next().DueAt)
	}
	if _, err := d.Said(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: d.acme().Updates}, byhand.Report{Said: []facts.Question{facts.Intruder}}); err != nil {
		t.Fatal(err)
	}
	if aff := d.acme(); aff.Pace.Cadence != update.HearThrice.Cadence() {
		t.Errorf("they heard of it, and hear %s", aff.Pace.Cadence)
	}
}

// What a person asked on the phone is kept, and what they say is over needs the answers for
// it; of a voicemail nobody knows that it was heard.
func TestWhatIsAskedOnThePhoneIsKept(t *testing.T) {
	d := opened(t, withChannel, "security")
	d.fact(facts.Intruder, facts.Suspected)
	report := byhand.Report{Client: "acme", Text: "somebody may have got in", Said: []facts.Question{facts.Intruder}, Asked: map[facts.Question]string{facts.Intruder: "Stay out."}}
	for _, tt := range []struct {
		how  byhand.How
		kept int
	}{{byhand.ByVoicemail, 0}, {byhand.ByCall, 1}} {
		report.How = tt.how
		if _, err := d.Told(t.Context(), people["ana"], 1, report); err != nil {
			t.Fatal(err)
		}
		if list := d.acme().Standing; len(list) != tt.kept {
			t.Errorf("asked by %s: %+v stands", tt.how, list)
		}
		d.skip(2 * time.Minute)
	}
	over := byhand.Report{Client: "acme", How: byhand.ByCall, Text: "it is safe", Over: []facts.Question{facts.Intruder}}
	d.fact(facts.Intruder, facts.DontKnow)
	if _, err := d.Told(t.Context(), people["ana"], 1, over); fault.CodeOf(err) != fault.Invalid || d.acme().Standing[0].Spoken {
		t.Errorf("nobody knows whether somebody is in, and it is over: %v", err)
	}
	d.fact(facts.Intruder, facts.Suspected)
	if _, err := d.Told(t.Context(), people["ana"], 1, over); err != nil || !d.acme().Standing[0].Spoken {
		t.Errorf("a person says that it is over: %v, %+v", err, d.acme().Standing)
	}
}
