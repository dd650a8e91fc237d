package report

import (
	"cmp"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/figures"
	"candor/incident/spell"
	"candor/incident/update"
	"candor/messages"
	"candor/messages/clock"
	"candor/messages/grammar"
	"candor/messages/history"
)

// Client is how one client was told in a month, in words that they may read.
type Client struct {
	Name      string
	Company   string // ours; may be empty
	Month     figures.Month
	Zone      *time.Location
	At        time.Time
	Incidents []Told
	Figures   []figures.Value
	Promises  []figures.Promise
	Untold    []string // names of incidents that are left out: the client has not heard of them. For the team alone
}

// Told is one incident that the client has heard of.
type Told struct {
	Name     string // INC-7
	Impact   string
	Since    time.Time
	Works    time.Time // zero: they have not heard yet that it works
	Watched  time.Time // since when it works, where they have read that, and we are still watching
	Solved   time.Time // when it did, whether they have heard it or not; zero while it does not
	Worked   spell.Spells
	Outcome  string // what became of their data, in sentences; empty: it was not about that
	Declared time.Time
}

// ForClient makes the report of one client. Cases of others are no part of it.
func ForClient(client string, cases []figures.Case, m figures.Month, now time.Time) Client {
	r := Client{Month: m, Zone: time.UTC, At: now}
	var all figures.Sample
	for _, c := range cases {
		if c.Client.Client.ID != client {
			continue
		}
		r.Name, r.Zone = c.Client.Client.Name, c.Client.Client.Zone()
		s := figures.Count(c, m, now)
		switch {
		case s.Cases == 0:
			continue
		case c.Client.FirstAt.IsZero() && !c.Client.Opened():
			r.Untold = append(r.Untold, c.Incident.Name())
			continue
		}
		all = all.Plus(s)
		r.Incidents = append(r.Incidents, Told{
			Name: c.Incident.Name(), Impact: cmp.Or(c.Client.Impact, c.Incident.Impact),
			Since: c.Since(), Works: c.Works(), Watched: watched(c), Solved: solved(c.Incident), Worked: c.Client.Worked, Outcome: outcome(c), Declared: c.Incident.DeclaredAt,
		})
	}
	r.Figures, r.Promises = all.Table(), all.Promises
	slices.SortStableFunc(r.Promises, func(a, b figures.Promise) int { return a.Due.Compare(b.Due) })
	slices.SortStableFunc(r.Incidents, func(a, b Told) int { return a.Declared.Compare(b.Declared) })
	return r
}

// watched is since when it works, as they have read it before the final message; zero if they have not.
func watched(c figures.Case) (since time.Time) {
	if c.Incident.State == incident.Open && c.Incident.StatusOf(c.Client) == update.Monitoring {
		since = c.Client.SaidTimes["since_fixed"]
	}
	return since
}

// solved is since when it works, as we know it; zero while it does not.
func solved(inc *incident.Incident) time.Time {
	if inc.State == incident.Open {
		return time.Time{}
	}
	return inc.ResolvedAt
}

// forThem are the figures that a client reads: the others are ours to work with.
var forThem = []string{"M3", "M5", "M8", "M20", "M21"}

// theirs says a figure to the client.
var theirs = map[string]string{
	"M3":  "You heard from us before you had to ask",
	"M5":  "You heard more by the time that we had named",
	"M8":  "How much of the time you knew when you would hear from us next",
	"M20": "Reviews that you had by the day that we named",
	"M21": "Changes that we made by the day that we named",
}

// kinds says what was promised.
var kinds = map[figures.Kind]string{figures.News: "news", figures.Review: "the review", figures.Change: "a change", figures.Call: "a call"}

func (r Client) title() string {
	return fmt.Sprintf("How we kept you informed: %s, %s", oneLine(r.Name), r.Month)
}

// head says of when the report is, and by whom.
func (r Client) head() string {
	text := fmt.Sprintf("As of %s. All times are in %s.", r.when(r.At), r.Zone)
	if r.Company != "" {
		text = oneLine(r.Company) + ". " + text
	}
	return text
}

func (r Client) when(t time.Time) string { return clock.Sure(t.In(r.Zone), "Mon 2 Jan 2006 15:04") }

const nothing = "There was no incident that you heard of from us."

// line is an incident in a sentence.
func (r Client) line(t Told) string { return strings.TrimSpace(r.times(t)) }

