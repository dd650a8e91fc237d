package screen

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/mrkdwn"
)

// ClientBlocks are how a client's text looks in Slack: the approved words, byte
// for byte, and the buttons that a client gets. Under bad news none of them may be
// read as consent: they ask for a call, or say that they have a question. The texts of the sections,
// one after the other, are the body.
func ClientBlocks(d outbox.Delivery) []slack.Block {
	var blocks []slack.Block
	for i, part := range kit.Parts(d.Text.Body, kit.MaxSection) {
		blocks = append(blocks, kit.Paragraph(fmt.Sprintf("text%d", i+1), part))
	}
	ref := view.Ref{Number: d.Incident, Client: d.Client, N: d.Update}
	if !d.Data.Grave {
		return append(blocks, slack.NewActionBlock("do", kit.Button(kit.ActGotIt, ref, "Got it")))
	}
	ask := kit.Button(kit.ActWantAsk, ref, WishLabel(outbox.WantsToAsk))
	if d.Data.NoCall {
		return append(blocks, slack.NewActionBlock("do", ask))
	}
	return append(blocks, slack.NewActionBlock("do", kit.Button(kit.ActCallMe, ref, WishLabel(outbox.WantsCall)), ask))
}

// wishLabels stand on the buttons by which a client asks for something.
var wishLabels = map[outbox.Wish]string{outbox.WantsCall: "Call me", outbox.WantsToAsk: "I have a question"}

// WishLabel is what stands on the button by which a client asks for something.
func WishLabel(w outbox.Wish) string { return wishLabels[w] }

// Wished is what somebody at the client sees after pressing one of these: who was
// asked, or how to ask. company is ours, for where nobody signed.
func Wished(w outbox.Wish, who team.Person, company string) kit.Post {
	name := cmp.Or(company, "The team")
	if names := strings.Fields(who.Name); len(names) > 0 {
		name = names[0]
	}
	if w == outbox.WantsCall {
		return kit.Plain(messages.Escape(name) + " has been asked to call you.")
	}
	return kit.Plain("Write your question in this thread: " + messages.Escape(name) + " reads it.")
}

// Noted is what somebody at the client sees after pressing Got it. Like all that
// they read, it names times in their zone.
func Noted(aff *incident.Affected, now time.Time) kit.Post {
	text := "Noted."
	if p := aff.Next(); p != nil && p.Said && p.DueAt.After(now) {
		text += " Next update by " + messages.ClientTime(p.DueAt, now, &aff.Client) + "."
	}
	return kit.Plain(text)
}

// readers says who at the client has read an update: the first, and how many
// more.
func readers(u *update.Update, w kit.Pen) string {
	if len(u.Readings) == 0 {
		return ""
	}
	first := u.Readings[0]
	text := fmt.Sprintf(" Read by %s %s", theirName(first.Name), w.At(first.At))
	if more := len(u.Readings) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text + "."
}

// theirName is what somebody outside the team calls themselves, made harmless.
func theirName(name string) string {
	return mrkdwn.Neutral(messages.Cut(cmp.Or(messages.Clean(name, false), "Somebody there"), 60))
}

// mannerSaid is what follows from a manner, for whoever chose it.
var mannerSaid = map[client.Manner]string{
	client.Usual:       "You call and write to %s as usual again.",
	client.CallsFirst:  "Calls first: bad news and reminders for %s put the call before the text.",
	client.WritingOnly: "Writing only: no text offers %s a call, and no screen asks you to make one.",
	client.Lawyer:      "Their lawyer writes: every text for %s goes to one address, two people read each, and check-ins are off. Facts and what was promised go on.",
}

// mannerInConfig says what to write into the config file.
func mannerInConfig(m client.Manner) string {
	if m == client.Usual {
		return "take manner out of their entry in the config file."
	}
	return "write manner: " + string(m) + " into their entry in the config file."
}

// MannerKept confirms how a client wants to be spoken to. kept says whether their
// profile has it now.
func MannerKept(aff *incident.Affected, kept bool) kit.Post {
	c := &aff.Client
	text := fmt.Sprintf(mannerSaid[c.Manner], messages.Escape(c.Name))
	if c.Manner == client.Lawyer {
		if to := c.OneAddress(); to != "" {
			text += " The address is " + messages.Escape(to) + "; change it in their profile."
		} else {
			text += " No address is known: add one to their profile. Until then you tell them by hand."
		}
	}
	if !kept {
		text += " It holds for this incident. To keep it for later ones, " + mannerInConfig(c.Manner)
	}
	return kit.Plain(text)
}
