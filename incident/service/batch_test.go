package service_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// fourteen is a desk with fourteen clients on one server.
func fourteen(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t, client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Tags: []string{"web-3"}}, "ana", "ben")
	d.reconfigure(func(r *team.Roster) {
		for i := range 13 {
			r.Clients = append(r.Clients, client.Client{ID: fmt.Sprintf("c%d", i), Name: fmt.Sprintf("Client %d", i), Slack: fmt.Sprintf("C0CLIENT%d", i), Tags: []string{"Web-3"}})
		}
	})
	d.declare("outage")
	return d
}

func (d *desk) incident() *incident.Incident {
	d.t.Helper()
	inc, err := d.Get(d.t.Context(), people["ana"], 1)
	if err != nil {
		d.t.Fatal(err)
	}
	return inc
}

// press answers the reminder that stands in the channel.
func (d *desk) press() []view.ClientResult {
	d.t.Helper()
	var last outbox.Delivery
	for _, m := range d.told {
		if m.Kind == outbox.Reminder {
			last = m
		}
	}
	group := last.Group
	if len(group) == 0 {
		group = []outbox.Member{{Client: last.Client, Promise: last.Promise}}
	}
	list, err := d.AnswerGroup(d.t.Context(), people["ana"], 1, service.ConsentForGroup{Members: group, Hash: view.GroupHash(d.incident(), group)})
	if err != nil {
		d.t.Fatal(err)
	}
	return list
}

// The noise budget with fourteen clients is that with one: two hours, four
// updates: four reminders, four lines, and nobody is called.
func TestFourteenClientsMakeNoMoreNoiseThanOne(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	d := fourteen(t)
	if _, err := d.AddClients(t.Context(), people["ana"], 1, service.MoreClients{Names: []string{"web-3"}}); err != nil {
		t.Fatal(err)
	}
	if n := len(d.incident().Clients); n != 14 {
		t.Fatalf("everybody on web-3 are %d clients, want 14", n)
	}
	d.pass(8 * time.Minute) // half of the first notice's deadline
	d.press()
	for range 3 {
		d.pass(15 * time.Second) // until it has left
		aff := d.incident().Affected("acme")
		d.pass(aff.Owed(promise.Update).DueAt.Sub(d.now) - time.Minute)
		if n := d.incident().Affected("acme").Holdings; n == 2 { // the third in a row needs a new fact
			_, err := d.TellAll(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Holding, Words: map[string]string{"action_now": "restoring last night's copy"}})
			if err != nil {
				t.Fatal(err)
			}
			continue
		}
		d.press()
	}
	d.pass(20 * time.Second)
	if reminders, lines, direct := d.count(outbox.Reminder), d.count(outbox.Line), d.count(outbox.Direct); reminders != 4 || lines != 4 || direct != 0 {
		t.Errorf("%d reminders, %d lines and %d direct messages, want 4, 4 and none", reminders, lines, direct)
	}
	if n := len(d.sent); n != 4*14 {
		t.Errorf("%d texts left, want 4 for each of 14 clients", n)
	}
	for i := range d.incident().Clients {
		aff := &d.incident().Clients[i]
		if kept, settled := d.score(aff); kept != 4 || settled != 4 {
			t.Errorf("%s: kept %d of %d, want 4 of 4", aff.Client.Name, kept, settled)
		}
	}
}

