package lint

import (
	"slices"

	"candor/incident/plain"
)

// claims are the rules about what is said to be true: causes, losses, attackers
// and the end of the trouble.
func (k *checker) claims() {
	if !k.causeKnown() {
		k.causes()
		k.attackers()
	}
	k.allClear()
	k.noEvidence()
	k.status()
}

// causeKnown says whether the cause is confirmed; what is over has been looked into.
func (k *checker) causeKnown() bool {
	return k.CauseState == "confirmed" || k.CauseState == "" && !k.early()
}

// causes finds a cause that is stated before it is confirmed.
func (k *checker) causes() {
	guess := func(s *sentence, h hit) bool {
		return !k.foundOut(s) && !k.doubted(s) && !k.before(s, "quoting", h.from, len(k.words)) && !k.ownReason(s, h)
	}
	k.eachFind("false-certainty-cause", guess)
	k.eachOf("cause_beside", "false-certainty-cause", guess)
	k.eachOf("cause_known", "false-certainty-cause", func(s *sentence, _ hit) bool { return !k.doubted(s) }) // says “what” too, but asks nothing
}

// foundOut says whether the text told before that the cause is found, and nobody knows better.
func (k *checker) foundOut(s *sentence) bool {
	return k.CauseState == "" && slices.ContainsFunc(k.finds("found_out"), func(h hit) bool { return h.sentence <= s.index && !k.excused(&k.sents[h.sentence], h) })
}

// ownReason says whether “because the …” gives the reason of what we did, not of
// the trouble; or whether the cause is what we did, which we may say at any time.
func (k *checker) ownReason(s *sentence, h hit) bool {
	if k.words[h.from].w == "because" && h.from+1 < h.to && k.words[h.from+1].w != "of" {
		return k.before(s, "us_word", h.from, len(k.words)) || h.from == s.first && k.has(s, "action")
	}
	from := h.from
	if moved[k.words[from].w] {
		from = max(s.first, from-1) // we took it offline
		if k.words[from].w == "and" {
			from = max(s.first, from-4) // we saw it, and took it offline
		}
	}
	return slices.ContainsFunc(k.words[from:h.to], func(w word) bool { return w.w == "we" || w.w == "i" })
}

// moved are verbs of causes, and of what we do on purpose.
var moved = plain.Set("brought took take takes knocked dragged")

// doubted says whether the sentence, what a semicolon parts from it, or the next
// sentence marks what it says as not certain.
func (k *checker) doubted(s *sentence) bool {
	return k.has(s, "hedge") || k.near(s, 0, 1, func(o *sentence) bool {
		return k.has(o, "hedge_later") && (o.group == s.group || o.last-o.first <= shortRemark)
	})
}

// near says whether fits holds for a sentence at most back stops before and fore
// stops after s. Of many that only semicolons part it looks at the nearest.
func (k *checker) near(s *sentence, back, fore int, fits func(*sentence) bool) bool {
	for i := max(0, s.index-nearest); i < min(len(k.sents), s.index+nearest+1); i++ {
		if o := &k.sents[i]; o.group >= s.group-back && o.group <= s.group+fore && fits(o) {
			return true
		}
	}
	return false
}

// nearest is how many sentences away one is still near.
const nearest = 8

// shortRemark is the most words of a sentence that says one thing: “This is not
// confirmed.”
const shortRemark = 9

// allClear finds that nothing was lost, while nobody can know, or while it is
// known that it was.
func (k *checker) allClear() {
	if k.DataState == "confirmed_loss" {
		k.eachFind("denied-loss", func(s *sentence, h hit) bool {
			return k.kind != correction && !k.before(s, "quoting", h.from, len(k.words))
		})
	}
	if k.DataState == "unknown" || k.DataState == "" && k.early() {
		if k.kind != reply { // which says that it goes on
			k.eachOf("all_clear_said", "unverified-all-clear", nil)
		}
		k.eachFind("unverified-all-clear", nil)
		k.eachOf("all_clear_to_come", "unverified-all-clear", nil)
	}
}

// noEvidence finds "no evidence" without what was checked: in the sentence, or in
// one of its neighbours.
func (k *checker) noEvidence() {
	k.eachFind("no-evidence-claim", func(s *sentence, h hit) bool {
		if last := k.words[h.to-1]; last.joined { // no sign-in
			return false
		}
		return !k.near(s, 1, 1, func(o *sentence) bool { return k.clean(o, "checked") })
	})
}

// attackers finds that somebody got in, which is a guess until it is confirmed.
func (k *checker) attackers() {
	k.eachOf("somebody_got_in", "speculation-attacker", nil)
	k.eachOf("hacked", "speculation-attacker", func(s *sentence, _ hit) bool { return !k.doubted(s) })
}

// status finds that all is well, while the incident goes on.
func (k *checker) status() {
	open := k.Status != "" && k.Status != "resolved"
	if k.Status == "" {
		open = k.kind == firstNotice || k.kind == holding || k.kind == monitoring
	}
	if k.Label == "resolved" && open {
		k.miss("contradicts-status")
		k.out[len(k.out)-1].Level = Block
	}
	older := k.olderEntries()
	if open {
		whole := func(s *sentence, _ hit) bool {
			return !k.has(s, "partly") && s.index < older && len(k.finds("still_broken")) == 0 && !k.next(s, "goes_on")
		}
		k.eachFind("contradicts-status", whole)
		k.eachOf("works_again", "contradicts-status", whole)
	} else if k.kind == resolved {
		k.eachOf("still_looking", "contradicts-status", func(s *sentence, _ hit) bool { return s.index < older })
	}
}

// eachFind notes the finds of a rule that nothing excuses and that fits accepts;
// nil accepts all. Of those that overlap it takes the first.
func (k *checker) eachFind(id string, fits func(*sentence, hit) bool) {
	last := -1
	k.each(id, func(s *sentence, h hit) bool {
		if h.from >= last && !k.excused(s, h) && (fits == nil || fits(s, h)) {
			k.note(id, h)
			last = h.to
		}
		return true
	})
}

// eachOf notes the finds of a signal that nothing excuses as those of a rule,
// where the rule has none yet and fits accepts them; nil accepts all.
func (k *checker) eachOf(signal, rule string, fits func(*sentence, hit) bool) {
	k.each(signal, func(s *sentence, h hit) bool {
		if at := k.wordsIn(h.from, h.to); !k.excused(s, h) && !k.overlaps(rule, at) && (fits == nil || fits(s, h)) {
			k.note(rule, h)
		}
		return true
	})
}

// overlaps says whether a finding of the rule stands at the same place.
func (k *checker) overlaps(rule string, at span) bool {
	from, to := k.origin(at)
	for _, f := range k.out {
		if f.Rule == rule && f.From < to && from < f.To {
			return true
		}
	}
	return false
}
