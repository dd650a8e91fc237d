package screen

import (
	"slices"
	"strings"
	"testing"
	"text/template/parse"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/messages/scene"
)

// TestTimelineSentences has a row or more for each kind of line.
func TestTimelineSentences(t *testing.T) {
	four, six := scene.At("16:00"), scene.At("18:00").Add(24*time.Hour)
	acme := func(e incident.Entry) incident.Entry { e.Client, e.ClientName = "acme", "Acme Shop"; return e }
	tests := []struct {
		line incident.Entry
		want string
	}{
		{acme(incident.Entry{Kind: incident.EntryDeclared, Words: "the shop does not open"}), "Declared for Acme Shop: the shop does not open."},
		{incident.Entry{Kind: incident.EntryAffects, Clients: []string{"Globex", "Third"}}, "Also affects Globex, Third."},
		{incident.Entry{Kind: incident.EntryKindChanged, From: "outage", To: "data_loss", Name: "Data missing"}, "It is now “Data missing”. The checklist follows; what was done stays."},
		{incident.Entry{Kind: incident.EntrySeverity, From: "2", To: "1"}, "Severity 2 became 1."},
		{incident.Entry{Kind: incident.EntryStatus, From: "investigating", To: "monitoring"}, "Status became monitoring."},
		{incident.Entry{Kind: incident.EntryRole, Role: playbook.Comms, Person: "U0BEN"}, "<@U0BEN> is now comms."},
		{incident.Entry{Kind: incident.EntryRoleFreed, Role: playbook.Comms}, "The role comms is free."},
		{incident.Entry{Kind: incident.EntryRoleTaken, Role: playbook.Comms, Person: "U0BEN"}, "<@U0BEN> is now comms: they were asked, and told the client."},
		{acme(incident.Entry{Kind: incident.EntryImpact, Words: "the shop is slow"}), "Acme Shop notices: the shop is slow"},
		{incident.Entry{Kind: incident.EntryImpactAll, Words: "the shop is slow"}, "They notice: the shop is slow"},
		{incident.Entry{Kind: incident.EntryResolved}, "It works again."},
		{incident.Entry{Kind: incident.EntryResolved, Reason: "small team"}, "It works again. Skipped steps: small team"},
		{incident.Entry{Kind: incident.EntryReopened, Reason: "somebody pressed the button"}, "It is down again: somebody pressed the button."},
		{incident.Entry{Kind: incident.EntryClosed}, "Closed."},
		{incident.Entry{Kind: incident.EntryClosed, Reason: "small team"}, "Closed. Skipped steps: small team"},
		{incident.Entry{Kind: incident.EntryCancelled, Reason: "a planned restart"}, "Cancelled: a planned restart"},
		{incident.Entry{Kind: incident.EntryNote, Words: "restarted the {{server}} & <it>"}, "restarted the {{server}} & <it>"},
		{incident.Entry{Kind: incident.EntryStepAdded, Step: "call the hosting company"}, "Added: call the hosting company"},
		{incident.Entry{Kind: incident.EntryStepDone, Step: "Stop."}, "Done: Stop."},
		{incident.Entry{Kind: incident.EntryStepDone, Step: "Stop.", Reason: "by phone"}, "Done: Stop. Reason: by phone"},
		{incident.Entry{Kind: incident.EntryStepSkipped, Step: "Stop.", Reason: "no staging system"}, "Skipped: Stop. Reason: no staging system"},
		{incident.Entry{Kind: incident.EntryStepReopened, Step: "Stop."}, "Opened again: Stop."},
		{incident.Entry{Kind: incident.EntryStepReopened, Step: "Stop.", Reason: "too soon"}, "Opened again: Stop. Reason: too soon"},
		{acme(incident.Entry{Kind: incident.EntryClientKept}), "Acme Shop was kept as a client."},

		{incident.Entry{Kind: incident.EntryFact, Question: facts.DataLost, Answer: "yes"}, "data_lost: yes."},
		{incident.Entry{Kind: incident.EntryFact, Question: facts.DataLost, Answer: "yes", Words: "orders", From: "10 February"}, "data_lost: yes, orders (from 10 February to unknown)."},
		{incident.Entry{Kind: incident.EntryFact, Question: facts.DataLost, Answer: "yes", To: "12 February"}, "data_lost: yes (from unknown to 12 February)."},
		{incident.Entry{Kind: incident.EntryKnown, Words: "orders are complete"}, "Confirmed: orders are complete"},
		{incident.Entry{Kind: incident.EntryKnownDropped, Words: "orders are complete"}, "Taken off the list: orders are complete"},
		{incident.Entry{Kind: incident.EntryUnknown, Words: "who it was"}, "Not known: who it was"},
		{incident.Entry{Kind: incident.EntryUnknownDropped, Words: "who it was"}, "Taken off the list: who it was"},
		{incident.Entry{Kind: incident.EntryDoing, Words: "restoring last night's copy"}, "We are restoring last night's copy."},
		{incident.Entry{Kind: incident.EntryEstimate, Start: four, Until: six}, "Estimate: between 23 Nov 16:00 and 24 Nov 18:00 UTC."},
		{incident.Entry{Kind: incident.EntryEstimate, Start: four, Until: six, Reason: "a new disk"}, "Estimate: between 23 Nov 16:00 and 24 Nov 18:00 UTC. Why: a new disk"},
		{incident.Entry{Kind: incident.EntryNoEstimate}, "There is no estimate."},
		{incident.Entry{Kind: incident.EntryNoEstimate, Reason: "no cause yet"}, "There is no estimate. Why: no cause yet"},
		{incident.Entry{Kind: incident.EntryEstimateQuestion}, "Asked whether the estimate will hold."},
		{incident.Entry{Kind: incident.EntryEstimateHolds}, "The estimate will hold."},

		{acme(incident.Entry{Kind: incident.EntryApproved, Update: 2, UpdateKind: "progress"}), "Approved update 2 (progress) for Acme Shop."},
		{acme(incident.Entry{Kind: incident.EntryApproved, Update: 2, UpdateKind: "progress", Overrides: []incident.Override{{Rule: "leak-host", Reason: "they know it"}, {Rule: "blame", Reason: "so they asked"}}}),
			"Approved update 2 (progress) for Acme Shop. It left although the draft check blocked it (leak-host): they know it It left although the draft check blocked it (blame): so they asked"},
		{acme(incident.Entry{Kind: incident.EntryApprovedAlone, Update: 2, UpdateKind: "progress"}), "Approved update 2 (progress) for Acme Shop alone."},
		{acme(incident.Entry{Kind: incident.EntryApprovedAlone, Update: 2, UpdateKind: "progress", Overrides: []incident.Override{{Rule: "blame", Reason: "so they asked"}}}),
			"Approved update 2 (progress) for Acme Shop alone. It left although the draft check blocked it (blame): so they asked"},
		{acme(incident.Entry{Kind: incident.EntryUndone, Update: 2}), "Took back update 2 for Acme Shop before it left."},
		{acme(incident.Entry{Kind: incident.EntryRequest, UpdateKind: "progress"}), "Asked for approval of an update (progress) to Acme Shop."},
		{acme(incident.Entry{Kind: incident.EntryRequestApproved, UpdateKind: "progress"}), "Approved the update (progress) to Acme Shop."},
		{acme(incident.Entry{Kind: incident.EntryRequestAlone}), "Approved alone: nobody else had answered."},
		{acme(incident.Entry{Kind: incident.EntryRequestRejected, UpdateKind: "progress", Reason: "say since when"}), "Did not approve the update (progress) to Acme Shop: say since when"},
		{acme(incident.Entry{Kind: incident.EntryRequestWithdrawn}), "Took back the update to Acme Shop before it was approved."},
		{acme(incident.Entry{Kind: incident.EntryRequestUnanswered}), "Nobody has approved the update to Acme Shop yet; everybody was asked."},
		{acme(incident.Entry{Kind: incident.EntryAutomatic, Update: 2, UpdateKind: "auto-late"}), "Nobody wrote to Acme Shop in time. Candor sends an automatic text (auto-late)."},

		{acme(incident.Entry{Kind: incident.EntryTold, Update: 1, UpdateKind: "first-notice-unknown"}), "Acme Shop was told (update 1, first-notice-unknown)."},
		{acme(incident.Entry{Kind: incident.EntryToldByHand, Update: 1, Words: "we look"}), "Acme Shop was told by hand: we look"},
		{acme(incident.Entry{Kind: incident.EntryToldByHand, Update: 1, Words: "we look", Way: "call", Answer: "thanks", Promised: "a word by noon"}),
			"Acme Shop was told by hand on the phone: we look They said: thanks Promised: a word by noon"},
		{acme(incident.Entry{Kind: incident.EntryToldByHand, Update: 1, Words: "we look", Way: "voicemail"}), "Acme Shop was told by hand by voicemail: we look"},
		{acme(incident.Entry{Kind: incident.EntryToldByHand, Update: 1, Words: "we look", Way: "messenger"}), "Acme Shop was told by hand by a message: we look"},
		{acme(incident.Entry{Kind: incident.EntryToldByHand, Update: 1, Words: "we look", Way: "person"}), "Acme Shop was told by hand in person: we look"},
		{acme(incident.Entry{Kind: incident.EntryToldLate, Update: 2}), "Update 2 turned out to have reached Acme Shop."},
		{acme(incident.Entry{Kind: incident.EntryToldItself, Update: 2, UpdateKind: "auto-late"}), "Acme Shop has the automatic text (update 2, auto-late). The update is still owed."},
		{acme(incident.Entry{Kind: incident.EntryNotReached, Update: 2, Way: "slack", Reason: "I am not in that channel"}), "Update 2 did not reach Acme Shop: I am not in that channel."},
		{acme(incident.Entry{Kind: incident.EntryPerhaps, Update: 2, Way: "slack", Reason: "Slack did not answer"}), "It is not known whether update 2 reached Acme Shop: Slack did not answer."},
		{acme(incident.Entry{Kind: incident.EntryTextLost, Update: 1}), "Update 1 to Acme Shop cannot be read any more. It may not have arrived."},
		{acme(incident.Entry{Kind: incident.EntryRuled, Update: 2, Way: "slack", To: "give_up"}), "Decided about update 2 to Acme Shop (slack): give_up."},
		{acme(incident.Entry{Kind: incident.EntryRead, Update: 1, Person: "U0DANA", Name: "Dana Fox"}), "Dana Fox at Acme Shop has read update 1."},
		{acme(incident.Entry{Kind: incident.EntryReply, Person: "U0DANA", Name: "Dana Fox", Words: "Is it safe?"}), "Dana Fox at Acme Shop wrote in the thread: Is it safe?"},
		{acme(incident.Entry{Kind: incident.EntryReplyEdited, Person: "U0DANA", Name: "Dana Fox"}), "Dana Fox at Acme Shop changed what they wrote in the thread."},
		{acme(incident.Entry{Kind: incident.EntryReplyDeleted, Person: "U0DANA", Name: "Dana Fox"}), "Dana Fox at Acme Shop took back what they wrote in the thread."},
		{acme(incident.Entry{Kind: incident.EntryCalling}), "Is calling Acme Shop."},
		{acme(incident.Entry{Kind: incident.EntryNobodyPicksUp, Try: 1}), "Called Acme Shop: nobody answered (try 1)."},
		{acme(incident.Entry{Kind: incident.EntryAsked, Words: "When is it back?"}), "Acme Shop asked: When is it back?"},
		{acme(incident.Entry{Kind: incident.EntrySlots}), "Chose the times to offer Acme Shop for a meeting."},

		{acme(incident.Entry{Kind: incident.EntryLossUntold, Until: four}), "Data is gone, and Acme Shop does not know. Tell them by 16:00 UTC."},
		{acme(incident.Entry{Kind: incident.EntryToldOtherwise, Question: facts.Recoverable, From: "unknown", To: "part"}),
			"Acme Shop was told otherwise about recoverable: unknown, and now it is part. Tell them."},
		{acme(incident.Entry{Kind: incident.EntryAwaitsAnswer}), "Acme Shop waits for an answer. Tell them now."},
		{acme(incident.Entry{Kind: incident.EntryLaterAsked, Person: "U0BEN", Until: four, Reason: "in the air"}), "Asked <@U0BEN> whether Acme Shop may hear later: in the air"},
		{acme(incident.Entry{Kind: incident.EntryLaterAgreed, Person: "U0ANA", Until: four, Reason: "in the air"}),
			"Agreed that Acme Shop hears later, at the latest 23 Nov 16:00 UTC. <@U0ANA> asked: in the air"},
		{acme(incident.Entry{Kind: incident.EntryLaterRefused}), "Did not agree that Acme Shop hears later. Tell them now."},
		{acme(incident.Entry{Kind: incident.EntryCadence, To: "2h"}), "Acme Shop hears 2h from the next update on."},
		{acme(incident.Entry{Kind: incident.EntryCadence}), "Acme Shop hears as usual from the next update on."},
		{acme(incident.Entry{Kind: incident.EntryCadenceAsked, To: "2h", Name: "Dana"}), "Acme Shop hears 2h from the next update on, as Dana asked."},
		{acme(incident.Entry{Kind: incident.EntryCadencePlanned, To: "2h"}), "Acme Shop hears 2h from the next update on, which says so."},

		{acme(incident.Entry{Kind: incident.EntryReminded, Until: four}), "Reminded of the promise to Acme Shop, due 16:00 UTC."},
		{acme(incident.Entry{Kind: incident.EntryRemindedAll, Until: four}), "Reminded of the promise to Acme Shop, due 16:00 UTC. Nobody has answered, so the whole list was asked."},
		{acme(incident.Entry{Kind: incident.EntryRemindedMissing, Update: 1, Way: "webhook"}), "Reminded that update 1 is missing at Acme Shop (webhook)."},
		{acme(incident.Entry{Kind: incident.EntrySnoozed}), "Snoozed the reminder; the promise stays."},
		{incident.Entry{Kind: incident.EntryRang, Person: "U0BEN", Name: "Ben"}, "Rang Ben."},
		{incident.Entry{Kind: incident.EntryRang, Person: "U0BEN"}, "Rang <@U0BEN>."},
		{incident.Entry{Kind: incident.EntryNotWoken, Person: "U0BEN", Name: "Ben", Reason: "there is nothing there"}, "Ben could not be woken: there is nothing there."},
		{incident.Entry{Kind: incident.EntryNotWoken, Person: "U0BEN", Reason: "there is nothing there"}, "<@U0BEN> could not be woken: there is nothing there."},
		{incident.Entry{Kind: incident.EntryJoined}, "Joined after being asked."},
		{incident.Entry{Kind: incident.EntryGuestCame, Person: "U0CLEO"}, "<@U0CLEO> is a guest and in the channel: nothing internal is posted there until somebody says who they are."},
		{incident.Entry{Kind: incident.EntryGuestLeft, Person: "U0CLEO"}, "<@U0CLEO> left the channel."},
		{incident.Entry{Kind: incident.EntryGuestTrusted, Person: "U0CLEO", SaidBy: "U0ANA"}, "<@U0CLEO> is a colleague, says <@U0ANA>."},
		{incident.Entry{Kind: incident.EntryGuestGoes, Person: "U0CLEO"}, "<@U0CLEO> is the client's and is taken out of the channel."},
		{incident.Entry{Kind: incident.EntryGuestTakenOut, Person: "U0CLEO"}, "<@U0CLEO> was taken out of the channel."},
		{incident.Entry{Kind: incident.EntryGuestStays, Person: "U0CLEO"}, "<@U0CLEO> stays in the channel; nothing internal is posted there."},
		{incident.Entry{Kind: incident.EntryShared}, "The channel became shared outside: nothing internal is posted there any more."},
		{incident.Entry{Kind: incident.EntryInternal}, "The channel is internal again."},
		{incident.Entry{Kind: incident.EntryMoves}, "It moves to a private channel."},
		{incident.Entry{Kind: incident.EntryMoved}, "It goes on in a private channel."},
	}
	seen := map[incident.EntryKind]bool{}
	for _, tt := range tests {
		seen[tt.line.Kind] = true
		if got := TimelineSentence(tt.line); got != tt.want {
			t.Errorf("%s reads\n%q, want\n%q", tt.line.Kind, got, tt.want)
		}
		if missing, known := tt.line.Missing(); !known || missing != nil {
			t.Errorf("%s: the row lacks %s; known: %t", tt.line.Kind, fault.Join(missing), known)
		}
	}
	for kind := range incident.EntryKinds {
		if !seen[kind] {
			t.Errorf("%s has no row here", kind)
		}
	}
}

