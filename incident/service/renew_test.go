package service_test

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// request is the approval that waits for ben's word.
func (d *desk) request() *approval.Request {
	d.t.Helper()
	r := d.acme().Request
	if r == nil {
		d.t.Fatal("nothing waits for approval")
	}
	return r
}

func (d *desk) approve(who string) error {
	d.t.Helper()
	r := d.request()
	_, err := d.Approve(d.t.Context(), people[who], view.Ref{Number: 1, Client: "acme", N: r.N}, r.Update.Hash())
	d.pass(15 * time.Second)
	return err
}

// opened is an incident of which the client has had the first word.
func opened(t *testing.T, c client.Client, kind string) *desk {
	t.Helper()
	d := newDesk(t, c, "ana", "ben")
	d.declare(kind)
	d.write("ana", false)
	if d.acme().Request != nil {
		if err := d.approve("ben"); err != nil {
			t.Fatal(err)
		}
	}
	d.pass(15 * time.Second)
	return d
}

// readNews writes what is known and returns the hash of the text that was read.
func (d *desk) readNews() string {
	d.t.Helper()
	tell, err := d.Write(d.t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress})
	if err != nil {
		d.t.Fatal(err)
	}
	return tell.Update.Hash()
}

// A text was right when somebody read it. It leaves only if it still is: at the
// press, at the approval, and from a reminder.
func TestWhatIsNoLongerRightDoesNotLeave(t *testing.T) {
	tests := []struct {
		name   string
		client client.Client
		kind   string
		try    func(d *desk) (again bool, err error) // reads a text, lets something happen, and sends it
	}{
		{"the answer that a draft tells has changed", withChannel, "data_loss", func(d *desk) (bool, error) {
			d.fact(facts.DataLost, facts.No)
			hash := d.readNews()
			d.fact(facts.DataLost, facts.Yes)
			tell, err := d.Send(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: hash})
			return err == nil && tell.Again, err
		}},
		{"the answer that a request tells has changed", twoPeople, "data_loss", func(d *desk) (bool, error) {
			d.fact(facts.DataLost, facts.No)
			if _, err := d.Send(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: d.readNews()}); err != nil {
				d.t.Fatal(err)
			}
			r := d.request()
			d.fact(facts.DataLost, facts.Yes)
			if _, kept := d.acme().Drafts["U0ANA"]; d.acme().Request != nil || !kept {
				d.t.Error("it still waits for a word, or its writer has nothing to go on with")
			}
			_, err := d.Approve(d.t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", N: r.N}, r.Update.Hash())
			return false, err
		}},
		{"they were called while “since you last heard” waited", twoPeople, "outage", func(d *desk) (bool, error) {
			if _, err := d.Tell(d.t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Holding}); err != nil {
				d.t.Fatal(err)
			}
			d.skip(2 * time.Minute)
			d.tell(byhand.ByCall, time.Hour)
			return false, d.approve("ben")
		}},
		{"their channel was corrected since the draft", withChannel, "outage", func(d *desk) (bool, error) {
			tell, err := d.Write(d.t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "We restarted it.", "impact_now": "It is slow."}})
			if err != nil {
				d.t.Fatal(err)
			}
			d.reconfigure(func(r *team.Roster) { r.Clients[0].Slack = "C0RIGHT" })
			tell, err = d.Send(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: tell.Update.Hash()})
			return err == nil && tell.Again, err
		}},
		{"their channel was corrected since the reminder", withChannel, "outage", func(d *desk) (bool, error) {
			d.skip(26 * time.Minute)
			p := d.acme().Owed(promise.Update)
			d.reconfigure(func(r *team.Roster) { r.Clients[0].Slack = "C0RIGHT" })
			tell, err := d.AnswerReminder(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: p.N}, p.Draft.Hash())
			return err == nil && tell.Again, err
		}},
		{"a loss is confirmed since the reminder said that nothing has changed", withChannel, "outage", func(d *desk) (bool, error) {
			d.skip(26 * time.Minute)
			p := d.acme().Owed(promise.Update)
			hash := p.Draft.Hash()
			d.fact(facts.DataLost, facts.Yes)
			tell, err := d.AnswerReminder(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: p.N}, hash)
			return err == nil && tell.Again, err
		}},
		{"what they notice has changed since", withChannel, "outage", func(d *desk) (bool, error) {
			tell, err := d.Write(d.t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Holding})
			if err != nil {
				d.t.Fatal(err)
			}
			if _, err := d.SetImpact(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, "orders get lost"); err != nil {
				d.t.Fatal(err)
			}
			tell, err = d.Send(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: tell.Update.Hash()})
			return err == nil && tell.Again, err
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := opened(t, tt.client, tt.kind)
			before := len(d.sent)
			again, err := tt.try(d)
			d.pass(15 * time.Second)
			if !again && err == nil || len(d.sent) != before {
				t.Errorf("read once more: %t, error: %v, sent: %d", again, err, len(d.sent)-before)
			}
		})
	}
}

