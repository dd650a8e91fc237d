package screen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// MailUnseen says where answers by mail go that nobody reads for the team.
const MailUnseen = "What clients answer by mail is not seen here: it goes to whoever signed the text."

// unseenMail is that on the card of an incident with a client who gets mail.
func unseenMail(v view.View) []slack.Block {
	if !v.MailUnseen || !slices.ContainsFunc(v.Incident.Clients, func(aff incident.Affected) bool { return aff.Client.Email }) {
		return nil
	}
	return []slack.Block{kit.Small("unseen", MailUnseen)}
}

// mailedHead says who wrote by mail, and how sure that is.
func mailedHead(r outbox.Reply, who string, w kit.Pen) string {
	address := quiet(messages.Cut(r.User, 100))
	switch {
	case r.Mail.Auto && r.Name == "":
		return fmt.Sprintf("The mail to %s, %s", address, w.At(r.At))
	case r.Mail.Auto:
		return fmt.Sprintf("The mailbox of %s (%s) answers by itself, %s. Nobody may have read your text", who, address, w.At(r.At))
	}
	if r.Mail.Unknown {
		address += ", none of their contacts that you have"
	}
	if !r.Mail.Proved {
		address += "; the sender is not proved"
	}
	return fmt.Sprintf("%s (%s) %s by mail %s", who, address, verbFor(r), w.At(r.At))
}

// subjectOf is the subject of a mail that is no answer to ours.
func subjectOf(r outbox.Reply) string {
	if r.Mail == nil || r.Mail.Subject == "" || r.Mail.Auto || strings.HasPrefix(strings.ToLower(r.Mail.Subject), "re:") {
		return ""
	}
	return "Subject: " + tamed(r.Mail.Subject)
}

// nextWritten says when what a client writes comes to the channel again.
func nextWritten(d outbox.Delivery) string {
	if slices.ContainsFunc(d.Replies, func(r outbox.Reply) bool { return r.Mail != nil }) {
		return "What they write by mail stays out of here until your next text to them."
	}
	return "What they write next comes here again."
}

// cameBack says that a text was sent and came back.
func cameBack(v view.View, w kit.Pen) string {
	not := "*not*"
	if w.Plain {
		not = "not"
	}
	after := elsewhereToo(v)
	if after == "" {
		after = "They have not read it, so what they were promised before is owed again."
	}
	return fmt.Sprintf("%s: update %d did %s reach %s%s. It was sent, and came back: %s\n%s%s",
		v.Incident.Name(), v.Target.Update, not, w.Strong(v.Client.Client.Name), by(v.Target.Destination(), w), kit.Ended(v.Target.Reason), after, deadline(v, w))
}

// backButtons offer a call before anything else.
func backButtons(v view.View, ref view.Ref) []slack.BlockElement {
	plain := view.Ref{Number: ref.Number, Client: ref.Client}
	rest := deadButtons(v, ref)
	if b, ok := rest[0].(*slack.ButtonBlockElement); ok {
		b.Style = ""
	}
	return append([]slack.BlockElement{kit.Primary(kit.Button(kit.ActCallCard, plain, "What to say")), kit.Button(kit.ActTold, plain, "I told them")}, rest...)
}

// notTold takes back the line that a client was told.
func notTold(v view.View, w kit.Pen) string {
	return fmt.Sprintf("▲ %s was not told: update %d came back.", w.Strong(v.Client.Client.Name), v.Update.N)
}
