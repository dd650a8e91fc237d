package service_test

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
	"candor/messages"
)

// asked lists whom a request was brought before by direct message.
func (d *desk) asked() (list []string) {
	for _, m := range d.told {
		if m.Kind == outbox.ApprovalAsk && strings.HasPrefix(m.To, "U") {
			list = append(list, m.To)
		}
	}
	return list
}

func TestApproval(t *testing.T) {
	rule := func(r client.ApprovalRule, people ...string) client.Client {
		return client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Approval: client.Approval{Rule: r, People: people}}
	}
	tests := []struct {
		name   string
		client client.Client
		team   []string
		asked  string // the first person who is asked; "" where it leaves at once
		twice  bool   // the writer confirms a second time
	}{
		{"nobody has to", rule(client.ApprovalNone), []string{"ana", "ben"}, "", false},
		{"another person", rule(client.ApprovalOther), []string{"ana", "ben", "cleo"}, "U0BEN", false},
		{"another person, and there is none", rule(client.ApprovalOther), []string{"ana"}, "", true},
		{"the commander, who writes it", rule(client.ApprovalCommander), []string{"ana", "ben"}, "", false},
		{"a named person", rule(client.ApprovalNamed, "U0CLEO", "U0BEN"), []string{"ana", "ben", "cleo"}, "U0CLEO", false},
		{"a named person, who writes it", rule(client.ApprovalNamed, "U0BEN", "U0ANA"), []string{"ana", "ben"}, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, tt.client, tt.team...)
			d.declare("outage")
			got := d.write("ana", false)
			if got.Again != tt.twice {
				t.Errorf("the writer is asked again: %t, want %t", got.Again, tt.twice)
			}
			if tt.asked == "" {
				if len(got.Asks) > 0 || d.acme().Request != nil {
					t.Errorf("it waits for %+v", got.Asks)
				}
				return
			}
			if list := d.asked(); len(list) != 1 || list[0] != tt.asked {
				t.Errorf("asked %v, want %s", list, tt.asked)
			}
			d.pass(time.Minute)
			if len(d.sent) > 0 {
				t.Errorf("it left without approval")
			}
		})
	}
}

var twoPeople = client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Approval: client.Approval{Rule: client.ApprovalOther}}

func TestApprovedTextLeavesAsItWasRead(t *testing.T) {
	d := newDesk(t, twoPeople, "ana", "ben")
	d.declare("outage")
	want := d.write("ana", false).Update
	r := d.acme().Request

	for name, try := range map[string]func() error{
		"its writer": func() error {
			_, err := d.Approve(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: r.N}, want.Hash())
			return err
		},
		"another text": func() error {
			_, err := d.Approve(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", N: r.N}, "0123456789abcdef")
			return err
		},
		"another request": func() error {
			_, err := d.Approve(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", N: r.N + 1}, want.Hash())
			return err
		},
		"the client": func() error {
			_, err := d.Approve(t.Context(), people["dana"], view.Ref{Number: 1, Client: "acme", N: r.N}, want.Hash())
			return err
		},
	} {
		if err := try(); err == nil || d.acme().Request == nil {
			t.Errorf("approved by %s: %v", name, err)
		}
	}
	if _, err := d.Approve(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", N: r.N}, want.Hash()); err != nil {
		t.Fatal(err)
	}
	d.pass(30 * time.Second)
	if len(d.sent) != 1 || d.sent[0].Text.Body != want.Texts[client.ViaSlack].Body {
		t.Fatalf("sent %+v, want %q once", d.sent, want.Texts[client.ViaSlack].Body)
	}
	list, err := d.Updates(t.Context(), people["ana"], 1, "acme")
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	u := list[0]
	if len(u.Approved) != 1 || u.Approved[0].By != "U0BEN" || u.Alone || u.By != "U0ANA" {
		t.Errorf("the record says approved by %+v, alone: %t, written by %s", u.Approved, u.Alone, u.By)
	}
	if _, err := d.Approve(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", N: r.N}, want.Hash()); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("a second press: %v, want Conflict", err)
	}
}

func TestApprovalEnds(t *testing.T) {
	tests := []struct {
		name string
		do   func(d *desk, r *approval.Request) error
		tell bool // the writer gets a message
	}{
		{"rejected", func(d *desk, r *approval.Request) error {
			_, err := d.Reject(d.t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", N: r.N}, "say since when")
			return err
		}, true},
		{"taken back by its writer", func(d *desk, r *approval.Request) error {
			_, err := d.Withdraw(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: r.N})
			return err
		}, false},
		{"the severity changed", func(d *desk, _ *approval.Request) error {
			_, err := d.Edit(d.t.Context(), people["ana"], 1, incident.Details{Severity: 2})
			return err
		}, true},
		{"cancelled", func(d *desk, _ *approval.Request) error {
			_, err := d.Cancel(d.t.Context(), people["ana"], 1, "a planned restart")
			return err
		}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, twoPeople, "ana", "ben")
			d.declare("outage")
			text := d.write("ana", false).Update
			r := d.acme().Request
			if err := tt.do(d, r); err != nil {
				t.Fatal(err)
			}
			told := len(d.told)
			d.work()
			heard := false
			for _, m := range d.told[told:] {
				heard = heard || m.Kind == outbox.ApprovalEnded && m.To == "U0ANA"
			}
			if heard != tt.tell {
				t.Errorf("the writer was told: %t, want %t", heard, tt.tell)
			}
			aff := d.acme()
			if aff.Request != nil {
				t.Error("it still waits")
			}
			if kept := aff.Drafts["U0ANA"]; kept.Hash() != text.Hash() {
				t.Error("the words are lost")
			}
			if _, err := d.Approve(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", N: r.N}, text.Hash()); err == nil {
				t.Error("it can still be approved")
			}
			d.pass(time.Minute)
			if len(d.sent) > 0 {
				t.Error("it was sent")
			}
		})
	}
}

