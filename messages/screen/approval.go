package screen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// AsksWhom says whose word a text needs before it leaves; "" if nobody's.
func AsksWhom(needs []approval.Need) string {
	var list []string
	for _, n := range needs {
		who := kit.Mentions(n.People[:min(1, len(n.People))])
		switch n.For {
		case approval.Other:
			who = "somebody else of the team, first " + who
		case approval.Named:
			who = fault.Or(kit.MentionEach(n.People))
		}
		list = append(list, who)
	}
	return strings.Join(list, ", and ")
}

// Asked tells the writer that the text waits for another's word.
func Asked(t *view.Draft) kit.Post {
	return kit.Plain(fmt.Sprintf("Not sent yet: it is waiting for approval by %s. They are asked now. If nobody answers, the next one is, and then you may decide.", AsksWhom(t.Asks)))
}

// ApprovedBut tells an approver that other people's word is still missing.
func ApprovedBut(t *view.Draft) kit.Post {
	return kit.Plain(fmt.Sprintf("Noted. Not sent yet: it is also waiting for approval by %s.", AsksWhom(t.Asks)))
}

// approvalPost brings a text before those who can approve it: exactly what
// would leave, who would read it, and what the draft check has to say.
func approvalPost(v view.View, d outbox.Delivery) kit.Post {
	inc, aff := v.Incident, v.Client
	r := aff.Request
	ref := requestRef(v)
	if unseen(inc, d) {
		text := inc.Name() + " needs your approval."
		join := kit.Primary(kit.Button(kit.ActJoin, ref, "Join"))
		return kit.Post{Text: text + " Press Join.", Blocks: []slack.Block{kit.Paragraph("say", text), slack.NewActionBlock("do", join)}}
	}
	blocks := requestText(r)
	buttons := approvalButtons(ref)
	if d.To == inc.Channel.ID || d.To == "" {
		buttons = append(buttons, kit.Button(kit.ActWithdraw, ref, "Withdraw"))
	}
	blocks = append(blocks, slack.NewActionBlock("do", buttons...))
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		return lead(kit.Mentions(asked(r, d)), fmt.Sprintf("%s%s: %s asks for your approval.%s This would go to %s (%s):",
			w.Strong(inc.Name()), w.In(inc.Channel.ID), kit.Mention(r.Update.By), deadline(v, w), w.Strong(aff.Client.Name), messages.Escape(Recipients(r.Update.To, w))))
	}, blocks...)
}

// requestText is exactly what would leave, and what the draft check has to say.
func requestText(r *approval.Request) []slack.Block {
	blocks := ExactTexts(r.Update)
	shown, hints := Findings(r.Update.Kind, r.Findings)
	for i, f := range shown {
		blocks = append(blocks, kit.Paragraph(fmt.Sprintf("finding%d", i), FindingLine(f)))
	}
	if hints != "" {
		blocks = append(blocks, kit.Small("hints", hints))
	}
	if why := r.Update.Words["sure"]; why != "" { // that it is not theirs
		blocks = append(blocks, kit.Small("sure", fmt.Sprintf("%s is sure, because: “%s”", kit.Mention(r.Update.By), messages.Escape(why))))
	}
	for i, o := range r.Update.Overrides {
		blocks = append(blocks, kit.Small(fmt.Sprintf("override%d", i), fmt.Sprintf("%s lets it pass: “%s”", kit.Mention(o.By), messages.Escape(o.Reason))))
	}
	return blocks
}

// mayApprove says whether a message offers its reader to approve the text that
// waits. In the channel, where the reader is "", everybody sees the same.
func mayApprove(r *approval.Request, reader string) bool {
	if r == nil || reader == r.Update.By {
		return false
	}
	return slices.ContainsFunc(r.Needs, func(n approval.Need) bool {
		return n.By == "" && (reader == "" || n.Anyone || slices.Contains(n.People, reader))
	})
}

// asked are the people whom the message in the channel mentions; a direct
// message needs no name.
func asked(r *approval.Request, d outbox.Delivery) []string {
	if isPerson(d.To) {
		return nil
	}
	return r.Asked
}

func isPerson(id string) bool { return strings.HasPrefix(id, "U") || strings.HasPrefix(id, "W") }

func requestRef(v view.View) view.Ref {
	r := v.Client.Request
	return view.Ref{Number: v.Incident.Number, Client: v.Client.Client.ID, N: r.N, Key: r.Update.Hash()}
}

// deadline says by when the client expects news.
func deadline(v view.View, w kit.Pen) string {
	p := v.Client.Next()
	switch {
	case p == nil:
		return ""
	case v.Now.After(p.DueAt):
		return fmt.Sprintf(" They %s by %s.", Waits(p, "expected", "were"), w.At(p.DueAt)) + kit.AsOf(" ", v.Client.Restored, w)
	}
	return fmt.Sprintf(" They %s by %s.", Waits(p, "expect", "are"), w.At(p.DueAt)) + kit.AsOf(" ", v.Client.Restored, w)
}

