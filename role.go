package candor

// Role is a duty in an incident. One person may hold several; a role that
// nobody holds falls to the commander.
type Role string

const (
	Commander Role = "commander" // in charge
	Comms     Role = "comms"     // talks to the client
	Tech      Role = "tech"      // leads the repair
	Account   Role = "account"   // owns the relationship with the client
	Privacy   Role = "privacy"   // owns the questions about personal data
)

// Roles lists every role in the order in which screens show them.
var Roles = []Role{Commander, Comms, Tech, Account, Privacy}

// Holder returns the Slack id of the person who has the role.
func (inc *Incident) Holder(r Role) string {
	if u := inc.Roles[r]; u != "" {
		return u
	}
	return inc.Roles[Commander]
}

// HasRole says whether the person holds any role.
func (inc *Incident) HasRole(user string) bool {
	for _, u := range inc.Roles {
		if u == user {
			return true
		}
	}
	return false
}

// everybody lists the people with a role, once each, commander first.
func (inc *Incident) everybody() []string {
	var list []string
	for _, r := range Roles {
		if u := inc.Roles[r]; u != "" {
			list = appendNew(list, u)
		}
	}
	return list
}

// Assign gives the role to a person. The commander can be replaced, never removed.
func (inc *Incident) Assign(r Role, user string) error {
	if user == "" && r == Commander {
		return Errorf(Invalid, "Nothing was changed: %s needs somebody in charge. Name the person who takes over: commander @name.", inc.Name())
	}
	if inc.Over() {
		return inc.overError()
	}
	if inc.Roles == nil {
		inc.Roles = map[Role]string{}
	}
	inc.Roles[r] = user
	return nil
}

func appendNew(list []string, s string) []string {
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}
