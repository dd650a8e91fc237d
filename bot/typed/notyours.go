package typed

import (
	"errors"
	"strings"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/notyours"
)

// NotTheirs reads whose an incident is not, whose it is instead, and why: acme: their server
// is another one; acme but globex: why. Words that no colon parts off are shown before they
// count, since whoever mistypes note begins like that: then sure is false.
func (x *Lexicon) NotTheirs(inc *incident.Incident, text string) (swap notyours.Swap, sure bool, err error) {
	id, _ := Client(inc, text, true)
	if id == "" {
		if err := x.another(inc, text); err != nil {
			return swap, false, err
		}
		return swap, false, fault.Errorf(fault.Invalid, "Whose is %s not? Nothing was changed. Name the client, for example: not %s: and why, or not %s but globex: and why.", inc.Name(), inc.Clients[0].Client.ID, inc.Clients[0].Client.ID).
			Offering(eachClient(inc, "not ", "")...)
	}
	swap.Client = id
	names, why, sure := strings.Cut(text, ":")
	_, rest := Client(inc, names, true)
	if word, after := FirstWord(rest); strings.EqualFold(strings.TrimRight(word, ","), "but") {
		if swap.Instead, rest = x.instead(after); swap.Instead == "" {
			return swap, false, fault.Errorf(fault.Invalid, "Nothing was changed: no client stands behind but. Name whose it is, for example: not %s but globex: and why.", id)
		}
	}
	swap.Why = strings.TrimSpace(strings.TrimSpace(rest) + " " + strings.TrimSpace(why))
	return swap, sure && strings.TrimSpace(rest) == "" && swap.Why != "", nil
}

// instead takes a client off the beginning of a text: by name, or the word that stands there.
func (x *Lexicon) instead(text string) (id, rest string) {
	if c, n := x.named(text); c != nil {
		return c.ID, text[n:]
	}
	return FirstWord(text)
}

// WhoseInstead adds to the refusal to take out the last client whose it may be instead.
func (x *Lexicon) WhoseInstead(inc *incident.Incident, swap notyours.Swap, err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || inc.State != incident.Open {
		return err
	}
	for _, c := range x.Clients {
		if !inc.HasClient(c.ID) {
			e.Ready = append(e.Ready, fault.Ready{Line: strings.TrimSpace(inc.Name() + " not " + swap.Client + " but " + c.ID + " " + swap.Why), Label: c.Name})
		}
	}
	return e
}
