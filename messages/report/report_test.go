package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/figures"
	"candor/incident/promise"
	"candor/incident/update"
)

var start = time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }

// hostile is what people type who mean no good.
const hostile = "</title><script>alert(1)</script> & <img src=x onerror=y> | # *x* `y`\n# heading"

// case1 is an incident of Acme's and Globex's, told at 10 with a next time at 40, and
// again at 50; the measure is overdue.
func case1(id, name string) figures.Case {
	inc := &incident.Incident{
		Number: 7, State: incident.Open, Severity: 2, Private: true, Impact: hostile, Title: "Ana thinks that Globex did it",
		Since: at(0), DeclaredAt: at(0), Names: map[string]string{"U0ANA": "Ana Ruiz"},
		Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: name}, FirstAt: at(10), Promises: []promise.Promise{
			{N: 1, Kind: promise.Measure, Words: "Ana writes an alarm", MadeAt: at(10), DueAt: at(60)},
		}}, {Client: client.Client{ID: "globex", Name: "Globex Travel"}}},
	}
	aff := &inc.Clients[0]
	if id != "acme" {
		aff = &inc.Clients[1]
	}
	c := figures.Case{Incident: inc, Client: aff}
	if id == "acme" {
		c.Texts = []*update.Update{
			{N: 1, Kind: update.FirstNoticeUnknown, State: update.Sent, SentAt: at(10), NextAt: at(40)},
			{N: 2, Kind: update.Progress, State: update.Sent, SentAt: at(50), NextAt: at(80)},
		}
	}
	return c
}

// Whatever was typed, a page runs nothing, loads nothing, and has no heading of theirs;
// it names nobody of ours and no other client.
func TestAReportRunsNothingAndNamesNobodyElse(t *testing.T) {
	r := ForClient("acme", []figures.Case{case1("acme", hostile), case1("globex", "")}, figures.Month{}, at(100))
	r.Company = hostile
	var page, text strings.Builder
	if err := r.HTML(&page); err != nil {
		t.Fatal(err)
	}
	if err := r.Markdown(&text); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "<img", "Ana", "Globex", "globex", "http:", "https:", "src=", "url(", "@import"} {
		shown := strings.ReplaceAll(page.String(), "http://www.w3.org/2000/svg", "")
		if bad == "src=" { // as text of theirs it is harmless
			continue
		}
		if strings.Contains(shown, bad) {
			t.Errorf("the page has %s:\n%s", bad, shown)
		}
		if strings.Contains(text.String(), bad) {
			t.Errorf("the text has %s:\n%s", bad, text.String())
		}
	}
	if n := strings.Count("\n"+text.String(), "\n#"); n != 4 {
		t.Errorf("the text has %d headings, want 4:\n%s", n, text.String())
	}
	_, svg, _ := strings.Cut(page.String(), "<svg")
	svg, _, _ = strings.Cut(svg, "</svg>")
	for d := xml.NewDecoder(strings.NewReader("<svg" + svg + "</svg>")); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("the picture is no XML: %v", err)
		}
	}
}

// There is a bar for each promise whose time has come, and its words say what became of it.
func TestABarForEachPromise(t *testing.T) {
	c := case1("acme", "Acme Shop")
	r := ForClient("acme", []figures.Case{c}, figures.Month{}, at(70))
	var page strings.Builder
	if err := r.HTML(&page); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`aria-label="2 promises. Kept: 0. Late: 1. Missed: 1."`,
		`>Tue 10 Mar 14:40 · INC-7 · news</text>`, `>late by 10 min</text>`,
		`>Tue 10 Mar 15:00 · INC-7 · a change</text>`, `>missed</text>`,
	} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("%s is missing in\n%s", want, page.String())
		}
	}
	if n := strings.Count(page.String(), "<rect"); n != 2 {
		t.Errorf("%d bars, want 2: the third time is still to come", n)
	}
}

// What became of a promise does not stand on the line of its time.
func TestTheLineCrossesNoWord(t *testing.T) {
	c := case1("acme", "Acme Shop")
	r := ForClient("acme", []figures.Case{c}, figures.Month{}, at(70))
	for i := range r.Promises {
		r.Promises[i].Outcome, r.Promises[i].Done, r.Promises[i].Late = figures.Kept, r.Promises[i].Due.Add(-time.Minute), 0
	}
	var page strings.Builder
	if err := r.HTML(&page); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(page.String(), fmt.Sprintf(`<text x="%d"`, barLeft+barTime+8)); n != len(r.due()) {
		t.Errorf("%d of %d stand behind the line:\n%s", n, len(r.due()), page.String())
	}
}

func TestABarIsAsLongAsTheyWaited(t *testing.T) {
	for _, tt := range []struct {
		name string
		p    figures.Promise
		want int
	}{
		{"half of it", figures.Promise{Made: at(0), Due: at(60), Done: at(30), Outcome: figures.Kept}, barTime / 2},
		{"to the last minute", figures.Promise{Made: at(0), Due: at(60), Done: at(60), Outcome: figures.Kept}, barTime},
		{"at once", figures.Promise{Made: at(0), Due: at(60), Done: at(0), Outcome: figures.Kept}, 6},
		{"half as long again", figures.Promise{Made: at(0), Due: at(60), Done: at(90), Late: 30 * time.Minute, Outcome: figures.Late}, barTime * 3 / 2},
		{"years late", figures.Promise{Made: at(0), Due: at(1), Done: at(9e6), Late: 9e6 * time.Minute, Outcome: figures.Late}, barMost},
		{"never", figures.Promise{Made: at(0), Due: at(60), Outcome: figures.Missed}, barMost},
	} {
		if got := long(tt.p); got != tt.want {
			t.Errorf("%s: %d long, want %d", tt.name, got, tt.want)
		}
	}
}

// What a client has not heard of stands in no report of theirs, and the team is told.
func TestAReportTellsOfNothingUntold(t *testing.T) {
	r := ForClient("globex", []figures.Case{case1("globex", "")}, figures.Month{}, at(100))
	if len(r.Incidents) != 0 || len(r.Promises) != 0 || strings.Join(r.Untold, " ") != "INC-7" {
		t.Errorf("the report has %v and leaves out %v", r.Incidents, r.Untold)
	}
	for _, v := range r.Figures {
		if v.Main != nil || v.Unknown > 0 {
			t.Errorf("%s counts what they have not heard of: %s", v.ID, Say(v))
		}
	}
}

// No figure of a client's counts another client's.
func TestASheetCountsEachClientApart(t *testing.T) {
	s := Count([]figures.Case{case1("acme", "Acme Shop"), case1("globex", "")}, figures.Month{}, at(100))
	var b strings.Builder
	if err := s.Text(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"All clients · 2 incidents", "Acme Shop (acme) · 1 incident", "Globex Travel (globex) · 1 incident", "INC-7 · Acme Shop", "INC-7 · Globex Travel"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in\n%s", want, b.String())
		}
	}
}
