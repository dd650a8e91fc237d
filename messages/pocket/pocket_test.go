package pocket

import (
	"html"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/sheet"
	"candor/incident/team"
	"candor/incident/view"
)

func studio() Page {
	return Page{Company: "Studio North", Printed: time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC),
		Roster: &team.Roster{EscalateTo: []string{"U0BEN"}, People: []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz", Phone: "+44 20 7946 0001"}, {Slack: "U0BEN", Name: "Ben Okafor"}},
			Contacts: team.Contacts{Host: team.Contact{Name: "Harbour Hosting", Phone: "+44 20 7946 0102"}}},
		Sheets: []view.Sheet{{Client: client.Client{Name: "Acme <b>Shop", Manner: client.WritingOnly, Contacts: []client.Contact{{Name: "Dana Fox", Phone: "+44 20 7946 0002"}}},
			Text: sheet.Sheet{"panel": "https://panel.example/acme"}}},
		Config: "candor.yaml", Store: "candor.db", Made: true, Copies: "backups", Newest: "candor-20260310T030000Z.db", AsOf: time.Date(2026, 3, 10, 3, 0, 0, 0, time.UTC)}
}

func TestThePageHasWhatHelpsWithoutSlack(t *testing.T) {
	var b strings.Builder
	if err := studio().HTML(&b); err != nil {
		t.Fatal(err)
	}
	got := html.UnescapeString(b.String())
	for _, want := range []string{"Ben Okafor", "Harbour Hosting", "+44 20 7946 0102", "Dana Fox, +44 20 7946 0002", "They want no calls. Write.", "https://panel.example/acme", "candor-20260310T030000Z.db, of 10 March 2026, 03:00 UTC", "Acme <b>Shop"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if !strings.Contains(b.String(), "Acme &lt;b&gt;Shop") {
		t.Error("what people typed is not escaped")
	}
	if strings.Index(got, "Ben Okafor") > strings.Index(got, "Ana Ruiz") {
		t.Error("who is asked first does not stand first")
	}
	if strings.Contains(got, "<script") || strings.Contains(got, "src=") || strings.Contains(got, "<link") {
		t.Error("the page needs something that is not in it")
	}
	if n := strings.Count(got, "<li>"); n != 5 {
		t.Errorf("%d steps", n)
	}
}

// Without copies, people or a store it still prints, and says what is missing.
func TestThePageOfAFirmThatHasNothing(t *testing.T) {
	var b strings.Builder
	if err := (Page{Company: "Studio North", Roster: &team.Roster{}, Unread: "The store cannot be read."}).HTML(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"None are made", "Nobody stands under people", "no client yet", "The store cannot be read."} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page has no %q", want)
		}
	}
}
