package main

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"candor/incident/client"
)

// What a form takes, the config and an import take, and what one of them refuses,
// all refuse: each value is tried on all three. text is how a form has it.
func TestAFieldIsJudgedAlikeWhereverItIsWritten(t *testing.T) {
	long := strings.Repeat("x", 76)
	tests := []struct {
		field, text, file string // file is the key with its value
		ok                bool
	}{
		{client.FieldName, long, "name: " + long, false},
		{client.FieldService, "booking site", "service: booking site", true},
		{client.FieldService, long, "service: " + long, false},
		{client.FieldAliases, long, "aliases: [" + long + "]", false},
		{client.FieldOthers, "Dana Fox, +44 20 7946 0009, dana@acme.example", "contacts: [{name: Cleo}, {name: Dana Fox, phone: +44 20 7946 0009, email: dana@acme.example}]", true},
		{client.FieldOthers, "dana@acme.example", "contacts: [{name: Cleo}, {name: dana@acme.example}]", false},
		{client.FieldOthers, "+44 20 7946 0009", "contacts: [{name: Cleo}, {name: +44 20 7946 0009}]", false},
		{client.FieldPhone, "ask Ben", "contacts: [{name: Cleo, phone: ask Ben}]", false},
		{client.FieldPhone, strings.Repeat("9", 76), "contacts: [{name: Cleo, phone: '" + strings.Repeat("9", 76) + "'}]", false},
		{client.FieldEmail, "dana", "contacts: [{name: Cleo, email: dana}]", false},
		{client.FieldZone, "Europe/Berlin", "time_zone: Europe/Berlin", true},
		{client.FieldZone, "new york", "time_zone: new york", true},
		{client.FieldZone, "utc", "time_zone: utc", true},
		{client.FieldZone, "EST", "time_zone: EST", false},
		{client.FieldZone, "Atlantis", "time_zone: Atlantis", false},
		{client.FieldZone, "Local", "time_zone: Local", false},
		{client.FieldSlack, "U0DANA", "slack: U0DANA", false},
		{client.FieldHours, "Mon-Fri 9-17", "hours: Mon-Fri 9-17", true},
		{client.FieldHours, "Mon-Fri 17-9", "hours: Mon-Fri 17-9", false},
		{client.FieldCallFrom, "08:15", "call_from: \"08:15\"", true},
		{client.FieldCallFrom, "half past eight", "call_from: half past eight", false},
		{client.FieldHolidays, "2026-12-25", "holidays: [2026-12-25]", true},
		{client.FieldHolidays, "2026-02-30", "holidays: [2026-02-30]", false},
		{client.FieldNight, "ask", "night: ask", true},
		{client.FieldNight, "never", "night: never", false},
		{client.FieldManner, "usual", "manner: usual", true},
		{client.FieldManner, "calls-first", "manner: calls-first", true},
		{client.FieldManner, "rude", "manner: rude", false},
		{client.FieldLetters, "legal@acme.example", "letters: legal@acme.example", true},
		{client.FieldLetters, "legal", "letters: legal", false},
		{client.FieldRhythm1, "every 0 9 1 1 1", "cadence: {sev1: {every: 0 9 1 1 1}}", true},
		{client.FieldRhythm1, "every 1 h 30 min", "cadence: {sev1: {every: 1 h 30 min}}", true},
		{client.FieldRhythm1, "every @every 2h", "cadence: {sev1: {every: '@every 2h'}}", true},
		{client.FieldRhythm1, "every 0s", "cadence: {sev1: {every: 0s}}", false},
		{client.FieldRhythm1, "first 0 9 * * *", "cadence: {sev1: {first: 0 9 * * *}}", false},
		{client.FieldApproval, "none", "approval: none", true},
		{client.FieldApproval, "commander", "approval: commander", true},
		{client.FieldApproval, "named", "approval: named", false},
		{client.FieldApproval, "anybody", "approval: anybody", false},
		{client.FieldApprovers, "C0ACME", "approval: [C0ACME]", false},
		{client.FieldTags, "Web-3", "tags: [Web-3]", true},
		{client.FieldTags, "#eu", `tags: ["#eu"]`, true},
		{client.FieldTags, "web 3", "tags: [web 3]", false},
		{client.FieldDomains, "acme.example", "domains: [acme.example]", true},
		{client.FieldDomains, "acme", "domains: [acme]", false},
		{client.FieldBackups, "ours", "backups: ours", true},
		{client.FieldBackups, "not-agreed", "backups: not-agreed", true},
		{client.FieldBackups, "unsaid", "backups: unsaid", true},
		{client.FieldBackups, "somebody", "backups: somebody", false},
		{client.FieldDeclined, "2026-03-10", "backups: declined 2026-03-10", true},
		{client.FieldDeclined, "2026-02-30", "backups: declined 2026-02-30", false},
		{client.FieldLaws, "gdpr, uk-gdpr", "laws: [gdpr, uk-gdpr]", true},
		{client.FieldLaws, "none", "laws: [none]", true},
		{client.FieldLaws, "none, gdpr", "laws: [none, gdpr]", false},
		{client.FieldLaws, "gdp", "laws: [gdp]", false},
		{client.FieldNotify, "24h", "notify_within: 24h", true},
		{client.FieldNotify, "at once", "notify_within: at once", false},
		{client.FieldWebhook, "https://hooks.acme.example/x", "webhook: {url: 'https://hooks.acme.example/x'}", true},
		{client.FieldWebhook, "http://hooks.acme.example/x", "webhook: {url: 'http://hooks.acme.example/x'}", false},
		{client.FieldWebhook, "hooks.acme.example", "webhook: {url: hooks.acme.example}", false},
		{client.FieldWebhook, "https://u:p@hooks.acme.example/", "webhook: {url: 'https://u:p@hooks.acme.example/'}", false},
	}
	judged := map[string]bool{}
	for _, tt := range tests {
		judged[tt.field] = true
		entry := "{id: acme, name: Acme Shop, " + tt.file + "}"
		if tt.field == client.FieldName {
			entry = "{id: acme, " + tt.file + "}"
		}
		imported, wrongImport := readClients("clients.yaml", []byte("clients: ["+entry+"]"), new(config).guard())
		whole := strings.Replace(entry, "webhook: {", "webhook: {secret: "+goodSecret+", ", 1)
		c, wrongConfig := parseConfig("candor.yaml", []byte("company: Studio North\nclients: ["+whole+"]\n"), bothTokens)

		form := client.Client{ID: "acme", Name: "Acme Shop"}
		if strings.HasPrefix(tt.file, "contacts: [{name: Cleo}") || tt.field == client.FieldPhone || tt.field == client.FieldEmail {
			form.Contacts = []client.Contact{{Name: "Cleo"}}
		}
		wrongForm := form.Apply(client.ClientForm{Now: map[string]string{tt.field: tt.text}})
		for field, why := range form.Settle() {
			wrongForm[field] = why
		}
		if (len(wrongForm) == 0) != tt.ok || (len(wrongConfig) == 0) != tt.ok || (len(wrongImport) == 0) != tt.ok {
			t.Errorf("%s: ok should be %t; the form says %v, the config %v, an import %v", tt.file, tt.ok, wrongForm, wrongConfig, wrongImport)
		}
		if tt.ok && len(imported) == 1 && (form.Field(tt.field) != imported[0].Field(tt.field) || form.Field(tt.field) != c.Clients[0].Field(tt.field)) {
			t.Errorf("%s is %q from a form, %q from an import and %q from the config", tt.file, form.Field(tt.field), imported[0].Field(tt.field), c.Clients[0].Field(tt.field))
		}
	}
	for _, f := range client.Fields {
		if f.Ask.Page != client.Unasked && f.Ask.Page != client.OfNew && f.Ask.Input != client.Tick && !judged[f.Key] && !judged[f.Name] &&
			f.Name != client.FieldContact && f.Name != client.FieldRhythm2 && f.Name != client.FieldRhythm3 { // judged as another one is
			t.Errorf("%s is tried nowhere", f.Name)
		}
	}
}

