package form

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/mrkdwn"
	"candor/messages/scene"
)

// byAllWays is a client who is told in each way.
func byAllWays() client.Client {
	c := scene.Acme
	c.Email = true
	c.Contacts = []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}, {Email: "shop&office@acme.example"}}
	c.Webhook = &client.Webhook{URL: "https://key@hooks.acme.example/status?token=k1#x", Secret: "whsec_x"}
	return c
}

// mailed is what a client of all ways is told.
func mailed(t testing.TB, w *messages.Words, c client.Client, kind string) *view.Draft {
	t.Helper()
	inc, now := momentFor(kind)
	inc.Clients[0].Client = c
	u := w.SampleUpdate(kind)
	u.At, u.NextAt, u.To, u.Texts = now, now.Add(25*time.Minute), c.Destinations(), map[string]outbox.Text{}
	for _, d := range u.To {
		text, err := w.Render(inc, &c, u, d)
		if err != nil {
			t.Fatal(err)
		}
		u.Texts[d.Via] = text
	}
	return &view.Draft{Incident: inc, Client: c, Update: u}
}

func wayForms(t testing.TB, w *messages.Words) []formCase {
	onlyMail := byAllWays()
	onlyMail.Slack, onlyMail.Webhook = "", nil
	return []formCase{
		{"preview/all-ways", Preview(mailed(t, w, byAllWays(), update.Progress), scene.At("14:05")), true},
		{"preview/only-mail", Preview(mailed(t, w, onlyMail, update.DataLoss), scene.At("14:05")), true},
	}
}

// Each recipient is named, and no key that stands in an address.
func TestAPreviewNamesWhoGetsIt(t *testing.T) {
	w := mustLoad(t)
	s := scene.ReadableJSON(t, Preview(mailed(t, w, byAllWays(), update.Progress), scene.At("14:05")))
	for _, want := range []string{"<#C0ACME>", "Dana Fox (dana@acme.example)", "shop&amp;office@acme.example", "https://hooks.acme.example/status"} {
		if !strings.Contains(s, want) {
			t.Errorf("the preview does not name %s", want)
		}
	}
	for _, secret := range []string{"key@", "k1", "whsec"} {
		if strings.Contains(s, secret) {
			t.Errorf("the preview shows %s", secret)
		}
	}
}

// worstPreviews are the heaviest texts that Render lets through, to as many as
// there may be, with a long list of remarks.
func worstPreviews(w *messages.Words) (list []formCase) {
	c := byAllWays()
	for i := range 200 {
		c.Contacts = append(c.Contacts, client.Contact{Name: strings.Repeat("客&", 40), Email: fmt.Sprintf("&%d@acme.example", i)})
	}
	for name, ch := range map[string]string{"quotes": `"`, "entities": "&", "han": "漢", "words": "a b\n"} {
		inSlack, mail := ch, ch
		if ch == "&" {
			inSlack = "&amp;"
		}
		grow := func(s string, weigh func(string) int) string {
			return strings.Repeat(s, min(messages.MaxText/len(s), messages.MaxWeight/(weigh(strings.Repeat(s, 100))-2)*100))
		}
		inc := scene.Worst()
		asks := []approval.Need{{For: approval.Named, People: slices.Repeat([]string{"U0123456789"}, 10)}, {For: approval.Other, People: []string{"U0123456789"}}}
		tell := &view.Draft{Incident: inc, Client: c, Again: true, Blocked: true, Asks: asks, Update: update.Update{Kind: update.DataLoss, NextAt: scene.At("14:30").AddDate(1, 0, 0), To: c.Destinations(),
			Texts: map[string]outbox.Text{
				client.ViaSlack: {Body: grow(inSlack, mrkdwn.Weight)}, client.ViaWebhook: {Body: "{}"},
				client.ViaEmail: {Subject: strings.Repeat("客", messages.MaxSubject), Body: grow(mail, func(s string) int { return mrkdwn.Weight(messages.Escape(s)) })},
			}}}
		for range 40 {
			tell.Findings = append(tell.Findings, update.Finding{Why: strings.Repeat("<why> & ", 12)})
		}
		list = append(list, formCase{"preview of " + name, Preview(tell, scene.At("14:05")), true})
	}
	return list
}

// A small incident ends with its final message: whoever sends it without a cause reads that
// nothing else will say it. Where a review follows, that says it.
func TestAFinalMessageWithoutACauseSaysSo(t *testing.T) {
	w := mustLoad(t)
	for _, tt := range []struct {
		name  string
		size  incident.Size
		kind  string
		cause string
		want  bool
	}{
		{"small, and no cause", incident.Small, update.ResolvedUpdate, "", true},
		{"small, with its cause", incident.Small, update.ResolvedUpdate, "A change stopped it.", false},
		{"a review follows", incident.Normal, update.ResolvedUpdate, "", false},
		{"it goes on", incident.Small, update.Progress, "", false},
	} {
		d := mailed(t, w, byAllWays(), tt.kind)
		d.Incident.Chosen = tt.size
		d.Update.Words["cause_line"] = tt.cause
		if tt.size == incident.Small {
			delete(d.Update.Times, "review_due")
		}
		if got := strings.Contains(scene.ReadableJSON(t, Preview(d, scene.At("15:30"))), "no review follows"); got != tt.want {
			t.Errorf("%s: it says so %t", tt.name, got)
		}
	}
}
