package upkeep

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/sheet"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// HowToTell is the question to a client how they want to be told, as it leaves: plain words.
// signed is who asks, with the company.
func HowToTell(c *client.Client, to client.Destination, signed string) outbox.Text {
	fields := sheet.ForThem()
	lines := []string{
		fmt.Sprintf("Hello %s,", c.GreetingAt(to)),
		"",
		fmt.Sprintf("Nothing is wrong. So that we do right by you if %s is ever down at night, we would like to know:", c.ServiceName()),
		"",
	}
	for i, f := range fields {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, f.Theirs))
	}
	lines = append(lines, "", "A line each is enough, with its number, whenever it suits you. We need no password and no key.", "", signed)
	body := strings.Join(lines, "\n")
	if to.Way().Marked {
		body = messages.Escape(body)
	}
	return outbox.Text{Subject: "How shall we tell you?", Body: body}
}

// Asked says that a client was asked, and what became of it; "" if they never were. d is
// the delivery that carried it; nil: nobody knows any more.
func Asked(q *sheet.Question, d *outbox.Delivery) string {
	if q == nil {
		return ""
	}
	text := "They were asked how to tell them on " + dayOf(q.At)
	switch {
	case q.Answer != "":
		return text + ", and answered."
	case d == nil || d.State == outbox.Delivered:
		return text + "."
	case d.State == outbox.Waiting && d.Attempt == 0:
		return text + ". It leaves when they open."
	case d.State == outbox.Dead:
		return text + ". It did *not* reach them: " + messages.Escape(d.Reason) + "."
	case d.State == outbox.Recalled:
		return text + ". It was *not* sent: " + messages.Escape(cmp.Or(d.Reason, "an incident of theirs was open")) + "."
	}
	return text + ". Nobody knows yet whether it reached them. Look there before you ask again."
}

// AskThem is the button that asks a client; c has to be one of the list.
func AskThem(s view.Sheet) *slack.ButtonBlockElement {
	return kit.Button(kit.ActSheetAsk, view.Ref{Client: s.Client.ID}, "How shall we tell you?")
}

// Answered offers to whoever asked what a client has answered.
func Answered(v view.View, _ outbox.Delivery) kit.Post {
	s := v.Sheets[0]
	q := s.Kept.Question
	who := s.Client.Name
	if q.Name != "" {
		who = q.Name + " of " + who
	}
	return kit.BothWays(v.Now, func(pen kit.Pen) string {
		return fmt.Sprintf("%s answers how to tell them:\n%s\nNothing of it is on the sheet yet.", pen.Strong(who), kit.Quote(messages.Escape(q.Answer)))
	}, slack.NewActionBlock("do", kit.Primary(kit.Button(kit.ActSheet, view.Ref{Client: s.Client.ID, Key: TheirAnswer}, "Put it on the sheet"))))
}

// TheirAnswer is the Key of a button that opens the sheet with what the client answered.
const TheirAnswer = "answer"
