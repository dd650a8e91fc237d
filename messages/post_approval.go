package messages

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/view"
)

// approvalPost brings a text before those who can approve it: exactly what
// would leave, who would read it, and what the draft check has to say.
func approvalPost(v view.View, d outbox.Delivery) Post {
	inc, aff := v.Incident, v.Client
	r := aff.Request
	ref := requestRef(v)
	if d.Data["outside"] != "" && inc.Private {
		text := inc.Name() + " needs your approval."
		join := primary(button(ActJoin, ref, "Join"))
		return Post{Text: text + " Press Join.", Blocks: []slack.Block{paragraph("say", text), slack.NewActionBlock("do", join)}}
	}
	blocks := requestText(r)
	buttons := []slack.BlockElement{
		primary(button(ActApprove, ref, "Approve and send")),
		button(ActEditRequest, ref, "Edit"),
		button(ActReject, ref, "Reject"),
	}
	if d.To == inc.Channel.ID || d.To == "" {
		buttons = append(buttons, button(ActWithdraw, ref, "Withdraw"))
	}
	blocks = append(blocks, slack.NewActionBlock("do", buttons...))
	return bothWays(v.Now, func(w pen) string {
		who := lead(mentions(asked(r, d)), fmt.Sprintf("%s%s: %s asks for your word.%s This would go to %s (%s):",
			w.strong(inc.Name()), where(inc, w), mention(r.Update.By), deadline(v, w), w.strong(aff.Client.Name), escape(recipients(r.Update.To, w))))
		return who
	}, blocks...)
}

// requestText is exactly what would leave, and what the draft check has to say.
func requestText(r *incident.Request) []slack.Block {
	blocks := exactTexts(r.Update)
	for i, f := range r.Findings {
		if i == mostFindings {
			break
		}
		blocks = append(blocks, paragraph(fmt.Sprintf("finding%d", i), findingLine(f)))
	}
	for i, o := range r.Update.Overrides {
		blocks = append(blocks, small(fmt.Sprintf("override%d", i), fmt.Sprintf("%s lets it pass: “%s”", mention(o.By), escape(o.Reason))))
	}
	return blocks
}

// mayApprove says whether a message offers its reader to approve the text that
// waits. In the channel, where the reader is "", everybody sees the same.
func mayApprove(r *incident.Request, reader string) bool {
	if r == nil || reader == r.Update.By {
		return false
	}
	return slices.ContainsFunc(r.Needs, func(n incident.Need) bool {
		return n.By == "" && (reader == "" || n.Anyone || slices.Contains(n.People, reader))
	})
}

// mostFindings is how many findings a message or a form shows.
const mostFindings = 6

// asked are the people whom the message in the channel mentions; a direct
// message needs no name.
func asked(r *incident.Request, d outbox.Delivery) []string {
	if isPerson(d.To) {
		return nil
	}
	return r.Asked
}

func isPerson(id string) bool { return strings.HasPrefix(id, "U") || strings.HasPrefix(id, "W") }

func requestRef(v view.View) Ref {
	r := v.Client.Request
	return Ref{Number: v.Incident.Number, Client: v.Client.Client.ID, N: r.N, Key: r.Update.Hash()}
}

// deadline says by when the client expects news.
func deadline(v view.View, w pen) string {
	p := v.Client.Next()
	switch {
	case p == nil:
		return ""
	case v.Now.After(p.DueAt):
		return fmt.Sprintf(" They expected %s by %s.", news(p), w.at(p.DueAt))
	}
	return fmt.Sprintf(" They expect %s by %s.", news(p), w.at(p.DueAt))
}

// exactTexts shows what leaves on each way, to the letter.
func exactTexts(u incident.Update) []slack.Block {
	var blocks []slack.Block
	for _, via := range client.Ways {
		t, ok := u.Texts[via]
		if !ok || via == client.ViaWebhook && len(u.Texts) > 1 { // the same facts, for a machine
			continue
		}
		text := t.Body
		if via == client.ViaEmail {
			text = "*" + escape(t.Subject) + "*\n" + escape(t.Body)
		}
		for i, part := range parts(text, maxQuote-300) { // room for the marks of the lines
			id := "text-" + via
			if i > 0 {
				id += fmt.Sprint(i)
			}
			blocks = append(blocks, paragraph(id, quoted(part)))
		}
	}
	return blocks
}