// What fails for one client changes nothing for another.
func TestAFailureForOneChangesNothingForAnother(t *testing.T) {
	tests := []struct {
		name string
		do   func(d *desk) // to acme, before all are told
		sent int           // texts to the other
		err  bool          // acme's part is refused at once
	}{
		{"its channel refuses", func(d *desk) { d.refuse = "C0ACME" }, 1, false},
		{"it has nowhere to be written to", func(d *desk) { d.reconfigure(func(r *team.Roster) { r.Clients[0].Slack = "" }) }, 1, true},
		{"it was told already", func(d *desk) {
			if _, err := d.Tell(d.t.Context(), people["ana"], 1, incident.Proposal{Client: "acme", Kind: update.FirstNoticeUnknown}); err != nil {
				d.t.Fatal(err)
			}
			d.pass(20 * time.Second)
		}, 1, true},
		{"it needs approval", func(d *desk) {
			d.reconfigure(func(r *team.Roster) { r.Clients[0].Approval.Rule = client.ApprovalOther })
		}, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := fourteen(t)
			if _, err := d.AddClients(t.Context(), people["ana"], 1, service.MoreClients{Names: []string{"c0"}, Impact: "search is slow"}); err != nil {
				t.Fatal(err)
			}
			tt.do(d)
			list, err := d.TellAll(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
			if err != nil {
				t.Fatal(err)
			}
			d.pass(20 * time.Second)
			if len(list) != 2 || (list[0].Err != nil) != tt.err || list[1].Err != nil {
				t.Errorf("what became of it: %+v", list)
			}
			got := 0
			for _, m := range d.sent {
				if m.Client == "c0" {
					got++
				}
			}
			other := d.incident().Affected("c0")
			if kept, settled := d.score(other); got != tt.sent || kept != 1 || settled != 1 {
				t.Errorf("the other got %d texts, kept %d of %d", got, kept, settled)
			}
		})
	}
}

func TestSendToAllSendsWhatWasRead(t *testing.T) {
	d := fourteen(t)
	if _, err := d.AddClients(t.Context(), people["ana"], 1, service.MoreClients{Names: []string{"c0", "c1"}}); err != nil {
		t.Fatal(err)
	}
	list, err := d.WriteAll(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
	if err != nil {
		t.Fatal(err)
	}
	read := view.HashAll(list)
	_, err = d.Write(t.Context(), people["ana"], 1, incident.Proposal{Client: "c1", Kind: update.FirstNoticeUnknown, Words: map[string]string{"impact": "search is slow"}})
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{"acme", "c0", "c1"}
	if _, err = d.SendAll(t.Context(), people["ana"], 1, service.ConsentForClients{Clients: ids, Consent: work.Consent{Hash: read}}); fault.CodeOf(err) != fault.Conflict {
		t.Fatalf("one text changed: %v, want Conflict and nothing sent", err)
	}
	if list, err = d.WriteAll(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown}); err != nil {
		t.Fatal(err)
	}
	if list, err = d.SendAll(t.Context(), people["ana"], 1, service.ConsentForClients{Clients: ids, Consent: work.Consent{Hash: view.HashAll(list)}}); err != nil {
		t.Fatal(err)
	}
	d.pass(3 * time.Second)
	back, left, err := d.UndoAll(t.Context(), people["ana"], 1, list[0].Telling.Update.Batch)
	if err != nil || len(back) != 3 || len(left) != 0 {
		t.Errorf("taken back for %d, left for %d, %v", len(back), len(left), err)
	}
	d.pass(30 * time.Second)
	if len(d.sent) != 0 {
		t.Errorf("%d texts left after the undo", len(d.sent))
	}
}

