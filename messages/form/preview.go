package form

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/mrkdwn"
	"candor/messages/owns"
	"candor/messages/screen"
	"candor/messages/ways"
)

// maxFindings is the room for remarks in the answer to a form, of which Slack drops
// what is longer than 16 KB; two texts of [messages.MaxWeight] each, who gets them
// and the frame take the rest.
const maxFindings = 1100

// Destinations says in a few words where a client's updates go.
func Destinations(aff *incident.Affected) string {
	ways := ways.To(aff.Client.Destinations())
	if len(ways) == 0 {
		return aff.Client.Name + " (no channel, no address: call them)"
	}
	return aff.Client.Name + " " + fault.And(ways)
}

// Preview shows the exact text. Send sends it; nothing else does.
func Preview(t *view.Draft, now time.Time) slack.ModalViewRequest {
	if screen.ByPhone(&t.Client) {
		return sayForm(t, now)
	}
	u := t.Update
	ref := view.Ref{Number: t.Incident.Number, Client: t.Client.ID, Key: u.Hash()}
	submit, title := "Send", "First notice to them"
	if !update.FirstNotice(u.Kind) {
		title = "Read it once"
	}
	var blocks []slack.Block
	if len(t.Asks) > 0 {
		submit = "Ask for approval"
		blocks = append(blocks, slack.NewContextBlock("asks", kit.Mrkdwn("It is sent once it is approved by "+screen.AsksWhom(t.Asks)+".")))
	}
	if t.Blocked {
		title, submit = "Not like this", "Send with this reason"
	}
	if t.Again {
		ref.N = kit.Sure
		title, submit = "Read it once more", "Yes, send it now"
		blocks = append([]slack.Block{kit.Paragraph("again", againText(t))}, blocks...)
	}
	blocks = append(blocks, toldSince(t, now)...)
	if aff := t.Incident.Affected(t.Client.ID); aff != nil && ways.Unread(aff) != "" {
		blocks = append(blocks, kit.Paragraph("unread", "▲"+ways.Unread(aff)))
	}
	text, says := screen.WhatLeaves("*"+t.Incident.Name()+"* · exactly this goes to ", &u), remarks(t, now)
	if t.Blocked { // why it does not leave comes before what does not
		text, says = says, text
	}
	blocks = append(append(blocks, text...), says...)
	blocks = append(blocks, screen.NightBlocks(&t.Client, &u, view.Ref{Number: ref.Number, Client: ref.Client})...)
	blocks = append(blocks, claimsField(t, now)...)
	buttons := []slack.BlockElement{editButton(ref, u.Kind)}
	if update.FirstNotice(u.Kind) {
		buttons = append(buttons, screen.Slip(t.Incident, now)...)
	}
	blocks = append(blocks, slack.NewActionBlock("do", buttons...))
	return modal(kit.FormPreview, title, submit, "Not yet", ref, blocks...)
}

// editButton opens the whole form of a text. Of bad news all that can be known stands
// in the text, so that it is for a sentence.
func editButton(ref view.Ref, kind string) *slack.ButtonBlockElement {
	if update.BadNews(kind) {
		return kit.Button(kit.ActEdit, ref, "Change a sentence")
	}
	return kit.Button(kit.ActEdit, ref, "Edit")
}

