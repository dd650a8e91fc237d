package incident

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/told"
	"candor/incident/update"
)

// toldAt0 is an incident whose client was told at 14:00 that it hears by the time.
func toldAt0(sev client.Severity, due time.Time) (*Incident, *Affected, *promise.Promise) {
	inc := &Incident{State: Open, Status: update.Investigating, Severity: sev, Kind: "outage", DeclaredAt: at(-15), Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"}, Clients: []Affected{{Client: shop, ToldAt: at(0), Written: true}}}
	aff := &inc.Clients[0]
	p := aff.promise(promise.Update, due, at(0))
	p.Said = true
	return inc, aff, p
}

func TestAnEventBringsTheReminderForwardAndLeavesThePromise(t *testing.T) {
	inc, aff, p := toldAt0(2, at(60))
	inc.Happened(aff, promise.Worse, "", at(20))
	if !p.DueAt.Equal(at(60)) || !p.Urgent().Equal(at(30)) {
		t.Errorf("promised %s, urgent %s; want %s, %s", p.DueAt, p.Urgent(), at(60), at(30))
	}
	for _, want := range []struct {
		rung outbox.Rung
		at   time.Time
	}{{outbox.Half, at(20)}, {outbox.Due, at(30)}, {outbox.TooLate, at(35)}, {outbox.Everybody, at(40)}, {outbox.Everybody, at(50)}, {outbox.Everybody, at(60)}} {
		next := p.NextRung()
		if r := p.Reached(next); r != want.rung || !next.Equal(want.at) {
			t.Fatalf("after rung %d comes %d at %s, want %d at %s", p.Rung, r, next, want.rung, want.at)
		}
		p.Climbed(want.rung, next)
	}
	if late := p.LateFor(at(45)); !late.IsZero() {
		t.Errorf("the text owns a delay (%s) that the client does not know of", late)
	}
	inc.ApplyTold(aff, &update.Update{N: 2, Kind: update.Progress, At: at(45), NextAt: at(120)}, at(46))
	if p.Outcome != promise.Kept || p.Event == nil || p.SettledAt.Sub(p.Event.At) != 26*time.Minute {
		t.Errorf("told before its time: %s; from the event to the word %+v", p.Outcome, p.Event)
	}
	if next := aff.Owed(promise.Update); next.Event != nil {
		t.Errorf("the event stays open: %+v", next.Event)
	}
}

// What a first notice leaves out of what they have to hear is due like what turns out later; but
// not where two people have decided that they hear it later.
func TestWhatATextLeavesOutIsBroughtUp(t *testing.T) {
	for _, tt := range []struct {
		name    string
		answer  facts.Answer
		embargo *Decision
		want    bool
	}{{"it is known", facts.Yes, nil, true}, {"nobody knows", facts.DontKnow, nil, false}, {"it was decided", facts.Yes, &Decision{}, false}} {
		inc, aff, _ := toldAt0(2, at(60))
		inc.Facts.Give(facts.FactAnswer{Question: facts.Personal, Answer: tt.answer}, "U0ANA", at(0))
		aff.Embargo = tt.embargo
		inc.ApplyTold(aff, &update.Update{N: 1, Kind: update.FirstNoticeUnknown, At: at(1), NextAt: at(60)}, at(2))
		inc.LeftOut(aff, at(2))
		if e := aff.Owed(promise.Update).Event; (e != nil && e.DueAt.Equal(at(12))) != tt.want {
			t.Errorf("%s: it is brought up as %+v, want it: %t", tt.name, e, tt.want)
		}
	}
}

func TestWhenAnEventComesLateInAPromise(t *testing.T) {
	inc, aff, p := toldAt0(1, at(30))
	p.Rung = outbox.Soon
	inc.Happened(aff, promise.ClientAsked, "Is it our data?", at(26))
	if !p.Urgent().Equal(at(30)) || p.Reached(at(26)) != outbox.Soon {
		t.Errorf("due %s, rung %d; want the promise's own time, and the reminder said again", p.Urgent(), p.Reached(at(26)))
	}
	p.Rung, p.Repeat, p.LastAt = outbox.Everybody, 3, at(70)
	p.Event = nil
	inc.Happened(aff, promise.Worse, "", at(71))
	if got := p.Reached(at(71)); got != outbox.Everybody {
		t.Errorf("long overdue: rung %d, want the last one said again", got)
	}
}

func TestEventsWithinTenMinutesAreOne(t *testing.T) {
	inc, aff, p := toldAt0(2, at(60))
	inc.Happened(aff, promise.Wider, "", at(10))
	p.Rung = outbox.Half
	p.Draft = &update.Update{Kind: update.Progress}
	inc.Happened(aff, promise.Worse, "", at(13))
	inc.Happened(aff, promise.Worse, "", at(14))
	inc.Happened(aff, promise.ClientAsked, "when?", at(15))
	e := p.Event
	if !slices.Equal(e.Kinds, []promise.EventKind{promise.Wider, promise.Worse, promise.ClientAsked}) || !e.DueAt.Equal(at(20)) || p.Reached(at(19)) != 0 {
		t.Errorf("%+v, at rung %d; want all three, due with the first, and no other reminder", e, p.Reached(at(19)))
	}
	if p.Draft != nil {
		t.Error("a draft from before the last change may still be sent")
	}
}

func TestAnEventThatATextDoesNotKnowOfStaysOpen(t *testing.T) {
	inc, aff, p := toldAt0(2, at(60))
	inc.Happened(aff, promise.Worse, "", at(20))
	inc.ApplyTold(aff, &update.Update{N: 2, Kind: update.Progress, At: at(20).Add(-time.Second), NextAt: at(120)}, at(21)) // it was on its way
	next := aff.Owed(promise.Update)
	if p.Event != nil || next.Event == nil || !next.Urgent().Equal(at(30)) {
		t.Errorf("the next promise has %+v, want the event, due %s", next.Event, at(30))
	}
}

func TestWhatIsNoEvent(t *testing.T) {
	inc, aff, p := toldAt0(2, at(60))
	aff.ToldAt = time.Time{}
	if inc.Happened(aff, promise.Worse, "", at(20)); p.Event != nil {
		t.Error("a client that knows of nothing is told of a change")
	}
	aff.ToldAt, inc.State = at(0), Resolved
	if inc.Happened(aff, promise.Worse, "", at(20)); p.Event != nil {
		t.Error("a resolved incident has an event")
	}
	inc.State, inc.Severity = Open, client.Small
	if inc.Happened(aff, promise.Wider, "", march(t, "14 12:00")); !p.Event.DueAt.Equal(march(t, "16 09:30")) {
		t.Errorf("a small thing on a Saturday is told by %s, want Monday after they opened", p.Event.DueAt)
	}
}

func TestTheDraftThatTellsOfAnEvent(t *testing.T) {
	for _, tt := range []struct {
		kinds []promise.EventKind
		kind  string // of incident
		want  string
	}{
		{[]promise.EventKind{promise.Worse}, "outage", update.Progress},
		{[]promise.EventKind{promise.ClientAsked, promise.LessHarm}, "outage", update.MitigatedUpdate},
		{[]promise.EventKind{promise.LessHarm, promise.WorksAgain}, "outage", update.MonitoringUpdate},
		{[]promise.EventKind{promise.Worse, promise.EstimateMissed}, "outage", update.EtaChange},
		{[]promise.EventKind{promise.WorksAgain, promise.FactChanged}, "outage", update.Correction},
	} {
		e := promise.Event{Kinds: tt.kinds}
		inc := &Incident{Kind: tt.kind, Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.SpareCopy: {Answer: facts.NoCopy}}}}
		was := map[facts.Question]facts.Answer{facts.SpareCopy: facts.CopyTested} // as they have read it
		if got := inc.Telling(&Affected{Client: client.Client{Slack: "C0ACME"}, ToldAt: at(0), Written: true, Knows: was, Wrote: was}, &e); got != tt.want {
			t.Errorf("%v in %s: %s, want %s", tt.kinds, tt.kind, got, tt.want)
		}
	}
}

