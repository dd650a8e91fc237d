// Package pocket is the page for a pocket: what helps when Slack, the network or Candor
// itself is down, on paper.
package pocket

import (
	"bytes"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"candor/incident/client"
	"candor/incident/sheet"
	"candor/incident/team"
	"candor/incident/view"
)

// Page is what is printed.
type Page struct {
	Company string
	Printed time.Time
	Roster  *team.Roster
	Sheets  []view.Sheet
	Unread  string // why what was written in Slack is missing; empty: it is there

	Config string // the file, as it was named
	Store  string // where the data lies
	Made   bool   // copies are made
	Copies string // the folder for them
	Newest string // the newest copy there; empty: none, or nobody could look
	AsOf   time.Time
}

// HTML writes the page: one file, its style in it, no script. What people typed is escaped.
func (p Page) HTML(w io.Writer) error { return page.Execute(w, p) }

// Is says whether what a file begins with is the beginning of such a page.
func Is(head []byte) bool {
	return bytes.HasPrefix(head, []byte("<!DOCTYPE html>")) && bytes.Contains(head, []byte("<h1>When Slack or Candor is down</h1>"))
}

// First are those who are called, in the order in which Candor asks them; then the others.
func (p Page) First() (list []team.Person) {
	named := func(user string) int {
		return slices.IndexFunc(p.Roster.People, func(o team.Person) bool { return o.Slack == user })
	}
	for _, user := range p.Roster.EscalateTo {
		if i := named(user); i >= 0 {
			list = append(list, p.Roster.People[i])
		}
	}
	for _, o := range p.Roster.People {
		if !slices.Contains(p.Roster.EscalateTo, o.Slack) {
			list = append(list, o)
		}
	}
	return list
}

// contact is somebody outside, and what for.
type contact struct {
	For string
	team.Contact
}

// Outside are those whom the company itself turns to.
func (p Page) Outside() []contact {
	c := p.Roster.Contacts
	all := []contact{{"Hosting", c.Host}, {"Insurer" + policy(c.Policy), c.Insurer}, {"Lawyer", c.Lawyer}}
	return slices.DeleteFunc(all, func(c contact) bool { return !c.Known() })
}

func policy(number string) string {
	if number == "" {
		return ""
	}
	return ", policy " + number
}

// line is a field of a client.
type line struct{ Label, Text string }

// Lines are what is known of a client for the night.
func Lines(s view.Sheet) (list []line) {
	for _, ct := range s.Client.Contacts {
		text := strings.Join(slices.DeleteFunc([]string{ct.Name, ct.Phone, ct.Email}, func(t string) bool { return t == "" }), ", ")
		list = append(list, line{"Contact", text})
	}
	if m := manner[s.Client.Manner]; m != "" {
		list = append(list, line{"How", m})
	}
	for _, f := range sheet.Fields {
		if text := s.Text[f.ID]; text != "" {
			list = append(list, line{f.Label, text})
		}
	}
	for _, f := range s.Text.Gaps() {
		list = append(list, line{f.Label, ""})
	}
	return list
}

// manner is what a client wants, in place of what the steps say.
var manner = map[client.Manner]string{
	client.CallsFirst:  "Call before you write.",
	client.WritingOnly: "They want no calls. Write.",
	client.Lawyer:      "Their lawyer writes for them. Nobody calls; two of us read each text.",
}

// steps are the first five, for one person with a telephone.
var steps = []string{
	"Look from outside, as the client would. Write down the time and what you saw.",
	"Nobody changes, restarts or deletes anything until one person is in charge. Say aloud who that is.",
	"Call the first person on this page, then the next. One repairs, another talks to the client.",
	"Tell the client within 15 minutes, with a text from this page. Say when they hear next, and write that time down.",
	"Keep that time, with news or without. Write each call and each time on paper. It goes into Candor later: “note 02:10 …”, “told call: …”.",
}

// text is one to read out or to write, with blanks.
type text struct{ Name, Words string }

// texts own the problem, name a time, and promise nothing that nobody can keep.
func (p Page) Texts() []text {
	return []text{
		{"First notice", "This is ______ from " + p.Company + ". Since about ______ your ____________ does not work: ______________________. We know of it and are working on it. We do not know the cause yet. You hear from me again at ______, also if there is nothing new by then. Until then you reach me on ____________."},
		{"Nothing new yet", "This is ______ from " + p.Company + ". Your ____________ still does not work. Since we last spoke we have ______________________. We do not know yet when it works again. You hear from me again at ______."},
		{"It works again", "This is ______ from " + p.Company + ". Your ____________ has worked again since ______; we used it ourselves at ______. We keep watching it until ______. Call me on ____________ if you see anything wrong. I am sorry for the trouble. What happened, and why, you get in writing by ______."},
	}
}

