package messages

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/view"
)

// byPhone says whether a client is told by hand only: nothing of ours reaches them.
func byPhone(c *client.Client) bool { return len(c.Destinations()) == 0 }

// phoneParts bring a text to somebody who has to say it: whom to call, the
// words to say, and the same to copy into a message of their own.
func phoneParts(c *client.Client, u *incident.Update, company string) []slack.Block {
	blocks := []slack.Block{paragraph("phones", phones(c))}
	body := wording(u)
	if body == "" {
		return blocks
	}
	return append(blocks,
		small("saying", "*To say on the phone*"), verbatim("spoken", spoken(body, u.Sender.Name, company)),
		small("copying", "*Or to copy into a message*"), verbatim("copy", written(body)))
}

// verbatim shows a text without any marks, so that it can be selected and copied.
func verbatim(id, text string) *slack.SectionBlock {
	b := slack.NewSectionBlock(plainText(clip(text, maxSection)), nil, nil)
	b.BlockID = id
	return b
}

// written is a text for Slack without its marks, as any other messenger shows it.
func written(body string) string {
	return unescapes.Replace(strings.ReplaceAll(body, "*", ""))
}

// spoken is a text as one says it: who speaks, and no headline or number.
func spoken(body, sender, company string) string {
	if head, rest, ok := strings.Cut(body, "\n"); ok && strings.HasPrefix(head, "*") {
		body = rest
	}
	who := sender
	switch {
	case sender == "":
		who = company
	case company != "":
		who += " of " + company
	}
	if who == "" {
		return written(body)
	}
	return fmt.Sprintf("This is %s. %s", who, written(body))
}

// sayForm shows a text to somebody who has to say it, or to send it from their
// own phone.
func sayForm(t *view.Telling, now time.Time) slack.ModalViewRequest {
	ref := Ref{Number: t.Incident.Number, Client: t.Client.ID, Key: t.Update.Hash()}
	name := "*" + t.Incident.Name() + "*"
	if incident.FirstNotice(t.Update.Kind) {
		name = "*" + t.Incident.Name() + " is open*"
	}
	blocks := []slack.Block{small("why", fmt.Sprintf("%s · Candor has no way to write to %s: call them, or copy the text. Then record it; it counts.", name, escape(t.Client.Name)))}
	blocks = append(blocks, phoneParts(&t.Client, &t.Update, t.Company)...)
	blocks = append(blocks, promised(t, now)...)
	f := form(FormPreview, "Call "+t.Client.Name, "", "Not yet", ref,
		append(blocks, slack.NewActionBlock("do", append(phoneButtons(ref), button(ActEdit, ref, "Edit"))...))...)
	f.Submit = nil
	return f
}

// promised says by when the text promises the next word.
func promised(t *view.Telling, now time.Time) []slack.Block {
	next := t.Update.NextAt
	if next.IsZero() {
		return nil
	}
	return []slack.Block{small("next", fmt.Sprintf("You promise the next word by *%s* (in %s). Candor reminds you.", ClientTime(next, now, &t.Client), Span(next.Sub(now))))}
}

// declaredByPhone answers the declare command for a client who is told by hand.
func declaredByPhone(inc *incident.Incident, t *view.Telling, head string, now time.Time) Post {
	ref := Ref{Number: inc.Number, Client: t.Client.ID}
	head += fmt.Sprintf(" %s has not heard yet, and Candor has no way to write to them: call them.", escape(t.Client.Name))
	blocks := append([]slack.Block{paragraph("head", head)}, phoneParts(&t.Client, &t.Update, t.Company)...)
	blocks = append(blocks, promised(t, now)...)
	return Post{
		Text:   fmt.Sprintf("%s is open. %s has not heard yet%s. Call them, then press I told them.", inc.Name(), escape(t.Client.Name), firstDue(inc, t, now)),
		Blocks: append(blocks, slack.NewActionBlock("do", append(phoneButtons(ref), button(ActDismiss, ref, "Not yet"))...)),
	}
}

// phoneButtons are what can be done about a client who is told by hand.
func phoneButtons(ref Ref) []slack.BlockElement {
	return []slack.BlockElement{primary(button(ActTold, called(ref), "I told them")), button(ActNobody, ref, "Nobody answered")}
}
