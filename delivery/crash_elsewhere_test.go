package delivery

import (
	"log/slog"
	"net"
	"net/http/httptest"
	"strings"
	"testing"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/team"
	"candor/sandbox/catch"
)

// newStoryElsewhere is the story of a client who is reached on every way: in
// Slack, by mail and by webhook.
func newStoryElsewhere(t *testing.T) *story {
	t.Helper()
	st := newStory(t)
	web := httptest.NewServer(st.box.Handler())
	t.Cleanup(web.Close)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	st.box.ServeMail(ln)
	_, err = st.s.Provision(t.Context(), team.Roster{
		Clients: []client.Client{{
			ID: "acme", Name: "Acme Shop", TimeZone: "Europe/London", Slack: "C0ACME", Email: true,
			Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}},
			Webhook:  &client.Webhook{URL: web.URL + "/webhook/acme", Secret: hookSecret},
		}},
		People: []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz", Role: "Lead developer"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	mail := NewEmail(MailServer{Host: "127.0.0.1", Port: ln.Addr().(*net.TCPAddr).Port, From: "status@studio-north.example", TLS: NoTLS})
	mail.Log = slog.New(slog.DiscardHandler)
	st.sender = Ways{Team: st.Slack, Clients: map[string]Sender{client.ViaSlack: st.Slack, client.ViaEmail: mail, client.ViaWebhook: newHook(loopbackAllowed)}}
	return st
}

// Wherever the process dies: the client has the text in Slack once, and the mail
// once or a person was asked; the webhook has it, and if it came twice, under the
// same id.
func TestDyingAtEveryStepOfEveryWay(t *testing.T) {
	t.Parallel()
	dieAtEveryStep(t, newStoryElsewhere, (*story).checkElsewhere)
}

func (st *story) checkElsewhere() {
	st.t.Helper()
	inc, err := st.s.Get(st.t.Context(), ana, 1)
	if err != nil {
		st.t.Fatal(err)
	}
	states := map[string]outbox.DeliveryState{}
	for _, r := range inc.Clients[0].Results {
		states[r.To.Via] = r.State
	}
	asked := false
	for _, m := range st.box.Messages(inc.Channel.ID) {
		asked = asked || strings.Contains(m.Text, "I do not know whether update 1 reached Acme Shop by e-mail")
	}
	mails := len(st.box.Mails("dana@acme.example"))
	switch state := states[client.ViaEmail]; {
	case mails > 1:
		st.t.Errorf("the client has the mail %d times", mails)
	case state == outbox.Delivered && mails == 1 && !asked:
	case state == outbox.NeedsDecision && asked:
	default:
		st.t.Errorf("the mail is %s, arrived %d times, and a person was asked: %t", state, mails, asked)
	}

	if n := len(st.box.Messages("C0ACME")); states[client.ViaSlack] != outbox.Delivered || n != 1 {
		st.t.Errorf("in Slack it is %s and stands there %d times", states[client.ViaSlack], n)
	}

	ids := map[string]bool{}
	for _, c := range st.box.Caught(catch.Webhook, "acme") {
		ids[c.ID] = true
	}
	if states[client.ViaWebhook] != outbox.Delivered || len(ids) != 1 {
		st.t.Errorf("the webhook is %s and has the text under %d ids", states[client.ViaWebhook], len(ids))
	}
	if inc.Clients[0].ToldAt.IsZero() {
		st.t.Error("the client has the text and counts as not told")
	}
}
