package messages

import (
	"strings"
	"testing"

	"candor/incident/client"
	"candor/incident/update"
	"candor/messages/lint"
	"candor/messages/scene"
)

// Every text in each of its forms: with everything answered, and with only what
// is mandatory, late, for a client without mail. Read the diff as a client would.
func TestEveryTextWithItsSamples(t *testing.T) {
	w := mustLoad(t, "").SignedBy("Studio North")
	for _, kind := range w.Kinds() {
		t.Run(kind, func(t *testing.T) {
			c, full := w.templates[kind].tried(true)
			bare, late := w.templates[kind].tried(false)
			late.LateFor = c.Incident.Since
			got := "# Everything answered\n\n" + asSent(t, w, c, full) + "\n# Only what is mandatory, and late\n\n" + asSent(t, w, bare, late)
			scene.Golden(t, "text/"+kind, got)
			if strings.Contains(got, "  ") || strings.Contains(got, "..") || strings.ContainsAny(got, "{}") || strings.Contains(got, "\n\n\n") {
				t.Errorf("spaces, stops, lines or brackets were left over:\n%s", got)
			}
		})
	}
}

// asSent is an update as it leaves for Slack and as a mail.
func asSent(t *testing.T, w *Words, c Case, u update.Update) string {
	t.Helper()
	inSlack, err := w.Render(&c.Incident, &c.Client, u, toSlack)
	if err != nil {
		t.Fatal(err)
	}
	mail, err := w.Render(&c.Incident, &c.Client, u, byEmail)
	if err != nil {
		t.Fatal(err)
	}
	if inSlack.Subject != "" || mail.Subject == "" {
		t.Errorf("subjects: %q in Slack, %q by mail", inSlack.Subject, mail.Subject)
	}
	if found := lint.FindSecret(mail.Subject + "\n" + mail.Body); found != "" {
		t.Errorf("%q in our own words looks like a secret", found)
	}
	return "## Slack\n\n" + inSlack.Body + "\n\n## E-mail: " + mail.Subject + "\n\n" + mail.Body + "\n"
}

func TestWebhook(t *testing.T) {
	w := mustLoad(t, "")
	for _, kind := range []string{update.Progress, update.ResolvedUpdate} {
		c, u := w.templates[kind].tried(true)
		c.Incident.Title, c.Incident.Channel.Name = "internal talk", "inc-41"
		text, err := w.Render(&c.Incident, &c.Client, u, client.Destination{Via: client.ViaWebhook, To: "https://hooks.webshop.example/x"})
		if err != nil || text.Subject != "" {
			t.Fatal(err, text.Subject)
		}
		scene.Golden(t, "webhook/"+kind, text.Body+"\n")
		for _, internal := range []string{"internal", "inc-41", "U0INES", "hooks.", "C0WEBSHOP"} {
			if strings.Contains(text.Body, internal) {
				t.Errorf("%q left with the webhook: %s", internal, text.Body)
			}
		}
	}
}

// A client without mail reads in Slack what the others read in their mail: a
// question is asked only if its answer is shown.
func TestEveryAnswerIsShownOnEachWay(t *testing.T) {
	w := mustLoad(t, "")
	for _, kind := range w.Kinds() {
		tpl := w.templates[kind]
		for _, f := range tpl.fields {
			for _, via := range []string{client.ViaSlack, client.ViaEmail} {
				if !f.Team && !namesIn(tpl.nodes(via), map[string]bool{})[f.Name] {
					t.Errorf("%s asks for %s and does not show it by %s", kind, f.Name, via)
				}
			}
		}
		if update.PromisesNext(kind) != tpl.parts[slackPart].names["next_update"] || update.PromisesNext(kind) != tpl.parts[emailPart].names["next_update"] {
			t.Errorf("%s: promises the next update %v, and its texts do not agree", kind, update.PromisesNext(kind))
		}
	}
}

// No sentence claims what did not happen.
func TestNoClaimWithoutTheFact(t *testing.T) {
	w := mustLoad(t, "")
	tests := []struct {
		name, kind, via, claim string
		without                func(*Case, *update.Update)
	}{
		{"a call", update.DataLoss, client.ViaSlack, "I am also trying to reach you by phone now.", func(_ *Case, u *update.Update) { delete(u.Words, update.Calling) }},
		{"a mail about lost data", update.DataLoss, client.ViaSlack, "come by e-mail", func(c *Case, _ *update.Update) { c.Client.Email = false }},
		{"a mail with the notice", update.ProcessorNotice, client.ViaSlack, "comes by e-mail", func(c *Case, _ *update.Update) { c.Client.Email = false }},
		{"an alarm", update.AutoLate, client.ViaSlack, "has been alerted", func(_ *Case, u *update.Update) { delete(u.Words, update.Alerted) }},
		{"an alarm, in the mail", update.AutoLate, client.ViaEmail, "has been alerted", func(_ *Case, u *update.Update) { delete(u.Words, update.Alerted) }},
		{"somebody who steps in", update.MissedUpdate, client.ViaSlack, "if I cannot", func(_ *Case, u *update.Update) { delete(u.Words, "backup_person") }},
		{"somebody who steps in, in the mail", update.MissedUpdate, client.ViaEmail, "if I cannot", func(_ *Case, u *update.Update) { delete(u.Words, "backup_person") }},
		{"a review to come", update.Checkin24h, client.ViaSlack, "written review", func(c *Case, _ *update.Update) { c.Incident.Clients[0].Promises = nil }},
		{"a review that is overdue", update.Checkin24h, client.ViaSlack, "written review", func(c *Case, _ *update.Update) { c.Incident.Clients[0].Promises[0].DueAt = c.Now }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, u := w.templates[tt.kind].tried(true)
			render := func() string {
				text, err := w.Render(&c.Incident, &c.Client, u, client.Destination{Via: tt.via})
				if err != nil {
					t.Fatal(err)
				}
				return text.Body
			}
			if with := render(); !strings.Contains(with, tt.claim) {
				t.Errorf("it is not said: %s", with)
			}
			tt.without(&c, &u)
			if without := render(); strings.Contains(without, tt.claim) {
				t.Errorf("nobody knows that: %s", without)
			}
		})
	}
}

// What Candor sends by itself holds nothing that a person did not say.
func TestAutomaticTextsSayWhatIsRecorded(t *testing.T) {
	w := mustLoad(t, "")
	for _, kind := range w.Kinds() {
		if !update.Automatic(kind) {
			continue
		}
		if asked := w.Fields(kind); len(asked) > 0 {
			t.Errorf("%s asks %v; nobody is there to answer", kind, asked)
		}
		c, u := w.templates[kind].tried(true)
		u.Words = map[string]string{update.Alerted: "yes", "action_now": "almost done", "impact_still": "typed"}
		c.Incident.Impact, c.Incident.Doing, c.Incident.Clients[0].Said = "declared", "fixing", map[string]string{"impact_still": "Cards fail, IDs too"}
		for _, via := range client.Ways {
			text, err := w.Render(&c.Incident, &c.Client, u, client.Destination{Via: via})
			if err != nil {
				t.Fatal(err)
			}
			for _, bad := range []string{"almost", "typed", "declared", "fixing", "thank", "http"} {
				if strings.Contains(text.Body, bad) {
					t.Errorf("%s by %s says %q: %s", kind, via, bad, text.Body)
				}
			}
			if kind == update.AutoHolding && !strings.Contains(text.Body, "Cards fail, IDs too") {
				t.Errorf("the impact is not word for word: %s", text.Body)
			}
		}
	}
}
