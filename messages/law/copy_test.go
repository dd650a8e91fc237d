package law

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/forget"
	"candor/incident/law"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/messages/history"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

var (
	acme   = client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Tags: []string{"web-3"}, Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}}
	globex = client.Client{ID: "globex", Name: "Globex Travel", Aliases: []string{"GBX Reisen"}, Service: "Globex bookings", Slack: "C0GLOBEX", Letters: "legal@globex.example", Tags: []string{"web-3", "gbx-db-7"}, Domains: []string{"globex.example"},
		Contacts: []client.Contact{{Name: "Cleo Moor", Email: "moor@globex.example", Phone: "+44 20 7946 0077"}}, Webhook: &client.Webhook{URL: "https://hooks.gbx.example/in"}}
)

const (
	planted = "Globex Travel, GBX  reisen, globex, GLOBEX bookings, C0GLOBEX, legal@globex.example, gbx-db-7.internal, db.globex.example, cleo moor, Moor's, +44 20 7946 0077, https://hooks.gbx.example/in"
	token   = "xoxb-123456789012-123456789012-abcdefghijklmnopqrstuvwx"
)

// forbidden may stand nowhere in what is handed on about Acme Shop.
var forbidden = []string{"globex", "gbx", "moor", "7946 0077", token, "xoxb"}

func record() history.Record {
	told := noon.Add(20 * time.Minute)
	dirty := func(what string) string { return what + " " + planted + " " + token }
	inc := &incident.Incident{Number: 7, Title: dirty("title"), Impact: dirty("orders are missing"), Since: noon, DeclaredAt: noon, DeclaredBy: "U0ANA",
		Law:   law.Record{AwareAt: noon, SaidBy: "U0ANA", SaidAt: noon, Ended: &law.Mark{By: "U0ANA", At: noon, Why: dirty("ended")}},
		Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes, Words: dirty("orders"), Since: noon}, facts.Personal: {Answer: facts.Yes, Words: dirty("people"), Since: noon}}},
		Clients: []incident.Affected{{Client: acme, FirstAt: told, Law: law.Told{Laws: []string{"gdpr"}, HeardAt: told, Ended: map[string]law.Mark{"gdpr-34": {By: "U0ANA", At: told, Why: dirty("no risk")}}}},
			{Client: globex, Impact: dirty("bookings")}},
		Checklist: []playbook.Item{{ID: "a", Text: dirty("step"), Ask: "What did you find?", Found: dirty("found"), Mark: playbook.Mark{State: playbook.ItemDone, By: "U0ANA", At: noon}},
			{ID: "b", Text: "skip", Mark: playbook.Mark{State: playbook.ItemSkipped, By: "U0ANA", At: noon, Reason: dirty("why")}}, {ID: "c", Text: dirty("open")}},
	}
	entries := []timeline.Entry{
		{N: 1, At: noon, By: "U0ANA", Kind: timeline.Note, Words: dirty("a planned note of Ana")},
		{N: 2, At: noon, By: "U0ANA", Kind: timeline.Affects, Clients: []string{"Globex Travel"}},
		{N: 3, At: noon, By: "U0ANA", Kind: timeline.ToldByHand, Client: "globex", ClientName: "Globex Travel", Update: 1, Words: "only theirs"},
		{N: 4, At: noon, By: "U0ANA", Kind: timeline.ToldByHand, Client: "acme", ClientName: "Acme Shop", Update: 1, Words: dirty("told")},
		{N: 5, At: noon, By: "U0ANA", Kind: timeline.Fact, Question: facts.Personal, Answer: "yes", Words: dirty("people")},
		{N: 6, At: noon, By: "U0ANA", Kind: timeline.NoteChanged, From: dirty("before"), Words: dirty("a planned note of Ana"), Try: 1},
		{N: 7, At: noon, Kind: timeline.Reply, Client: "acme", ClientName: "Acme Shop", Person: "U0DANA", Name: "Dana Fox", Words: dirty("wrote")},
		{N: 8, At: noon, By: "U0ANA", Kind: timeline.StepFound, Step: "s", Reason: "What did you find?", Words: dirty("found")},
	}
	return history.Record{Incident: inc, Lines: timeline.Lines(entries), Unread: []string{dirty("unread")}, Name: func(string) string { return "Ana Ruiz" },
		Texts: []*update.Update{
			{N: 1, Client: "acme", SentAt: told, Sender: team.Person{Name: "Ana Ruiz"}, Texts: map[string]outbox.Text{client.ViaSlack: {Body: "Dana, your orders are missing."}}},
			{N: 1, Client: "globex", SentAt: told, Sender: team.Person{Name: "Ana Ruiz"}, Texts: map[string]outbox.Text{client.ViaSlack: {Body: "Your bookings are missing."}}}}}
}

