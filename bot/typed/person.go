package typed

import (
	"regexp"
	"strings"

	"candor/incident/fault"
)

var mentioned = regexp.MustCompile(`^<@([A-Z0-9]+)(?:\|[^>]*)?>$`)

// Person is the one person that was named. Slack makes an id of a name that it knows; what
// stays a word names nobody. not is what did not happen, example how it is typed.
func Person(text, example, not string) (user string, err error) {
	text = strings.TrimSpace(text)
	switch m := mentioned.FindStringSubmatch(text); {
	case m != nil:
		return m[1], nil
	case text == "":
		return "", fault.Errorf(fault.Invalid, "Nobody was named, so %s. Name one person of the team, for example: %s.", not, example)
	case strings.Contains(text, "<@"):
		return "", fault.Errorf(fault.Invalid, "More than one name was written, so %s. Name one person of the team, and nothing else, for example: %s.", not, example)
	}
	return "", fault.Errorf(fault.Invalid, "Slack knows nobody called “%s” here, so %s. Type @, choose one person of the team from its list, and nothing else, for example: %s.", Clip(Readable(text)), not, example)
}

// Who reads one person, or whoever writes: “me”.
func Who(me, text, example, not string) (user string, err error) {
	if strings.EqualFold(strings.TrimSpace(text), "me") {
		return me, nil
	}
	return Person(text, example, not)
}
