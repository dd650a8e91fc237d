package opening

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
)

// affected is the client that a declaration is about.
func (o Opening) affected(d Declaration) (incident.Affected, error) {
	if d.Drill != nil {
		return incident.Affected{Client: d.Drill.Client(), OneOff: true}, nil
	}
	if d.OneOff != nil {
		return o.oneOff(*d.OneOff)
	}
	l, err := o.Lookup(o.Tx, d.Client)
	switch {
	case err != nil:
		return incident.Affected{}, err
	case l == nil:
		return incident.Affected{}, fault.FieldError("client", "There is no client “%s”. Nothing was opened. Known clients: %s.", d.Client, o.ClientIDs(o.Tx))
	case l.Archived:
		return incident.Affected{}, fault.FieldError("client", "%s is archived. Nothing was opened. Bring it back first: type clients.", l.Client.Name)
	}
	return incident.Affected{Client: l.Client}, nil
}

// oneOff makes a client of what was typed. A name that a client has means that
// client.
func (o Opening) oneOff(c client.Client) (incident.Affected, error) {
	c.Name = strings.TrimSpace(c.Name)
	for _, have := range o.CurrentClients(o.Tx) {
		for _, n := range append(have.Names(), have.ID) {
			if strings.EqualFold(n, c.Name) {
				return incident.Affected{Client: have}, notTheirs(have, c)
			}
		}
	}
	wrong := c.Apply(client.ClientForm{Now: map[string]string{client.FieldName: c.Name, client.FieldEmail: c.First().Email, client.FieldSlack: c.Slack}})
	maps.Copy(wrong, c.Settle())
	all, err := o.Holders(o.Tx, o.Now)
	if err != nil {
		return incident.Affected{}, err
	}
	for _, sh := range (client.Holder{Client: c, OneOff: true}).Sharing(all) {
		wrong[sh.Field()] = typedTwice(sh)
	}
	if len(wrong) > 0 {
		return incident.Affected{}, notOpened(wrong)
	}
	c.ID = client.NewClientID(c.Name, func(id string) bool { l, err := o.Lookup(o.Tx, id); return l != nil || err != nil })
	return incident.Affected{Client: c, OneOff: true}, nil
}

// typedTwice says what to do about a place that was typed and is another client's.
func typedTwice(sh client.Shared) string {
	if sh.Other.In != "" {
		return sh.Sentence() + " Leave it out."
	}
	return sh.Sentence() + " Leave it out, or choose " + sh.Other.Client.Name + " above."
}

// notTheirs refuses a place that was typed for a client who is in the list and is
// not reached there: nothing would be sent to it.
func notTheirs(have, typed client.Client) error {
	wrong := map[string]string{}
	mail := typed.First().Email
	if mail != "" && !slices.ContainsFunc(have.Contacts, func(ct client.Contact) bool { return strings.EqualFold(ct.Email, mail) }) {
		wrong[client.FieldEmail] = fmt.Sprintf("%s is one of your clients and is not reached at this address. Leave it out here, and add it with clients.", have.Name)
	}
	if typed.Slack != "" && typed.Slack != have.Slack {
		wrong[client.FieldSlack] = fmt.Sprintf("%s is one of your clients and is not reached in this channel. Leave it out here, and change it with clients.", have.Name)
	}
	if len(wrong) == 0 {
		return nil
	}
	return notOpened(wrong)
}

// notOpened says of what was typed for a client in no list what is wrong with it.
func notOpened(wrong map[string]string) error {
	e := client.WrongFields(wrong)
	e.Message = strings.Replace(e.Message, "The client was *not* saved.", "Nothing was opened yet.", 1)
	return e
}
