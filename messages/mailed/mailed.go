// Package mailed is what the team sees of mail that came in: who wrote, how sure that is,
// and where it goes if nobody reads it; and the mail that tries whether one arrives.
package mailed

import (
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
)

// Unseen says where answers by mail go that nobody reads for the team.
const Unseen = "What clients answer by mail is not seen here: it goes to whoever signed the text."

// OnCard is that on the card of an incident with a client who gets mail.
func OnCard(v view.View) []slack.Block {
	if !v.MailUnseen || !slices.ContainsFunc(v.Incident.Clients, func(aff incident.Affected) bool { return aff.Client.Email }) {
		return nil
	}
	return []slack.Block{kit.Small("unseen", Unseen)}
}

// Author is who wrote a mail, both texts as they may be shown: who with the client, and
// the address.
type Author struct{ Who, Address string }

// Head says who wrote by mail, what they did (wrote, asked), and how sure that is.
func (a Author) Head(r outbox.Reply, did string, w kit.Pen) string {
	switch {
	case r.Mail.Auto && r.Name == "":
		return fmt.Sprintf("The mail to %s, %s", a.Address, w.At(r.At))
	case r.Mail.Auto:
		return fmt.Sprintf("The mailbox of %s (%s) answers by itself, %s. Nobody may have read your text", a.Who, a.Address, w.At(r.At))
	}
	if r.Mail.Unknown {
		a.Address += ", none of their contacts that you have"
	}
	if !r.Mail.Proved {
		a.Address += "; the sender is not proved"
	}
	if at := r.Mail.Came; !at.IsZero() {
		return fmt.Sprintf("%s (%s) %s by mail %s, which was seen only %s", a.Who, a.Address, did, w.At(at), w.At(r.At))
	}
	return fmt.Sprintf("%s (%s) %s by mail %s", a.Who, a.Address, did, w.At(r.At))
}

// Subject is the subject of a mail that is no answer to ours, as its writer wrote it.
func Subject(r outbox.Reply) string {
	if r.Mail == nil || r.Mail.Auto || r.Mail.Answers() {
		return ""
	}
	return r.Mail.Subject
}

// reports are what a mail server tells of a mail of ours, for people.
var reports = map[outbox.Report]string{
	outbox.StillTrying: "Not delivered yet. Their mail server keeps trying.",
	outbox.WhichOne:    "A mail to them came back, and the report does not say which. Each of your texts still counts as read. Call them and ask what they have.",
}

// Report is what a mail server tells of a mail of ours; "" where the mail is none such.
func Report(r outbox.Reply) string {
	if r.Mail == nil {
		return ""
	}
	return reports[r.Mail.Report]
}

// Missing says what stands nowhere in a copy: there are no words, or they are not all here.
func Missing(r outbox.Reply, shown bool) string {
	switch {
	case Report(r) != "":
		return Report(r)
	case r.Unread():
		return "This mail cannot be read here, or not all of it: open it in the mailbox."
	case r.Mail != nil && !shown:
		return "(no words)"
	}
	return ""
}

// Next says when what a client writes comes to the channel again, once it was put aside.
func Next(d outbox.Delivery) string {
	if slices.ContainsFunc(d.Replies, func(r outbox.Reply) bool { return r.Mail != nil }) {
		return "What they write by mail stays out of here until your next text to them."
	}
	return "What they write next comes here again."
}
