package history

import (
	"slices"
	"strings"
	"testing"
	"text/template/parse"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/messages/scene"
)

// TestTimelineSentences has a row or more for each kind of line.
func TestTimelineSentences(t *testing.T) {
	four, six := scene.At("16:00"), scene.At("18:00").Add(24*time.Hour)
	acme := func(e timeline.Entry) timeline.Entry { e.Client, e.ClientName = "acme", "Acme Shop"; return e }
	tests := []struct {
		line timeline.Entry
		want string
	}{
		{acme(timeline.Entry{Kind: timeline.Declared, Words: "the shop does not open"}), "Declared for Acme Shop: the shop does not open."},
		{timeline.Entry{Kind: timeline.Affects, Clients: []string{"Globex", "Third"}}, "Also affects Globex and Third."},
		{timeline.Entry{Kind: timeline.KindChanged, From: "outage", To: "data_loss", Name: "Data missing"}, "It is now “Data missing”. The checklist follows; what was done stays."},
		{timeline.Entry{Kind: timeline.KindAdded, To: "data_loss", Name: "Data missing"}, "It is “Data missing”, too. The steps of that are added."},
		{timeline.Entry{Kind: timeline.Severity, From: "2", To: "1"}, "Severity 2 became 1."},
		{timeline.Entry{Kind: timeline.Status, From: "investigating", To: "monitoring"}, "Status became “watching”."},
		{timeline.Entry{Kind: timeline.Role, Role: playbook.Comms, Person: "U0BEN"}, "Now <@U0BEN> talks to the client."},
		{timeline.Entry{Kind: timeline.RoleFreed, Role: playbook.Comms}, "Nobody talks to the client any more."},
		{timeline.Entry{Kind: timeline.RoleTaken, Role: playbook.Comms, Person: "U0BEN"}, "Now <@U0BEN> talks to the client: they were asked, and told the client."},
		{acme(timeline.Entry{Kind: timeline.Impact, Words: "the shop is slow"}), "Acme Shop notices: the shop is slow"},
		{timeline.Entry{Kind: timeline.ImpactAll, Words: "the shop is slow"}, "They notice: the shop is slow"},
		{timeline.Entry{Kind: timeline.Resolved}, "It works again."},
		{timeline.Entry{Kind: timeline.Resolved, Reason: "small team"}, "It works again. Skipped steps: small team"},
		{timeline.Entry{Kind: timeline.Reopened, Reason: "somebody pressed the button"}, "It is down again: somebody pressed the button."},
		{timeline.Entry{Kind: timeline.Closed}, "Closed."},
		{timeline.Entry{Kind: timeline.NotTheirs, Client: "acme", ClientName: "Acme Shop", Reason: "it is another server"}, "Not theirs: Acme Shop is out of it. Why: it is another server"},
		{timeline.Entry{Kind: timeline.Unclosed}, "Not closed any more: a client has to hear what is known now."},
		{timeline.Entry{Kind: timeline.DrillJoined}, "Takes part in the drill."},
		{timeline.Entry{Kind: timeline.DrillEnded}, "The drill is over."},
		{timeline.Entry{Kind: timeline.ClosedItself}, "Closed by itself: everything was settled a day ago."},
		{timeline.Entry{Kind: timeline.Closed, Reason: "small team"}, "Closed. Skipped steps: small team"},
		{timeline.Entry{Kind: timeline.Cancelled, Reason: "a planned restart"}, "Cancelled: a planned restart"},
		{timeline.Entry{Kind: timeline.NoteChanged, Try: 3, From: "restarted web-2", Words: "restarted web-3"}, "“restarted web-2” became “restarted web-3”."},
		{timeline.Entry{Kind: timeline.Aftercare, From: "normal", To: "small"}, "What comes after the final message: small, before that normal."},
		{timeline.Entry{Kind: timeline.Noticed, Start: four}, "It was noticed at 23 Nov 16:00 UTC."},
		{timeline.Entry{Kind: timeline.Note, Words: "restarted the {{server}} & <it>"}, "restarted the {{server}} & <it>"},
		{timeline.Entry{Kind: timeline.StepAdded, Step: "call the hosting company"}, "Added: call the hosting company"},
		{timeline.Entry{Kind: timeline.StepDone, Step: "Stop."}, "Done: Stop."},
		{timeline.Entry{Kind: timeline.StepDone, Step: "Stop.", Reason: "by phone"}, "Done: Stop. Reason: by phone"},
		{timeline.Entry{Kind: timeline.StepSkipped, Step: "Stop.", Reason: "no staging system"}, "Skipped: Stop. Reason: no staging system"},
		{timeline.Entry{Kind: timeline.StepReopened, Step: "Stop."}, "Opened again: Stop."},
		{timeline.Entry{Kind: timeline.ClockAware, Start: scene.At("14:00"), Reason: "a slip"}, "Said when the team became aware that personal data is or may be affected: 23 Nov 14:00 UTC. Why: a slip"},
		{timeline.Entry{Kind: timeline.ClocksEnded, Reason: "only test accounts"}, "The legal clocks end: only test accounts"},
		{timeline.Entry{Kind: timeline.ClockEnded, Client: "acme", ClientName: "Acme Shop", Name: "GDPR art. 33(1)", Reason: "they reported it"}, "The clock “GDPR art. 33(1)” ends for Acme Shop: they reported it"},
		{timeline.Entry{Kind: timeline.ClockLaws, Client: "acme", ClientName: "Acme Shop", Words: "gdpr"}, "Laws that apply to the data of Acme Shop, as was said: gdpr."},
		{timeline.Entry{Kind: timeline.StepFound, Step: "Look at the logs.", Reason: "What did you find?", Words: "the disk was full"}, "What did you find? the disk was full"},
		{timeline.Entry{Kind: timeline.StepReopened, Step: "Stop.", Reason: "too soon"}, "Opened again: Stop. Reason: too soon"},
		{acme(timeline.Entry{Kind: timeline.ClientKept}), "Acme Shop was kept as a client."},
		{timeline.Entry{Kind: timeline.Restored, Until: six}, "Candor's data was put back from a copy as of 24 Nov 18:00 UTC. What happened between then and now is not in this timeline."},
		{acme(timeline.Entry{Kind: timeline.Confirmed, Until: six}), "Confirmed what the copy as of 24 Nov 18:00 UTC knows of Acme Shop."},

		{timeline.Entry{Kind: timeline.Fact, Question: facts.DataLost, Answer: "yes"}, "Data is gone."},
		{timeline.Entry{Kind: timeline.Fact, Question: facts.DataLost, Answer: "yes", Words: "orders", From: "10 February"}, "Data is gone, orders (from 10 February to unknown)."},
		{timeline.Entry{Kind: timeline.Fact, Question: facts.DataLost, Answer: "yes", To: "12 February"}, "Data is gone (from unknown to 12 February)."},
		{timeline.Entry{Kind: timeline.Known, Words: "orders are complete"}, "Confirmed: orders are complete"},
		{timeline.Entry{Kind: timeline.KnownDropped, Words: "orders are complete"}, "Taken off the list: orders are complete"},
		{timeline.Entry{Kind: timeline.Unknown, Words: "who it was"}, "Not known: who it was"},
		{timeline.Entry{Kind: timeline.UnknownDropped, Words: "who it was"}, "Taken off the list: who it was"},
		{acme(timeline.Entry{Kind: timeline.Backups, Words: "ours"}), "Who was to make the backups of Acme Shop: ours."},
		{timeline.Entry{Kind: timeline.Doing, Words: "restoring last night's copy"}, "We are restoring last night's copy."},
		{timeline.Entry{Kind: timeline.Estimate, Start: four, Until: six}, "Estimate: between 23 Nov 16:00 and 24 Nov 18:00 UTC."},
		{timeline.Entry{Kind: timeline.Estimate, Start: four, Until: six, Reason: "a new disk"}, "Estimate: between 23 Nov 16:00 and 24 Nov 18:00 UTC. Why: a new disk"},
		{timeline.Entry{Kind: timeline.NoEstimate}, "There is no estimate."},
		{timeline.Entry{Kind: timeline.NoEstimate, Reason: "no cause yet"}, "There is no estimate. Why: no cause yet"},
		{timeline.Entry{Kind: timeline.EstimateQuestion}, "Asked whether the estimate will hold."},
		{timeline.Entry{Kind: timeline.EstimateHolds}, "The estimate will hold."},

		{acme(timeline.Entry{Kind: timeline.Approved, Update: 2, UpdateKind: "progress"}), "Approved update 2 (Something new) for Acme Shop."},
		{acme(timeline.Entry{Kind: timeline.Approved, Update: 2, UpdateKind: "progress", Overrides: []update.Override{{Rule: "leak-host", Reason: "they know it"}, {Rule: "blame", Reason: "so they asked"}}}),
			"Approved update 2 (Something new) for Acme Shop. The draft check blocked it: Names and addresses of our machines help attackers and say nothing to the client. It left nonetheless: they know it. The draft check blocked it: blame. It left nonetheless: so they asked."},
		{acme(timeline.Entry{Kind: timeline.ApprovedAlone, Update: 2, UpdateKind: "progress"}), "Approved update 2 (Something new) for Acme Shop alone."},
		{acme(timeline.Entry{Kind: timeline.ApprovedAlone, Update: 2, UpdateKind: "progress", Overrides: []update.Override{{Rule: "blame", Reason: "so they asked"}}}),
			"Approved update 2 (Something new) for Acme Shop alone. The draft check blocked it: blame. It left nonetheless: so they asked."},
		{acme(timeline.Entry{Kind: timeline.Stopped, Update: 2, Reason: "what they notice has changed since it was written"}), "Update 2 for Acme Shop did not leave: what they notice has changed since it was written."},
		{acme(timeline.Entry{Kind: timeline.Undone, Update: 2}), "Took back update 2 for Acme Shop before it left."},
		{acme(timeline.Entry{Kind: timeline.Request, UpdateKind: "progress"}), "Asked for approval of an update (Something new) to Acme Shop."},
		{acme(timeline.Entry{Kind: timeline.RequestApproved, UpdateKind: "progress"}), "Approved the update (Something new) to Acme Shop."},
		{acme(timeline.Entry{Kind: timeline.RequestAlone}), "Approved alone: nobody else had answered."},
		{acme(timeline.Entry{Kind: timeline.RequestRejected, UpdateKind: "progress", Reason: "say since when"}), "Did not approve the update (Something new) to Acme Shop: say since when"},
		{acme(timeline.Entry{Kind: timeline.RequestWithdrawn}), "Took back the update to Acme Shop before it was approved."},
		{acme(timeline.Entry{Kind: timeline.RequestUnanswered}), "Nobody has approved the update to Acme Shop yet; everybody was asked."},
		{acme(timeline.Entry{Kind: timeline.Automatic, Update: 2, UpdateKind: "auto-late"}), "Nobody wrote to Acme Shop in time. Candor sends an automatic text."},

		{acme(timeline.Entry{Kind: timeline.Told, Update: 1, UpdateKind: "first-notice-unknown"}), "Acme Shop was told (update 1, First notice: we are looking into it)."},
		{acme(timeline.Entry{Kind: timeline.ToldByHand, Update: 1, Words: "we look"}), "Acme Shop was told by hand: we look"},
		{acme(timeline.Entry{Kind: timeline.ToldByHand, Update: 1, Words: "we look", Way: "call", Answer: "thanks", Promised: "a word by noon"}),
			"Acme Shop was told by hand on the phone: we look They said: thanks Promised: a word by noon"},
		{acme(timeline.Entry{Kind: timeline.ToldByHand, Update: 1, Words: "we look", Way: "voicemail"}), "Acme Shop was told by hand by voicemail: we look"},
		{acme(timeline.Entry{Kind: timeline.ToldByHand, Update: 1, Words: "we look", Way: "messenger"}), "Acme Shop was told by hand by a message: we look"},
		{acme(timeline.Entry{Kind: timeline.ToldByHand, Update: 1, Words: "we look", Way: "person"}), "Acme Shop was told by hand in person: we look"},
		{acme(timeline.Entry{Kind: timeline.ToldLate, Update: 2}), "Update 2 turned out to have reached Acme Shop."},
		{acme(timeline.Entry{Kind: timeline.ToldItself, Update: 2, UpdateKind: "auto-late"}), "Acme Shop has the automatic text (update 2). Their update is still due."},
		{acme(timeline.Entry{Kind: timeline.NotReached, Update: 2, Way: "slack", Reason: "I am not in that channel"}), "Update 2 did not reach Acme Shop: I am not in that channel."},
		{acme(timeline.Entry{Kind: timeline.Printed, Update: 2}), "Acme Shop was sent update 2 as a PDF, too."},
		{acme(timeline.Entry{Kind: timeline.NotPrinted, Update: 2, Reason: "the browser crashed"}), "It is not known that Acme Shop got update 2 as a PDF, too: the browser crashed."},
		{acme(timeline.Entry{Kind: timeline.Perhaps, Update: 2, Way: "slack", Reason: "Slack did not answer"}), "It is not known whether update 2 reached Acme Shop: Slack did not answer."},
		{acme(timeline.Entry{Kind: timeline.TextLost, Update: 1}), "Update 1 to Acme Shop cannot be read any more. It may not have arrived."},
		{acme(timeline.Entry{Kind: timeline.Ruled, Update: 2, Way: "slack", To: "give_up"}), "Decided about update 2 to Acme Shop (in their Slack channel): it is not sent any more."},
		{acme(timeline.Entry{Kind: timeline.Read, Update: 1, Person: "U0DANA", Name: "Dana Fox"}), "Dana Fox at Acme Shop has read update 1."},
		{acme(timeline.Entry{Kind: timeline.Reply, Person: "U0DANA", Name: "Dana Fox", Words: "Is it safe?"}), "Dana Fox at Acme Shop wrote: Is it safe?"},
		{acme(timeline.Entry{Kind: timeline.Reply, Person: "dana@acme.example", Name: "Dana Fox"}), "Dana Fox at Acme Shop wrote (no words)"},
		{acme(timeline.Entry{Kind: timeline.ReplyEdited, Person: "U0DANA", Name: "Dana Fox"}), "Dana Fox at Acme Shop changed what they wrote."},
		{acme(timeline.Entry{Kind: timeline.ReplyDeleted, Person: "U0DANA", Name: "Dana Fox"}), "Dana Fox at Acme Shop took back what they wrote."},
		{acme(timeline.Entry{Kind: timeline.Manner, To: "writing-only"}), "Acme Shop is spoken to in another manner from now on: writing-only."},
		{acme(timeline.Entry{Kind: timeline.ReplyAside}), "Said that what Acme Shop wrote is not about this."},
		{acme(timeline.Entry{Kind: timeline.ReplyAside, To: "INC-8"}), "Said that what Acme Shop wrote is about INC-8."},
		{acme(timeline.Entry{Kind: timeline.Calling}), "Is calling Acme Shop."},
		{acme(timeline.Entry{Kind: timeline.NobodyPicksUp, Try: 1}), "Called Acme Shop: nobody answered (try 1)."},
		{acme(timeline.Entry{Kind: timeline.Asked, Words: "When is it back?"}), "Acme Shop asked: When is it back?"},
		{acme(timeline.Entry{Kind: timeline.Chose, Until: scene.At("15:30")}), "Acme Shop chose when to talk: 15:30 UTC."},
		{timeline.Entry{Kind: timeline.NotDown}, "It is not down again: that was pressed by mistake. No client had heard of it."},
		{acme(timeline.Entry{Kind: timeline.Gave, Promised: "review"}), "Acme Shop got what was promised (written review), by somebody's own hand."},
		{acme(timeline.Entry{Kind: timeline.Gave, Promised: "checkin 24h"}), "Acme Shop was asked how it goes, after a day, by somebody's own hand."},
		{acme(timeline.Entry{Kind: timeline.Slots}), "Chose the times to offer Acme Shop for a meeting."},

		{acme(timeline.Entry{Kind: timeline.LossUntold, Until: four}), "Data is gone, and Acme Shop does not know. Tell them by 16:00 UTC."},
		{acme(timeline.Entry{Kind: timeline.NotHeard, Question: facts.Personal, To: "yes"}), "Acme Shop has not heard this: personal data is affected. Tell them."},
		{acme(timeline.Entry{Kind: timeline.ToldOtherwise, Question: facts.Recoverable, From: "unknown", To: "part"}),
			"Acme Shop was told otherwise: nobody knows yet what can come back. It is not so any more: only a part can come back. Tell them."},
		{acme(timeline.Entry{Kind: timeline.AwaitsAnswer}), "Acme Shop waits for an answer. Tell them now."},
		{acme(timeline.Entry{Kind: timeline.LaterAsked, Person: "U0BEN", Until: four, Reason: "in the air"}), "Asked <@U0BEN> whether Acme Shop may hear later: in the air"},
		{acme(timeline.Entry{Kind: timeline.LaterAgreed, Person: "U0ANA", Until: four, Reason: "in the air"}),
			"Agreed that Acme Shop hears later, at the latest 23 Nov 16:00 UTC. <@U0ANA> asked: in the air"},
		{acme(timeline.Entry{Kind: timeline.LaterAlone, Person: "U0ANA", Reason: "the director is in the air", Until: scene.At("16:00")}), "Decided alone that Acme Shop hears later, at the latest 23 Nov 16:00 UTC; nobody else could be asked. Why: the director is in the air"},
		{timeline.Entry{Kind: timeline.TakeBackAsked, Person: "U0BEN", Words: "resolve it", Reason: "all is there"}, "Asked <@U0BEN> to agree to resolve it, before the client was told what is known. Why: all is there"},
		{timeline.Entry{Kind: timeline.TakeBackAgreed, Person: "U0ANA", Words: "resolve it", Reason: "all is there"}, "Agreed to resolve it, before the client was told what was known. <@U0ANA> asked: all is there"},
		{timeline.Entry{Kind: timeline.TakeBackRefused, Person: "U0ANA", Words: "resolve it", Reason: "all is there"}, "Did not agree to resolve it; <@U0ANA> had asked. The client still has to be told what is known."},
		{timeline.Entry{Kind: timeline.TakeBackAlone, Person: "U0ANA", Words: "resolve it", Reason: "all is there"}, "Decided alone to resolve it, before the client was told what was known; nobody else could be asked. Why: all is there"},
		{timeline.Entry{Kind: timeline.Mistaken, Reason: "pressed by mistake"}, "Cancelled at once, no second person was asked: pressed by mistake"},
		{acme(timeline.Entry{Kind: timeline.Said, Words: "data is gone"}), "Acme Shop was told by hand that data is gone."},
		{acme(timeline.Entry{Kind: timeline.NotTold, Update: 1, Words: "we look"}), "Took back what was recorded, Acme Shop was not told it: “we look”"},
		{acme(timeline.Entry{Kind: timeline.NotTold, Update: 1, Words: "we look", Reason: "it was Globex"}), "Took back what was recorded, Acme Shop was not told it: “we look” Why: it was Globex"},
		{acme(timeline.Entry{Kind: timeline.AskedByHand, Words: "Please stay out."}), "Acme Shop was asked by hand: “Please stay out.”"},
		{acme(timeline.Entry{Kind: timeline.OverByHand, Words: "Please stay out."}), "Acme Shop was told by hand that this is over: “Please stay out.”"},
		{acme(timeline.Entry{Kind: timeline.AskAnswered, Words: "Who pays?"}), "Marked as answered what Acme Shop asked: Who pays?"},
		{acme(timeline.Entry{Kind: timeline.LaterRefused}), "Did not agree that Acme Shop hears later. Tell them now."},
		{acme(timeline.Entry{Kind: timeline.Cadence, To: "2h"}), "Acme Shop hears 2h from the next update on."},
		{acme(timeline.Entry{Kind: timeline.Cadence}), "Acme Shop hears as usual from the next update on."},
		{acme(timeline.Entry{Kind: timeline.CadenceAsked, To: "2h", Name: "Dana"}), "Acme Shop hears 2h from the next update on, as Dana asked."},
		{acme(timeline.Entry{Kind: timeline.CadencePlanned, To: "2h"}), "Acme Shop hears 2h from the next update on, which says so."},

		{acme(timeline.Entry{Kind: timeline.Reminded, Until: four}), "Reminded of the promise to Acme Shop, due 16:00 UTC."},
		{acme(timeline.Entry{Kind: timeline.RemindedAll, Until: four}), "Reminded of the promise to Acme Shop, due 16:00 UTC. Nobody has answered, so the whole list was asked."},
		{acme(timeline.Entry{Kind: timeline.RemindedMissing, Update: 1, Way: "webhook"}), "Reminded that update 1 is missing at Acme Shop (to their system)."},
		{acme(timeline.Entry{Kind: timeline.Snoozed}), "Snoozed the reminder; the promise stays."},
		{timeline.Entry{Kind: timeline.Rang, Person: "U0BEN", Name: "Ben"}, "Rang Ben."},
		{timeline.Entry{Kind: timeline.Rang, Person: "U0BEN"}, "Rang <@U0BEN>."},
		{timeline.Entry{Kind: timeline.NotWoken, Person: "U0BEN", Name: "Ben", Reason: "there is nothing there"}, "Ben could not be woken: there is nothing there."},
		{timeline.Entry{Kind: timeline.NotWoken, Person: "U0BEN", Reason: "there is nothing there"}, "<@U0BEN> could not be woken: there is nothing there."},
		{timeline.Entry{Kind: timeline.Joined}, "Joined after being asked."},
		{timeline.Entry{Kind: timeline.GuestCame, Person: "U0CLEO"}, "<@U0CLEO> is a guest and in the channel: nothing internal is posted there until somebody says who they are."},
		{timeline.Entry{Kind: timeline.GuestLeft, Person: "U0CLEO"}, "<@U0CLEO> left the channel."},
		{timeline.Entry{Kind: timeline.GuestTrusted, Person: "U0CLEO", SaidBy: "U0ANA"}, "<@U0CLEO> is a colleague, says <@U0ANA>."},
		{timeline.Entry{Kind: timeline.GuestGoes, Person: "U0CLEO"}, "<@U0CLEO> is the client's and is taken out of the channel."},
		{timeline.Entry{Kind: timeline.AccountLeft, Person: "U0CLEO"}, "The account of <@U0CLEO> in Slack was deactivated. What they had to do was given to others."},
		{timeline.Entry{Kind: timeline.AllLeft, Person: "U0CLEO"}, "The account of <@U0CLEO> in Slack was deactivated. Nobody is left who could be asked."},
		{timeline.Entry{Kind: timeline.GuestTakenOut, Person: "U0CLEO"}, "<@U0CLEO> was taken out of the channel."},
		{timeline.Entry{Kind: timeline.GuestStays, Person: "U0CLEO"}, "<@U0CLEO> stays in the channel; nothing internal is posted there."},
		{timeline.Entry{Kind: timeline.Shared}, "The channel became shared outside: nothing internal is posted there any more."},
		{timeline.Entry{Kind: timeline.Internal}, "The channel is internal again."},
		{acme(timeline.Entry{Kind: timeline.ClientAway}), "Nobody of Acme Shop is in their channel any more: nothing is sent there."},
		{acme(timeline.Entry{Kind: timeline.ClientBack}), "Acme Shop can read their channel again."},
		{timeline.Entry{Kind: timeline.Moves}, "It moves to a private channel."},
		{timeline.Entry{Kind: timeline.ReviewOpened, Until: four}, "The written review is due by 23 Nov 16:00 UTC."},
		{timeline.Entry{Kind: timeline.ReviewAnswered, To: "suspected", Words: "a change."}, "Answered the questions of the review; the cause is suspected. a change."},
		{timeline.Entry{Kind: timeline.ChangeAdded, Words: "test it", Person: "U0BEN", Until: four}, "To change: test it. <@U0BEN>, by 23 Nov 16:00 UTC."},
		{timeline.Entry{Kind: timeline.ChangeDone, Words: "test it"}, "Changed: test it."},
		{timeline.Entry{Kind: timeline.ChangePassed, Words: "test it", Person: "U0BEN", Until: four}, "Who had it can act here no more, so <@U0BEN> sees to it by 23 Nov 16:00 UTC: test it."},
		{timeline.Entry{Kind: timeline.ChangeDropped, Words: "test it", Reason: "it is gone"}, "Dropped: test it. Why: it is gone"},
		{timeline.Entry{Kind: timeline.ChangeMoved, Words: "test it", Until: four, Reason: "late parts"}, "Put off to 23 Nov 16:00 UTC: test it. Why: late parts"},
		{timeline.Entry{Kind: timeline.Moved}, "It goes on in a private channel."},
		{timeline.Entry{Kind: timeline.Sleeps, Until: four}, "Sleeps until 23 Nov 16:00 UTC. Nobody is on it: work pauses."},
		{timeline.Entry{Kind: timeline.Sleeps, Until: four, Person: "U0BEN"}, "Sleeps until 23 Nov 16:00 UTC. <@U0BEN> is asked to be on it."},
		{timeline.Entry{Kind: timeline.GotUp}, "Is up again."},
		{timeline.Entry{Kind: timeline.MorningTold, Person: "U0ANA"}, "Told the team how it stands, while <@U0ANA> sleeps."},
		{timeline.Entry{Kind: timeline.TakeoverAsked, Person: "U0BEN"}, "Asked <@U0BEN> to take over."},
		{timeline.Entry{Kind: timeline.TakeoverKept, Person: "U0BEN"}, "Keeps it: <@U0BEN> was told that nobody has to take over."},
		{timeline.Entry{Kind: timeline.TakeoverRefused, Person: "U0ANA"}, "Cannot take over from <@U0ANA>."},
		{timeline.Entry{Kind: timeline.TookOver, Person: "U0ANA"}, "Took over from <@U0ANA>."},
	}
	seen := map[timeline.Kind]bool{}
	for _, tt := range tests {
		seen[tt.line.Kind] = true
		if got := Sentence(tt.line); got != tt.want {
			t.Errorf("%s reads\n%q, want\n%q", tt.line.Kind, got, tt.want)
		}
		if missing, known := tt.line.Missing(); !known || missing != nil {
			t.Errorf("%s: the row lacks %s; known: %t", tt.line.Kind, fault.Join(missing), known)
		}
	}
	for kind := range timeline.Kinds {
		if !seen[kind] {
			t.Errorf("%s has no row here", kind)
		}
	}
}