// What was approved is also where it goes: a client who is reached in another
// place since was not in what the approver read.
func TestApprovalIsForThePlacesThatWereShown(t *testing.T) {
	d := newDesk(t, twoPeople, "ana", "ben")
	d.declare("outage")
	text := d.write("ana", false).Update
	d.reconfigure(func(r *team.Roster) { r.Clients[0].Slack = "C0ELSEWHERE" })
	if _, err := d.Approve(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", N: d.acme().Request.N}, text.Hash()); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("Approve = %v, want a conflict", err)
	}
	d.pass(time.Minute)
	if len(d.sent) > 0 {
		t.Errorf("it was sent to %s", d.sent[0].To)
	}
}

// Nobody answers: the next one is asked, and the next; then the writer may
// decide alone, which is written down.
func TestNobodyApproves(t *testing.T) {
	d := newDesk(t, twoPeople, "ana", "ben", "cleo")
	d.declare("outage") // news is due in 15 minutes
	text := d.write("ana", false).Update
	n := d.acme().Request.N
	alone := func() error {
		_, err := d.SendAlone(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: n}, text.Hash())
		return err
	}
	if err := alone(); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("alone at once: %v, want Conflict", err)
	}
	d.pass(5*time.Minute + time.Second)
	if got := d.asked(); len(got) != 2 || got[1] != "U0CLEO" {
		t.Errorf("after five minutes asked %v, want Ben and Cleo", got)
	}
	d.pass(4 * time.Minute) // a third of what is left
	found := false
	for _, m := range d.told {
		found = found || m.Kind == outbox.ApprovalAlone && m.To == "U0ANA"
	}
	if !found {
		t.Error("the writer does not learn that nobody has answered")
	}
	if err := alone(); err != nil {
		t.Fatal(err)
	}
	d.pass(20 * time.Second)
	list, err := d.Updates(t.Context(), people["ana"], 1, "acme")
	if err != nil || len(list) != 1 || !list[0].Alone || len(d.sent) != 1 {
		t.Errorf("updates %+v, %v; sent %d", list, err, len(d.sent))
	}
}

// Bad news needs the word of those whose it is.
func TestBadNewsNeedsItsRoles(t *testing.T) {
	c := twoPeople
	c.Approval = client.Approval{}
	d := newDesk(t, c, "ana", "ben", "cleo")
	d.declare("data_loss")
	_, err := d.Edit(t.Context(), people["ana"], 1, incident.Details{Roles: map[playbook.Role]string{playbook.Comms: "U0BEN", playbook.Account: "U0CLEO"}})
	if err != nil {
		t.Fatal(err)
	}
	d.work()
	p := incident.Proposal{Kind: update.DataLoss, Words: map[string]string{}, Times: map[string]time.Time{}}
	for _, f := range d.Words.(*messages.Words).Fields(update.DataLoss) {
		if f.Instant {
			p.Times[f.Name] = d.now
		} else if f.Mandatory {
			p.Words[f.Name] = "all user accounts"
		}
	}
	tell, err := d.Write(t.Context(), people["ben"], 1, p)
	if err != nil {
		t.Fatal(err)
	}
	tell, err = d.Send(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: tell.Update.Hash()})
	if err != nil || len(tell.Asks) != 2 {
		t.Fatalf("asks %+v, %v; want the commander and the account owner", tell.Asks, err)
	}
	n, hash := d.acme().Request.N, tell.Update.Hash()
	if tell, err = d.Approve(t.Context(), people["cleo"], view.Ref{Number: 1, Client: "acme", N: n}, hash); err != nil || len(tell.Asks) != 1 {
		t.Fatalf("after Cleo: %+v, %v; want one word missing", tell, err)
	}
	if tell, err = d.Approve(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: n}, hash); err != nil || len(tell.Asks) != 0 {
		t.Fatalf("after Ana: %+v, %v", tell, err)
	}
	d.pass(20 * time.Second)
	if len(d.sent) != 1 {
		t.Errorf("sent %d texts, want 1", len(d.sent))
	}
}