// recipients lists in words who gets an update.
func recipients(list []client.Destination, w pen) string {
	var names []string
	for _, to := range list {
		names = append(names, recipient(to, w))
	}
	return strings.Join(names, ", ")
}

func recipient(to client.Destination, w pen) string {
	switch {
	case to.Via == client.ViaEmail:
		return to.To
	case to.Via == client.ViaWebhook:
		return "their webhook"
	case w.plain:
		return "their Slack channel"
	}
	return "Slack"
}

// findingLine is one finding for the person who reads a draft.
func findingLine(f incident.Finding) string {
	mark := map[incident.Level]string{incident.Block: "✕", incident.Warn: "▲", incident.Hint: "·"}[f.Level]
	text := mark + " "
	if f.Words != "" {
		text += "“" + escape(cut(f.Words, 80)) + "”: "
	}
	text += escape(f.Why)
	if f.Replace != "" && len(f.Replace) <= longestReplace {
		text += " Instead: " + escape(strings.TrimSuffix(f.Replace, ".")) + "."
	}
	return text
}

// longestReplace is how long a replacement may be that is shown beside its
// finding; a longer one is a whole sentence, for which there is no room.
const longestReplace = 60

// alonePost tells the writer of a text that nobody has answered.
func alonePost(v view.View) Post {
	r := v.Client.Request
	ref := requestRef(v)
	send := button(ActAlone, ref, "Send it alone")
	send.Confirm = slack.NewConfirmationBlockObject(plainText("Send it without another's word?"),
		plainText("It leaves as you wrote it. The record says that you decided alone because nobody had answered."), plainText("Send it"), plainText("Back"))
	return bothWays(v.Now, func(w pen) string {
		return fmt.Sprintf("%s%s: nobody has approved your update to %s. Asked: %s.%s Nothing was sent. Call one of them, or send it alone.",
			w.strong(v.Incident.Name()), where(v.Incident, w), w.strong(v.Client.Client.Name), withNumbers(v, r.Asked), deadline(v, w))
	}, slack.NewActionBlock("do", primary(send), button(ActWithdraw, ref, "Withdraw")))
}

// withNumbers names people with the numbers at which they can be called.
func withNumbers(v view.View, users []string) string {
	var list []string
	for _, user := range users {
		who := mention(user)
		for _, p := range v.People {
			if p.Slack == user && p.Phone != "" {
				who += " (" + tapToCall(p.Phone) + ")"
			}
		}
		list = append(list, who)
	}
	return and(list)
}

// endedPost tells the writer why a text was not sent.
func endedPost(v view.View, d outbox.Delivery) Post {
	ref := Ref{Number: v.Incident.Number, Client: v.Client.Client.ID}
	return bothWays(v.Now, func(w pen) string {
		what := "cannot be approved any more: " + escape(d.Data["why"]) + "."
		if by := d.Data["by"]; by != "" {
			what = fmt.Sprintf("was not approved by %s: “%s”", mention(by), escape(d.Data["why"]))
		}
		return fmt.Sprintf("%s%s: your update to %s %s Nothing was sent; your words are kept.%s",
			w.strong(v.Incident.Name()), where(v.Incident, w), w.strong(v.Client.Client.Name), what, deadline(v, w))
	}, slack.NewActionBlock("do", primary(button(ActEdit, ref, "Edit and send again"))))
}

// requestLine is what is left of a message that asked for approval.
func requestLine(v view.View, d outbox.Delivery, w pen) string {
	what := fmt.Sprintf("The update to %s (%s)", w.strong(v.Client.Client.Name), escape(english().lowerFirst(KindWord(d.Data["kind"]))))
	by := mention(d.Data["by"])
	switch d.Data["request"] {
	case "approved":
		return fmt.Sprintf("✓ %s was approved by %s.", what, by)
	case "alone":
		return fmt.Sprintf("%s left without another's word: %s decided, nobody had answered.", what, by)
	case "rejected":
		return what + " was rejected. Nothing was sent."
	case "withdrawn":
		return what + " was taken back before it was approved. Nothing was sent."
	case "replaced":
		return what + " was replaced by another text."
	}
	return what + " has to be written anew: what it was about has changed. Nothing was sent."
}

// waiting says that an update waits for somebody's word; "" if none does.
func waiting(aff *incident.Affected, w pen) string {
	r := aff.Request
	if r == nil {
		return ""
	}
	return fmt.Sprintf("an update waits for the word of %s since %s", mentions(r.Asked), w.at(r.AskedAt))
}
