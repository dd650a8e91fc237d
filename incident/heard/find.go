package heard

import (
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/work"
)

// found is what a mail is about.
type found struct {
	inc  *incident.Incident
	aff  *incident.Affected
	sent *outbox.Delivery // the mail of ours that it names; nil: that is not known

	unsure bool // it may be another mail
}

// unit begins to work on the incident.
func (d *Desk) unit(tx records.Tx, at *found, now time.Time) *work.Unit {
	w := work.Begin(d.Firm, tx, at.inc, now)
	w.Refresh()
	at.aff = at.inc.Affected(at.aff.Client.ID)
	return w
}

// ours says whether an address is of the team: theirs, or the one that mail comes from.
func (d *Desk) ours(address string) bool {
	if address == "" || strings.EqualFold(address, d.From) {
		return true
	}
	for _, p := range d.Firm.Roster().People {
		if strings.EqualFold(p.Email, address) {
			return true
		}
	}
	return false
}

// locals are the left parts of the Message-IDs of ours that a mail names.
func (d *Desk) locals(m *Mail) (list []string) {
	_, domain, _ := strings.Cut(d.From, "@")
	for _, ref := range m.Refs {
		local, at, ok := strings.Cut(strings.Trim(ref, "<>"), "@")
		if ok && local != "" && strings.EqualFold(at, domain) {
			list = append(list, local)
		}
	}
	return list
}

// find returns what a mail is about, nil if that is nothing of ours. A mail that
// answers one of ours belongs to its incident. Anything else of a client's contact
// belongs to the incident of theirs that is under way, of several to the one that
// they were told of last; so does an answer to one that is over, and to a mail that
// another client got: who a writer is known to be counts for more than what they name,
// which may have been forwarded to them, or be forged.
func (d *Desk) find(tx records.Tx, m *Mail, now time.Time) (*found, error) {
	at, err := d.answered(tx, m, now)
	if err != nil || at != nil && !at.inc.Over() && contact(&at.aff.Client, m.From) != nil {
		return at, err
	}
	open, err := firm.Listening(tx, now)
	if err != nil {
		return nil, err
	}
	var best *found
	for _, inc := range open {
		work.Begin(d.Firm, tx, inc, now).Refresh() // who their contacts are now
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			if m.isOf(aff, at) && m.about(inc) && inc.Listens(aff) && (best == nil || !aff.ToldAt.Before(best.aff.ToldAt)) {
				best = &found{inc: inc, aff: aff}
			}
		}
	}
	if best != nil {
		return best, nil
	}
	return at, nil
}

// isOf says whether a mail is a client's: of one of their contacts, or an answer to what they
// were told in an incident that is over.
func (m *Mail) isOf(aff *incident.Affected, at *found) bool {
	return contact(&aff.Client, m.From) != nil || at != nil && at.inc.Over() && at.aff.Client.ID == aff.Client.ID && !aff.OneOff
}

// answered returns what the Message-IDs in a mail lead to.
func (d *Desk) answered(tx records.Tx, m *Mail, now time.Time) (*found, error) {
	locals := d.locals(m)
	for _, local := range locals {
		number, declared, to, ok := outbox.ReadMailRoot(local)
		if !ok {
			continue
		}
		inc, err := tx.Incident(number)
		if damage.IsLost(err) || fault.CodeOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		if aff := told(inc, to, m.From); aff != nil && inc.DeclaredAt.Unix() == declared {
			sent, err := sentTo(tx, inc, aff, func(c *outbox.Delivery) bool { return slices.Contains(locals, c.ID) })
			return &found{inc: inc, aff: aff, sent: sent}, err
		}
	}
	if len(locals) == 0 {
		return nil, nil
	}
	open, err := firm.Listening(tx, now)
	if err != nil {
		return nil, err
	}
	return among(tx, open, func(c *outbox.Delivery) bool { return slices.Contains(locals, c.ID) })
}

// among returns the first mail of these incidents that is the one, nil if none is.
func among(tx records.Tx, list []*incident.Incident, is func(*outbox.Delivery) bool) (*found, error) {
	for _, inc := range list {
		for _, aff := range inc.Everybody() {
			sent, err := sentTo(tx, inc, aff, is)
			if err != nil || sent != nil {
				return &found{inc: inc, aff: aff, sent: sent}, err
			}
		}
	}
	return nil, nil
}

// sentTo returns the newest mail to a client that is the one; nil if none is.
func sentTo(tx records.Tx, inc *incident.Incident, aff *incident.Affected, is func(*outbox.Delivery) bool) (*outbox.Delivery, error) {
	for n := aff.Updates; n > 0; n-- {
		u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, n)
		if damage.IsLost(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, to := range u.To {
			if to.Via != client.ViaEmail {
				continue
			}
			c, err := tx.Delivery(inc.UpdateKey(u, to))
			if damage.IsLost(err) {
				continue
			}
			if err != nil {
				return nil, err
			}
			if is(c) {
				return c, nil
			}
		}
	}
	return nil, nil
}

// told is the client of an incident who was written to at an address, which is known by
// its fingerprint, or failing that who has the writer among their contacts. An incident
// of one client is about that one.
func told(inc *incident.Incident, to, from string) *incident.Affected {
	for _, is := range []func(address string) bool{
		func(address string) bool { return outbox.Fingerprint(address) == to },
		func(address string) bool { return from != "" && strings.EqualFold(address, from) },
	} {
		for _, aff := range inc.Everybody() {
			c := &aff.Client
			if is(c.Letters) || slices.ContainsFunc(c.Contacts, func(ct client.Contact) bool { return ct.Email != "" && is(ct.Email) }) {
				return aff
			}
		}
	}
	if len(inc.Everybody()) == 1 {
		return &inc.Clients[0]
	}
	return nil
}

// contact is the person at a client who has an address, nil if nobody has.
func contact(c *client.Client, address string) *client.Contact {
	for i := range c.Contacts {
		if address != "" && strings.EqualFold(c.Contacts[i].Email, address) {
			return &c.Contacts[i]
		}
	}
	if address != "" && strings.EqualFold(c.Letters, address) {
		return &client.Contact{Email: c.Letters}
	}
	return nil
}