// What is shown in Slack is by its reader's clock, also where a reason says when.
func TestALineIsByItsReadersClock(t *testing.T) {
	at := time.Date(2026, 3, 10, 23, 30, 0, 0, time.UTC)
	e := timeline.Entry{Kind: timeline.Asked, ClientName: "Acme & Co", Words: "since <@U0BEN> " + fault.Moment(at) + "?"}
	escape := func(s string) string { return strings.ReplaceAll(s, "&", "&amp;") }
	for zone, want := range map[*time.Location]string{
		Reader:   "Acme &amp; Co asked: since [U0BEN] <!date^1773185400^{date_short_pretty} {time}|Tue 10 Mar 23:30 UTC>?",
		time.UTC: "Acme &amp; Co asked: since [U0BEN] Tue 10 Mar 23:30 UTC?",
	} {
		if got := Said(e, zone, func(user string) string { return "[" + user + "]" }, escape); got != want {
			t.Errorf("by %s it reads\n%q, want\n%q", zone, got, want)
		}
	}
	if got := Said(timeline.Entry{Kind: timeline.Noticed, Start: at}, Reader, nil, escape); got != "It was noticed at "+fault.Moment(at)+"." {
		t.Errorf("it reads %q", got)
	}
}

func TestALineWithoutAKindHasItsOwnSentence(t *testing.T) {
	for _, tt := range []struct {
		line timeline.Entry
		want string
	}{
		{timeline.Entry{What: "told", Text: "Acme Shop was told (update 1, progress)."}, "Acme Shop was told (update 1, progress)."},
		{timeline.Entry{Kind: "of tomorrow", Words: "what"}, "of tomorrow"},
	} {
		if got := Sentence(tt.line); got != tt.want {
			t.Errorf("%+v reads %q, want %q", tt.line, got, tt.want)
		}
	}
}

