package typed

import (
	"strings"
	"unicode"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/playbook"
)

// Kinds are those that an incident can be of, and the playbook of each.
type Kinds struct {
	IDs  []string
	Book func(id string) *playbook.Playbook
}

// Read is what kind of incident it is: outage, data loss, or what it is beside its own: also
// bad_deploy. A kind has its id and the name that the menu shows; ok is false for any other text.
func (k Kinds) Read(text string) (d incident.Details, ok bool) {
	said, also := besides(text)
	for _, id := range k.IDs {
		switch is := fault.OneOf(joined(said), joined(id), joined(k.Book(id).Name)); {
		case is && also:
			return incident.Details{Also: id}, true
		case is:
			return incident.Details{Kind: id}, true
		}
	}
	return d, false
}

// besides is a kind as it was typed, and whether it is one beside the incident's own.
func besides(text string) (said string, also bool) {
	if len(text) > len("also ") && strings.EqualFold(text[:len("also ")], "also ") {
		return strings.TrimSpace(text[len("also "):]), true
	}
	return text, false
}

// joined is the name of a kind, however its words are parted: data loss, Data-Loss, data_loss.
func joined(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '_' || r == '-' || unicode.IsSpace(r) }), "_")
}

// Which asks which of the kinds it is, of an incident of which nobody said it, or said what is none.
func (k Kinds) Which(inc *incident.Incident, text string) error {
	verb := " kind "
	said, also := besides(text)
	if also {
		verb += "also "
	}
	e := fault.Errorf(fault.Invalid, "Which kind? Nothing was changed. Choose it, or type kind and its name, for example: kind outage. What it is beside its own: kind also and the name.")
	if said != "" {
		e = fault.FieldError("kind", "There is no kind “%s”. Nothing was changed. Choose one, or type kind and its name, for example: kind outage.", Clip(said))
	}
	for _, id := range k.IDs {
		e.Ready = append(e.Ready, fault.Ready{Line: inc.Name() + verb + id, Label: k.Book(id).Name})
	}
	return e
}

// Private asks whether an incident is to go on in a private channel, since nothing brings
// it back; nil if the text says so. One that is private already is refused as by the press.
func Private(inc *incident.Incident, text string) error {
	if inc.Private || inc.Over() || strings.EqualFold(text, "now") {
		return nil
	}
	return fault.Errorf(fault.Invalid, "Move %s to a private channel? It cannot come back. Whoever has a role is invited there, and so are you; one neutral line stays here. Nothing was moved.", inc.Name()).
		Offering(fault.Ready{Line: inc.Name() + " private now", Label: "Move it"})
}

// WhomToo asks which clients it affects too, of those that may be declared for.
func (x *Lexicon) WhomToo(inc *incident.Incident) error {
	e := fault.Errorf(fault.Invalid, "Whom does it affect too? Nothing was changed. Choose a client, or name several or a tag, for example: affects globex: search is slow.")
	for _, c := range x.Clients {
		if !inc.HasClient(c.ID) {
			e.Ready = append(e.Ready, fault.Ready{Line: inc.Name() + " affects " + c.ID, Label: c.Name})
		}
	}
	return e
}
