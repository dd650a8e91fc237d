package screen

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// copyPost is what somebody at the client wrote in the thread of an update, for
// the team: who, when, where, their words, and what else is there. Their words
// stand in blocks in which Slack reads nothing: no names, no links, no marks.
func copyPost(v view.View, replies []outbox.Reply, users []string) kit.Post {
	w := kit.Pen{Now: v.Now}
	var blocks []slack.Block
	var plain []string
	for i, r := range replies {
		id := fmt.Sprintf("reply%d", i+1)
		head := replyHead(v, r, w)
		if i == 0 {
			head = lead(kit.Mentions(users), head)
		}
		blocks = append(blocks, kit.Paragraph(id, head))
		if text := theirWords(r); text != "" {
			blocks = append(blocks, literally(id+"text", text))
		}
		plain = append(plain, strings.TrimSpace(replyHead(v, r, kit.Pen{Now: v.Now, Plain: true})+" "+quiet(kit.Glimpse(r.Text))))
	}
	return kit.Post{Text: messages.Clip(v.Incident.Name()+": "+strings.Join(plain, "\n"), kit.MaxPlain), Blocks: append(blocks, copyEnd(v)...)}
}

// replyHead says who wrote, when, and what became of it.
func replyHead(v view.View, r outbox.Reply, w kit.Pen) string {
	who := fmt.Sprintf("%s at %s", theirName(r.Name), w.Strong(v.Client.Client.Name))
	if !r.DeletedAt.IsZero() {
		return fmt.Sprintf("%s took back at %s what they wrote at %s.", who, w.At(r.DeletedAt), w.At(r.At))
	}
	text := fmt.Sprintf("%s %s %s", who, verbFor(r), w.At(r.At))
	if !r.EditedAt.IsZero() {
		text += fmt.Sprintf(" (changed %s)", w.At(r.EditedAt))
	}
	if r.Link != "" && !w.Plain {
		text += " · <" + r.Link + "|open>"
	}
	return text + ":"
}

// verbFor is what somebody did with their words.
func verbFor(r outbox.Reply) string {
	if strings.Contains(r.Text, "?") {
		return "asked"
	}
	return "wrote"
}

// theirWords are a reply's text and the names of its files, which stay where
// they are.
func theirWords(r outbox.Reply) string {
	var lines []string
	if text := tamed(r.Text); text != "" {
		lines = append(lines, "“"+text+"”")
	}
	if len(r.Files) > 0 {
		lines = append(lines, messages.Cut("Files in the thread: "+tamed(strings.Join(r.Files, ", ")), 500))
	}
	return strings.Join(lines, "\n")
}

// copyEnd says what can be done: answer with an update, or, when the incident
// is over, by hand.
func copyEnd(v view.View) []slack.Block {
	if v.Incident.Over() {
		return []slack.Block{kit.Small("over", v.Incident.Name()+" is over. Answer them in the thread.")}
	}
	ref := view.Ref{Number: v.Incident.Number, Client: v.Client.Client.ID}
	do := slack.NewActionBlock("do", writeButton(v, ref))
	if saidWorks(v.Incident) {
		do.Elements.ElementSet = append(do.Elements.ElementSet, kit.Button(kit.ActReopen, ref, "It is down again"))
	}
	return []slack.Block{do}
}

// literally shows a text as it is.
func literally(id, text string) *slack.SectionBlock {
	b := slack.NewSectionBlock(kit.PlainText(messages.Cut(text, 3000)), nil, nil)
	b.BlockID = id
	return b
}

// pressable is what Slack would make a link of: a scheme, or a name with dots.
var pressable = regexp.MustCompile(`([\pL\pN])(\.|://|@)([\pL\pN])`)

// tamed is a text of somebody outside as it reads, in which nothing can be
// pressed: an invisible joiner stands in each address, and angle brackets, with
// which Slack's own marks begin, become signs that look alike.
func tamed(s string) string {
	s = strings.NewReplacer("<", "‹", ">", "›").Replace(messages.Clean(s, true))
	for range 2 { // a.b.c: the second dot has its letter only after the first is done
		s = pressable.ReplaceAllString(s, "$1$2\u2060$3")
	}
	return messages.Muted(s)
}

// quiet is the same for a place in which Slack reads marks.
func quiet(s string) string { return messages.Neutral(tamed(s)) }
