package paper

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/schedule/scheduletest"
	"candor/incident/update"
)

var now = scheduletest.Start

func at(via, to string) *outbox.Delivery { return &outbox.Delivery{Via: via, To: to} }

func acme() *incident.Incident {
	return &incident.Incident{Number: 7, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"},
		Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop", Email: true, Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}}, Heard: 9}}}
}

// A PDF follows a review where it was mailed, once, and where PDFs are made; nothing else
// is owed one.
func TestWhatIsOwedAsAPDF(t *testing.T) {
	prints := Cover(func(u *update.Update, c client.Client, _ time.Time) outbox.Text {
		return outbox.Text{Subject: c.Name, Body: u.Kind}
	})
	for _, tt := range []struct {
		name string
		by   Cover
		kind string
		to   *outbox.Delivery
		want string
	}{
		{"a review by mail", prints, update.PostmortemCover, at("email", "dana@acme.example"), "INC-7/acme/update/9/paper/email/dana@acme.example"},
		{"a review in Slack", prints, update.PostmortemCover, at("slack", "C0ACME"), ""},
		{"a review to their system", prints, update.PostmortemCover, at("webhook", "https://hooks.acme.example"), ""},
		{"the final message", prints, update.ResolvedUpdate, at("email", "dana@acme.example"), ""},
		{"where none is made", nil, update.PostmortemCover, at("email", "dana@acme.example"), ""},
	} {
		list := tt.by.Owed(acme(), &update.Update{Client: "acme", N: 9, Kind: tt.kind, To: []client.Destination{{Via: "slack"}, {Via: "email"}}}, tt.to, now)
		switch {
		case len(list) == 0 && tt.want == "":
		case len(list) != 1 || list[0].Key != tt.want || list[0].Kind != outbox.Paper || list[0].Text.Subject != "Acme Shop" || !list[0].Optional || list[0].Lane != list[0].Key || list[0].Expires.Sub(now) != Patience:
			t.Errorf("%s: %+v, want %s", tt.name, list, tt.want)
		}
	}
}

// What the client would read too late, or not at all, does not leave.
func TestWhenAPDFDoesNotLeave(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*incident.Incident, *outbox.Delivery)
		want   string
	}{
		{"nothing has changed", func(*incident.Incident, *outbox.Delivery) {}, ""},
		{"they have had a correction since", func(inc *incident.Incident, _ *outbox.Delivery) { inc.Clients[0].Heard = 10 }, "a newer text"},
		{"their address is another one", func(inc *incident.Incident, _ *outbox.Delivery) {
			inc.Clients[0].Client.Contacts[0].Email = "d@acme.example"
		}, "another place"},
		{"it is the text itself", func(inc *incident.Incident, d *outbox.Delivery) { inc.Clients[0].Heard, d.Kind = 10, outbox.ClientText }, ""},
	} {
		inc, d := acme(), &outbox.Delivery{Kind: outbox.Paper, Client: "acme", Update: 9, Via: "email", To: "dana@acme.example"}
		tt.change(inc, d)
		if got := Late(inc, d); (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// However many people were to get it, who is in charge hears once of one reason.
func TestWhoIsInChargeHearsOnceOfOneReason(t *testing.T) {
	keys := map[string]bool{}
	for _, d := range []outbox.Delivery{{To: "dana@acme.example", Reason: "the browser crashed"}, {To: "dean@acme.example", Reason: "the browser crashed"}, {To: "dean@acme.example", Reason: "full"}} {
		d.Client, d.Update = "acme", 9
		n := Missed(acme(), &d, now)
		if keys[n.Key] = true; n.To != "U0ANA" || n.Kind != outbox.Notice || n.Client != "acme" || n.Update != 9 {
			t.Errorf("%+v", n)
		}
	}
	if len(keys) != 2 {
		t.Errorf("%d notices, want 2", len(keys))
	}
}
