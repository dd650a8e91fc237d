package playbook

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
