package lint

import (
	"slices"
	"strings"
	"time"
)

// promises are the rules about times: those that the text gives, and those that
// the client was given before.
func (k *checker) promises() {
	k.sometime()
	k.progress()
	k.nextUpdate()
	k.pastEstimates()
	k.late()
	k.zones()
}

// sometime finds news that are to come at a time that nobody names, unless the
// text, or the form, says when they come.
func (k *checker) sometime() {
	if k.Answered.Next || slices.ContainsFunc(k.announcements(), func(a announced) bool { return a.duration || k.namesTime(a.s) }) {
		return
	}
	k.eachOf("news_sometime", "vague-time", nil)
	k.eachOf("news_promised", "vague-time", nil)
	k.eachOf("word_to_come", "vague-time", nil)
}

// progress finds progress that is claimed without a fact. Nobody can have seen
// it who sends a text automatically.
func (k *checker) progress() {
	n := len(k.out)
	k.eachFind("unbacked-progress", func(s *sentence, _ hit) bool {
		return !(s.dated && (k.kind == rebuild || k.kind == checkin || k.kind == reviewDocument || k.kind == postmortem))
	})
	k.eachOf("progress_claimed", "unbacked-progress", nil)
	k.eachOf("improvement_seen", "unbacked-progress", nil)
	if k.Auto {
		for i := n; i < len(k.out); i++ {
			k.out[i].Level = Block
		}
	}
}

// announced is a place that says when the client hears again.
type announced struct {
	s        *sentence
	from, to int // words
	times    []clock
	duration bool
}

// announcements finds them.
func (k *checker) announcements() (list []announced) {
	for _, name := range []string{"next_sure", "next_maybe"} {
		k.each(name, func(s *sentence, h hit) bool {
			if k.excused(s, h) {
				return true
			}
			a := announced{s: s, from: h.from, to: h.to, times: k.timesFor(s, h)}
			a.duration = len(a.times) == 0 && k.durationAfter(s, h.from)
			if len(a.times) > 0 || a.duration {
				list = append(list, a)
			}
			return true
		})
	}
	return list
}

// timesFor returns the clock times of a sentence that an announcement may mean:
// those after it, or else one before that is no time of the past.
func (k *checker) timesFor(s *sentence, h hit) (list []clock) {
	from := k.words[h.from].from
	var before []clock
	for _, c := range k.timesIn(s) {
		switch {
		case k.sincePast(c):
		case c.From >= from:
			list = append(list, c)
		default:
			before = append(before, c)
		}
	}
	if len(list) == 0 {
		return before
	}
	return list
}

// timesIn are the clock times of a sentence.
func (k *checker) timesIn(s *sentence) []clock {
	byPlace := func(c clock, at int) int { return c.From - at }
	from, _ := slices.BinarySearchFunc(k.times, s.from, byPlace)
	to, _ := slices.BinarySearchFunc(k.times, s.to, byPlace)
	return k.times[from:to]
}

// sincePast says whether a time is said to lie behind: since 09:00, our message
// of 10:30, between 14:00 and 15:00 nobody could.
func (k *checker) sincePast(c clock) bool {
	before := strings.TrimRight(strings.ToLower(k.s[max(0, c.From-24):c.From]), " ")
	ends := func(w string) bool {
		cut, ok := strings.CutSuffix(before, w)
		return ok && !endsInWord(cut)
	}
	return slices.ContainsFunc(behindWords, ends) && !ends("planned for") && !ends("scheduled for") && !ends("set for")
}

// behindWords stand before a time that lies behind.
var behindWords = []string{
	"since", "from", "of", "for", "after", "wrote at", "was at", "were at", "began at", "started at",
	"our message at", "last message at", "our update at", "last update at", "our mail at", "last mail at", "our note at",
}

// durationAfter says whether a span of time follows a word: within the hour, in
// 30 minutes, every two hours.
func (k *checker) durationAfter(s *sentence, word int) bool {
	return slices.ContainsFunc(k.findsIn(s, "duration"), func(h hit) bool { return h.to > word })
}

// nextUpdate checks what the text says about when the client hears again.
func (k *checker) nextUpdate() {
	list := k.announcements()
	timed := false
	for _, a := range list {
		timed = timed || len(a.times) > 0
	}
	if duties[k.kind].next && len(list) == 0 && !k.Answered.Next {
		k.miss("missing-next-update")
	}
	for _, a := range list {
		if a.duration && !timed {
			k.add("relative-time", k.wordsIn(a.from, a.to), "")
			break
		}
	}
	k.pastTimes(list)
}

// pastTimes finds a promised time that has passed, and an estimate that has.
func (k *checker) pastTimes(list []announced) {
	if k.Now.IsZero() {
		return
	}
	for _, a := range list {
		if !a.s.dated && !k.recurs(a) && len(a.times) > 0 && k.passed(a.times[len(a.times)-1:]) && k.passed(a.times) {
			k.pastTime(a.times[len(a.times)-1])
		}
	}
	k.each("estimate", func(s *sentence, h hit) bool {
		if times := k.timesFor(s, h); !s.dated && !k.excused(s, h) && len(times) > 0 && k.passed(times) {
			k.pastTime(times[len(times)-1])
		}
		return true
	})
}

// recurs says whether an announcement is of each day: at 16:40 that “we write at 09:30,
// 12:30 and 16:30” is no promise that has passed.
func (k *checker) recurs(a announced) bool {
	return len(a.times) > 2 || k.has(a.s, "rhythm")
}

func (k *checker) pastTime(c clock) {
	if at := (span{c.From, c.To}); !k.overlaps("past-due-time", at) {
		k.add("past-due-time", at, "")
	}
}

// passed says whether all of the times are behind.
func (k *checker) passed(times []clock) bool {
	return !slices.ContainsFunc(times, func(c clock) bool { return c.At(k.Now, k.Zone).After(k.Now) })
}

// pastEstimates finds that an estimate has passed and nobody says so.
func (k *checker) pastEstimates() {
	if k.PrevETA.IsZero() || k.Now.IsZero() || !k.PrevETA.Before(k.Now) {
		return
	}
	switch k.kind {
	case resolved, invite, checkin, rebuild, postmortem, reviewDocument, autoLate:
		return
	}
	if !k.says("eta_owned") {
		k.miss("eta-passed-unacknowledged")
	}
}

// tooLate is how late a text is before it has to own it.
const tooLate = 5 * time.Minute

func (k *checker) late() {
	if k.Late >= tooLate && !(k.says("late_owned") && k.says("sorry")) {
		k.miss("late-unacknowledged")
	}
}

// zones finds clock times in a text that names no zone. A text by itself that speaks of a
// campus or of our library has its readers in one place: there it is a hint. A page
// whose title is a stamp says the zone elsewhere.
func (k *checker) zones() {
	if k.hasZone() || len(k.finds("zone_said")) > 0 || k.alone() && k.stampedTitle() {
		return
	}
	for _, c := range k.times {
		if c.Exact {
			k.add("missing-timezone", span{c.From, c.To}, k.withZone(c))
			if k.alone() && len(k.finds("one_place")) > 0 {
				k.lower(len(k.out) - 1)
			}
			return
		}
	}
}

// withZone writes a time with the client's zone, if that is known.
func (k *checker) withZone(c clock) string {
	if k.Now.IsZero() || k.Zone == time.UTC || k.Zone == time.Local {
		return ""
	}
	name, _ := c.At(k.Now, k.Zone).Zone()
	if name == "" || name[0] == '+' || name[0] == '-' {
		return ""
	}
	return k.s[c.From:c.To] + " " + name
}