func TestALineWithoutAKindHasItsOwnSentence(t *testing.T) {
	for _, tt := range []struct {
		line incident.Entry
		want string
	}{
		{incident.Entry{What: "told", Text: "Acme Shop was told (update 1, progress)."}, "Acme Shop was told (update 1, progress)."},
		{incident.Entry{Kind: "of tomorrow", Words: "what"}, "of tomorrow"},
	} {
		if got := TimelineSentence(tt.line); got != tt.want {
			t.Errorf("%+v reads %q, want %q", tt.line, got, tt.want)
		}
	}
}

// wordsFields are the fields that a sentence speaks of, as the record calls them.
var wordsFields = map[string]incident.EntryField{
	"ClientName": incident.ClientField, "Clients": incident.ClientsField, "Update": incident.UpdateField, "UpdateKind": incident.UpdateKindField,
	"From": incident.FromField, "To": incident.ToField, "Person": incident.PersonField, "Name": incident.NameField, "SaidBy": incident.SaidByField,
	"Role": incident.RoleField, "Step": incident.StepField, "Reason": incident.ReasonField, "Words": incident.WordsField, "Answer": incident.AnswerField,
	"Way": incident.WayField, "Question": incident.QuestionField, "Start": incident.StartField, "Until": incident.UntilField, "Try": incident.TryField,
}

// What a sentence says in any case, the domain asks of each line of the kind.
func TestEveryKindOfLineHasASentenceAndWhatItSays(t *testing.T) {
	for kind, row := range incident.EntryKinds {
		words := timelineSentences.Lookup(string(kind))
		if words == nil {
			t.Errorf("%s has no sentence", kind)
			continue
		}
		for _, name := range saidAnyway(words.Root) {
			if field, known := wordsFields[name]; !known || !slices.Contains(row.Needs, field) {
				t.Errorf("the sentence of %s says %s, which a line of that kind need not have", kind, name)
			}
		}
		if missing, _ := (&incident.Entry{Kind: kind}).Missing(); !slices.Equal(missing, row.Needs) {
			t.Errorf("an empty line of %s lacks %s, want %s", kind, fault.Join(missing), fault.Join(row.Needs))
		}
	}
	for kind := range timelineWords {
		if _, known := incident.EntryKinds[kind]; !known {
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
