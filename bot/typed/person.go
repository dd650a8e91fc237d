package typed

import (
	"regexp"
	"strings"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/team"
)

var mentioned = regexp.MustCompile(`^<@([A-Z0-9]+)(?:\|[^>]*)?>$`)

// Names are the people of the team, and how somebody is named.
type Names struct {
	Staff   []team.Person
	Example string // how it is typed: commander @ben
	Not     string // what does not happen to nobody: nothing was changed
}

// Person is the one person that was named. Slack makes an id of a name that it knows; what
// stays a word names nobody, and whoever of the team is called so is offered.
func (n Names) Person(text string) (user string, err error) {
	example, not := n.Example, n.Not
	text = strings.TrimSpace(text)
	switch m := mentioned.FindStringSubmatch(text); {
	case m != nil:
		return m[1], nil
	case text == "":
		return "", fault.Errorf(fault.Invalid, "Nobody was named, so %s. Name one person of the team, for example: %s.", not, example)
	case strings.Contains(text, "<@"):
		return "", fault.Errorf(fault.Invalid, "More than one name was written, so %s. Name one person of the team, and nothing else, for example: %s.", not, example)
	}
	e := fault.Errorf(fault.Invalid, "Slack knows nobody called “%s” here, so %s. Type @, choose one person of the team from its list, and nothing else, for example: %s.", Clip(Readable(text)), not, example)
	for _, p := range n.Staff {
		if said := strings.TrimPrefix(text, "@"); strings.EqualFold(said, p.Name) || strings.EqualFold(said, client.GivenName(p.Name)) {
			e.Ready = append(e.Ready, fault.Ready{Line: strings.Replace(example, "@ben", "<@"+p.Slack+">", 1), Label: "I mean " + p.Name})
		}
	}
	return "", e
}

// Who reads one person, or whoever writes: “me”.
func (n Names) Who(me, text string) (user string, err error) {
	if strings.EqualFold(strings.TrimSpace(text), "me") {
		return me, nil
	}
	return n.Person(text)
}
