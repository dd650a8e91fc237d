package delivery

import (
	"html"
	"strings"

	"candor/incident/visible"
	"candor/messages/mrkdwn"
)

// The frame of a mail in HTML. It names no colour, so that each mail program
// shows it in its own, dark or light; it loads nothing; its lines fit a phone.
const (
	htmlHead = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"></head>
<body style="margin:0;padding:16px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
<div style="max-width:38em">
`
	htmlFoot = "</div>\n</body></html>\n"
)

// htmlOf makes the HTML form of a mail from its plain text: the same words, as
// paragraphs, with links for addresses that begin with http:// or https://. It
// is pure: the same text gives the same bytes.
func htmlOf(text string) string {
	var b strings.Builder
	b.WriteString(htmlHead)
	for paragraph := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if paragraph = strings.Trim(paragraph, "\n"); paragraph == "" {
			continue
		}
		b.WriteString(`<p style="margin:0 0 1em">`)
		for i, line := range strings.Split(paragraph, "\n") {
			if i > 0 {
				b.WriteString("<br>\n")
			}
			b.WriteString(linked(line))
		}
		b.WriteString("</p>\n")
	}
	b.WriteString(htmlFoot)
	return b.String()
}

// afterAddress is what a sentence puts behind an address, and no part of it.
const afterAddress = ".,;:!?'\"”’)]"

// linked escapes a line and makes links of its web addresses.
func linked(line string) string {
	line = visible.Line(line)
	done := 0
	var b strings.Builder
	for _, at := range mrkdwn.WebAddress.FindAllStringIndex(line, -1) {
		address := strings.TrimRight(line[at[0]:at[1]], afterAddress)
		if strings.HasSuffix(address, "//") {
			continue
		}
		shown := html.EscapeString(address)
		b.WriteString(html.EscapeString(line[done:at[0]]) + `<a href="` + shown + `">` + shown + "</a>")
		done = at[0] + len(address)
	}
	return b.String() + html.EscapeString(line[done:])
}
