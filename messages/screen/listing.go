package screen

import (
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// UpTo joins as many lines as fit into n bytes, and counts the others.
func UpTo(n int, lines []string) string {
	const more = len("\n… and 1000000 more")
	text := ""
	for i, l := range lines {
		if len(text)+len(l)+more > n {
			return text + fmt.Sprintf("\n… and %d more", len(lines)-i)
		}
		text += "\n" + l
	}
	return text
}

// Listed is an incident as one person may see it.
type Listed struct {
	Incident *incident.Incident
	Hidden   bool // private, or the person is a guest, and no member: only its name is shown
}

// Compare orders a list: drills stand at its end, since nobody's client waits in them.
func (l Listed) Compare(o Listed) int {
	switch drill := l.Incident.Drill != nil; {
	case drill == (o.Incident.Drill != nil):
		return 0
	case drill:
		return 1
	}
	return -1
}

// ListLine is an incident in a list: its name, whose it is, how bad and where it stands.
func ListLine(l Listed) string {
	inc := l.Incident
	switch {
	case l.Hidden && inc.Private:
		return "*" + inc.Name() + "* private"
	case l.Hidden:
		return "*" + inc.Name() + "* · guests read it in its channel"
	}
	line := fmt.Sprintf("*%s* %s · %s · %s", inc.Name(), messages.Escape(messages.Cut(ClientNames(inc), 150)), kit.SeverityWord(inc.Severity), kit.StatusWord(inc.Status))
	if inc.Channel.ID != "" {
		line += " · <#" + inc.Channel.ID + ">"
	}
	return line
}

// ClientNames are the names of those it affects.
func ClientNames(inc *incident.Incident) string {
	var names []string
	for i := range inc.Clients {
		names = append(names, inc.Clients[i].Client.Name)
	}
	return fault.And(names)
}

// DueMark stands in front of what is due: a triangle if it is late.
func DueMark(due, now time.Time) string {
	if now.After(due) {
		return "▲"
	}
	return "•"
}

// PromiseWord says of a client what it waits for.
func PromiseWord(p promise.Promise) string {
	switch {
	case p.Wished:
		return "asked for a call"
	case p.Kind == promise.Review && !p.Said:
		return "is to get the written review"
	case p.First && p.Kind == promise.Update:
		return "has not heard yet; first notice"
	case inWords(&p):
		return "expects " + awaited(&p)
	case p.Kind.Rings() && p.Kind != promise.Meeting:
		return Waits(&p, "expects", "is")
	}
	return promiseNames[p.Kind].owes
}

// Waits says what is due to a client, after its name. What it was told it expects; of a time
// that only we have it knows nothing.
func Waits(p *promise.Promise, expects, is string) string {
	switch {
	case p.Expected():
		return expects + " " + news(p)
	case p.Kind == promise.Final, p.First:
		return is + " to get " + news(p)
	case p.Kind == promise.Afterword && p.Words != "":
		return is + " to hear " + p.Words
	}
	return is + " to hear from us"
}

// DueWord says when something is due and how far that is.
func DueWord(due, now time.Time, c *client.Client) string {
	at := messages.ClientTime(due, now, c)
	if now.After(due) {
		return fmt.Sprintf("due %s (%s late)", at, messages.Span(promise.Past(now, due)))
	}
	return fmt.Sprintf("due %s (in %s)", at, messages.Span(due.Sub(now)))
}

// FirstDue says until when the first word is due; nothing where none is owed.
func FirstDue(inc *incident.Incident, t *view.Draft, now time.Time) string {
	aff := inc.Affected(t.Client.ID)
	if aff == nil || aff.Next() == nil {
		return ""
	}
	return ": " + DueWord(aff.Next().DueAt, now, &t.Client)
}
