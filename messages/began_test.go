package messages

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
)

// A first notice does not say of what stands in it, or was written down, that nobody knows it.
func TestWhatAFirstNoticeSaysIsNotUnknown(t *testing.T) {
	w := mustLoad(t, "")
	for _, tt := range []struct {
		kind, impact string
		change       func(*incident.Incident, *update.Update)
		want         string // "": nothing is called unknown
	}{
		{"outage", "Checkout is down", nil, "We do not know the cause yet."},
		{"outage", "Checkout is down because a certificate has expired", nil, ""},
		{"outage", "Checkout is down", func(_ *incident.Incident, u *update.Update) {
			u.Words["action_now"] = "taking back the change that caused it"
		}, ""},
		{"outage", "Checkout is down", func(inc *incident.Incident, _ *update.Update) {
			inc.Facts.Known = []facts.Noted{{Text: "The reason is a full disk"}}
		}, ""},
		{"data_loss", "orders are missing", nil, "We do not yet know how much, or why."},
		{"data_loss", "orders of 9 March are missing since 13:00", nil, "We do not yet know how much, or why."},
		{"data_loss", "1200 orders of 9 March are missing", nil, "We do not yet know why, or whether there is more."},
		{"data_loss", "all orders are missing because a script deleted them", nil, "We do not yet know whether there is more."},
		{"billing", "customers were charged twice", nil, "We do not yet know how many are affected, or why."},
		{"billing", "three customers were charged twice due to a retry", nil, "We do not yet know whether there are more."},
		{"backup_failure", "there is no working backup of your data", nil, "We do not yet know since when, or why."},
		{"backup_failure", "there is no working backup of your data", func(inc *incident.Incident, _ *update.Update) {
			inc.Since = inc.Noticed().Add(-time.Hour)
		}, "We do not yet know why."},
		{"backup_failure", "there has been no working backup of your data since 3 March", nil, "We do not yet know why."},
		{"backup_failure", "no backup was made for three weeks because the disk was full", nil, ""},
		{"missed_job", "the import did not run, due to a full disk", nil, "We do not yet know what else it touches."},
		{"privacy_leak", "some of your data went to people it was not meant for", nil, "We do not yet know how many people are affected, or who has it now. We are sorry."},
		{"privacy_leak", "a list of 40 names went to another client", nil, "We do not yet know whether anyone else has it. We are sorry."},
		{"security", "strange sign-ins", nil, "We do not know whether anyone got in."},
		{"security", "somebody signed in as administrator", nil, "We do not know what was seen or copied."},
		{"security", "strange sign-ins", func(inc *incident.Incident, _ *update.Update) {
			inc.Facts.Given = map[facts.Question]facts.Fact{facts.Intruder: {Answer: facts.No}}
		}, ""},
	} {
		c, u := begun(w, update.FirstNoticeUnknown, map[string]string{}, func(c *Case, u *update.Update) {
			c.Incident.ApplyKind(w.Playbooks()[tt.kind])
			c.Incident.Impact, u.Words = tt.impact, map[string]string{}
			if tt.change != nil {
				tt.change(&c.Incident, u)
			}
		})
		text, err := w.Render(&c.Incident, &c.Client, u, client.Destination{Via: client.ViaEmail})
		_, unknown, found := strings.Cut(text.Body, "We do ")
		if unknown, _, _ = strings.Cut(unknown, "\n"); found {
			unknown = "We do " + unknown
		}
		if err != nil || unknown != tt.want {
			t.Errorf("%s, %s: %q, want %q, %v:\n%s", tt.kind, tt.impact, unknown, tt.want, err, text.Body)
		}
	}
}