// Who is in charge now approves, not who was when it was asked.
func TestTheRoleApprovesNotThePerson(t *testing.T) {
	c := withChannel
	c.Approval = client.Approval{Rule: client.ApprovalCommander}
	d := newDesk(t, c, "ana", "ben", "cleo")
	d.declare("outage")
	role := func(r playbook.Role, who string) {
		if _, err := d.Edit(t.Context(), people["ana"], 1, incident.Details{Roles: map[playbook.Role]string{r: people[who].ID}}); err != nil {
			t.Fatal(err)
		}
	}
	role(playbook.Comms, "ben")
	d.write("ben", false)
	role(playbook.Commander, "cleo")
	r := d.acme().Request
	if r == nil {
		t.Fatal("void")
	}
	if _, err := d.Approve(t.Context(), people["cleo"], view.Ref{Number: 1, Client: "acme", N: r.N}, r.Update.Hash()); err != nil {
		t.Errorf("cleo is in charge: %v", err)
	}
	if _, err := d.Approve(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: r.N}, r.Update.Hash()); err == nil && d.acme().Request == nil {
		t.Errorf("ana, who is not in charge any more, approved it")
	}
}

// An older text of somebody who has handed the client over takes no role back.
func TestAnApprovalTakesNoRole(t *testing.T) {
	d := newDesk(t, twoPeople, "ana", "ben", "cleo")
	d.declare("outage")
	edit := func(who string) {
		if _, err := d.Edit(t.Context(), people["ana"], 1, incident.Details{Roles: map[playbook.Role]string{playbook.Comms: people[who].ID}}); err != nil {
			t.Fatal(err)
		}
	}
	edit("ben")
	d.write("ben", false)
	edit("cleo")
	r := d.acme().Request
	if r == nil {
		t.Fatal("void")
	}
	if _, err := d.Approve(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: r.N}, r.Update.Hash()); err != nil {
		t.Fatal(err)
	}
	if got := d.incident().Holder(playbook.Comms); got != "U0CLEO" {
		t.Errorf("ana handed the client to cleo; after ana's approval of ben's older text %s talks to the client", got)
	}
}

// Approved alone, taken back, and approved by another.
func TestUndoForgetsThatItWasAlone(t *testing.T) {
	d := newDesk(t, twoPeople, "ana", "ben")
	d.declare("outage")
	d.write("ana", false)
	d.skip(13 * time.Minute)
	r := d.acme().Request
	if _, err := d.SendAlone(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: r.N}, r.Update.Hash()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Undo(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: 1}); err != nil {
		t.Fatal(err)
	}
	u := d.acme().Drafts["U0ANA"]
	tell, err := d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: u.Hash()})
	if err == nil && tell.Again {
		tell, err = d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: tell.Update.Hash()})
	}
	if err != nil {
		t.Fatal(err)
	}
	r = d.acme().Request
	if r == nil {
		t.Fatal("no request", tell.Again)
	}
	if _, err := d.Approve(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", N: r.N}, r.Update.Hash()); err != nil {
		t.Fatal(err)
	}
	d.pass(15 * time.Second)
	list, _ := d.Updates(t.Context(), people["ana"], 1, "acme")
	last := list[len(list)-1]
	if last.Alone || d.written(timeline.ApprovedAlone, "Approved update 2 (first-notice-unknown) for Acme Shop alone") {
		t.Errorf("ben approved it (%v), and the record says alone", last.Approved)
	}
}

// What was approved and taken back is approved anew.
func TestUndoForgetsWhoApproved(t *testing.T) {
	d := newDesk(t, twoPeople, "ana", "ben", "cleo")
	d.declare("outage")
	d.write("ana", false)
	r := d.acme().Request
	if _, err := d.Approve(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", N: r.N}, r.Update.Hash()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Undo(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: 1}); err != nil {
		t.Fatal(err)
	}
	u := d.acme().Drafts["U0ANA"]
	tell, err := d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: u.Hash()})
	if err != nil || tell.Again {
		t.Fatal(err, tell.Again)
	}
	r = d.acme().Request
	if _, err := d.Approve(t.Context(), people["cleo"], view.Ref{Number: 1, Client: "acme", N: r.N}, r.Update.Hash()); err != nil {
		t.Fatal(err)
	}
	list, _ := d.Updates(t.Context(), people["ana"], 1, "acme")
	if u := list[len(list)-1]; len(u.Approved) != 1 {
		t.Errorf("update %d was approved by cleo alone; the record says %+v", u.N, u.Approved)
	}
}

