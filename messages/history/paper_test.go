package history

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/review"
	"candor/incident/timeline"
	"candor/incident/update"
)

func hostile() Record {
	start := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	inc := &incident.Incident{Number: 7, Title: "# Checkout | <b>down</b>", Kind: "outage", Severity: 2, State: incident.Open, Since: start, DeclaredAt: start,
		Impact: "Checkout is *down*", Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"},
		Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}, Promises: []promise.Promise{{Kind: promise.Update, DueAt: start.Add(30 * time.Minute)}}}}}
	inc.Review = &review.Review{DueAt: start, By: "U0ANA", At: start, Answers: review.Answers{State: review.Suspected, Why: "a <b>change</b> | of ours", Gap: "# none"}}
	inc.Changes = review.Changes{{N: 1, Text: "test | <script>alert(1)</script>", Owner: "U0BEN", DueAt: start, Moves: []review.Move{{From: start, Why: "*late*"}}}}
	lines := timeline.Lines([]timeline.Entry{
		{N: 1, At: start, By: "U0ANA", Kind: timeline.Note, Words: "web-2\n# not a heading"},
		{N: 2, At: start.Add(time.Minute), By: "U0BEN", Kind: timeline.NoteChanged, Try: 1, From: "web-2\n# not a heading", Words: "web-3 `rm` <@U0BEN>"},
		{N: 3, At: start.Add(2 * time.Minute), By: "U0BEN", Kind: timeline.Note, Words: "the alarm rang", Happened: start.Add(-time.Hour)},
	})
	text := &update.Update{Client: "acme", N: 1, Kind: update.Progress, State: update.Sent, SentAt: start, Texts: map[string]outbox.Text{
		client.ViaSlack: {Body: "We are &lt;looking&gt;\n# into it"}}}
	other := &update.Update{Client: "globex", N: 1, Kind: update.Progress, Texts: map[string]outbox.Text{client.ViaSlack: {Body: "for Globex only"}}}
	names := map[string]string{"U0ANA": "Ana Ruiz", "U0BEN": "Ben"}
	return Record{Incident: inc, Lines: lines, Texts: []*update.Update{text, other}, Name: func(user string) string { return names[user] }}
}

// Nothing that a person typed becomes markup, nothing is lost, and a client's part has
// only what is theirs.
func TestAPaperQuotesWhatPeopleTyped(t *testing.T) {
	var b strings.Builder
	if err := Write(hostile()).Markdown(&b); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{
		`# INC-7: \# Checkout \| &lt;b&gt;down&lt;/b&gt;`, "| In charge | Ana Ruiz |", `Noticed: Checkout is \*down\*`,
		"| Next update | Tue 10 Mar 2026 14:30 | open | – |", "> We are &lt;looking&gt;\n> # into it",
		"- Tue 10 Mar 2026 13:00 · Ben: the alarm rang *(written down Tue 10 Mar 2026 14:02)*\n- Tue 10 Mar 2026 14:00 · Ana Ruiz: web-3 \\`rm\\` Ben *(before: “web-2 \\# not a heading”)*",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no\n%s\nin\n%s", want, got)
		}
	}
	if strings.Contains(got, "Globex") {
		t.Errorf("it has what another client was told:\n%s", got)
	}
	for line := range strings.Lines(got) {
		if strings.HasPrefix(line, "# ") && !strings.HasPrefix(line, "# INC-7") {
			t.Errorf("a heading that a person typed: %s", line)
		}
	}
}

// A program reads the same paper.
func TestAPaperAsJSON(t *testing.T) {
	text, err := json.Marshal(Write(hostile()))
	if err != nil {
		t.Fatal(err)
	}
	var back Paper
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if len(back.Timeline) != 2 || back.Timeline[1].Before[0] != "web-2\n# not a heading" || back.Clients[0].Texts[0].Text != "We are <looking>\n# into it" {
		t.Errorf("it became %s", text)
	}
}

// The page to print has the same, escaped, in one file without a script or an address.
func TestAPaperToPrint(t *testing.T) {
	var b strings.Builder
	if err := Write(hostile()).HTML(&b); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{"<h1>INC-7: # Checkout | &lt;b&gt;down&lt;/b&gt;</h1>", "<td>test | &lt;script&gt;alert(1)&lt;/script&gt;</td><td>Ben</td>", "<td>suspected</td>", "<pre>We are &lt;looking&gt;\n# into it</pre>", "the alarm rang <em>(written down"} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no\n%s\nin\n%s", want, got)
		}
	}
	for _, never := range []string{"<script", "<b>", "src=", "href=", "http:", "https:", "Globex"} {
		if strings.Contains(got, never) {
			t.Errorf("it has %q:\n%s", never, got)
		}
	}
}

// On paper a promise is called by what it is, not by how we store it.
func TestEachPromiseHasItsWordsOnPaper(t *testing.T) {
	for _, row := range promise.Table {
		if promisedWords[row.Kind] == "" {
			t.Errorf("%s has no words", row.Kind)
		}
	}
	for what, want := range map[string]string{"checkin_24h": "Asking how it goes, after a day", "measure: back up: daily": "Change: back up: daily", "unheard of": "unheard of"} {
		if got := promised(what); got != want {
			t.Errorf("promised(%q) = %q, want %q", what, got, want)
		}
	}
}

// The bold subject of a text in Slack is bold on paper; what people wrote stays as it is.
func TestATextOnPaperReadsAsItWasSeen(t *testing.T) {
	for text, want := range map[string]string{
		"We are sorry.\n*Shop: it <works>* [INC-7]\nAll *is* well.": "We are sorry.\n<strong>Shop: it &lt;works&gt;</strong> [INC-7]\nAll *is* well.",
		"*important* read this": "*important* read this",
	} {
		if got := string(sentText(text)); got != want {
			t.Errorf("sentText(%q) = %q, want %q", text, got, want)
		}
	}
}
