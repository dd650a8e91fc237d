package history

import (
	"html/template"
	"io"
	"time"
)

// HTML writes the paper ready to print: one file, its style in it, no script. Whatever
// people typed is escaped.
func (p Paper) HTML(w io.Writer) error { return page.Execute(w, p) }

var page = template.Must(template.New("paper").Funcs(template.FuncMap{"stamp": func(t time.Time) string { return stamp(t) }}).Parse(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{.Incident}}</title>
<style>body{font:11pt/1.45 Georgia,serif;max-width:42em;margin:2em auto;padding:0 1em;color:#111;background:#fff}h1,h2,h3{line-height:1.2;break-after:avoid}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #bbb;padding:.25em .5em .25em 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid #bbb;padding-left:1em}li{overflow-wrap:anywhere}@page{margin:2cm}</style></head>
<body><h1>{{.Incident}}{{with .Title}}: {{.}}{{end}}</h1>
<p>Internal. All times are UTC.</p>
<table><tr><th>Kind</th><td>{{.Kind}}</td></tr><tr><th>Severity</th><td>{{.Severity}}</td></tr><tr><th>State</th><td>{{.State}}</td></tr><tr><th>Began</th><td>{{stamp .Began}}</td></tr><tr><th>Declared</th><td>{{stamp .Declared}}</td></tr><tr><th>Resolved</th><td>{{stamp .Resolved}}</td></tr><tr><th>Closed</th><td>{{stamp .Closed}}</td></tr>{{range .Roles}}<tr><th>{{.Role}}</th><td>{{.Name}}</td></tr>{{end}}</table>
{{range .Unread}}<p><strong>Could not be read:</strong> {{.}}</p>
{{end}}{{with .Review}}<h2>Review</h2>
{{if .Answered.IsZero}}<p>Due {{stamp .Due}}. Nobody has answered its questions yet.</p>
{{else}}<p>Due {{stamp .Due}}. Answered by {{.By}} on {{stamp .Answered}}.</p>
<table><tr><th>Cause</th><td>{{.Cause}}</td></tr><tr><th>Why</th><td>{{.Why}}</td></tr>{{with .Proof}}<tr><th>Shown by</th><td>{{.}}</td></tr>{{end}}<tr><th>Which check would have caught it, and why it did not</th><td>{{.Gap}}</td></tr><tr><th>Workload and conditions</th><td>{{.Work}}</td></tr></table>
{{end}}{{end}}{{with .Changes}}<h2>What changes</h2>
<table><tr><th>What</th><th>Who</th><th>By</th><th>Done</th><th>Moved</th></tr>
{{range .}}<tr><td>{{.Text}}</td><td>{{.Owner}}</td><td>{{stamp .Due}}</td><td>{{stamp .Done}}</td><td>{{range .Moved}}from {{stamp .From}}: {{.Why}} {{end}}</td></tr>
{{end}}</table>
{{end}}{{range .Clients}}<h2>{{.Name}}</h2>
<p>Noticed: {{.Impact}}</p>
{{with .Promises}}<table><tr><th>Promised</th><th>Due</th><th>Outcome</th><th>Settled</th></tr>
{{range .}}<tr><td>{{.What}}</td><td>{{stamp .Due}}</td><td>{{.Outcome}}</td><td>{{stamp .Settled}}</td></tr>
{{end}}</table>
{{end}}{{range .Texts}}<h3>Text {{.N}}: {{.Kind}}</h3>
<p>{{.State}} · {{stamp .At}}{{with .Signed}} · signed by {{.}}{{end}}</p>
<pre>{{.Text}}</pre>
{{end}}{{end}}<h2>Timeline</h2>
<ul>{{range .Timeline}}<li>{{stamp .At}} · {{.By}}: {{.Text}}{{if not .Written.IsZero}} <em>(written down {{stamp .Written}})</em>{{end}}{{range .Before}} <em>(before: “{{.}}”)</em>{{end}}</li>
{{end}}</ul></body></html>
`))
