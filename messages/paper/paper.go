// Package paper is a client's review on paper: the page that is printed, the words of
// the mail that brings it, and what the team reads when it did not leave. The page says
// what the client was sent, word for word, and nothing else.
package paper

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"regexp"
	"strings"
	"time"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/visible"
	"candor/messages/history"
	"candor/messages/kit"
)

// File is the name of the PDF; nothing that people wrote is in it.
func File(incident string) string { return "review-" + incident + ".pdf" }

// Cover is the mail that brings the PDF. Its words are not the review's, and promise
// nothing.
func Cover(u *update.Update, c client.Client, company string, now time.Time) outbox.Text {
	when := "of " + now.In(c.Zone()).Format("2 January 2006, 15:04 MST")
	return outbox.Text{
		Subject: u.Texts[client.ViaEmail].Subject + " (PDF)",
		Body:    fmt.Sprintf("This is the review that we mailed you just now, as a PDF to keep or to print. It has the same words as our mail %s.\n\n%s\n", when, company),
	}
}

// line is a paragraph of the page.
type line struct{ Class, Head, Text string }

//go:embed page.html
var pageHTML string

var page = template.Must(template.New("review").Parse(pageHTML))

// Page is the review of a client as a page to print: one file, its style in it, no
// script. Whatever people wrote is escaped.
func Page(u *update.Update, company string, policy template.HTML) ([]byte, error) {
	title, text := words(u)
	var b bytes.Buffer
	err := page.Execute(&b, struct {
		Policy         template.HTML
		Company, Title string
		Lines          []line
	}{policy, clean(company), clean(title), lines(text)})
	return b.Bytes(), err
}

// words are the title and the text of a review, as the client was sent it.
func words(u *update.Update) (title, text string) {
	if mail, ok := u.Texts[client.ViaEmail]; ok {
		return mail.Subject, mail.Body
	}
	title, text, _ = strings.Cut(history.PlainText(u), "\n")
	return strings.ReplaceAll(title, "*", ""), text
}

var head = regexp.MustCompile(`^\p{Lu}[\p{L}’' ]{1,50}:( |$)`)

// lines are the paragraphs of a text. What stands before a list stays with it, and a
// question that the text answers is easy to find.
func lines(text string) (list []line) {
	for _, l := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if l = strings.TrimSpace(clean(l)); l == "" {
			continue
		}
		switch at := head.FindString(l); {
		case strings.HasPrefix(l, "•"):
			list = append(list, line{Class: "item", Text: l})
		case at == l:
			list = append(list, line{Class: "lead", Head: l})
		default:
			list = append(list, line{Head: at, Text: l[len(at):]})
		}
	}
	return list
}

// clean is text as it can be shown: without what turns it around or hides.
func clean(s string) string { return visible.Line(s) }

// Latest is the newest review that a client was sent, if nothing has put it right since;
// nil if there is none.
func Latest(texts []*update.Update, id string) (found *update.Update) {
	for _, u := range texts {
		if found != nil && u.Client == id && u.Corrects == found.N && u.State == update.Sent {
			return nil
		}
		if u.Client == id && u.Kind == update.PostmortemCover && u.State == update.Sent && (found == nil || u.N > found.N) {
			found = u
		}
	}
	return found
}

// Missed tells who is in charge that a client did not get the review as a PDF, or may
// not have: what did not happen, what is safe, what to do.
func Missed(v view.View, w kit.Pen) (what, safe string) {
	t, code := v.Target, "`"
	if w.Plain {
		code = ""
	}
	what, next := "%s did not get the review as a PDF. %s", "Whoever runs Candor: "+code+"candor doctor"+code+" says what to mend. Then make the PDF and attach it to a mail of your own:"
	if t.Doubted {
		what, next = "I do not know whether %s got the review as a PDF. %s", "Ask them; it is not sent again. If it is not there, make it and attach it to a mail of your own:"
	}
	if v.Client.Heard > t.Update { // by hand neither: its words may have been put right
		return fmt.Sprintf(what, w.Strong(v.Client.Client.Name), kit.Sentence(t.Reason)),
			fmt.Sprintf("The review itself was sent at %s. No PDF of it is sent any more.", w.At(v.Update.SentAt))
	}
	make := fmt.Sprintf("candor export %s --pdf --client %s > %s", v.Incident.Name(), t.Client, File(v.Incident.Name()))
	return fmt.Sprintf(what, w.Strong(v.Client.Client.Name), kit.Sentence(t.Reason)),
		fmt.Sprintf("The review itself was sent at %s. %s %s", w.At(v.Update.SentAt), next, code+make+code)
}