// wordsFields are the fields that a sentence speaks of, as the record calls them.
var wordsFields = map[string]timeline.Field{
	"ClientName": timeline.ClientField, "Clients": timeline.ClientsField, "Update": timeline.UpdateField, "UpdateKind": timeline.UpdateKindField,
	"From": timeline.FromField, "To": timeline.ToField, "Person": timeline.PersonField, "Name": timeline.NameField, "SaidBy": timeline.SaidByField,
	"Role": timeline.RoleField, "Step": timeline.StepField, "Reason": timeline.ReasonField, "Words": timeline.WordsField, "Answer": timeline.AnswerField,
	"Way": timeline.WayField, "Question": timeline.QuestionField, "Start": timeline.StartField, "Until": timeline.UntilField, "Try": timeline.TryField,
}

// What a sentence says in any case, the domain asks of each line of the kind.
func TestEveryKindOfLineHasASentenceAndWhatItSays(t *testing.T) {
	for kind, row := range timeline.Kinds {
		words := sentences().Lookup(string(kind))
		if words == nil {
			t.Errorf("%s has no sentence", kind)
			continue
		}
		for _, name := range saidAnyway(words.Root) {
			if field, known := wordsFields[name]; !known || !slices.Contains(row.Needs, field) {
				t.Errorf("the sentence of %s says %s, which a line of that kind need not have", kind, name)
			}
		}
		if missing, _ := (&timeline.Entry{Kind: kind}).Missing(); !slices.Equal(missing, row.Needs) {
			t.Errorf("an empty line of %s lacks %s, want %s", kind, fault.Join(missing), fault.Join(row.Needs))
		}
	}
	for kind := range words {
		if _, known := timeline.Kinds[kind]; !known {
			t.Errorf("%s has a sentence and no row in incident.EntryKinds", kind)
		}
	}
}

