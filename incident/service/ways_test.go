package service_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// everyWay is a client who is told in each way.
var everyWay = client.Client{ID: "acme", Name: "Acme Shop", TimeZone: "Europe/London", Slack: "C0ACME", Email: true,
	Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}, Webhook: &client.Webhook{URL: "https://hooks.acme.example/x"}}

// left is the newest text that left on a way.
func (d *desk) left(via string) outbox.Text {
	d.t.Helper()
	for i := len(d.sent) - 1; i >= 0; i-- {
		if d.sent[i].Via == via {
			return *d.sent[i].Text
		}
	}
	d.t.Fatalf("nothing left by %s", via)
	return outbox.Text{}
}

// An update leaves in each way with the form that the way needs. A copy of the
// first word that did not arrive can be sent again, although they have had it
// elsewhere.
func TestAnUpdateLeavesInEveryWay(t *testing.T) {
	d := newDesk(t, everyWay, "ana")
	d.declare("outage")
	d.fail[client.ViaEmail] = outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "the mailbox is full"}
	told := d.write("ana", false)
	d.pass(time.Minute)
	if got := d.left(client.ViaSlack); got.Subject != "" || !strings.HasPrefix(got.Body, "*Acme Shop: we are looking into a problem* [INC-1]\nDana,") {
		t.Errorf("to Slack: %+v", got)
	}
	mail := told.Update.Texts[client.ViaEmail]
	if mail.Subject != "Acme Shop: the shop has not been opening since 14:00 GMT [INC-1]" || !strings.HasPrefix(mail.Body, "Hi Dana,\n\nThe shop ") || !strings.HasSuffix(mail.Body, "\n\nAna") {
		t.Errorf("by mail: %+v", mail)
	}
	var hook struct{ Data struct{ Text, Status string } }
	if err := json.Unmarshal([]byte(d.left(client.ViaWebhook).Body), &hook); err != nil || hook.Data.Text != mail.Body || hook.Data.Status != "investigating" {
		t.Errorf("to the webhook: %+v, %v", hook, err)
	}

	delete(d.fail, client.ViaEmail)
	if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: "INC-1/acme/update/1/email/dana@acme.example"}, outbox.SendAgain); err != nil {
		t.Fatal(err)
	}
	d.work()
	if d.left(client.ViaEmail) != mail {
		t.Errorf("sent again: %+v", d.left(client.ViaEmail))
	}
}

// Whoever presses the button signs, also a text that was drafted for somebody else.
func TestWhoSendsSigns(t *testing.T) {
	d := newDesk(t, everyWay, "ana", "ben")
	d.declare("outage")
	d.pass(8 * time.Minute)
	if _, err := d.Edit(t.Context(), people["ana"], 1, incident.Details{Roles: map[playbook.Role]string{playbook.Comms: "U0BEN"}}); err != nil {
		t.Fatal(err)
	}
	draft := d.acme().Promises[0].Draft
	told, err := d.AnswerReminder(t.Context(), people["ben"], view.Ref{Number: 1, Client: "acme", N: 1}, draft.Hash())
	if err != nil || told.Again || !strings.HasSuffix(told.Update.Texts[client.ViaEmail].Body, "\n\nBen") {
		t.Fatalf("sent as %+v, %v", told, err)
	}
	d.pass(time.Minute)
	if got := d.left(client.ViaEmail).Body; !strings.HasSuffix(got, "\n\nBen") || !strings.HasSuffix(d.left(client.ViaSlack).Body, "\n– Ben") {
		t.Errorf("the mail is signed: %s", got)
	}
}

// A promise to write again after the last word is owned like any other, and
// whatever keeps it settles it.
func TestALateWordAfterTheLastOne(t *testing.T) {
	d := newDesk(t, everyWay, "ana")
	d.declare("outage")
	d.write("ana", false)
	d.pass(time.Minute)
	last := incident.Proposal{Kind: update.ResolvedUpdate, Words: map[string]string{"impact_past": "the shop did not open", "data_line": "No data was lost."}}
	told, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: servicetest.Solved, Last: &last})
	if err != nil {
		t.Fatal(err)
	}
	send := func(told *view.Draft, err error) {
		t.Helper()
		if err == nil {
			_, err = d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: told.Update.Hash()})
		}
		if err != nil {
			t.Fatal(err)
		}
		d.pass(time.Minute)
	}
	send(told, nil)
	send(d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Correction, NextAt: d.now.Add(time.Hour),
		Words: map[string]string{"wrong": "no data was lost", "right": "Three orders are missing.", "how_found": "We looked.", "action_now": "restoring them"}}))
	d.pass(2 * time.Hour)
	send(d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Checkin24h, Words: map[string]string{"observed": "The orders are back."}}))
	if got := d.left(client.ViaEmail).Body; !strings.Contains(got, "We promised you an update by 15:02 GMT, and it is late") {
		t.Errorf("the delay is not owned: %s", got)
	}
	if p := d.acme().Owed(promise.Afterword); p != nil {
		t.Errorf("it is still owed: %+v", p)
	}
}
