package lint

import (
	"slices"
	"strings"

	"candor/incident/plain"
)

// duties are what the kind of message owes the client.
func (k *checker) duties() {
	d := duties[k.kind]
	severe := k.Severity == 0 || k.Severity <= 2
	owed := func(rule string, due bool, said bool) {
		if due && !said {
			k.miss(rule)
		}
	}
	k.fieldDuties(d)
	owed("missing-ownership", d.sorry && !k.Answered.Ownership && (severe || !d.severe), k.says("owned"))
	owed("missing-data-statement", d.data && severe, k.says("data_said"))
	owed("missing-unknowns", d.unknown, k.says("unknowns"))
	owed("missing-backup-statement", d.backup, k.says("backup_word"))
	owed("missing-followup", d.followup && severe, k.followup())
	k.slot(d.slot)
}

// fieldDuties are those for which a form has a field. Where it is answered, the
// prose says it too, in words that these patterns need not know.
func (k *checker) fieldDuties(d owes) {
	if d.impact && !k.saysImpact() {
		k.missField("missing-impact", k.Answered.Impact)
	}
	if d.action && !k.saysAction() {
		k.missField("missing-action", k.Answered.Action)
	}
	if d.ask && !k.Answered.ClientAction && !k.says("client_action") {
		k.miss("missing-client-action")
	}
}

// saysAction says whether the text says what we do. Somebody who is only called
// does nothing in it.
func (k *checker) saysAction() bool {
	return slices.ContainsFunc(k.finds("action"), func(h hit) bool { return !k.isCalled(h) && !k.excused(&k.sents[h.sentence], h) })
}

func (k *checker) missField(rule string, answered bool) {
	k.miss(rule)
	if answered {
		k.lower(len(k.out) - 1)
	}
}

// saysImpact says whether the text says what the client notices: with words for
// an effect, or in a plain sentence about what is theirs.
func (k *checker) saysImpact() bool {
	if k.says("impact") || k.says("impact_state") || k.says("impact_late") ||
		k.kind == mitigated && k.says("impact_back") || k.aboutAccess() && k.says("impact_breach") {
		return true
	}
	return slices.ContainsFunc(k.sents, func(s sentence) bool { return k.plainFact(&s) })
}

// aboutAccess says whether the harm may be that somebody got in or saw something.
func (k *checker) aboutAccess() bool {
	return k.kind == breach || k.Access
}

// notFacts are what a sentence may say without saying what the client notices.
var notFacts = []string{
	"vague_trouble", "good_state", "action", "client_action", "next_sure", "next_maybe", "owned", "data_said", "unknowns", "report",
	"backup_word", "estimate", "us_word", "all_clear", "own_work",
}

// factWords are the fewest words of a sentence that says something.
const factWords = 3

// plainFact says whether a sentence is left that tells something: “Parents receive
// every message three times.” No list of effects is long enough for that.
func (k *checker) plainFact(s *sentence) bool {
	return s.last-s.first >= factWords && !s.quoted &&
		!slices.ContainsFunc(notFacts, func(name string) bool { return k.has(s, name) && k.uncalled(s, name) }) &&
		!k.onlyPolite(s)
}

// greetings open a message, and often its first sentence.
var greetings = plain.Set("hi hello hey dear")

// onlyPolite says whether a sentence greets or thanks and says little else: “Hi
// Dana, search finds nothing” says more.
func (k *checker) onlyPolite(s *sentence) bool {
	return slices.ContainsFunc(k.findsIn(s, "closing"), func(h hit) bool {
		if h.from == s.first && greetings[k.words[h.from].w] {
			return s.last-s.first < 2+factWords
		}
		return s.last-s.first <= shortRemark
	})
}

// uncalled says whether a find of the signal in the sentence is about more than
// somebody who is only called.
func (k *checker) uncalled(s *sentence, name string) bool {
	return slices.ContainsFunc(k.findsIn(s, name), func(h hit) bool { return !k.isCalled(h) })
}

// isCalled says whether a find begins with a name that is called: “Dana, …”.
func (k *checker) isCalled(h hit) bool {
	w := k.words[h.from]
	return k.isName(w.w) && strings.HasPrefix(k.s[w.to:], ",")
}

// followup says whether the text announces a review for a day.
func (k *checker) followup() (yes bool) {
	k.each("report", func(s *sentence, _ hit) bool {
		yes = s.dated || k.has(s, "in_days")
		return !yes
	})
	return yes
}

// slot finds a meeting without a time: in an invitation, or where the client is
// asked for one.
func (k *checker) slot(invited bool) {
	if invited {
		if len(k.times) == 0 {
			k.miss("missing-slot")
		}
		return
	}
	k.each("missing-slot", func(s *sentence, h hit) bool {
		if k.excused(s, h) || k.offers(s) {
			return true
		}
		k.note("missing-slot", h)
		return false
	})
}

// offers says whether a time stands near the sentence that is not that of the
// next update.
func (k *checker) offers(s *sentence) bool {
	return k.near(s, 2, 1, func(o *sentence) bool { return o.timed && !k.has(o, "next_sure") })
}

// unread says that the wording of a text was not checked, and which of the form's
// fields are owed and empty: in a language without words these are all that counts.
func (k *checker) unread() {
	k.miss(Unchecked)
	if k.Answered == (Answers{}) {
		return
	}
	d := duties[k.kind]
	for _, owed := range []struct {
		rule      string
		due, said bool
	}{
		{"missing-next-update", d.next, k.Answered.Next || len(k.times) > 0},
		{"missing-impact", d.impact, k.Answered.Impact},
		{"missing-action", d.action, k.Answered.Action},
		{"missing-client-action", d.ask, k.Answered.ClientAction},
	} {
		if owed.due && !owed.said {
			k.miss(owed.rule)
		}
	}
}