// saidAnyway lists the fields outside of every with, if, range and or.
func saidAnyway(list *parse.ListNode) (names []string) {
	for _, n := range list.Nodes {
		action, ok := n.(*parse.ActionNode)
		if !ok {
			continue
		}
		for _, cmd := range action.Pipe.Cmds {
			if cmd.Args[0].String() == "or" {
				continue
			}
			for _, arg := range cmd.Args {
				if f, ok := arg.(*parse.FieldNode); ok {
					names = append(names, strings.Join(f.Ident, "."))
				}
			}
		}
	}
	return names
}

// Each way to a client, and each decision about a text, has words of its own. (8.3)
func TestNoWayAndNoDecisionIsNamedAsTheRecordDoes(t *testing.T) {
	for via, want := range map[string]string{client.ViaSlack: "in their Slack channel", client.ViaEmail: "by e-mail", client.ViaWebhook: "to their system"} {
		for _, r := range []outbox.Resolution{outbox.ItArrived, outbox.SendAgain, outbox.GiveUp, outbox.Overtaken, outbox.Closed} {
			got := Sentence(timeline.Entry{Kind: timeline.Ruled, ClientName: "Acme Shop", Update: 2, Way: via, To: string(r)})
			if ruledWords[r] == "" || got != "Decided about update 2 to Acme Shop ("+want+"): "+ruledWords[r]+"." {
				t.Errorf("%s, %s reads %q", via, r, got)
			}
		}
	}
}
