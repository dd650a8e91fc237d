package history

import (
	_ "embed"
	"html/template"
	"io"
	"regexp"
	"strings"

	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/messages"
	"candor/messages/kit"
)

//go:embed paper.html
var paperHTML string

// HTML writes the paper ready to print: one file, its style in it, no script. Whatever
// people typed is escaped.
func (p Paper) HTML(w io.Writer) error { return page.Execute(w, p) }

var page = template.Must(template.New("paper").Funcs(template.FuncMap{"stamp": stamp, "role": roleHeld, "kind": kindWords, "promised": promised, "sent": sentText}).Parse(paperHTML))

// kindWords are the name of a kind of incident without its file's: data_loss.
func kindWords(kind string) string {
	return messages.UpperFirst(strings.ReplaceAll(kind, "_", " "))
}

func roleHeld(role string) string { return messages.UpperFirst(kit.RoleWord(playbook.Role(role))) }

// promisedWords are what promises are called on paper, where nobody knows our kinds.
var promisedWords = map[promise.Kind]string{
	promise.Update:    "Next update",
	promise.Final:     "Final message",
	promise.Afterword: "News at the time that was named",
	promise.Review:    "Written review",
	promise.Meeting:   "Call",
	promise.Written:   "In writing what was said on the phone",
	promise.Checkin24: "Asking how it goes, after a day",
	promise.Checkin7:  "Asking how it goes, after a week",
	promise.Checkin30: "Asking how it goes, after a month",
	promise.Measure:   "Change",
	promise.Made:      "Word that a change is made",
	promise.Answer:    "Answer to their questions",
}

// promised says in words what a paper names by its kind.
func promised(what string) string {
	kind, words, more := strings.Cut(what, ": ")
	name := promisedWords[promise.Kind(kind)]
	switch {
	case name == "":
		return what
	case more:
		return name + ": " + words
	}
	return name
}

// subject is the first line of a text as Slack writes it: bold, with the incident's name.
var subject = regexp.MustCompile(`(?m)^\*([^*\n]+)\*( \[INC-\d+\])`)

// sentText is a text as its client saw it.
func sentText(text string) template.HTML {
	return template.HTML(subject.ReplaceAllString(template.HTMLEscapeString(text), "<strong>$1</strong>$2"))
}
