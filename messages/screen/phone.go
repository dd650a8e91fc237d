package screen

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// Called marks a ref as that of a call that was begun from its card.
func Called(ref view.Ref) view.Ref {
	ref.Key = string(byhand.ByCall)
	return ref
}

// NoPhone says that nobody at the client can be called with what is known here.
func NoPhone(c *client.Client) string {
	return fmt.Sprintf("*No phone number of %s is known here.* Look it up now, and add it to their profile.", messages.Escape(c.Name))
}

// OffersCall says whether texts of a kind offer the client a call.
func OffersCall(kind string) bool {
	return kind == update.DataLoss || kind == update.BreachSuspected || kind == update.WrongRecipients || kind == update.MeetingInvite
}

// Phones are whom to call, to tap on.
func Phones(c *client.Client) string {
	var lines []string
	for _, ct := range c.Contacts {
		if ct.Phone != "" {
			lines = append(lines, fmt.Sprintf("*%s* %s", messages.Escape(ct.Name), kit.TapToCall(ct.Phone)))
		}
	}
	if len(lines) == 0 {
		return fmt.Sprintf("*No phone number of %s is known here.* Look it up and call them; add it to their profile afterwards.", messages.Escape(c.Name))
	}
	return strings.Join(lines, "\n")
}

// CallState says what became of calling them so far; "" if nobody did.
func CallState(aff *incident.Affected, w kit.Pen) string {
	switch {
	case aff.Calling(w.Now):
		return fmt.Sprintf("%s has been calling them since %s", kit.Mention(aff.Call.By), w.At(aff.Call.At))
	case aff.Attempts > 0:
		return fmt.Sprintf("called %d×, nobody answered (last %s)", aff.Attempts, w.At(aff.AttemptAt))
	}
	return ""
}

// ByPhone says whether a client is told by hand only: nothing of ours reaches them.
func ByPhone(c *client.Client) bool { return len(c.Destinations()) == 0 }

// PhoneParts bring a text to somebody who has to say it: whom to call, the
// words to say, and the same to copy into a message of their own.
func PhoneParts(c *client.Client, u *update.Update, company string) []slack.Block {
	blocks := []slack.Block{kit.Paragraph("phones", Phones(c))}
	body := wording(u)
	if body == "" {
		return blocks
	}
	return append(blocks,
		kit.Small("saying", "*To say on the phone*"), verbatim("spoken", kit.Spoken(u, body, company)),
		kit.Small("copying", "*Or to copy into a message*"), verbatim("copy", kit.Written(body)))
}

// verbatim shows a text without any marks, so that it can be selected and copied.
func verbatim(id, text string) *slack.SectionBlock {
	b := slack.NewSectionBlock(kit.PlainText(messages.Clip(text, kit.MaxSection)), nil, nil)
	b.BlockID = id
	return b
}

// Promised says by when the text promises the next word.
func Promised(t *view.Draft, now time.Time) []slack.Block {
	next := t.Update.NextAt
	if next.IsZero() {
		return nil
	}
	return []slack.Block{kit.Small("next", fmt.Sprintf("You promise the next update by *%s* (in %s). Candor reminds you.", messages.ClientTime(next, now, &t.Client), messages.Span(next.Sub(now))))}
}

// DeclaredByPhone answers the declare command for a client who is told by hand.
func DeclaredByPhone(inc *incident.Incident, t *view.Draft, head string, now time.Time) kit.Post {
	ref := view.Ref{Number: inc.Number, Client: t.Client.ID}
	head += fmt.Sprintf(" %s has not heard yet, and Candor has no way to write to them: call them.", messages.Escape(t.Client.Name))
	blocks := append([]slack.Block{kit.Paragraph("head", head)}, PhoneParts(&t.Client, &t.Update, t.Company)...)
	blocks = append(blocks, Promised(t, now)...)
	return kit.Post{
		Text:   fmt.Sprintf("%s is open. %s has not heard yet%s. Call them, then press I told them.", inc.Name(), messages.Escape(t.Client.Name), FirstDue(inc, t, now)),
		Blocks: append(blocks, slack.NewActionBlock("do", append(PhoneButtons(ref), kit.Button(kit.ActDismiss, ref, "Not yet"))...)),
	}
}

// PhoneButtons are what can be done about a client who is told by hand.
func PhoneButtons(ref view.Ref) []slack.BlockElement {
	return []slack.BlockElement{kit.Primary(kit.Button(kit.ActTold, Called(ref), "I told them")), kit.Button(kit.ActNobody, ref, "Nobody answered")}
}
