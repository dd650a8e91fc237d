package screen

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/update"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/mrkdwn"
	"candor/messages/ways"
)

// maxRecipients is the room for their names in the answer to a form, of which
// Slack drops what is longer than 16 KB.
const maxRecipients = 900

// WhatLeaves shows the exact text of each way, below those who get it. head
// begins the first line.
func WhatLeaves(head string, u *update.Update) (blocks []slack.Block) {
	for _, via := range client.Ways {
		text, ok := u.Texts[via]
		if !ok {
			continue
		}
		words, to := ways.WordsOf(via), head+addressees(u.To, via)
		_, mailed := u.Texts[client.ViaEmail]
		switch {
		case client.WayOf(via).Machine && mailed:
			blocks = append(blocks, kit.Small(words.IDs[0], to+words.Goes+": the words of the e-mail "+words.About+"."))
		case client.WayOf(via).Machine: // they stand nowhere else
			blocks = append(blocks, kit.Small(words.IDs[0], to+words.Goes+", "+words.About+":"))
			blocks = append(blocks, kit.Exactly(words.IDs[1], messages.Escape(noticed(text.Body)))...)
		default:
			exact := asShown(via, text.Body)
			if client.WayOf(via).Subject {
				exact = "*Subject:* " + messages.Escape(text.Subject) + "\n\n" + exact
			}
			blocks = append(blocks, kit.Small(words.IDs[0], to+words.Goes+":"))
			blocks = append(blocks, kit.Exactly(words.IDs[1], exact)...)
		}
		head = "And this to "
	}
	return blocks
}

// noticed are the words in what goes to a machine.
func noticed(body string) string {
	var notice struct{ Data struct{ Text string } }
	if json.Unmarshal([]byte(body), &notice) != nil || notice.Data.Text == "" {
		return body
	}
	return notice.Data.Text
}

// addressees lists who gets an update on a way: the channel, the people with
// their addresses, or the address of a system without what may be secret in it.
func addressees(to []client.Destination, via string) string {
	var list []string
	for _, d := range to {
		if d.Via == via {
			list = append(list, ways.WordsOf(via).Address(d))
		}
	}
	if len(list) == 0 {
		return ""
	}
	for n := len(list); n > 0; n-- {
		text := fault.And(list[:n])
		if n < len(list) {
			text = strings.Join(list[:n], ", ") + fmt.Sprintf(" and %d more", len(list)-n)
		}
		if mrkdwn.Weight(text) <= maxRecipients {
			return text
		}
	}
	return fmt.Sprintf("%d recipients", len(list))
}

// MostFindings is how many findings are shown of a text that is no bad news, unless more of them block, or say what is left out.
const MostFindings = 3

// ExactTexts shows what leaves on each way, to the letter.
func ExactTexts(u update.Update) []slack.Block {
	var blocks []slack.Block
	for _, via := range client.Ways {
		t, ok := u.Texts[via]
		_, mailed := u.Texts[client.ViaEmail]
		if !ok || client.WayOf(via).Machine && mailed { // the same words, for a machine
			continue
		}
		text := asShown(via, t.Body)
		if client.WayOf(via).Machine { // what stands nowhere else is read, too
			text = messages.Escape(noticed(t.Body))
			head := "To "
			if len(u.Texts) > 1 {
				head = "And "
			}
			blocks = append(blocks, kit.Small("to-"+via, head+ways.WordsOf(via).Short+", "+ways.WordsOf(via).About+":"))
		}
		if client.WayOf(via).Subject {
			text = "*" + messages.Escape(t.Subject) + "*\n" + text
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
		names = append(names, ways.WordsOf(to.Via).Name(to, w))
	}
	return fault.And(names)
}

// Findings are the remarks of the draft check that a message or a form shows of a
// text: of a grave one every fault, and its hints folded into one line.
func Findings(kind string, list []update.Finding) (shown []update.Finding, hints string) {
	if !update.Grave(kind) {
		return list[:min(len(list), max(MostFindings, update.Heavy(list)))], ""
	}
	var folded []string
	for _, f := range list {
		if f.Level != update.Hint {
			shown = append(shown, f)
			continue
		}
		folded = append(folded, messages.Escape(strings.TrimSuffix(f.Why, ".")))
	}
	if len(folded) == 0 {
		return shown, ""
	}
	return shown, messages.Clip("On wording, if there is time: "+strings.Join(folded, " · ")+".", longestHints)
}

// longestHints is the room for the hints of a grave text.
const longestHints = 300

// FindingLine is one finding for the person who reads a draft.
func FindingLine(f update.Finding) string {
	mark := map[update.Level]string{update.Block: "✕", update.Warn: "▲", update.Hint: "·"}[f.Level]
	text := mark + " "
	if f.Words != "" {
		text += "“" + messages.Escape(messages.Cut(f.Words, 80)) + "”: "
	}
	text += messages.Escape(f.Why)
	if f.Replace != "" && len(f.Replace) <= longestReplace {
		text += map[bool]string{true: " For example: ", false: " Instead: "}[f.Example] + messages.Escape(strings.TrimSuffix(f.Replace, ".")) + "."
	}
	return text
}

// longestReplace is how long a replacement may be that is shown beside its
// finding; a longer one is a whole sentence, for which there is no room.
const longestReplace = 60

// wording is the text of an update as people of the team see it: as it goes to
// the client's channel, or for a client without one, as it goes by mail.
func wording(u *update.Update) string {
	if u == nil {
		return ""
	}
	for _, way := range client.ReadWays() {
		if t := u.Texts[way.Via]; t.Body != "" {
			return asShown(way.Via, t.Body)
		}
	}
	return ""
}

// asShown is the text of a way as Slack shows it to the letter.
func asShown(via, body string) string {
	if client.WayOf(via).Marked {
		return body
	}
	return messages.Escape(body)
}

// elsewhere says who gets an update besides the client's channel, "" if nobody does.
func elsewhere(u *update.Update) string {
	var list []string
	channel := false
	for _, via := range client.Ways {
		switch words, to := ways.WordsOf(via), addressees(u.To, via); {
		case words.Silent:
			channel = channel || u.Texts[via].Body != ""
		case to != "":
			list = append(list, "to "+to+words.Goes)
		}
	}
	if len(list) == 0 {
		return ""
	}
	if channel {
		list = append([]string{"into their channel"}, list...)
	}
	return "It goes " + fault.And(list) + "."
}
