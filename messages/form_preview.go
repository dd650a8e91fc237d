package messages

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/view"
)

// Room in the answer to a form, of which Slack drops what is longer than 16 KB;
// two texts of maxWeight each and the frame take the rest.
const (
	maxRecipients = 900
	maxFindings   = 1100
)

// Destinations says in a few words where a client's updates go.
func Destinations(aff *incident.Affected) string {
	mails := 0
	var ways []string
	for _, d := range aff.Client.Destinations() {
		switch d.Via {
		case client.ViaSlack:
			ways = append(ways, "in their Slack channel")
		case client.ViaEmail:
			mails++
		case client.ViaWebhook:
			ways = append(ways, "to their system")
		}
	}
	switch {
	case mails == 1:
		ways = append(ways, "by e-mail")
	case mails > 1:
		ways = append(ways, fmt.Sprintf("by e-mail to %d people", mails))
	}
	if len(ways) == 0 {
		return aff.Client.Name + " (no channel, no address: call them)"
	}
	return aff.Client.Name + " " + and(ways)
}

// and joins words: a, b and c.
func and(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// PreviewForm shows the exact text. Send sends it; nothing else does.
func PreviewForm(t *view.Telling, now time.Time) slack.ModalViewRequest {
	if byPhone(&t.Client) {
		return sayForm(t, now)
	}
	u := t.Update
	ref := Ref{Number: t.Incident.Number, Client: t.Client.ID, Key: u.Hash()}
	submit, title := "Send", "First word to them"
	if !incident.FirstNotice(u.Kind) {
		title = "Read it once"
	}
	var blocks []slack.Block
	if len(t.Asks) > 0 {
		submit = "Ask for approval"
		blocks = append(blocks, slack.NewContextBlock("asks", mrkdwnText("It leaves when you have the word of "+asksWhom(t.Asks)+".")))
	}
	if t.Blocked {
		title, submit = "Not like this", "Send with this reason"
	}
	if t.Again {
		ref.N = Sure
		title, submit = "Read it once more", "Yes, send it now"
		blocks = append([]slack.Block{paragraph("again", againText(t))}, blocks...)
	}
	blocks = append(blocks, whatLeaves("*"+t.Incident.Name()+"* · exactly this goes to ", &u)...)
	blocks = append(blocks, remarks(t, now)...)
	blocks = append(blocks, nightBlocks(&t.Client, &u, Ref{Number: ref.Number, Client: ref.Client})...)
	edit := slack.NewButtonBlockElement(ActEdit, ref.String(), plainText("Edit"))
	blocks = append(blocks, slack.NewActionBlock("do", edit))
	return form(FormPreview, title, submit, "Not yet", ref, blocks...)
}

// againText says why a text is confirmed twice.
func againText(t *view.Telling) string {
	switch name := escape(t.Client.Name); {
	case incident.BadNews(t.Update.Kind):
		return fmt.Sprintf("This is bad news for %s. Saying it today is right. Read it once more, as they will read it.", name)
	case t.Client.Approval.Rule == client.ApprovalOther:
		return fmt.Sprintf("%s wants two people to read each text, and nobody else is here. Read it once more, as they will read it. The record says that you decided alone.", name)
	}
	return "The text has changed since you saw it. Read it once more."
}

// remarks is what stands below a text that is read before it leaves: what the
// draft check says, and what is promised.
func remarks(t *view.Telling, now time.Time) []slack.Block {
	blocks := findings(t.Findings)
	if t.Blocked {
		blocks = append(blocks, overrideField())
	}
	if !t.Update.NextAt.IsZero() {
		blocks = append(blocks, slack.NewContextBlock("next", mrkdwnText(fmt.Sprintf("You promise the next word by *%s* (in %s). Candor reminds you.",
			ClientTime(t.Update.NextAt, now, &t.Client), Span(t.Update.NextAt.Sub(now))))))
	}
	return blocks
}

// whatLeaves shows the exact text of each way, below those who get it. head
// begins the first line.
func whatLeaves(head string, u *incident.Update) (blocks []slack.Block) {
	for _, via := range client.Ways {
		text, ok := u.Texts[via]
		to := addressees(u.To, via)
		switch {
		case !ok:
			continue
		case via == client.ViaSlack:
			blocks = append(blocks, small("to", head+to+":"))
			blocks = append(blocks, exactly("text", text.Body)...)
		case via == client.ViaEmail:
			blocks = append(blocks, small("mail", head+to+" by e-mail:"))
			blocks = append(blocks, exactly("mail", "*Subject:* "+escape(text.Subject)+"\n\n"+escape(text.Body))...)
		default:
			blocks = append(blocks, small("webhook", head+to+": the words of the e-mail as JSON, with the status, the number of the update and the next time."))
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
			list = append(list, escape(publicAddress(d.To)))
		case d.Name != "":
			list = append(list, escape(d.Name+" ("+d.To+")"))
		default:
			list = append(list, escape(d.To))
		}
	}
	if len(list) == 0 {
		return ""
	}
	for n := len(list); n > 0; n-- {
		text := and(list[:n])
		if n < len(list) {
			text = strings.Join(list[:n], ", ") + fmt.Sprintf(" and %d more", len(list)-n)
		}
		if weight(text) <= maxRecipients {
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

// findings shows what the draft check has to say, the worst first, as far as
// there is room.
func findings(list []incident.Finding) (blocks []slack.Block) {
	left := maxFindings
	for i, f := range list {
		text := findingLine(f)
		left -= weight(text) + len(`{"type":"section","block_id":"finding99","text":{"type":"mrkdwn","text":}},`)
		if left < 0 || i == mostFindings {
			return append(blocks, small("more", fmt.Sprintf("… and %d more remarks. Press Edit, and look at the text again.", len(list)-i)))
		}
		blocks = append(blocks, paragraph(fmt.Sprintf("finding%d", i), text))
	}
	return blocks
}
