package messages

import (
	"cmp"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/outbox"
)

// ClientBlocks are how a client's text looks in Slack: the approved words, byte
// for byte, and the one button that a client gets. The texts of the sections,
// one after the other, are the body.
func ClientBlocks(d outbox.Delivery) []slack.Block {
	var blocks []slack.Block
	for i, part := range parts(d.Text.Body, maxSection) {
		blocks = append(blocks, paragraph(fmt.Sprintf("text%d", i+1), part))
	}
	ref := Ref{Number: d.Incident, Client: d.Client, N: d.Update}
	return append(blocks, slack.NewActionBlock("do", button(ActGotIt, ref, "Got it")))
}

// Noted is what somebody at the client sees after pressing Got it. Like all that
// they read, it names times in their zone.
func Noted(aff *incident.Affected, now time.Time) Post {
	text := "Noted."
	if p := aff.Next(); p != nil && p.Said && p.DueAt.After(now) {
		text += " Next update by " + ClientTime(p.DueAt, now, &aff.Client) + "."
	}
	return Plain(text)
}

// readers says who at the client has read an update: the first, and how many
// more.
func readers(u *incident.Update, w pen) string {
	if len(u.Readings) == 0 {
		return ""
	}
	first := u.Readings[0]
	text := fmt.Sprintf(" Read by %s %s", theirName(first.Name), w.at(first.At))
	if more := len(u.Readings) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text + "."
}

// theirName is what somebody outside the team calls themselves, made harmless.
func theirName(name string) string {
	return neutral(cut(cmp.Or(clean(name, false), "somebody there"), 60))
}
