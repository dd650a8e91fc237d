package client

import "candor/incident/fault"

// Manner is how a client wants to be spoken to. It is chosen when they are upset,
// and kept with them.
type Manner string

const (
	Usual       Manner = ""             // as we would
	CallsFirst  Manner = "calls-first"  // whatever is bad is said on the phone before it is written
	WritingOnly Manner = "writing-only" // nobody calls, and no text offers to
	Lawyer      Manner = "lawyer"       // their lawyer writes: texts go to one address, and two people read each
)

// Manners lists them in the order in which screens show them.
var Manners = []Manner{Usual, CallsFirst, WritingOnly, Lawyer}

// mannerChoices are the manners as the form asks for them.
var mannerChoices = []Choice{
	{"usual", "As usual"},
	{string(CallsFirst), "Calls first: bad news and reminders put the call before the text"},
	{string(WritingOnly), "Writing only: nobody calls, no text offers it"},
	{string(Lawyer), "Their lawyer writes: one address, two people read each text"},
}

// Calls says whether the client may be called, and texts may offer it.
func (m Manner) Calls() bool { return m != WritingOnly && m != Lawyer }

// Valid says whether there is such a manner.
func (m Manner) Valid() bool { return fault.OneOf(m, Manners...) }

// OneAddress is where texts go while the client's lawyer writes: the address that
// was named, or the first contact's. It is "" if none is known.
func (c *Client) OneAddress() string { return fault.FirstOf(c.Letters, c.First().Email) }

// Approving is the rule for what the client reads: while their lawyer writes, two
// people read each text.
func (c *Client) Approving() Approval {
	if c.Manner == Lawyer && c.Approval.Rule == ApprovalNone {
		return Approval{Rule: ApprovalOther}
	}
	return c.Approval
}

// atOneAddress is that destination. Where it is no contact's it may be their lawyer's, who
// is not called by a contact's name.
func (c *Client) atOneAddress() Destination {
	d := Destination{Via: ViaEmail, To: c.OneAddress()}
	for _, ct := range c.Contacts {
		if d.same(Destination{Via: ViaEmail, To: ct.Email}) {
			d.Name = ct.Name
		}
	}
	return d
}