// Whoever was asked about one client tells no other.
func TestBeingAskedIsAboutOneClient(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben", "cleo")
	d.reconfigure(func(r *team.Roster) {
		r.EscalateTo = []string{"U0CLEO"}
		r.Clients = append(r.Clients, client.Client{ID: "globex", Name: "Globex", Slack: "C0GLOBEX", Cadence: map[client.Severity]client.Rhythm{1: {First: 8 * time.Hour}}})
	})
	d.declare("outage")
	if _, err := d.AddClients(t.Context(), people["ana"], 1, service.MoreClients{Names: []string{"globex"}}); err != nil {
		t.Fatal(err)
	}
	d.skip(30 * time.Minute)
	cleo := incident.Actor{ID: "U0CLEO", Team: "T0STUDIO", Home: "T0STUDIO"} // not in the channel
	if p := d.incident().Affected("globex").Owed(promise.Update); len(p.Asked) > 0 && strings.Contains(strings.Join(p.Asked, " "), "U0CLEO") {
		t.Fatal("cleo was asked about globex too")
	}
	_, err := d.Tell(t.Context(), cleo, 1, incident.Proposal{Client: "globex", Kind: update.FirstNoticeUnknown})
	if err == nil {
		t.Errorf("cleo was asked about acme only and told globex; comms is now %s", d.incident().Holder(playbook.Comms))
	}
}

// Whom the client named approves, whoever is in charge by then.
func TestNamedApproversStayWhoeverHoldsTheRoles(t *testing.T) {
	c := withChannel
	c.Approval = client.Approval{Rule: client.ApprovalNamed, People: []string{"U0CLEO"}}
	d := newDesk(t, c, "ana", "ben", "cleo")
	d.declare("outage")
	d.write("ana", false)
	if _, err := d.Edit(t.Context(), people["ana"], 1, incident.Details{Roles: map[playbook.Role]string{playbook.Commander: "U0BEN"}}); err != nil {
		t.Fatal(err)
	}
	r := d.acme().Request
	if r == nil || r.Lacking() != "<@U0CLEO>" {
		t.Fatalf("the request is %+v, want it to wait for cleo", r)
	}
	if _, err := d.Approve(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", N: r.N}, r.Update.Hash()); err == nil {
		t.Error("ben, whom nobody named, approved it")
	}
}

// Nothing that waits for a word outlives its incident: its text goes back to its writer.
func TestAnOpenRequestEndsWithItsIncident(t *testing.T) {
	waits := func(d *desk, p incident.Proposal) {
		t.Helper()
		p.Client = "acme"
		text, err := d.Write(t.Context(), people["ana"], 1, p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: text.Update.Hash()}); err != nil {
			t.Fatal(err)
		}
		if d.acme().Request == nil {
			t.Fatal("it needs nobody's word")
		}
	}
	ended := func(d *desk, what string) {
		t.Helper()
		told := d.count(outbox.ApprovalEnded)
		d.work()
		if aff := d.acme(); aff.Request != nil || len(aff.Drafts) != 1 || d.count(outbox.ApprovalEnded) != told+1 {
			t.Errorf("%s: the request is %+v, %d drafts; its writer was told: %t", what, aff.Request, len(aff.Drafts), d.count(outbox.ApprovalEnded) > told)
		}
	}
	d := newDesk(t, twoPeople, "ana", "ben")
	d.declare("outage")
	d.rang("Rang them")
	waits(d, incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "We found the cause."}})
	if _, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved}); err != nil {
		t.Fatal(err)
	}
	ended(d, "resolved")
	d.rang("It works again")
	waits(d, incident.Proposal{Kind: update.MeetingInvite, Words: map[string]string{"people": "Ben and me"}})
	if _, err := d.Close(t.Context(), people["ana"], 1, service.Closing{Reason: "small team"}); err != nil {
		t.Fatal(err)
	}
	ended(d, "closed")
}

// rang records a call.
func (d *desk) rang(text string) {
	d.t.Helper()
	if _, err := d.Told(d.t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByCall, Text: text}); err != nil {
		d.t.Fatal(err)
	}
	d.pass(time.Second)
}