// It went down again before anybody had said that it works: what was to be told
// is no more, and the reminders of the promise itself are still to come.
func TestAnEventThatIsTakenBackLeavesThePromiseItsLadder(t *testing.T) {
	inc, aff, p := toldAt0(2, at(120))
	inc.Happened(aff, promise.WorksAgain, "", at(10))
	for range 5 { // Everybody, and again
		next := p.NextRung()
		p.Climbed(p.Reached(next), next)
	}
	if p.Rung != outbox.Everybody || p.Repeat == 0 {
		t.Fatalf("the event is at rung %d, repeated %d times", p.Rung, p.Repeat)
	}
	aff.Falls(told.Turn{At: at(11), Down: true})
	if next := p.NextRung(); p.Event != nil || !next.Equal(at(100)) || p.Reached(next) != outbox.Soon {
		t.Errorf("next comes rung %d at %s, want %d at %s", p.Reached(next), next, outbox.Soon, at(100))
	}
}

// What a correction called wrong may be what they were told that they notice: no text says
// that it still is so, until one has said it anew.
func TestAfterACorrectionNothingIsSaidToBeUnchanged(t *testing.T) {
	inc, aff, _ := toldAt0(2, at(120))
	for i, tt := range []struct {
		kind, impact string
		unchanged    bool
		told         string
	}{
		{update.Progress, "card payments fail", true, "card payments fail"},
		{update.Correction, "", false, ""},
		{update.Holding, "card payments fail", false, ""}, // it does not show it
		{update.Progress, "all payments fail", true, "all payments fail"},
	} {
		words := map[string]string{}
		if tt.impact != "" {
			words["impact_still"] = tt.impact
		}
		hears(&Incident{}, aff, update.Update{Kind: tt.kind, At: at(i), Words: words})
		if got := inc.Unchanged(aff); got != tt.unchanged || aff.ToldImpact() != tt.told {
			t.Errorf("%d, after %s: unchanged %v, told %q", i, tt.kind, got, aff.ToldImpact())
		}
	}
}

