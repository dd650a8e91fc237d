package playbook

import "time"

// Moot says when an open step makes no sense any more and closes by itself.
type Moot string

const (
	NeverMoot      Moot = ""
	MootWorksAgain Moot = "works_again" // once it works again
)

// reasons are why a moot step was skipped, as the checklist says it.
var reasons = map[Moot]string{MootWorksAgain: "it works again"}

// CloseMoot skips the open steps that make no sense any more, by nobody, and opens
// them again when they do. It returns copies of those that it changed.
func CloseMoot(list []Item, why Moot, holds bool, now time.Time) (changed []Item) {
	for i := range list {
		it := &list[i]
		closed := it.State == ItemSkipped && it.By == "" && it.Reason == reasons[why]
		switch {
		case it.Moot != why:
			continue
		case holds && it.State == ItemOpen:
			it.Mark = Mark{State: ItemSkipped, At: now, Reason: reasons[why]}
		case !holds && closed:
			it.Mark = Mark{}
		default:
			continue
		}
		changed = append(changed, *it)
	}
	return changed
}

// notNeeded is why a step was skipped that nobody does after a short incident without
// harm.
const notNeeded = "not needed after an incident of this size"

// CloseRest skips, by nobody, the open steps of a playbook once all that they are for is
// in the final message, and opens them again when it is not. What a person added stays
// theirs. It returns copies of those that it changed.
func CloseRest(list []Item, holds bool, now time.Time) (changed []Item) {
	for i := range list {
		it := &list[i]
		switch closed := it.State == ItemSkipped && it.By == "" && it.Reason == notNeeded; {
		case holds && it.State == ItemOpen && it.Means != MeansResolved && !it.Added():
			it.Mark = Mark{State: ItemSkipped, At: now, Reason: notNeeded}
		case !holds && closed:
			it.Mark = Mark{}
		default:
			continue
		}
		changed = append(changed, *it)
	}
	return changed
}
