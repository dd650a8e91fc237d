package facts

import "candor/incident/fault"

// Grave says whether an answer is bad news in itself.
func Grave(q Question, a Answer) bool {
	return fault.OneOf(q, DataLost, Intruder, Personal) && fault.OneOf(a, Yes, Suspected, Confirmed)
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