// Replies that came while a text was held are not answered by it: its writer cannot
// have read them.
func TestATextAnswersWhatItsWriterHadRead(t *testing.T) {
	aff := Affected{AskedMore: 2, Asked: []outbox.Reply{{TS: "1", At: at(0)}, {TS: "2", At: at(1)}, {TS: "3", At: at(2)}}}
	aff.RepliesAnswered(&update.Update{At: at(1)})
	if len(aff.Asked) != 1 || aff.Asked[0].TS != "3" || aff.AskedMore != 0 {
		t.Errorf("left unanswered: %+v, and %d more", aff.Asked, aff.AskedMore)
	}
}

// No text answers what they asked but one that is said to, or whoever speaks with them.
// What they asked by a button waits for news.
func TestATextAnswersTheQuestionsThatItIsSaidTo(t *testing.T) {
	voicemail := map[string]string{"how": string(byhand.ByVoicemail)}
	for name, tt := range map[string]struct {
		u    update.Update
		left string
	}{
		"still working": {update.Update{Kind: update.Holding}, "paywhencall"},
		"the night":     {update.Update{Kind: update.Overnight}, "paywhencall"},
		"a new date":    {update.Update{Kind: update.NewDate}, "paywhencall"},
		"news":          {update.Update{Kind: update.Progress}, "paywhen"},
		"a loss":        {update.Update{Kind: update.DataLoss}, "paywhen"},
		"the end":       {update.Update{Kind: update.ResolvedUpdate}, "paywhen"},
		"the answer":    {update.Update{Kind: update.Progress, Replies: []string{"pay"}}, "when"},
		"both":          {update.Update{Kind: update.Progress, Replies: []string{"pay", "when"}}, ""},
		"a call":        {update.Update{Kind: update.ByHand, Words: map[string]string{"how": string(byhand.ByCall)}}, ""},
		"typed told":    {update.Update{Kind: update.ByHand}, ""},
		"a voicemail":   {update.Update{Kind: update.ByHand, Words: voicemail}, "paywhen"},
	} {
		aff := Affected{AskedMore: 1, Asked: []outbox.Reply{{TS: "pay", Text: "Who pays?", At: at(0)}, {TS: "when", Text: "When is it back?", At: at(0)}, {TS: "thanks", Text: "Thank you.", At: at(0)}, {TS: "call", Text: "Call me", Wish: outbox.WantsCall, At: at(0)}}}
		tt.u.At = at(1)
		aff.RepliesAnswered(&tt.u)
		var left string
		for _, r := range aff.Asked {
			left += r.TS
		}
		if left != tt.left || (aff.AskedMore > 0) != update.KindOf(tt.u.Kind).Empty {
			t.Errorf("%s: %q wait, and %d more, want %q", name, left, aff.AskedMore, tt.left)
		}
	}
}

