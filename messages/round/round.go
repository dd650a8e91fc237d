// Package round shows the calls of an incident that are still to be made.
package round

import (
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/round"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// most is how many stand in the list; a longer one is read by nobody.
const most = 15

// List shows a person who is to be called, and what to say to the first whom nobody has.
func List(inc *incident.Incident, user string, now time.Time) kit.Post {
	list := round.Of(inc, now)
	if len(list) == 0 {
		return kit.Plain(fmt.Sprintf("Nobody has to be called just now in %s. Candor says when somebody has to.", inc.Name()))
	}
	text := fmt.Sprintf("*%s* · *%s to call*, worst hurt first. Who presses *I am calling now* has them; anybody can type round and take the next.", inc.Name(), counted(len(list)))
	for i, s := range list[:min(len(list), most)] {
		text += fmt.Sprintf("\n%d. %s", i+1, line(s, kit.Pen{Now: now}))
	}
	if more := len(list) - most; more > 0 {
		text += fmt.Sprintf("\nand %d more", more)
	}
	post := kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("round", text)}}
	next := round.Next(list, user)
	if next == nil {
		post.Blocks = append(post.Blocks, kit.Small("taken", "Somebody is calling each of them. Type round again in a few minutes."))
		return post
	}
	post.Blocks = append(post.Blocks, kit.Paragraph("phones", screen.Phones(&next.Client)), button(inc, next))
	return post
}

// Beside adds to an answer about a call whom the person calls next, if others wait.
func Beside(post kit.Post, inc *incident.Incident, user string, now time.Time) kit.Post {
	list := round.Of(inc, now)
	next := round.Next(list, user)
	if len(inc.Clients) < 2 || next == nil || next.Attempts > 0 && next.AttemptAt.Equal(now) { // they were tried just now
		return post
	}
	if len(post.Blocks) == 0 {
		post.Blocks = []slack.Block{kit.Paragraph("done", post.Text)}
	}
	text := fmt.Sprintf("*Next call* (%d left): %s", len(list), line(*next, kit.Pen{Now: now}))
	post.Text += "\n" + text
	post.Blocks = append(post.Blocks, kit.Paragraph("next", text), kit.Paragraph("phones", screen.Phones(&next.Client)), button(inc, next))
	return post
}

// CallAll says what to do about clients of whom none can be written to; "" if one can.
func CallAll(inc *incident.Incident) string {
	if slices.ContainsFunc(inc.Clients, func(aff incident.Affected) bool { return len(aff.Client.Destinations()) > 0 }) {
		return ""
	}
	return fmt.Sprintf("Candor has no way to write to any of the %d clients: call them. Type round in its channel: it says whom to call next, and what to say.", len(inc.Clients))
}

func button(inc *incident.Incident, s *round.Stop) slack.Block {
	ref := view.Ref{Number: inc.Number, Client: s.Client.ID}
	return slack.NewActionBlock("call", kit.Primary(kit.Button(kit.ActCallCard, ref, "What to say")))
}

func counted(n int) string {
	if n == 1 {
		return "1 client"
	}
	return fmt.Sprintf("%d clients", n)
}

// line is a client with why they are called.
func line(s round.Stop, w kit.Pen) string {
	text := "*" + messages.Escape(s.Client.Name) + "*"
	switch {
	case s.Grave:
		text += " · they do not know the bad news"
	case s.ToldAt.IsZero():
		text += " · not told yet"
	}
	text += " · " + screen.DueWord(s.Due, w.Now, &s.Client)
	if state := screen.CallState(s.Affected, w); state != "" {
		text += " · " + state
	}
	return text
}