func (r Client) times(t Told) string {
	what := func(i int) string { // they noticed behind the i-th time in which it worked
		if i < len(t.Worked) && t.Worked[i].Noticed != "" {
			return strings.TrimRight(oneLine(t.Worked[i].Noticed), ".")
		}
		return strings.TrimRight(oneLine(t.Impact), ".")
	}
	text, and := fmt.Sprintf("%s: %s. Since %s", t.Name, what(0), r.when(t.Since)), "; it worked from"
	for i, w := range t.Worked {
		text += fmt.Sprintf("%s %s to %s", and, r.when(w.From), r.when(w.To))
		if and = " and from"; !strings.EqualFold(what(i+1), what(i)) {
			text, and = text+", then: "+what(i+1), "; it worked from"
		}
	}
	switch {
	case t.Works.IsZero() && !t.Solved.IsZero():
		return text + "; it has worked again since " + r.when(t.Solved) + ", and we still owe you the message that says so. " + t.Outcome
	case t.Works.IsZero() && !t.Watched.IsZero():
		return text + "; it has " + again(t) + " again since " + r.when(t.Watched) + ", and we are watching it. " + t.Outcome
	case t.Works.IsZero():
		return text + "; it does not work as it should yet. " + t.Outcome
	}
	return text + "; it has " + again(t) + " again since " + r.when(t.Works) + ". " + t.Outcome
}

// again is what it has done since, of what stopped or only went badly.
func again(t Told) string {
	return map[bool]string{false: "worked", true: "run normally"}[grammar.KeptGoing(t.Impact)]
}

// figures are those for the client, with what they say.
func (r Client) figures() (list [][2]string) {
	for _, v := range r.Figures {
		if !slices.Contains(forThem, v.ID) {
			continue
		}
		said := ""
		switch {
		case v.Main == nil && v.Unknown > 0:
			said = "unknown"
		case v.Main == nil:
			said = "none in this time"
		case v.Of > 0:
			said = fmt.Sprintf("%d of %d", v.Part, v.Of)
		default:
			said = fmt.Sprintf("%d %%", int(*v.Main))
		}
		if v.Main != nil && v.Unknown > 0 {
			said += fmt.Sprintf("; of %d more we do not know it", v.Unknown)
		}
		list = append(list, [2]string{theirs[v.ID], said})
	}
	return list
}

// due are those whose time has come.
func (r Client) due() (list []figures.Promise) {
	for _, p := range r.Promises {
		if p.Outcome != figures.Open {
			list = append(list, p)
		}
	}
	return list
}

// became says what became of a promise.
func became(p figures.Promise) string {
	switch p.Outcome {
	case figures.Kept:
		return "kept"
	case figures.Late:
		return "late by " + messages.Span(p.Late)
	}
	return "missed"
}

// Markdown writes the report as text.
func (r Client) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", history.Inline(r.title()), history.Inline(r.head()))
	if len(r.Incidents) == 0 {
		fmt.Fprintf(&b, "\n%s\n", nothing)
	} else {
		r.body(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Client) body(b *strings.Builder) {
	b.WriteString("\n## What happened\n\n")
	for _, t := range r.Incidents {
		fmt.Fprintf(b, "- %s\n", history.Inline(r.line(t)))
	}
	b.WriteString("\n## How we told you\n\n| | |\n| --- | --- |\n")
	for _, f := range r.figures() {
		fmt.Fprintf(b, "| %s | %s |\n", f[0], f[1])
	}
	if len(r.due()) > 0 {
		b.WriteString("\n## What we promised\n\n| For | What | Incident | |\n| --- | --- | --- | --- |\n")
	}
	for _, p := range r.due() {
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", r.when(p.Due), kinds[p.Kind], p.Incident, became(p))
	}
}

// style is all that the page needs: it loads nothing, and prints in black on white.
const style = `body{margin:2em auto;max-width:46em;padding:0 1em;font:16px/1.5 system-ui,sans-serif;color:#111;background:#fff}
h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}table{border-collapse:collapse}td{padding:.3em 1.5em .3em 0;border-bottom:1px solid #ccc}
th+td,td+td{white-space:nowrap}th{padding:.3em 1.5em .3em 0;border-bottom:1px solid #ccc;text-align:left;font-weight:400}h1,li{overflow-wrap:anywhere}.bars{overflow-x:auto}svg{min-width:600px;max-width:100%;height:auto}svg text{font:13px system-ui,sans-serif;fill:#111}
tr,li{break-inside:avoid}h2{break-after:avoid}@media print{body{max-width:none;margin:0;padding:0}svg{min-width:0}}@page{margin:2cm}`

// HTML writes the report as one page that loads nothing and runs nothing.
func (r Client) HTML(w io.Writer) error {
	var b strings.Builder
	esc := html.EscapeString
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<style>\n%s\n</style></head>\n<body><main>\n<h1>%s</h1>\n<p>%s</p>\n", esc(r.title()), style, esc(r.title()), esc(r.head()))
	if len(r.Incidents) == 0 {
		fmt.Fprintf(&b, "<p>%s</p>\n", nothing)
	} else {
		b.WriteString("<h2>What happened</h2>\n<ul>\n")
		for _, t := range r.Incidents {
			fmt.Fprintf(&b, "<li>%s</li>\n", esc(r.line(t)))
		}
		b.WriteString("</ul>\n<h2>How we told you</h2>\n<table>\n")
		for _, f := range r.figures() {
			fmt.Fprintf(&b, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n", esc(f[0]), esc(f[1]))
		}
		b.WriteString("</table>\n")
		r.bars(&b)
	}
	b.WriteString("</main></body></html>\n")
	_, err := io.WriteString(w, b.String())
	return err
}
