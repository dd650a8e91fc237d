package aside

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/promise"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// Closed answers whoever closed a form: what did not happen, who waits for it and until
// when, and the way back. It is empty where nobody waits and nothing was written, and
// where they hear right now.
func Closed(inc *incident.Incident, ref view.Ref, form, user string, now time.Time) kit.Post {
	left, found := kit.Closing[form]
	if !found || inc.Over() {
		return kit.Post{}
	}
	var first time.Time
	var who string
	waiting, kept := 0, false
	for _, aff := range expecting(inc, ref.Client, now) {
		if _, drafted := aff.Drafts[user]; drafted && left.Kept {
			kept = true
		}
		p := waitsFor(aff, now)
		if p == nil {
			continue
		}
		says := screen.PromiseWord(*p)
		_, at := p.Clock()
		if p.Hurried() { // it is down again, say, and they know of a later time
			says = "should hear now"
		}
		if waiting++; first.IsZero() || at.Before(first) {
			first, who = at, fmt.Sprintf("*%s* %s, %s.", messages.Escape(aff.Client.Name), says, screen.DueWord(at, now, &aff.Client))
		}
	}
	if first.IsZero() && !kept {
		return kit.Post{}
	}
	says := []string{left.Says}
	if waiting > 1 {
		says = append(says, fmt.Sprintf("%d clients wait. The first:", waiting))
	}
	if waiting > 0 {
		says = append(says, who)
	}
	if kept {
		says = append(says, "Your text is kept.")
	}
	text := strings.Join(says, " ")
	again := kit.Button(left.Act, view.Ref{Number: inc.Number, Client: ref.Client}, left.Word)
	return kit.Post{Text: inc.Name() + ": " + text, Blocks: []slack.Block{kit.Paragraph("closed", "*"+inc.Name()+"* · "+text), slack.NewActionBlock("do", again)}}
}

// expecting are the clients whom a form is about, and whom no text is on its way to and
// nobody is calling.
func expecting(inc *incident.Incident, client string, now time.Time) (list []*incident.Affected) {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if (client == incident.AllClients || client == aff.Client.ID) && aff.Out == 0 && !aff.Calling(now) {
			list = append(list, aff)
		}
	}
	return list
}

// soon is how long before its time somebody is first reminded of what is due in days.
const soon = 48 * time.Hour

// waitsFor is what a client waits for that somebody is reminded of these days; nil if for
// nothing.
func waitsFor(aff *incident.Affected, now time.Time) *promise.Promise {
	for _, p := range aff.Pending() {
		if p.Rings() || p.DueAt.Sub(now) < soon {
			return p
		}
	}
	return nil
}