func TestMoreClients(t *testing.T) {
	d := fourteen(t)
	for _, tt := range []struct {
		name  string
		names []string
		want  fault.Code
	}{
		{"a client and a tag that nobody has", []string{"c1", "web-9"}, fault.Invalid},
		{"one that is in it", []string{"acme"}, fault.Conflict},
	} {
		if _, err := d.AddClients(t.Context(), people["ana"], 1, service.MoreClients{Names: tt.names}); fault.CodeOf(err) != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	if n := len(d.incident().Clients); n != 1 {
		t.Errorf("%d clients are affected, want 1", n)
	}
}

// Whoever presses Undo late reads what became of the text: taken back already is not sent.
func TestUndoTwiceSaysWhatBecameOfTheText(t *testing.T) {
	d := fourteen(t)
	draft := func() view.Ref {
		t.Helper()
		sent, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Client: "acme", Kind: update.FirstNoticeUnknown})
		if err != nil {
			t.Fatal(err)
		}
		return view.Ref{Number: 1, Client: "acme", N: sent.Update.N}
	}
	one := draft()
	for i, want := range []string{"", "was taken back already"} {
		if _, err := d.Undo(t.Context(), people["ana"], one); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("Undo for one, press %d: %v, want %q", i+1, err, want)
		}
	}
	d.pass(2 * time.Minute)
	one = draft()
	d.pass(time.Minute)
	if _, err := d.Undo(t.Context(), people["ana"], one); err == nil || !strings.Contains(err.Error(), "was sent to Acme Shop at <!date^1773151330^{time}|14:02 UTC>.") {
		t.Errorf("Undo of what was sent: %v", err)
	}

	list, err := d.TellAll(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "The cache is empty."}})
	if err != nil {
		t.Fatal(err)
	}
	batch := list[0].Telling.Update.Batch
	for i, want := range []string{"", "it was taken back already"} {
		if _, _, err := d.UndoAll(t.Context(), people["ana"], 1, batch); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("Undo for all, press %d: %v, want %q", i+1, err, want)
		}
	}
	d.pass(2 * time.Minute)
	if list, err = d.TellAll(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "The cache is full."}}); err != nil {
		t.Fatal(err)
	}
	d.pass(time.Minute)
	if _, _, err := d.UndoAll(t.Context(), people["ana"], 1, list[0].Telling.Update.Batch); fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "was sent to all of them") {
		t.Errorf("Undo of what all have: %v", err)
	}
}

// A call that is recorded meanwhile has a number too, and changes nothing.
func TestUndoForAllAfterACall(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("outage")
	d.pass(time.Second)
	if _, err := d.StartCall(t.Context(), people["ana"], 1, "acme"); err != nil {
		t.Fatal(err)
	}
	list, err := d.TellAll(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Told(t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByCall, Text: "we are on it"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.UndoAll(t.Context(), people["ana"], 1, list[0].Telling.Update.Batch); err != nil {
		t.Errorf("it is held until %s, now is %s: %v", list[0].Telling.Held, d.now, err)
	}
}

// One client's promise comes up alone while a reminder about two stands there:
// the other's stays where somebody can press it.
func TestAReminderForTwoStaysForTheOther(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.reconfigure(func(r *team.Roster) {
		r.Clients = append(r.Clients, client.Client{ID: "globex", Name: "Globex Travel", Slack: "C0GLOBEX"})
	})
	d.declare("outage")
	if _, err := d.AddClients(t.Context(), people["ana"], 1, service.MoreClients{Names: []string{"globex"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.TellAll(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.FirstNoticeUnknown}); err != nil {
		t.Fatal(err)
	}
	d.pass(15 * time.Second)
	d.skip(26 * time.Minute) // news for both is due at 14:30
	showing := d.acme().Owed(promise.Update).Showing
	if got := d.incident().Affected("globex").Owed(promise.Update).Showing; got != showing || showing == "" {
		t.Fatalf("acme's reminder is %q, globex's is %q; want one for both", showing, got)
	}
	if _, err := d.SetImpact(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, "orders get lost"); err != nil {
		t.Fatal(err)
	}
	d.pass(30 * time.Second)
	if now := d.acme().Owed(promise.Update).Showing; now == showing {
		t.Fatal("acme's was not said again")
	}
	for _, m := range d.told {
		if m.Kind == outbox.Remove && m.Target == showing {
			t.Error("the reminder for both was deleted, and globex's was in it")
		}
	}
}

// Once another client is affected, “it is down again” is no slip of the hand any more:
// how things stood before knows nothing of them.
func TestWhoIsAddedAfterItWentDownAgainIsNotForgotten(t *testing.T) {
	d := fourteen(t)
	d.write("ana", false)
	d.pass(15 * time.Second)
	if _, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Reopen(t.Context(), people["ana"], view.Ref{Number: 1}, service.Seen{Reason: "it looked so"}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.AddClients(t.Context(), people["ana"], 1, service.MoreClients{Names: []string{"c1"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Mistaken(t.Context(), people["ana"], 1); fault.CodeOf(err) != fault.Conflict || d.incident().State != incident.Open {
		t.Errorf("taken back: %v; it is %s", err, d.incident().State)
	}
	d.sound()
}
