package typed

import (
	"strings"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/playbook"
)

// Kind reads what kind of incident it is: outage, or what it is beside its own: also
// bad_deploy.
func Kind(text string) incident.Details {
	text = strings.ToLower(text)
	if also, ok := strings.CutPrefix(text, "also "); ok {
		return incident.Details{Also: strings.TrimSpace(also)}
	}
	return incident.Details{Kind: text}
}

// WhichKind asks which of the kinds it is; called is the playbook of each.
func WhichKind(inc *incident.Incident, kinds []string, called func(kind string) *playbook.Playbook) error {
	e := fault.Errorf(fault.Invalid, "Which kind? Nothing was changed. Choose it, or type kind and its name, for example: kind outage. What it is beside its own: kind also and the name.")
	for _, id := range kinds {
		e.Ready = append(e.Ready, fault.Ready{Line: inc.Name() + " kind " + id, Label: called(id).Name})
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
