package incident

import (
	"slices"
	"strings"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
)

// Untold is bad news that a client has not heard.
type Untold struct {
	Client   string         `json:"client"`
	Question facts.Question `json:"question"`
	Answer   facts.Answer   `json:"answer"`         // facts.DontKnow: it is only suspected
	Else     bool           `json:"else,omitempty"` // they know of it, and it is otherwise
}

// That says what it is in words that follow “that”.
func (u Untold) That() string { return facts.That(u.Question, u.Answer, u.Else) }

// fears is the bad news that an answer is, known or suspected; "" if none.
func (inc *Incident) fears(aff *Affected, q facts.Question) facts.Answer {
	switch a := inc.FactsOf(aff).Answer(q); {
	case facts.Bad(q, a):
		return a
	case q == inc.KindTraits().Suspects() && (a == "" || a == facts.DontKnow):
		return facts.DontKnow
	}
	return ""
}

// knowsOf says whether the client has heard bad news, or worse.
func (inc *Incident) knowsOf(aff *Affected, q facts.Question, a facts.Answer) bool {
	has := aff.Knows[q]
	if a == facts.DontKnow { // a first word about that kind of incident says so, also one from before that was kept
		return has != "" || slices.Contains(aff.Warned, q) || aff.Written && inc.KindAt.IsZero()
	}
	return !facts.SaysLess(q, a, has)
}

// Untold lists the bad news, known or suspected, that the client has not heard.
func (inc *Incident) Untold(aff *Affected) (list []Untold) {
	if aff.Leaving != nil { // it is not theirs
		return nil
	}
	for _, q := range facts.Questions {
		otherwise := q == facts.DataLost && inc.Outgrown(aff) != nil
		if a := inc.fears(aff, q); a != "" && (otherwise || !inc.knowsOf(aff, q, a)) {
			list = append(list, Untold{aff.Client.ID, q, a, otherwise})
		}
	}
	return list
}

// Unheard lists what a client has to hear: bad news that they have not heard, and what they
// heard or read that is otherwise, or less than is known.
func (inc *Incident) Unheard(aff *Affected) []Untold {
	list := inc.Untold(aff)
	turned := inc.Wrong(aff, 0)
	for _, q := range facts.Questions { // grave, and they read nothing of what somebody has said of it since
		if _, _, otherwise := inc.Reworded(aff, q); otherwise && facts.Grave(q, inc.FactsOf(aff).Answer(q)) {
			turned = append(turned, q)
		}
	}
	for _, q := range turned {
		if !slices.ContainsFunc(list, func(u Untold) bool { return u.Question == q }) {
			list = append(list, Untold{aff.Client.ID, q, inc.FactsOf(aff).Answer(q), true})
		}
	}
	if len(inc.FactsOf(aff).TakenBack(aff.Learned)) > 0 {
		list = append(list, Untold{aff.Client.ID, facts.Sentence, "", true})
	}
	return list
}

// Burden is what clients have not been told at one moment. A change may lighten
// it by telling them, and in no other way.
type Burden struct {
	state    State
	severity client.Severity
	untold   []Untold
}

// Burden is that of this moment.
func (inc *Incident) Burden() Burden {
	b := Burden{state: inc.State, severity: inc.Severity}
	if inc.Over() {
		return b
	}
	for i := range inc.Clients {
		b.untold = append(b.untold, inc.Untold(&inc.Clients[i])...)
	}
	return b
}

// Untold is the bad news that clients had not been told.
func (b Burden) Untold() []Untold { return b.untold }

// Buried lists the bad news that a client had not heard before a change, and
// that nobody owes it after.
func (inc *Incident) Buried(before Burden) (list []Untold) {
	ended := inc.Over() || before.state != inc.State && inc.State != Open
	for _, u := range before.untold {
		aff := inc.Affected(u.Client)
		switch {
		case aff == nil:
		case inc.knowsOf(aff, u.Question, u.Answer):
			continue
		case ended, aff.Leaving != nil, inc.Severity > before.severity:
		case !facts.SaysLess(u.Question, u.Answer, inc.fears(aff, u.Question)) && inc.fears(aff, u.Question) != "":
			continue
		}
		list = append(list, u)
	}
	return list
}

// UntoldError refuses to let bad news vanish of which a client does not know.
type UntoldError struct {
	Incident int64
	Client   string   // the first who does not know
	Untold   []Untold // what would be gone
	First    bool     // they hear before anything else is done: there is nothing to decide
	Ask      bool     // a question has to be answered, before anything is told
	Decide   bool     // what was wanted is kept, and two people may decide it
	Err      *fault.Error
}

// Error returns the sentence for whoever asked.
func (e *UntoldError) Error() string { return e.Err.Message }

// Unwrap returns the sentence as an [fault.Error].
func (e *UntoldError) Unwrap() error { return e.Err }

// NotBuried is the refusal of a change that would bury something.
func (inc *Incident) NotBuried(list []Untold) error {
	if len(list) == 0 {
		return nil
	}
	name := list[0].Client
	if aff := inc.Affected(name); aff != nil && name != "" {
		name = aff.Client.Name
	}
	err := fault.Errorf(fault.Conflict, "Nothing was changed in %s. %s has not been told that %s, and this would take it back unseen. Nothing was sent, and the time to tell them runs on. Tell them, or decide with a second person.", inc.Name(), name, Thats(list))
	return &UntoldError{Incident: inc.Number, Client: list[0].Client, Untold: list, Err: err}
}

// Thats joins what the first client of a list was not told, after “that”.
func Thats(list []Untold) string {
	var all []string
	for _, u := range list {
		if u.Client == list[0].Client {
			all = append(all, u.That())
		}
	}
	return strings.Join(all, ", and that ")
}

// Withheld is the known bad news that a client has not heard, or what they were told that
// has turned out wrong; nil if there is none. While there is any, nothing is said as if
// there were none. A missing backup is bad news once data is lost, a suspicion once it is
// resolved: until then each text says it by itself.
func (inc *Incident) Withheld(aff *Affected) *Untold {
	for _, u := range inc.Untold(aff) {
		if (u.Answer != facts.DontKnow || inc.State != Open) && (u.Question != facts.SpareCopy || inc.FactsOf(aff).Is(facts.DataLost, facts.Yes)) {
			return &u
		}
	}
	for _, u := range inc.Unheard(aff) {
		if u.Else {
			return &u
		}
	}
	return nil
}

// TellFirst refuses what would let time pass, or say less than is known, while a
// client has not heard of bad news. what says what did not happen.
func (inc *Incident) TellFirst(aff *Affected, what string) error {
	u := inc.Withheld(aff)
	if u == nil {
		return nil
	}
	how := "Press Client update, or call them and record it with told."
	if u.Else && u.Question != facts.DataLost { // they have it in writing
		how = "Press Client update: the words are ready."
	}
	err := fault.Errorf(fault.Conflict, "%s %s has not been told that %s, and that comes first. Their next update is still due. %s", what, aff.Client.Name, u.That(), how)
	return &UntoldError{Incident: inc.Number, Client: aff.Client.ID, Untold: []Untold{*u}, First: true, Err: err}
}
