package facts

import "candor/incident/fault"

// Grave says whether an answer is bad news in itself.
func Grave(q Question, a Answer) bool {
	return fault.OneOf(q, DataLost, Intruder, Personal) && fault.OneOf(a, Yes, Suspected, Confirmed)
}

// Comforts says whether an answer is good news in itself.
func Comforts(q Question, a Answer) bool {
	switch q {
	case SpareCopy:
		return a == CopyTested
	case Recoverable:
		return fault.OneOf(a, Yes, Restored)
	}
	return a == No
}

// AnyGrave says whether one of some answers is bad news that a text of its own tells.
func AnyGrave(answers map[Question]Answer) bool {
	for q, a := range answers {
		if Grave(q, a) {
			return true
		}
	}
	return false
}