// Nothing of another client, no machine of theirs and no key gets into what is handed on,
// wherever somebody wrote it; what is of the client itself stays.
func TestNothingOfOthersIsHandedOn(t *testing.T) {
	r := record()
	var b bytes.Buffer
	if err := WriteCopy(&b, Source{Record: r, Client: "acme", Others: []client.Client{acme, globex}, Company: "Studio North", Made: noon}); err != nil {
		t.Fatal(err)
	}
	notice := InsurerNotice(r.Incident, "Studio North", team.Person{Name: "Ana Ruiz"}, "CY-1", noon)
	duty := Duty(&incident.Incident{Law: law.Record{AwareAt: noon}, Clients: r.Incident.Clients}, &r.Incident.Clients[0], noon)
	for what, text := range map[string]string{"the copy": b.String(), "the notice": notice, "what the client may have to report": duty} {
		for _, word := range forbidden {
			if i := strings.Index(strings.ToLower(text), strings.ToLower(word)); i >= 0 {
				t.Errorf("%s says %q in %q", what, word, text[max(0, i-60):min(len(text), i+60)])
			}
		}
		if text == "" || strings.Contains(text, "only theirs") || strings.Contains(text, "bookings are missing") {
			t.Errorf("%s is empty, or says what the other client was told", what)
		}
	}
	for _, want := range []string{"Acme Shop", "Dana, your orders are missing.", "a planned note of Ana [another client]", "Dana Fox", "told Tue 10 Mar 2026 12:20", "[a secret]"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the copy lacks %q:\n%s", want, b.String())
		}
	}
}

// The checksums are of what stands in the record: whoever has the words can count them
// again, and a line that is changed changes its own and each after it.
func TestChecksumsOfTheCopy(t *testing.T) {
	write := func(change func(*history.Record)) string {
		r := record()
		change(&r)
		var b bytes.Buffer
		if err := WriteCopy(&b, Source{Record: r, Client: "acme", Made: noon}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	text := write(func(*history.Record) {})
	above, last, _ := strings.Cut(text, "\nAll that is above this line: ")
	if want := fmt.Sprintf("%x\n", sha256.Sum256([]byte(above))); last != want {
		t.Errorf("the last line is %q, want %q", last, want)
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte("\nDana, your orders are missing."))); !strings.Contains(text, sum) {
		t.Errorf("the sum of the text, %s, is not in\n%s", sum, text)
	}
	changed := write(func(r *history.Record) { r.Lines[2].Words = "something else, to the other client" })
	same, other := sums(text), sums(changed)
	if same[0] != other[0] || same[1] != other[1] || same[2] == other[2] {
		t.Errorf("a line that is not shown was changed: %q became %q", same, other)
	}
}

// sums are the checksums of the lines of what happened.
func sums(text string) (list []string) {
	_, text, _ = strings.Cut(text, "## What happened")
	for line := range strings.Lines(text) {
		if i := strings.LastIndex(line, " · "); strings.HasPrefix(line, "- ") && i > 0 {
			list = append(list, strings.TrimSpace(line[i:]))
		}
	}
	return list
}

// An insurer reads facts and times: no cause, no fault, nothing that nobody has said.
func TestTheNoticeForTheInsurer(t *testing.T) {
	inc := &incident.Incident{Number: 7, DeclaredAt: noon, Clients: make([]incident.Affected, 2)}
	by, c := team.Person{Name: "Ana Ruiz", Phone: "+44 20 7946 0001"}, "CY-2026-114"
	got := InsurerNotice(inc, "Studio North", by, c, noon.Add(31*time.Minute))
	want := `Notice of an incident, 10 March 2026, 12:31 UTC (our reference INC-7)
Insured: Studio North
Policy: CY-2026-114
Noticed: 10 March 2026, 12:00 UTC
Clients concerned: 2
What is known:
- being established
Clients told: not yet
More follows as it is established.
This notice states facts and times as known now. It says nothing about cause or responsibility.
Contact: Ana Ruiz, +44 20 7946 0001`
	if got != want {
		t.Errorf("got\n%s", got)
	}
	inc.Facts.Given = map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes, Since: noon}, facts.SpareCopy: {Answer: facts.NoCopy, Since: noon}, facts.Intruder: {Answer: facts.Suspected, Since: noon}}
	inc.Clients[0].FirstAt = noon.Add(10 * time.Minute)
	got = InsurerNotice(inc, "Studio North", by, c, noon)
	for _, want := range []string{"- data is missing (known since 10 March, 12:00 UTC)\n- somebody may have had access who should not have; not confirmed", "Clients told: 1 of 2, the first on 10 March, 12:10 UTC"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "backup") {
		t.Errorf("that there was no backup is for the insurer to ask: %s", got)
	}
}

// Of clients of a config who were in no incident the store knows no names: what finds their
// people takes them out, and of whom it cannot the copy says so, without a name.
func TestPeopleWhomTheStoreDoesNotName(t *testing.T) {
	r := record()
	r.Lines = timeline.Lines([]timeline.Entry{{N: 1, At: noon, By: "U0ANA", Kind: timeline.Note, Words: "Hal Ives (hal@ives.example, 020 7946 0009) and Dana Fox know"}})
	people := map[string]*forget.List{"ives": forget.Of("Hal Ives", "hal@ives.example", "020 7946 0009", "Dana Fox"), "acme": nil}
	for _, tt := range []struct {
		unknown        bool
		says, saysNone string
	}{
		{false, "first names alone may still be in it", "is not known in that copy"},
		{true, "Who speaks for 1 of our other clients is not known in that copy", "orbit"},
	} {
		if tt.unknown {
			people["orbit"] = nil
		}
		var b bytes.Buffer
		if err := WriteCopy(&b, Source{Record: r, Client: "acme", People: people, Made: noon}); err != nil {
			t.Fatal(err)
		}
		if text := b.String(); !strings.Contains(text, tt.says) || strings.Contains(text, tt.saysNone) {
			t.Errorf("it does not say %q, or says %q:\n%s", tt.says, tt.saysNone, text)
		}
		if want := "[another client] ([another client], [another client]) and Dana Fox know"; !strings.Contains(b.String(), want) {
			t.Errorf("it lacks %q:\n%s", want, b.String())
		}
	}
}