// The example of a client with everything lacks nothing, so that what comes back
// of it says of every field that it is written and read.
func TestTheExampleHasEveryField(t *testing.T) {
	v := reflect.ValueOf(everything())
	for i := range v.NumField() {
		if f := v.Type().Field(i); v.Field(i).IsZero() && f.Tag.Get("yaml") != "-" {
			t.Errorf("everything() has no %s: whether an export writes it and an import reads it is not tried", f.Name)
		}
	}
}

// An import is held to what the config says may be called.
func TestAnImportMayCallWhatTheConfigMay(t *testing.T) {
	for url, want := range map[string]string{
		"https://10.1.2.3/x": "", "http://hooks.intern.example/x": "", "https://10.9.9.9/x": "leads into a private network", "http://hooks.acme.example/x": "is not encrypted",
	} {
		c := &config{Webhooks: webhooksConfig{AllowPrivate: []string{"10.1.2.0/24", "hooks.intern.example"}}}
		_, problems := readClients("clients.yaml", []byte("clients: [{id: acme, name: A, webhook: {url: '"+url+"'}}]"), c.guard())
		if said := fmt.Sprint(problems); (len(problems) == 0) != (want == "") || !strings.Contains(said, want) {
			t.Errorf("%s: %s, want %q", url, said, want)
		}
	}
}
