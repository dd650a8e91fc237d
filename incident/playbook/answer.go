package playbook

// MaxFound is how many characters the line about a step has: with how it begins among
// what is known it is still one of those.
const MaxFound = 200

// Otherwise is what the line about a step answers that asks nothing.
const Otherwise = "What came of it?"

// Answer is an answer to one step.
type Answer struct {
	Item   string // id, or the number on the screen
	State  ItemState
	Reason string // of one that is skipped

	Found  string // of one that is done: one line about it; empty: none
	Inside bool   // that line names what no client may read: no draft offers it
}

// FieldFound begins the name of the field for the line about a step; its id follows.
const FieldFound = "found:"