// alonePost tells the writer of a text that nobody has answered.
func alonePost(v view.View, d outbox.Delivery) kit.Post {
	r := v.Client.Request
	ref := requestRef(v)
	whose, buttons := "your update", []slack.BlockElement{kit.Primary(sendAlone(ref)), kit.Button(kit.ActWithdraw, ref, "Withdraw")}
	if d.To != r.Update.By { // whoever wrote it has left
		whose = "the update of " + kit.Mention(r.Update.By)
	}
	asked, do := " Nobody is left to ask.", "Send it alone, or take it back."
	if len(r.Asked) > 0 {
		asked, do = fmt.Sprintf(" Asked: %s.", withNumbers(v, r.Asked)), "Call one of them, or send it alone."
	}
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		return fmt.Sprintf("%s%s: nobody has approved %s to %s.%s%s Nothing was sent. %s",
			w.Strong(v.Incident.Name()), w.In(v.Incident.Channel.ID), whose, w.Strong(v.Client.Client.Name), asked, deadline(v, w), do)
	}, append(requestText(r), slack.NewActionBlock("do", buttons...))...)
}

func sendAlone(ref view.Ref) *slack.ButtonBlockElement {
	send := kit.Button(kit.ActAlone, ref, "Send it alone")
	send.Confirm = slack.NewConfirmationBlockObject(kit.PlainText("Send it without approval?"),
		kit.PlainText("It is sent as it stands here. The record says that you decided alone because nobody had answered."), kit.PlainText("Send it"), kit.PlainText("Back"))
	return send
}

// approvalToday is a text that waits, and what its reader can do about it in the morning: its
// writer once everybody was asked, and who can approve it.
func approvalToday(inc *incident.Incident, aff *incident.Affected, reader string) ([]slack.Block, []slack.BlockElement) {
	r := aff.Request
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID, N: r.N, Key: r.Update.Hash()}
	switch {
	case mayApprove(r, reader):
		return requestText(r), approvalButtons(ref)
	case reader == r.Update.By && r.NextAt.IsZero():
		return requestText(r), []slack.BlockElement{kit.Primary(sendAlone(ref)), kit.Button(kit.ActWithdraw, ref, "Withdraw")}
	}
	return nil, nil
}

func approvalButtons(ref view.Ref) []slack.BlockElement {
	return []slack.BlockElement{
		kit.Primary(kit.Button(kit.ActApprove, ref, "Approve and send")),
		kit.Button(kit.ActEditRequest, ref, "Edit"),
		kit.Button(kit.ActReject, ref, "Reject"),
	}
}

// withNumbers names people with the numbers at which they can be called.
func withNumbers(v view.View, users []string) string {
	var list []string
	for _, user := range users {
		who := kit.Mention(user)
		for _, p := range v.People {
			if p.Slack == user && p.Phone != "" {
				who += " (" + kit.TapToCall(p.Phone) + ")"
			}
		}
		list = append(list, who)
	}
	return fault.And(list)
}

// endedPost tells the writer why a text was not sent, or who has the words of one who has left.
func endedPost(v view.View, d outbox.Delivery) kit.Post {
	ref := view.Ref{Number: v.Incident.Number, Client: v.Client.Client.ID}
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		what := "cannot be approved any more: " + messages.Escape(d.Data.Why) + "."
		if d.Update > 0 { // it was on its way
			what = "did not leave: " + messages.Escape(d.Data.Why) + "."
		}
		if by := d.Data.By; by != "" {
			what = fmt.Sprintf("was not approved by %s: “%s”", kit.Mention(by), messages.Escape(d.Data.Why))
		}
		whose, words := "your update", "your words are kept"
		if writer := d.Data.User; writer != "" && writer != d.To {
			whose, words = "the update of "+kit.Mention(writer), "the words are with you now, since their account was deactivated"
		}
		return fmt.Sprintf("%s%s: %s to %s %s Nothing was sent; %s.%s",
			w.Strong(v.Incident.Name()), w.In(v.Incident.Channel.ID), whose, w.Strong(v.Client.Client.Name), what, words, deadline(v, w))
	}, slack.NewActionBlock("do", kit.Primary(kit.Button(kit.ActEdit, ref, "Edit and send again"))))
}

// requestLine is what is left of a message that asked for approval.
func requestLine(v view.View, d outbox.Delivery, w kit.Pen) string {
	what := fmt.Sprintf("The update to %s (%s)", w.Strong(v.Client.Client.Name), messages.Escape(messages.LowerFirst(kit.KindWord(d.Data.UpdateKind))))
	by := kit.Mention(d.Data.By)
	switch d.Data.Request {
	case "approved":
		return fmt.Sprintf("✓ %s was approved by %s.", what, by)
	case "alone":
		return fmt.Sprintf("%s was sent without approval: %s decided, nobody had answered.", what, by)
	case "rejected":
		return what + " was rejected. Nothing was sent."
	case "withdrawn":
		return what + " was taken back before it was approved. Nothing was sent."
	case "elsewhere":
		return what + " is for somebody else to approve now. You need do nothing."
	case "replaced":
		return what + " was replaced by another text."
	}
	return what + " has to be written anew: what it was about has changed. Nothing was sent."
}

// waiting says that an update waits for somebody's word; "" if none does.
func waiting(aff *incident.Affected, w kit.Pen) string {
	switch r := aff.Request; {
	case r == nil:
	case len(r.Asked) == 0: // they have left
		return fmt.Sprintf("an update has been waiting since %s, and nobody is left to approve it: %s may send it alone", w.At(r.AskedAt), kit.Mention(r.Update.By))
	default:
		return fmt.Sprintf("an update has been waiting for %s to approve since %s", fault.And(kit.MentionEach(r.Asked)), w.At(r.AskedAt))
	}
	return ""
}
