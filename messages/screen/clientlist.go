package screen

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/upkeep"
	"candor/messages/ways"
)

// ClientLine is a client of the list, with what Slack says of its channel.
type ClientLine struct {
	view.Listing
	Outside bool // Candor is not in its channel
}

// maxClientLines is how many clients one answer shows: Slack takes 50 blocks.
const maxClientLines = 40

// ClientList is the clients, each with how it is reached and what is missing.
// wanted is what was typed after the command, and found nothing else; of all of them
// it says whether their copies can be restored.
func ClientList(list []ClientLine, command, wanted string, now time.Time) kit.Post {
	add := slack.NewActionBlock("add", kit.Primary(kit.Button(kit.ActClientNew, view.Ref{}, "New client")), kit.Button(kit.ActClientPaste, view.Ref{}, "Several at once"))
	if len(list) == 0 {
		text := "There is no client yet. Make one, or declare an incident for “another client” and keep it afterwards."
		if wanted != "" {
			text = fmt.Sprintf("No client is called %s. Type %s for all of them.", kit.Code(messages.Cut(wanted, 60)), kit.Code(command+" clients"))
		}
		return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("none", text), add}}
	}
	text := []string{fmt.Sprintf("*Clients* · %d", len(list))}
	if restores := upkeep.Restores(listings(list), now); restores != "" && wanted == "" {
		text[0] += "\n" + restores
	}
	blocks := []slack.Block{kit.Paragraph("head", text[0])}
	for i, l := range list {
		if i == maxClientLines {
			more := fmt.Sprintf("… and %d more. Type %s and a part of the name.", len(list)-i, kit.Code(command+" clients"))
			blocks, text = append(blocks, kit.Small("more", more)), append(text, more)
			break
		}
		line := clientListLine(l)
		section := kit.Paragraph("client"+itoa(i), line)
		section.Accessory = slack.NewAccessory(clientButton(l.Listing))
		blocks, text = append(blocks, section), append(text, line)
	}
	return kit.Post{Text: messages.Clip(strings.Join(text, "\n"), kit.MaxPlain), Blocks: append(blocks, add)}
}

func listings(list []ClientLine) (all []view.Listing) {
	for _, l := range list {
		all = append(all, l.Listing)
	}
	return all
}

// clientButton opens what can be done with a client.
func clientButton(l view.Listing) *slack.ButtonBlockElement {
	ref := view.Ref{Client: l.Client.ID}
	switch {
	case l.Client.Provisioned:
		return kit.Button(kit.ActClient, ref, "Look")
	case l.Archived:
		return kit.Button(kit.ActClientRestore, ref, "Bring back")
	}
	return kit.Button(kit.ActClient, ref, "Edit")
}

func clientListLine(l ClientLine) string {
	line := fmt.Sprintf("*%s* %s", messages.Escape(messages.Cut(l.Client.Name, 75)), kit.Code(l.Client.ID))
	switch {
	case l.Client.Provisioned:
		line += " · is set in the config file"
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
	if tried := upkeep.Standing(&l.Client, l.Tried, l.Stands); tried != "" {
		line += "\n" + tried
	}
	return messages.Clip(line, 600)
}

// reached says how a client is reached.
func reached(c *client.Client) string {
	var list []string
	for _, d := range c.Destinations() {
		list = append(list, ways.WordsOf(d.Via).Reached(d))
	}
	if len(list) == 0 {
		return "told by hand"
	}
	return strings.Join(list, ", ")
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