// againText says why a text is confirmed twice.
func againText(t *view.Draft) string {
	switch name := messages.Escape(t.Client.Name); {
	case t.Incident.TellsBad(&t.Update):
		return fmt.Sprintf("This is bad news for %s. Saying it today is right. Read it once more, as they will read it.", name)
	case t.Incident.ConfirmTwice(&t.Update):
		return fmt.Sprintf("Data of %s is lost, and not all of it is back. Read once more what this says of it, as they will read it.", name)
	case t.Client.Approval.Rule == client.ApprovalOther:
		return fmt.Sprintf("%s wants two people to read each text, and nobody else is here. Read it once more, as they will read it. The record says that you decided alone.", name)
	}
	if t.Newer != nil {
		return fmt.Sprintf("Yours was *not* sent to %s: somebody else was faster. Read both, then press Edit, or send yours as it is.", messages.Escape(t.Client.Name))
	}
	if t.Turned != "" {
		return "It was *not* sent: " + messages.Escape(t.Turned) + ". Press Edit to change it, or send it as it is."
	}
	if aff := t.Incident.Affected(t.Client.ID); aff != nil && len(alike.Unsaid(t.Incident, aff, &t.Update)) > 0 {
		return "Something was written down since you read this, and the text says otherwise. It was *not* sent. Press Edit to change it, or send it as it is."
	} else if aff != nil && t.Update.Kind == update.Holding && len(alike.Waits(t.Incident, aff, &t.Update)) > 0 {
		return fmt.Sprintf("It was *not* sent: %s has asked something, and this only says that nothing has changed. Press Edit to answer it, or send it as it is.", messages.Escape(t.Client.Name))
	}
	return "The text has changed since you saw it. Read it once more."
}

// remarks is what stands below a text that is read before it leaves: what the
// draft check says, and what is promised.
func remarks(t *view.Draft, now time.Time) []slack.Block {
	blocks := findings(t.Update.Kind, t.Findings)
	if t.Blocked {
		blocks = append(blocks, overrideField())
	}
	if aff := t.Incident.Affected(t.Client.ID); aff != nil && aff.Unsure > 0 && update.FirstNotice(t.Update.Kind) {
		blocks = append(blocks, kit.Small("unsure", fmt.Sprintf("Nobody knows whether update %d reached them. If it did, they read the same twice: look first.", aff.Unsure)))
	}
	if aff := t.Incident.Affected(t.Client.ID); aff != nil {
		blocks = append(blocks, sayNewer(t, aff)...)
		if says := owns.Beside(t.Incident, aff, &t.Update); says != "" {
			blocks = append(blocks, kit.Paragraph("both", fmt.Sprintf("▲ No data was lost, says what is known, and “%s” reads as if it were. Press Edit and write what they notice now.", kit.Quiet(messages.Cut(says, 150)))))
		}
		blocks = append(blocks, leavesOpen(t, aff)...)
	}
	blocks = append(blocks, saysOver(t)...)
	if r := t.Incident.Reopening; r != nil && t.Update.Kind == update.Progress && r.At.Equal(t.Update.At) {
		blocks = append(blocks, kit.Small("open", fmt.Sprintf("*%s* is open again, because this says that it is down again. If it is not, press *Not yet*, then *Pressed by mistake*.", t.Incident.Name())))
	}
	if unexplained(t, now) {
		blocks = append(blocks, kit.Small("unexplained", "It does not say why it happened, and no review follows: nothing else will. Press Edit to write why, or that you do not know."))
	}
	if at := t.Update.Times["from"]; t.Update.Kind == update.Correction && !at.IsZero() {
		blocks = append(blocks, kit.Small("from", fmt.Sprintf("It began at *%s*: the texts after this one say so, too.", messages.ClientTime(at, now, &t.Client))))
	}
	return append(blocks, follows(t, now)...)
}

// follows is what comes of a text that leaves: the next one, a PDF, an entry in their calendar.
func follows(t *view.Draft, now time.Time) (blocks []slack.Block) {
	if !t.Update.NextAt.IsZero() {
		blocks = append(blocks, slack.NewContextBlock("next", kit.Mrkdwn(fmt.Sprintf("You promise the next update by *%s* (in %s). Candor reminds you.",
			messages.ClientTime(t.Update.NextAt, now, &t.Client), messages.Span(t.Update.NextAt.Sub(now))))))
	}
	if t.AsPDF {
		blocks = append(blocks, kit.Small("pdf", "Who gets it by e-mail gets the same words once more as a PDF, in a mail of its own."))
	}
	if i := t.Update.Invite; i != nil {
		blocks = append(blocks, slack.NewContextBlock("calendar", kit.Mrkdwn(ways.Calendar(i, messages.ClientTime(i.At, now, &t.Client)))))
	}
	return blocks
}

