package playbook

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident/facts"
	"candor/incident/fault"
)

// Condition is a question of bad news and the answers to it with which it holds, as a
// playbook says it: “personal yes”, “backup none failed”. The zero value is none.
type Condition string

// parts are the question and its answers.
func (c Condition) parts() (q facts.Question, answers []facts.Answer) {
	for i, word := range strings.Fields(string(c)) {
		if i == 0 {
			q = facts.Question(word)
			continue
		}
		answers = append(answers, facts.Answer(word))
	}
	return q, answers
}

// Holds says whether what is known is such an answer.
func (c Condition) Holds(f *facts.Facts) bool {
	q, answers := c.parts()
	return c != "" && f.Answer(q) != "" && slices.Contains(answers, f.Answer(q))
}

// check says what is wrong with a condition; nil if nothing is.
func (c Condition) check(key string) error {
	q, answers := c.parts()
	known := facts.Answers[q]
	switch {
	case c == "":
		return nil
	case known == nil:
		return fmt.Errorf("%s: %q is none of the facts %s; write for example personal yes", key, q, fault.Join(facts.Questions))
	case len(answers) == 0:
		return fmt.Errorf("%s: write an answer behind %s: %s", key, q, fault.Join(known))
	}
	for _, a := range answers {
		if !slices.Contains(known, a) {
			return fmt.Errorf("%s: %q is no answer to %s; write some of %s", key, a, q, fault.Join(known))
		}
	}
	return nil
}

// because is each answer as the reason why a step is on the list, or is not needed.
var because = map[facts.Question]map[facts.Answer]string{
	facts.DataLost: {facts.Yes: "data is gone", facts.No: "no data is gone", facts.DontKnow: "nobody knows yet whether data is gone"},
	facts.SpareCopy: {facts.NoCopy: "there is no backup", facts.CopyFailed: "the backup cannot be used", facts.CopyTested: "there is a tested backup",
		facts.DontKnow: "nobody knows yet whether there is a backup"},
	facts.Recoverable: {facts.Yes: "all of it can come back", facts.Partly: "only a part can come back", facts.No: "nothing can come back",
		facts.PartBack: "part of it is back and the rest is gone", facts.Restored: "all of it is back", facts.DontKnow: "nobody knows yet what can come back"},
	facts.Intruder: {facts.No: "nobody got in", facts.Suspected: "somebody may have got in", facts.Confirmed: "somebody got in",
		facts.DontKnow: "nobody knows yet whether somebody got in"},
	facts.Personal: {facts.Yes: "personal data is affected", facts.No: "no personal data is affected", facts.DontKnow: "nobody knows yet whether personal data is affected"},
}

// Because is an answer to a question of bad news in people's words: no data is gone; ""
// where it is none.
func Because(q facts.Question, a facts.Answer) string { return because[q][a] }

// reason is what is known of the question of a condition.
func (c Condition) reason(f *facts.Facts) string {
	q, _ := c.parts()
	return Because(q, f.Answer(q))
}

// ours says whether a reason is one that a condition gave for closing a step.
func (c Condition) ours(reason string) bool {
	q, _ := c.parts()
	for _, words := range because[q] {
		if words == reason {
			return true
		}
	}
	return reason == unanswered
}

// unanswered is the reason where the answer was taken back.
const unanswered = "it is not known any more that it applies"

// applies says whether a step is to be done, as far as anybody knows. One that is for
// an answer waits for it; one that an answer makes needless does not.
func applies(only, unless Condition, f *facts.Facts) bool {
	return (only == "" || only.Holds(f)) && !unless.Holds(f)
}

// CloseUnmet skips, by nobody, the open steps that are not to be done after what is
// known now, and opens them again when they are. It returns copies of those that it
// changed.
func CloseUnmet(list []Item, f *facts.Facts, now time.Time) (changed []Item) {
	for i := range list {
		it := &list[i]
		if it.Only == "" && it.Unless == "" {
			continue
		}
		c := it.Unless
		if c == "" || it.Only != "" && !it.Only.Holds(f) {
			c = it.Only
		}
		applies := applies(it.Only, it.Unless, f)
		closed := it.State == ItemSkipped && it.By == "" && (it.Only.ours(it.Reason) || it.Unless.ours(it.Reason))
		switch {
		case !applies && it.State == ItemOpen:
			it.Mark = Mark{State: ItemSkipped, At: now, Reason: c.reason(f)}
			if it.Reason == "" {
				it.Reason = unanswered
			}
		case applies && closed:
			it.Mark = Mark{}
		default:
			continue
		}
		changed = append(changed, *it)
	}
	return changed
}