// A text that says that it works, and was approved before it went down again, moves
// no status when it arrives.
func TestATextFromBeforeItWentDownAgainMovesNoStatus(t *testing.T) {
	for down, want := range map[int]update.Status{1: update.Monitoring, 3: update.Identified} {
		inc, aff, _ := toldAt0(1, at(30))
		inc.Status = update.Identified
		aff.SaidTimes = map[string]time.Time{Fell: at(down)}
		inc.ApplyTold(aff, &update.Update{N: 2, Kind: update.MonitoringUpdate, At: at(2), NextAt: at(60)}, at(4))
		if inc.Status != want {
			t.Errorf("approved at 2, down again at %d: it is %s, want %s", down, inc.Status, want)
		}
	}
}

// Who has read that it works reads of it that it is down again: in a text that was written
// since, not in one that was on its way.
func TestATextFromBeforeItWentDownAgainDoesNotTellOfIt(t *testing.T) {
	for written, unread := range map[int]bool{2: true, 3: false, 4: false} {
		aff := &Affected{SaidTimes: map[string]time.Time{Fell: at(3)}}
		hears(&Incident{}, aff, update.Update{Kind: update.Progress, At: at(written)})
		if got := !aff.SaidTimes[Fell].IsZero(); got != unread {
			t.Errorf("down again at 3, written at %d: still to be read %t, want %t", written, got, unread)
		}
	}
}

// A record of before it was kept since when it is down again says so by the event that
// waits, also once somebody has called them.
func TestARecordWithoutSinceWhenItIsDownAgain(t *testing.T) {
	began, down := at(0), at(21)
	for _, tt := range []struct {
		name, record string
		want         time.Time
	}{
		{"it is down again, and they have not heard", `"said_times": {"from": "%[1]s"}, "promises": [{"n": 1, "kind": "update", "made_at": "%[1]s", "due_at": "%[2]s", "event": {"kinds": ["again"], "at": "%[2]s", "due_at": "%[2]s"}}]`, down},
		{"nothing was said with a time", `"promises": [{"n": 1, "kind": "update", "made_at": "%[1]s", "due_at": "%[2]s", "event": {"kinds": ["again"], "at": "%[2]s", "due_at": "%[2]s"}}]`, down},
		{"they heard of it", `"promises": [{"n": 1, "kind": "update", "made_at": "%[1]s", "due_at": "%[2]s", "outcome": "kept", "event": {"kinds": ["again"], "at": "%[2]s", "due_at": "%[2]s"}}]`, time.Time{}},
		{"something else happened", `"promises": [{"n": 1, "kind": "update", "made_at": "%[1]s", "due_at": "%[2]s", "event": {"kinds": ["worse"], "at": "%[2]s", "due_at": "%[2]s"}}]`, time.Time{}},
		{"it is kept", `"said_times": {"fell": "%[1]s"}, "promises": [{"n": 1, "kind": "update", "made_at": "%[1]s", "due_at": "%[2]s", "event": {"kinds": ["again"], "at": "%[2]s", "due_at": "%[2]s"}}]`, began},
	} {
		var aff Affected
		if err := json.Unmarshal(fmt.Appendf(nil, `{"client": {"id": "acme", "name": "Acme Shop"}, `+tt.record+`}`, began.Format(time.RFC3339), down.Format(time.RFC3339)), &aff); err != nil {
			t.Fatal(err)
		}
		if got := aff.SaidTimes[Fell]; !got.Equal(tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