// leavesOpen names what a client waits for an answer to, and the text is not said to answer.
func leavesOpen(t *view.Draft, aff *incident.Affected) []slack.Block {
	lines := alike.Waits(t.Incident, aff, &t.Update)
	if len(lines) == 0 {
		return nil
	}
	left := ""
	for _, line := range lines[:min(len(lines), mostLeft)] {
		left += "\n• “" + kit.Quiet(messages.Cut(messages.Clean(line, false), 150)) + "”"
	}
	if more := len(lines) - mostLeft; more > 0 {
		left += fmt.Sprintf("\n• … and %d more", more)
	}
	return []slack.Block{kit.Paragraph("leaves", fmt.Sprintf("▲ *%s* waits for an answer, and this text is not said to give it:%s", messages.Escape(t.Client.Name), left))}
}

// othersWait names the same of those whose text is not the one that is shown, as far as there is room.
func othersWait(list []view.ClientResult, shown *view.Draft) (blocks []slack.Block) {
	const most = 5
	for _, e := range list {
		aff := shown.Incident.Affected(e.Client.ID)
		if e.Err != nil || aff == nil || e.Client.ID == shown.Client.ID || len(blocks) == most {
			continue
		}
		for _, b := range leavesOpen(e.Telling, aff) {
			b.(*slack.SectionBlock).BlockID += "-" + e.Client.ID
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// mostLeft is how much of it a preview names.
const mostLeft = 3

// unexplained says whether a final message leaves open why it happened, and no review will
// say it.
func unexplained(t *view.Draft, now time.Time) bool {
	aff := t.Incident.Affected(t.Client.ID)
	return t.Update.Kind == update.ResolvedUpdate && t.Update.Words["cause_line"] == "" && t.Update.Times["review_due"].IsZero() &&
		aff != nil && t.Incident.AftercareOf(aff, now) == incident.Small
}

// findings shows what the draft check has to say, the worst first, as far as
// there is room.
func findings(kind string, list []update.Finding) (blocks []slack.Block) {
	shown, hints := screen.Findings(kind, list)
	left := maxFindings - mrkdwn.Weight(hints)
	for i, f := range shown {
		text := screen.FindingLine(f)
		left -= mrkdwn.Weight(text) + len(`{"type":"section","block_id":"finding99","text":{"type":"mrkdwn","text":}},`)
		if left < 0 {
			return append(blocks, more(len(list)-i))
		}
		blocks = append(blocks, kit.Paragraph(fmt.Sprintf("finding%d", i), text))
	}
	switch {
	case hints != "":
		return append(blocks, kit.Small("hints", hints))
	case len(shown) < len(list):
		return append(blocks, more(len(list)-len(shown)))
	}
	return blocks
}

func more(n int) slack.Block {
	return kit.Small("more", fmt.Sprintf("… and %d more remarks. Press Edit, and look at the text again.", n))
}

// sayForm shows a text to somebody who has to say it, or to send it from their
// own phone.
func sayForm(t *view.Draft, now time.Time) slack.ModalViewRequest {
	ref := view.Ref{Number: t.Incident.Number, Client: t.Client.ID, Key: t.Update.Hash()}
	name := "*" + t.Incident.Name() + "*"
	if update.FirstNotice(t.Update.Kind) {
		name = "*" + t.Incident.Name() + " is open*"
	}
	blocks := []slack.Block{kit.Small("why", fmt.Sprintf("%s · Candor has no way to write to %s: call them, or copy the text. Then record it; it counts.", name, messages.Escape(t.Client.Name)))}
	blocks = append(blocks, screen.PhoneParts(&t.Client, &t.Update, t.Company)...)
	blocks = append(blocks, screen.Promised(t, now)...)
	f := modal(kit.FormPreview, "Call "+t.Client.Name, "", "Not yet", ref,
		append(blocks, slack.NewActionBlock("do", append(screen.PhoneButtons(ref), editButton(ref, t.Update.Kind))...))...)
	f.Submit = nil
	return f
}
