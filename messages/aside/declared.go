package aside

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/playbook"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// Declared answers the declare command: the first message to the client, ready
// to send. t is nil where there is none; why says why.
func Declared(inc *incident.Incident, t *view.Draft, command, why string, now time.Time) kit.Post {
	head := fmt.Sprintf("*%s* is open and you are in charge. Its channel comes in a moment.", inc.Name())
	if t == nil {
		return kit.Plain(strings.TrimSpace(head + " " + why))
	}
	if screen.ByPhone(&t.Client) {
		return screen.DeclaredByPhone(inc, t, head, now)
	}
	ref := view.Ref{Number: inc.Number, Client: t.Client.ID, Key: t.Update.Hash()}
	head += fmt.Sprintf(" %s has not heard yet.", messages.Escape(t.Client.Name))
	next := fmt.Sprintf("You promise the next update by *%s* (in %s). Candor reminds you.", messages.ClientTime(t.Update.NextAt, now, &t.Client), messages.Span(t.Update.NextAt.Sub(now)))
	if t.Blocked {
		return declaredBlocked(t, ref, head)
	}
	blocks := append([]slack.Block{kit.Paragraph("head", head)}, screen.WhatLeaves("Ready to send to ", &t.Update)...)
	return kit.Post{
		Text: fmt.Sprintf("%s is open. %s has not heard yet%s. The first message is ready: press Send.", inc.Name(), messages.Escape(t.Client.Name), screen.FirstDue(inc, t, now)),
		Blocks: append(append(blocks, screen.NightBlocks(&t.Client, &t.Update, view.Ref{Number: inc.Number, Client: t.Client.ID})...),
			slack.NewContextBlock("next", kit.Mrkdwn(next)),
			slack.NewActionBlock("do", append([]slack.BlockElement{kit.Primary(kit.Button(kit.ActSend, ref, "Send")), kit.Button(kit.ActEdit, ref, "Edit"), kit.Button(kit.ActDismiss, ref, "Not yet")}, screen.Slip(inc, now)...)...)),
	}
}

// mostBlocks is how many reasons are shown why a text does not leave.
const mostBlocks = 6

// declaredBlocked is [Declared] where the draft check keeps the text from leaving:
// why comes first, and Send, which would be refused, is not offered.
func declaredBlocked(t *view.Draft, ref view.Ref, head string) kit.Post {
	blocks := []slack.Block{kit.Paragraph("head", head+" The first message does not leave like this:")}
	for i, f := range t.Findings {
		if f.Level == update.Block && i < mostBlocks {
			blocks = append(blocks, kit.Paragraph(fmt.Sprintf("finding%d", i), screen.FindingLine(f)))
		}
	}
	blocks = append(blocks, screen.WhatLeaves("This would go to ", &t.Update)...)
	return kit.Post{
		Text:   head + " The first message does not leave like this: press Edit.",
		Blocks: append(blocks, slack.NewActionBlock("do", kit.Primary(kit.Button(kit.ActEdit, ref, "Edit")), kit.Button(kit.ActDismiss, ref, "Not yet"))),
	}
}

// OpenToo says that another incident of the same client is open.
func OpenToo(other *incident.Incident, c *client.Client) string {
	return fmt.Sprintf("%s for %s is open too: %s. If it is the same trouble, write there and cancel this one.", other.Name(), c.Name, messages.Cut(other.ImpactOn(c.ID), 100))
}

// ReadsLike asks in what answers a declaration whether its words mean another kind of
// incident, which a button makes of it: just above the buttons that end it, where whoever
// is about to press Send looks. Whoever says nothing keeps what they declared.
func ReadsLike(p kit.Post, inc *incident.Incident, opened, pb *playbook.Playbook) kit.Post {
	private := ""
	if pb.Private && !inc.Private {
		private = ", in a private channel"
	}
	text := fmt.Sprintf("Your words read like *%s*, and it was opened as *%s*. Nothing was sent. If it is the first, press the button: it goes on with other first steps and questions%s. If not, go on.", messages.Escape(pb.Name), messages.Escape(opened.Name), private)
	yes := slack.NewButtonBlockElement(kit.ActRun, inc.Name()+" kind "+pb.ID, kit.PlainText(messages.Cut("Yes: "+pb.Name, kit.MaxOption)))
	if p.Text == "" {
		p.Text = text
	} else if len(p.Blocks) == 0 {
		p.Blocks = []slack.Block{kit.Paragraph("said", p.Text)}
	}
	last := len(p.Blocks)
	if last > 0 && p.Blocks[last-1].BlockType() == slack.MBTAction {
		last--
	}
	p.Blocks = slices.Insert(p.Blocks, last, slack.Block(kit.Paragraph("reads-like", text)), slack.Block(slack.NewActionBlock("kind", yes)))
	return p
}

// MayBe is [ReadsLike] of words about an incident that is no bad news so far.
func MayBe(p kit.Post, inc *incident.Incident, kinds map[string]*playbook.Playbook, words string) kit.Post {
	pb, opened := playbook.ReadsLike(kinds, words), kinds[inc.Kind]
	if pb == nil || opened == nil || inc.Over() || inc.BadNews() {
		return p
	}
	return ReadsLike(p, inc, opened, pb)
}
