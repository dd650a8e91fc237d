package screen

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/messages"
	"candor/messages/kit"
)

// maxRecipients is the room for their names in the answer to a form, of which
// Slack drops what is longer than 16 KB.
const maxRecipients = 900

// WhatLeaves shows the exact text of each way, below those who get it. head
// begins the first line.
func WhatLeaves(head string, u *incident.Update) (blocks []slack.Block) {
	for _, via := range client.Ways {
		text, ok := u.Texts[via]
		to := addressees(u.To, via)
		switch {
		case !ok:
			continue
		case via == client.ViaSlack:
			blocks = append(blocks, kit.Small("to", head+to+":"))
			blocks = append(blocks, kit.Exactly("text", text.Body)...)
		case via == client.ViaEmail:
			blocks = append(blocks, kit.Small("mail", head+to+" by e-mail:"))
			blocks = append(blocks, kit.Exactly("mail", "*Subject:* "+messages.Escape(text.Subject)+"\n\n"+messages.Escape(text.Body))...)
		default:
			blocks = append(blocks, kit.Small("webhook", head+to+": the words of the e-mail as JSON, with the status, the number of the update and the next time."))
		}
		head = "And this to "
	}
	return blocks
}

// addressees lists who gets an update on a way: the channel, the people with
// their addresses, or the address of a system without what may be secret in it.
func addressees(to []client.Destination, via string) string {
	var list []string
	for _, d := range to {
		switch {
		case d.Via != via:
		case via == client.ViaSlack:
			list = append(list, "<#"+d.To+">")
		case via == client.ViaWebhook:
			list = append(list, messages.Escape(publicAddress(d.To)))
		case d.Name != "":
			list = append(list, messages.Escape(d.Name+" ("+d.To+")"))
		default:
			list = append(list, messages.Escape(d.To))
		}
	}
	if len(list) == 0 {
		return ""
	}
	for n := len(list); n > 0; n-- {
		text := kit.And(list[:n])
		if n < len(list) {
			text = strings.Join(list[:n], ", ") + fmt.Sprintf(" and %d more", len(list)-n)
		}
		if messages.Weight(text) <= maxRecipients {
			return text
		}
	}
	return fmt.Sprintf("%d recipients", len(list))
}

// publicAddress is an address without user, query and fragment: a key may stand
// in each of them.
func publicAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "their system"
	}
	return u.Scheme + "://" + u.Host + u.Path
}

// MostFindings is how many findings a message or a form shows.
const MostFindings = 6

// ExactTexts shows what leaves on each way, to the letter.
func ExactTexts(u incident.Update) []slack.Block {
	var blocks []slack.Block
	for _, via := range client.Ways {
		t, ok := u.Texts[via]
		if !ok || via == client.ViaWebhook && len(u.Texts) > 1 { // the same facts, for a machine
			continue
		}
		text := t.Body
		if via == client.ViaEmail {
			text = "*" + messages.Escape(t.Subject) + "*\n" + messages.Escape(t.Body)
		}
		for i, part := range kit.Parts(text, kit.MaxQuote-300) { // room for the marks of the lines
			id := "text-" + via
			if i > 0 {
				id += fmt.Sprint(i)
			}
			blocks = append(blocks, kit.Paragraph(id, kit.Quoted(part)))
		}
	}
	return blocks
}

// Recipients lists in words who gets an update.
func Recipients(list []client.Destination, w kit.Pen) string {
	var names []string
	for _, to := range list {
		names = append(names, recipient(to, w))
	}
	return strings.Join(names, ", ")
}

func recipient(to client.Destination, w kit.Pen) string {
	switch {
	case to.Via == client.ViaEmail:
		return to.To
	case to.Via == client.ViaWebhook:
		return "their webhook"
	case w.Plain:
		return "their Slack channel"
	}
	return "Slack"
}

// FindingLine is one finding for the person who reads a draft.
func FindingLine(f incident.Finding) string {
	mark := map[incident.Level]string{incident.Block: "✕", incident.Warn: "▲", incident.Hint: "·"}[f.Level]
	text := mark + " "
	if f.Words != "" {
		text += "“" + messages.Escape(messages.Cut(f.Words, 80)) + "”: "
	}
	text += messages.Escape(f.Why)
	if f.Replace != "" && len(f.Replace) <= longestReplace {
		text += " Instead: " + messages.Escape(strings.TrimSuffix(f.Replace, ".")) + "."
	}
	return text
}

// longestReplace is how long a replacement may be that is shown beside its
// finding; a longer one is a whole sentence, for which there is no room.
const longestReplace = 60

// wording is the text of an update as people of the team see it: as it goes to
// the client's channel, or for a client without one, as it goes by mail.
func wording(u *incident.Update) string {
	switch {
	case u == nil:
		return ""
	case u.Texts[client.ViaSlack].Body != "":
		return u.Texts[client.ViaSlack].Body
	}
	return messages.Escape(u.Texts[client.ViaEmail].Body)
}

// elsewhere says who gets an update besides the client's channel, "" if nobody does.
func elsewhere(u *incident.Update) string {
	var ways []string
	if to := addressees(u.To, client.ViaEmail); to != "" {
		ways = append(ways, "to "+to+" by e-mail")
	}
	if to := addressees(u.To, client.ViaWebhook); to != "" {
		ways = append(ways, "to "+to)
	}
	if len(ways) == 0 {
		return ""
	}
	if u.Texts[client.ViaSlack].Body != "" {
		ways = append([]string{"into their channel"}, ways...)
	}
	return "It goes " + kit.And(ways) + "."
}
