package screen

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/phrase"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/mailed"
)

// copyPost is what somebody at the client wrote in their channel, for the team:
// who, when, where, their words, and what can be done. Their words stand in
// blocks in which Slack reads nothing: no names, no links, no marks.
func copyPost(v view.View, d outbox.Delivery) kit.Post {
	replies, users := d.Replies, d.Users
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
		if r.Wish == outbox.WantsCall {
			blocks = append(blocks, kit.Paragraph(id+"phones", Phones(&v.Client.Client)))
		}
		plain = append(plain, strings.TrimSpace(replyHead(v, r, kit.Pen{Now: v.Now, Plain: true})+" "+kit.Quiet(kit.Glimpse(cmp.Or(r.Text, mailed.Report(r))))))
	}
	return kit.Post{Text: messages.Clip(v.Incident.Name()+": "+strings.Join(plain, "\n"), kit.MaxPlain), Blocks: append(blocks, copyEnd(v, d)...)}
}

// replyHead says who wrote, when, and what became of it.
func replyHead(v view.View, r outbox.Reply, w kit.Pen) string {
	who := fmt.Sprintf("%s at %s", theirName(r.Name), w.Strong(v.Client.Client.Name))
	if !r.DeletedAt.IsZero() {
		return fmt.Sprintf("%s took back at %s what they wrote at %s.", who, w.At(r.DeletedAt), w.At(r.At))
	}
	text := fmt.Sprintf("%s %s %s", who, verbFor(r), w.At(r.At))
	if r.Mail != nil {
		text = mailed.Author{Who: who, Address: kit.Quiet(messages.Cut(r.User, 100))}.Head(r, verbFor(r), w)
	}
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
	switch {
	case r.Wish != "":
		return "pressed"
	case phrase.Asks(r.Text):
		return "asked"
	}
	return "wrote"
}

// theirWords are a reply's text and the names of its files, which stay where
// they are.
func theirWords(r outbox.Reply) string {
	var lines []string
	if subject := kit.Tamed(mailed.Subject(r)); subject != "" {
		lines = append(lines, "Subject: "+subject)
	}
	if text := kit.Tamed(r.Text); text != "" {
		lines = append(lines, "“"+text+"”")
	}
	if len(r.Files) > 0 {
		lines = append(lines, messages.Cut("Files: "+kit.Tamed(strings.Join(r.Files, ", ")), 500))
	}
	if missing := mailed.Missing(r, len(lines) > 0); missing != "" {
		lines = append(lines, missing)
	}
	return strings.Join(lines, "\n")
}

// copyEnd says what can be done: answer, by a text or on the phone, or say that it
// is about something else.
func copyEnd(v view.View, d outbox.Delivery) []slack.Block {
	switch {
	case d.Data.Goes != "":
		return []slack.Block{kit.Small("aside", fmt.Sprintf("About %s, says %s. It was brought there.", d.Data.Goes, kit.Mention(d.Data.Aside)))}
	case d.Data.Aside != "":
		return []slack.Block{kit.Small("aside", fmt.Sprintf("Not about %s, says %s. %s", v.Incident.Name(), kit.Mention(d.Data.Aside), mailed.Next(d)))}
	case v.Incident.Over():
		return []slack.Block{
			kit.Small("over", v.Incident.Name()+" is over. Answer them where they wrote. If it is wrong again, open a new incident: they hear from you there."),
			slack.NewActionBlock("again", slack.NewButtonBlockElement(kit.ActDeclare, "new", kit.PlainText("Declare incident"))),
		}
	}
	ref := view.Ref{Number: v.Incident.Number, Client: v.Client.Client.ID}
	write := writeButton(v, ref)
	if write.ActionID == kit.ActUpdate {
		write = kit.Button(kit.ActUpdate, ref, "Answer")
	}
	called := kit.Button(kit.ActTold, Called(ref), "I called")
	do := []slack.BlockElement{kit.Primary(write), called}
	if slices.ContainsFunc(d.Replies, func(r outbox.Reply) bool { return r.Wish == outbox.WantsCall }) {
		do = []slack.BlockElement{kit.Primary(called), kit.Button(kit.ActCallCard, ref, "What to say"), write}
	}
	if saidWorks(v.Incident) && !v.Incident.Drill.Past() {
		do = append(do, kit.Button(kit.ActReopen, ref, "It is down again"))
	}
	ref.Key = d.Key
	blocks := []slack.Block{slack.NewActionBlock("do", append(do, kit.Button(kit.ActNotAbout, ref, "Not about this"))...)}
	for i, name := range strings.Fields(d.Data.Nearby) {
		if n, err := strconv.Atoi(strings.TrimPrefix(name, "INC-")); err == nil {
			ref.N = n
			blocks = append(blocks, slack.NewActionBlock(fmt.Sprintf("move%d", i+1), kit.Button(kit.ActIsAbout, ref, "It is about "+name)))
		}
	}
	return blocks
}

// PutAside confirms that what a client wrote is not about the incident; other is
// the number of the one that it is about, 0 if that is none.
func PutAside(inc *incident.Incident, other int) kit.Post {
	if other != 0 {
		return kit.Plain(fmt.Sprintf("It was brought to INC-%d. What they write next comes to %s again.", other, inc.Name()))
	}
	return kit.Plain(fmt.Sprintf("Noted: not about %s. What they write in Slack comes here again; what they write by mail, after your next text to them.", inc.Name()))
}

// literally shows a text as it is.
func literally(id, text string) *slack.SectionBlock {
	b := slack.NewSectionBlock(kit.PlainText(messages.Cut(text, 3000)), nil, nil)
	b.BlockID = id
	return b
}