// “I am calling you now” waits for approval, nobody answers the phone, and then
// the approval comes, or nobody answers and the writer sends it alone: it does not leave,
// and its writer has the words back.
func TestARequestThatSaysCalling(t *testing.T) {
	t.Run("approved", func(t *testing.T) {
		d := calling(t)
		d.skip(12 * time.Minute)
		d.comesBack(d.approve("ben"))
	})
	t.Run("alone", func(t *testing.T) {
		d := calling(t)
		d.skip(time.Hour) // nobody answers any more, and the client waits
		r := d.request()
		_, err := d.SendAlone(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: r.N}, r.Update.Hash())
		d.comesBack(err)
	})
}

// comesBack checks that a request did not leave and that its writer has the words.
func (d *desk) comesBack(err error) {
	d.t.Helper()
	d.pass(15 * time.Second)
	if fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "something has happened since it was written") || len(d.sent) > 0 {
		d.t.Errorf("error: %v, sent: %d", err, len(d.sent))
	}
	if aff := d.acme(); aff.Request != nil || aff.Drafts["U0ANA"].Kind != update.DataLoss {
		d.t.Errorf("it waits still, or the words are gone: %+v", aff.Drafts)
	}
}

// calling is a request that says that the client is being called, which is over.
func calling(t *testing.T) *desk {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("data_loss")
	if _, err := d.Edit(t.Context(), people["ana"], 1, incident.Details{Roles: map[playbook.Role]string{playbook.Account: "U0BEN"}}); err != nil {
		t.Fatal(err)
	}
	d.fact(facts.DataLost, facts.Yes)
	if _, err := d.StartCall(t.Context(), people["ana"], 1, "acme"); err != nil {
		t.Fatal(err)
	}
	tell, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.DataLoss, Words: map[string]string{"protect_line": "stopped all changes", "backup_line": "We had no backup."}})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(tell.Update.Texts[client.ViaSlack].Body, "I am also trying to reach you by phone now") {
		t.Fatal("it does not say so")
	}
	if _, err := d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: tell.Update.Hash(), Sure: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.NobodyAnswered(t.Context(), people["ana"], 1, "acme"); err != nil {
		t.Fatal(err)
	}
	return d
}

// A text that owns a missed call is read again if somebody has tried since.
func TestATextThatOwnsACall(t *testing.T) {
	d := opened(t, withChannel, "outage")
	at := d.now.Add(time.Hour)
	if _, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.MeetingInvite, Words: map[string]string{"people": "Ben and me"}, Times: map[string]time.Time{"slot1": at, "slot2": at.Add(2 * time.Hour)}}); err != nil {
		t.Fatal(err)
	}
	d.pass(15 * time.Second)
	if _, err := d.Meet(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: 1}); err != nil { // until they say yes it is an offer
		t.Fatal(err)
	}
	d.skip(75 * time.Minute)
	tell, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "We found a slow query", "impact_now": "Orders are slow", "action_now": "reading the logs"}})
	if err != nil {
		t.Fatal(err)
	}
	if body := tell.Update.Texts[client.ViaSlack].Body; !strings.Contains(body, "We promised to call you at ") {
		t.Fatalf("the missed call is not owned: %s", body)
	}
	if _, err := d.StartCall(t.Context(), people["ana"], 1, "acme"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.NobodyAnswered(t.Context(), people["ana"], 1, "acme"); err != nil {
		t.Fatal(err)
	}
	again, err := d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: tell.Update.Hash(), Sure: true})
	if err != nil || !again.Again {
		t.Fatalf("sent without being read again, %v", err)
	}
	if body := again.Update.Texts[client.ViaSlack].Body; strings.Contains(body, "We promised to call") {
		t.Errorf("somebody has tried, and they read: %s", body)
	}
}

