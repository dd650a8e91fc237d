package aside

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// sizes are what each size of aftercare brings, and the button that chooses it.
var sizes = map[incident.Size]struct{ brings, label, act string }{
	incident.Small:  {"the final message says what happened, why, and what changes; nothing comes after it by itself", "Only the final message", kit.ActSmall},
	incident.Normal: {"the final message promises the written review, and a day later you are reminded to ask how it goes", "Review and one question", kit.ActNormal},
	incident.Full:   {"the written review, and you are reminded to ask how it goes after a day, a week and a month", "All, for a month", kit.ActFull},
}

// Aftercare says how much comes after the final message, with a button for each other
// size.
func Aftercare(inc *incident.Incident, now time.Time) kit.Post {
	size := inc.Aftercare(now)
	why := " That follows from how long it lasted and what it harmed."
	if inc.Chosen != "" {
		why = ""
	}
	if list := apart(inc, now); list != "" {
		text := fmt.Sprintf("*After the final message* of %s it is not the same for all: what follows from the harm to one does not follow for the others. %s What a client was promised stays promised. A button is for all of them.", inc.Name(), list)
		return post(inc, text, "")
	}
	text := fmt.Sprintf("*After the final message* of %s: %s.%s What a client was promised stays promised.", inc.Name(), sizes[size].brings, why)
	return post(inc, text, size)
}

// apart says of each client how much comes, where it is not the same for all; "" where it
// is.
func apart(inc *incident.Incident, now time.Time) string {
	of := map[incident.Size][]string{}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		size := inc.AftercareOf(aff, now)
		of[size] = append(of[size], messages.Escape(aff.Client.Name))
	}
	if len(of) < 2 {
		return ""
	}
	var list []string
	for _, s := range incident.Sizes {
		if len(of[s]) > 0 {
			list = append(list, fmt.Sprintf("%s: %s.", fault.And(of[s]), sizes[s].brings))
		}
	}
	return strings.Join(list, " ")
}

// post is what it says, with a button for each other size.
func post(inc *incident.Incident, text string, size incident.Size) kit.Post {
	var buttons []slack.BlockElement
	for _, s := range incident.Sizes {
		if s != size {
			buttons = append(buttons, kit.Button(sizes[s].act, view.Ref{Number: inc.Number, Key: string(s)}, sizes[s].label))
		}
	}
	return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("after", text), slack.NewActionBlock("do", buttons...)}}
}
