package main

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"candor/cmd/candor/clientfile"
	"candor/incident/client"
	"candor/incident/schedule"
	"candor/incident/sheet"
)

// everything is a client with something under each key of the config.
func everything() client.Client {
	return client.Client{
		ID: "globex", Name: "Globex Travel", Aliases: []string{"GT", "007"}, Service: "booking: site",
		Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@globex.example", Phone: "0044207946"}, {Name: "Cleo Lindqvist"}},
		TimeZone: "Europe/Berlin", Hours: schedule.Hours{Days: []time.Weekday{1, 2, 6}, Opens: 8 * time.Hour, Closes: 24 * time.Hour},
		CallFrom: "08:15", Holidays: []string{"2026-12-25"}, Night: client.NightSummary, Manner: client.WritingOnly, Letters: "legal@globex.example", Slack: "C0GLOBEX",
		Cadence: map[client.Severity]client.Rhythm{
			1: {First: time.Second, Every: schedule.Every(90 * time.Minute), Mitigated: schedule.Every(2 * time.Hour), Monitoring: schedule.Every(100 * time.Hour), Final: 61 * time.Second}, 3: {First: time.Hour},
		},
		Approval: client.Approval{Rule: client.ApprovalNamed, People: []string{"U0BEN"}}, Technical: true, Automatic: true,
		Domains: []string{"globex.example"}, Tags: []string{"web-3", "eu"}, Backups: "declined 2026-03-10", Laws: []string{"gdpr", "nis2"}, NotifyWithin: "36h",
		Sheet: sheet.Sheet{"phones": "Dana, +44 20 7946 0009", "tell": "in writing", "decides": "Cleo: alone", "panel": "https://panel.example/globex", "rollback": "git revert", "access": "Ana"},
		Email: true, Optional: []string{client.ViaEmail}, Webhook: &client.Webhook{URL: "https://globex.example/hook"},
	}
}

// What is written out is read back as it was, in both forms and with every check
// of the config.
func TestClientsComeBackAsTheyWereWritten(t *testing.T) {
	plain := client.Client{ID: "acme", Name: "true", Approval: client.Approval{Rule: client.ApprovalOther}, Night: client.NightAlways}
	list := []client.Client{everything(), plain, {ID: "bare", Name: "~"}}
	for _, lines := range []bool{false, true} {
		var text strings.Builder
		if err := writeClients(&text, list, lines, false); err != nil {
			t.Fatal(err)
		}
		got, problems := readClients("clients", []byte(text.String()), new(config).guard())
		if len(problems) > 0 {
			t.Fatalf("JSON lines %t: %v\n%s", lines, problems, text.String())
		}
		if diff := cmp.Diff(list, got); diff != "" {
			t.Errorf("JSON lines %t (-written +read):\n%s\n%s", lines, diff, text.String())
		}
	}
}

// A key that the config gets later must be written, too.
func TestEveryKeyOfAClientIsWritten(t *testing.T) {
	c := everything()
	c.Email, c.Optional, c.Webhook = true, []string{client.ViaEmail}, &client.Webhook{URL: "https://globex.example/hook", Secret: "whsec_of-globex"}
	written := map[string]bool{}
	writtenKeys(written, clientfile.Node(c, true), "")
	known := map[string]bool{}
	knownKeys(known, reflect.TypeFor[client.Client](), "")
	for key := range known {
		switch {
		case strings.HasPrefix(key, "hours."), strings.HasPrefix(key, "cadence.sev2"), strings.HasPrefix(key, "cadence.sev3"), strings.HasSuffix(key, "_file"): // written in another way, or the same again
		case !written[key]:
			t.Errorf("%s is not written", key)
		}
	}
}

func TestSecretsAreWrittenWhenThatIsAskedFor(t *testing.T) {
	c := client.Client{ID: "globex", Name: "Globex Travel", Webhook: &client.Webhook{URL: "https://globex.example/hook", Secret: "whsec_of-globex"}}
	for _, lines := range []bool{false, true} {
		for _, secrets := range []bool{false, true} {
			var text strings.Builder
			if err := writeClients(&text, []client.Client{c}, lines, secrets); err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(text.String(), "whsec_of-globex"); got != secrets || !strings.Contains(text.String(), "https://globex.example/hook") {
				t.Errorf("JSON lines %t, secrets %t: %s", lines, secrets, text.String())
			}
		}
	}
}
