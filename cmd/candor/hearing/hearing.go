// Package hearing connects the mailbox in which clients' answers arrive with what takes
// them.
package hearing

import (
	"context"

	"candor/delivery/mailbox"
	"candor/incident/firm"
	"candor/incident/heard"
	"candor/incident/records"
	"candor/messages/mailed"
)

// Ears are what a mailbox is connected with.
type Ears struct {
	Firm    *firm.Firm
	Desk    records.Desk
	Changed func()                              // what the mailbox says of itself has changed
	Tell    func(context.Context, string) error // says something about Candor itself to people
	From    string                              // the address that mail comes from
}

// Connect lets what is read be taken. It returns what each Home says of it; nil: nothing.
func (e Ears) Connect(box *mailbox.Mailbox) (state func() string) {
	switch {
	case box == nil && e.Firm.MailUnseen:
		return func() string { return mailed.Unseen }
	case box == nil:
		return nil
	}
	box.Desk = &heard.Desk{Firm: e.Firm, Desk: e.Desk, From: e.From}
	box.Tell, box.Changed = e.Tell, e.Changed
	return box.State
}

// Finding is what somebody finds out who looks at a mailbox; Fix is empty where it is as
// it should be.
type Finding struct{ Level, Text, Fix string }

// How a finding is, in the words of doctor.
const (
	fine    = "ok"
	warning = "warning"
	trouble = "problem"
)

// Examine looks whether clients' answers can be read; a nil box: nobody reads them.
func Examine(ctx context.Context, box *mailbox.Mailbox) []Finding {
	if box == nil {
		return []Finding{{warning, "what clients answer by mail is not seen, and a text that comes back counts as told: there is no mail.inbox.",
			"Add inbox: under mail:, with the mailbox to which mail.from delivers. docs/OPERATING.md says how."}}
	}
	if what, fix := box.Try(ctx); what != "" {
		return []Finding{{trouble, what, fix}}
	}
	list := []Finding{{fine, "the mailbox is reached, takes the login and can be read.", ""}}
	if box.CheckedBy == "" {
		list = append(list, Finding{warning, "no sender is proved: mail.inbox.checked_by is not set, and the channel says so beside each mail.",
			"Write the name that stands first in the line Authentication-Results of a mail there."})
	}
	return list
}