var page = template.Must(template.New("pocket").Funcs(template.FuncMap{
	"lines": Lines, "steps": func() []string { return steps },
	"day":   func(t time.Time) string { return t.UTC().Format("2 January 2006") },
	"stamp": func(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") },
}).Parse(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{{.Company}}: when Slack or Candor is down</title>
<style>
@page{size:A4;margin:12mm 14mm}
*{box-sizing:border-box}
body{font:10pt/1.35 Arial,Helvetica,sans-serif;color:#000;background:#fff;max-width:182mm;margin:0 auto;padding:4mm}
@media print{body{padding:0}}
h1{font-size:17pt;margin:0;line-height:1.1}
h2{font-size:11.5pt;margin:4mm 0 1.5mm;border-bottom:1.5pt solid #000;break-after:avoid}
h3{font-size:10.5pt;margin:0 0 .5mm}
p{margin:1mm 0}
ol{margin:0;padding-left:6mm}li{margin:.7mm 0}
table{border-collapse:collapse;width:100%}
td{border-bottom:.5pt solid #000;padding:.8mm 3mm .8mm 0;vertical-align:top;overflow-wrap:anywhere}
.phone{font-size:12pt;font-weight:bold;white-space:nowrap}
.client{break-inside:avoid;border:.7pt solid #000;padding:2mm 2.5mm;margin:0 0 2.5mm}
dl{display:grid;grid-template-columns:34mm 1fr;gap:.4mm 2mm;margin:0}
dt{font-weight:bold}dd{margin:0;overflow-wrap:anywhere}
.blank{border-bottom:.5pt dotted #000;min-height:5mm}
.text{break-inside:avoid;margin:0 0 2mm;line-height:1.75}
.last td:first-child{white-space:nowrap;padding-right:6mm}
.small{font-size:8.5pt}
</style></head><body>
<h1>When Slack or Candor is down</h1>
<p>{{.Company}} · printed {{stamp .Printed}}. Print it anew every month and destroy the old one: it has people's numbers.</p>
{{with .Unread}}<p><strong>Not on this page: what was written in Slack.</strong> {{.}}</p>
{{end}}<h2>Call first</h2>
<table>{{range $i, $p := .First}}<tr><td>{{$p.Name}}</td><td>{{$p.Role}}</td><td class="phone">{{or $p.Phone "____________"}}</td></tr>
{{else}}<tr><td>Nobody stands under people in the config. Write them here: ________________________</td></tr>
{{end}}{{range .Outside}}<tr><td>{{.Name}}</td><td>{{.For}}</td><td class="phone">{{or .Phone "____________"}}</td></tr>
{{end}}</table>
<h2>The first five steps</h2>
<ol>{{range steps}}<li>{{.}}</li>
{{end}}</ol>
<h2>Texts to read out or to write</h2>
{{range .Texts}}<p class="text"><strong>{{.Name}}.</strong> {{.Words}}</p>
{{end}}<p class="small">Say only what you have seen. Nothing about the cause before it is proved, and nothing about data before somebody has looked.</p>
<h2>Clients</h2>
{{range .Sheets}}<div class="client"><h3>{{.Client.Name}}{{with .Client.TimeZone}} <span class="small">· {{.}}</span>{{end}}</h3><dl>{{range lines .}}<dt>{{.Label}}</dt>{{if .Text}}<dd>{{.Text}}</dd>{{else}}<dd class="blank"></dd>{{end}}{{end}}</dl></div>
{{else}}<p>There is no client yet.</p>
{{end}}<h2>To bring Candor back</h2>
<table class="last">
<tr><td>Is it running?</td><td>candor status --config {{.Config}}</td></tr>
<tr><td>Start it</td><td>systemctl start candor · in the container: docker compose up -d</td></tr>
<tr><td>Its data</td><td>{{.Store}}</td></tr>
<tr><td>Its copies</td><td>{{if .Made}}{{.Copies}}{{if .Newest}}; the newest on {{stamp .Printed}}: {{.Newest}}, of {{stamp .AsOf}}{{else}}; none was found there on {{stamp .Printed}}{{end}}{{else}}<strong>None are made.</strong> Write backup: {} into the config.{{end}}</td></tr>
<tr><td>The disk is lost</td><td>Stop Candor. candor restore COPY --dry-run says what is in a copy; candor restore COPY puts it back. Then start it.</td></tr>
<tr><td>No copy holds</td><td>the config, the tokens and the key of encrypted copies. They lie: ________________________</td></tr>
</table>
</body></html>
`))
