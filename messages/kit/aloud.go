package kit

import (
	"fmt"
	"regexp"
	"strings"

	"candor/incident/update"
	"candor/messages"
	"candor/messages/mrkdwn"
)

// Written is a text for Slack without its marks, as any other messenger shows it.
func Written(body string) string {
	return mrkdwn.Unescape(strings.ReplaceAll(body, "*", ""))
}

// Spoken is a text as one says it: who speaks, and no headline or number.
func Spoken(u *update.Update, body, company string) string {
	body, sender := aloud(u, body), u.Sender.Name
	if head, rest, ok := strings.Cut(body, "\n"); ok && strings.HasPrefix(head, "*") {
		body = rest
	}
	if at := strings.LastIndexByte(body, '\n'); at >= 0 && sender != "" && strings.HasPrefix(body[at+1:], "– "+messages.Escape(sender)) { // said in front
		body = body[:at]
	}
	who := sender
	switch {
	case sender == "":
		who = company
	case company != "":
		who += " of " + company
	}
	if who == "" {
		return Written(body)
	}
	return fmt.Sprintf("This is %s. %s", who, Written(body))
}

// label is how a text begins that says in its first words what it is: a correction.
var label = regexp.MustCompile(`^\*[^*\n]+\* \[[^\]\n]+\]: `)

// aloud makes a sentence of the headline of a text whose news stands there, that it works, and
// leaves out what a text is called where it goes on in the same line.
func aloud(u *update.Update, body string) string {
	if at := label.FindStringIndex(body); at != nil {
		return messages.UpperFirst(body[at[1]:])
	}
	head, rest, ok := strings.Cut(body, "\n")
	news, _, bold := strings.Cut(strings.TrimPrefix(head, "*"), "* [")
	if !ok || !bold || !update.KindOf(u.Kind).Recovers || strings.Contains(news, " – ") {
		return body
	}
	return news + ". " + rest
}
