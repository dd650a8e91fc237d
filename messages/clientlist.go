package messages

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/view"
)

// ClientLine is a client of the list, with what Slack says of its channel.
type ClientLine struct {
	view.Listing
	Outside bool // Candor is not in its channel
}

// maxClientLines is how many clients one answer shows: Slack takes 50 blocks.
const maxClientLines = 40

// ClientList is the clients, each with how it is reached and what is missing.
// wanted is what was typed after the command, and found nothing else.
func ClientList(list []ClientLine, command, wanted string) Post {
	add := slack.NewActionBlock("add", primary(button(ActClientNew, Ref{}, "New client")))
	if len(list) == 0 {
		text := "There is no client yet. Make one, or declare an incident for “another client” and keep it afterwards."
		if wanted != "" {
			text = fmt.Sprintf("No client is called %s. Type %s for all of them.", code(cut(wanted, 60)), code(command+" clients"))
		}
		return Post{Text: text, Blocks: []slack.Block{paragraph("none", text), add}}
	}
	text := []string{fmt.Sprintf("*Clients* · %d", len(list))}
	blocks := []slack.Block{paragraph("head", text[0])}
	for i, l := range list {
		if i == maxClientLines {
			more := fmt.Sprintf("… and %d more. Type %s and a part of the name.", len(list)-i, code(command+" clients"))
			blocks, text = append(blocks, small("more", more)), append(text, more)
			break
		}
		line := clientListLine(l)
		section := paragraph("client"+itoa(i), line)
		section.Accessory = slack.NewAccessory(clientButton(l.Listing))
		blocks, text = append(blocks, section), append(text, line)
	}
	return Post{Text: clip(strings.Join(text, "\n"), maxPlain), Blocks: append(blocks, add)}
}

// clientButton opens what can be done with a client.
func clientButton(l view.Listing) *slack.ButtonBlockElement {
	ref := Ref{Client: l.Client.ID}
	switch {
	case l.Client.Provisioned:
		return button(ActClient, ref, "Look")
	case l.Archived:
		return button(ActClientRestore, ref, "Bring back")
	}
	return button(ActClient, ref, "Edit")
}

func clientListLine(l ClientLine) string {
	line := fmt.Sprintf("*%s* %s", escape(cut(l.Client.Name, 75)), code(l.Client.ID))
	switch {
	case l.Client.Provisioned:
		line += " · stands in the config file"
	case l.Archived:
		line += " · archived"
	}
	if l.Twice {
		line += " · and was made in Slack, which does not count"
	}
	line += "\n" + reached(&l.Client)
	if missing := Missing(&l.Client, l.Outside); len(missing) > 0 {
		line += "\n▲ " + strings.Join(missing, " · ")
	}
	return clip(line, 600)
}

// reached says how a client is reached.
func reached(c *client.Client) string {
	var ways []string
	for _, d := range c.Destinations() {
		switch d.Via {
		case client.ViaSlack:
			ways = append(ways, "<#"+d.To+">")
		case client.ViaEmail:
			ways = append(ways, "mail to "+escape(cut(d.Name, 40)))
		case client.ViaWebhook:
			ways = append(ways, "webhook")
		}
	}
	if len(ways) == 0 {
		return "told by hand"
	}
	return strings.Join(ways, ", ")
}

// Missing says what a client's profile lacks on the night when it is needed.
// outside says that Candor is not in its channel.
func Missing(c *client.Client, outside bool) (list []string) {
	contact, phone := contactAndPhone(c)
	if outside && c.Slack != "" {
		list = append(list, "channel: Candor is not in it, type `/invite @Candor` there")
	}
	if !contact {
		list = append(list, "no named contact")
	}
	if !phone {
		list = append(list, "no phone")
	}
	if c.TimeZone == "" {
		list = append(list, "no time zone")
	}
	return list
}

func contactAndPhone(c *client.Client) (contact, phone bool) {
	for _, ct := range c.Contacts {
		contact, phone = contact || ct.Name != "", phone || ct.Phone != ""
	}
	return contact, phone
}

// mentionMarks are what the domain writes for people and channels, escaped.
var mentionMarks = regexp.MustCompile(`&lt;([@#][A-Z0-9]+)&gt;`)

// day writes the day and time of something that is over, in each reader's zone.
func day(at time.Time) string {
	return fmt.Sprintf("<!date^%d^{date_short_pretty} {time}|%s>", at.Unix(), at.UTC().Format("2 Jan 2006 15:04 MST"))
}