// “Still working” by the form and with another time says no more than is true.
func TestStillWorkingClaimsNothing(t *testing.T) {
	d := opened(t, withChannel, "outage")
	d.fact(facts.Personal, facts.Yes)
	if _, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Holding}); !untold(err) {
		t.Fatalf("it is about people, they do not know, and “still working” leaves: %v", err)
	}
	if err := d.agreeLater(4 * time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Holding, NextAt: d.now.Add(45 * time.Minute)}); err != nil {
		t.Fatal(err)
	}
	d.pass(15 * time.Second)
	if body := d.sent[1].Text.Body; strings.Contains(body, "Nothing has changed") {
		t.Errorf("it is about people, and they read: %s", body)
	}
	if _, err := d.SetImpact(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, "orders get lost"); err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string]func(incident.Proposal) error{
		"written": func(p incident.Proposal) error { _, err := d.Write(t.Context(), people["ana"], 1, p); return err },
		"sent":    func(p incident.Proposal) error { _, err := d.Tell(t.Context(), people["ana"], 1, p); return err },
	} {
		if err := try(incident.Proposal{Kind: update.Holding, NextAt: d.now.Add(time.Hour)}); fault.CodeOf(err) != fault.NeedsFact {
			t.Errorf("what they notice has changed, and “still working” is %s: %v", name, err)
		}
	}
}

// A copy that arrives while its correction is written is corrected too: it goes to where that was
// missing anyway.
func TestACorrectionGoesToWhoGotItMeanwhile(t *testing.T) {
	d := newDesk(t, twoWays, "ana")
	d.declare("outage")
	d.fail[client.ViaWebhook] = outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "their webhook has trouble"}
	d.write("ana", false)
	d.pass(12 * time.Second)
	tell, err := d.Write(t.Context(), people["ana"], 1, correction(1))
	if err != nil {
		t.Fatal(err)
	}
	clear(d.fail)
	d.pass(70 * time.Second)
	if tell, err = d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: tell.Update.Hash()}); err != nil {
		t.Fatal(err)
	}
	d.pass(15 * time.Second)
	if n := len(d.sent); n != 4 {
		t.Errorf("%d texts have arrived, want the wrong one and its correction on both ways", n)
	}
}

// An address that is corrected while a text is tried again gets nothing more to
// the old one, and people are told.
func TestACorrectedAddressEndsWhatIsTriedAgain(t *testing.T) {
	c := client.Client{ID: "acme", Name: "Acme Shop", Email: true, Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@wrong.example"}}}
	d := newDesk(t, c, "ana")
	d.declare("outage")
	d.fail[client.ViaEmail] = outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the mail server could not be reached"}
	d.write("ana", false)
	d.pass(30 * time.Second)
	d.reconfigure(func(r *team.Roster) { r.Clients[0].Contacts[0].Email = "dana@acme.example" })
	clear(d.fail)
	d.pass(90 * time.Second)
	if len(d.sent) > 0 || d.count(outbox.Problem) != 1 {
		t.Errorf("%d mails to the old address, %d problems shown; want none and one", len(d.sent), d.count(outbox.Problem))
	}
}

func TestOneMailboxIsOneDestination(t *testing.T) {
	c := client.Client{ID: "acme", Name: "Acme Shop", Email: true, Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}, {Name: "Dana", Email: "Dana@Acme.example"}}}
	if list := c.Destinations(); len(list) != 1 || list[0].To != "dana@acme.example" {
		t.Errorf("the mail goes to %v", list)
	}
}

// “None” in a field is no sentence that a client can read.
func TestANonAnswerIsAskedForAgain(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("data_loss")
	d.fact(facts.DataLost, facts.Yes)
	_, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.DataLoss, Words: map[string]string{"protect_line": "none", "backup_line": "We had no backup."}})
	if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), "protect") {
		t.Errorf("“We have none.”: %v", err)
	}
}

// What becomes known after a text was written stands in it before it leaves: its writer
// reads it once more. An approval of the older words is none.
func TestWhatBecomesKnownAfterADraftStandsInTheText(t *testing.T) {
	for _, kind := range []string{update.DataLoss, update.BreachSuspected, update.Progress} {
		d := newDesk(t, withChannel, "ana", "ben")
		d.declare("backup_failure")
		if kind == update.Progress {
			d.write("ana", false)
			d.pass(time.Minute)
		}
		p := incident.Proposal{Kind: kind, Words: map[string]string{}}
		for _, f := range servicetest.Words(t).Fields(kind) {
			if f.Mandatory && !f.Instant {
				p.Words[f.Name] = "We restart the server."
			}
		}
		draft, err := d.Write(t.Context(), people["ana"], 1, p)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		d.fact(facts.Personal, facts.Yes)
		send := func(u update.Update) *view.Draft {
			t.Helper()
			got, err := d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: u.Hash(), Sure: true, Reason: "they know the rest"})
			if err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			return got
		}
		got := send(draft.Update)
		if text := got.Update.Texts["slack"].Body; !got.Again || !strings.Contains(text, "Personal data is affected.") || !strings.Contains(text, "restart") {
			t.Errorf("%s: asked again %t: %q", kind, got.Again, text)
		}
		if got = send(got.Update); got.Again {
			t.Errorf("%s is asked about a second time", kind)
		}
	}
}
