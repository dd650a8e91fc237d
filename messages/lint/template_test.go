package lint

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

// messageTemplate is a client text of the documentation.
type messageTemplate struct {
	ID           string `json:"id"`
	Kind         string `json:"kind"`
	Slack        string `json:"slack"`
	EmailSubject string `json:"email_subject"`
	EmailBody    string `json:"email_body"`
}

var (
	groups    = regexp.MustCompile(`\[\[(\w+): ([^\]]*(?:\][^\]]+)*?)\]\]`)
	variables = regexp.MustCompile(`\{\{(\w+)\}\}`)
)

// fillTemplate fills a text of the documentation with its sample values.
func fillTemplate(text string, values map[string]string, skip string) string {
	text = groups.ReplaceAllStringFunc(text, func(s string) string {
		m := groups.FindStringSubmatch(s)
		if values[m[1]] == "" || m[1] == skip {
			return ""
		}
		return m[2]
	})
	return variables.ReplaceAllStringFunc(text, func(s string) string { return values[strings.Trim(s, "{}")] })
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// TestTemplates fills the 23 texts of the documentation: for Slack, as a mail
// and as its subject they break no rule, 69 of 69.
func TestTemplates(t *testing.T) {
	var list []messageTemplate
	values := map[string]string{}
	readJSON(t, "testdata/templates.json", &list)
	readJSON(t, "testdata/template_values.json", &values)
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, m := range list {
		c := contextOf(m.ID)
		c.Zone = berlin
		for channel, text := range map[string]string{"slack": m.Slack, "email": m.EmailBody, "subject": m.EmailSubject} {
			filled := fillTemplate(text, values, "no_eta")
			c := c
			c.Channel = channel
			if channel == "subject" {
				c.Kind, c.Channel, c.Late = "reply", "email", 0 // the mail owes more than its subject can say
			}
			checked++
			for _, f := range Check(filled, c) {
				t.Errorf("%s, %s: %s %q in\n%s", m.ID, channel, f.Rule, f.Words, filled)
			}
		}
	}
	if checked != 69 {
		t.Errorf("checked %d texts, want 69", checked)
	}
}

// contextOf is when a text is used: its kind is the template's id.
func contextOf(id string) Context {
	c := Context{Severity: 1, Phase: "contain", Kind: id, Status: "identified", AllowedDomains: []string{"agency.example"}}
	switch id {
	case "first-notice-unknown":
		c.Phase, c.Status = "assess", "investigating"
	case "first-notice-known":
		c.CauseState = "confirmed"
	case "mitigated":
		c.Status = "mitigated"
	case "monitoring":
		c.Phase, c.Status = "verify", "monitoring"
	case "resolved":
		c.Phase, c.Status, c.CauseState, c.DataState = "verify", "resolved", "confirmed", "confirmed_none"
	case "data-loss":
		c.DataState = "confirmed_loss"
	case "breach-suspected":
		c.Access = true
	case "correction":
		c.PrevClaims, c.DataState = []string{"no_data_loss"}, "confirmed_loss"
	case "missed-update", "auto-late":
		c.Late = 15 * time.Minute
	case "auto-holding":
		c.Auto = true
	case "postmortem-cover", "checkin-24h", "checkin-7d", "rebuild", "meeting-invite":
		c.Phase, c.Status, c.CauseState = "rebuild", "resolved", "confirmed"
	case "processor-notice", "misdelivery-recipient":
		c.Access = true
	}
	return c
}
