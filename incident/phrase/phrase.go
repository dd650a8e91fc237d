// Package phrase knows what people's free English words say, as far as a rule turns on
// it: whether a reply asks, whether somebody is only at work, whether anything was wrong.
// It guesses. Each rule that asks here errs on the side of asking a person, and another
// language needs another one of these and nothing else in the domain.
package phrase

import (
	"regexp"
	"slices"
	"strings"
)

// noAnswer is what people write into a field that they cannot answer.
var noAnswer = regexp.MustCompile(`(?i)^((we |i )?(do not|don't|don’t|dont) know( yet)?|(not |un)known( yet)?|no idea|none|n/?a|tbd|[?.\-]+)\.?$`)

// Answered is what somebody wrote; “don't know” and “none” are no words that a
// client could read in our sentence: an empty answer says so in one of its own.
func Answered(text string) string {
	if text = strings.TrimSpace(text); noAnswer.MatchString(text) {
		return ""
	}
	return text
}

// denials turn what follows into its opposite.
var denials = []string{"no", "not", "never", "nothing", "none", "nobody", "without"}

// Denies says whether a word, in small letters, denies what follows it.
func Denies(word string) bool {
	return slices.Contains(denials, word) || strings.HasSuffix(word, "n't")
}

// filling are words of four letters and more that say nothing of what a sentence is about.
var (
	long    = regexp.MustCompile(`[a-z]{4,}`)
	filling = []string{"that", "this", "with", "have", "been", "your", "from", "were", "since", "does", "some", "they", "there", "again"}
)

// SameSubject says whether two texts have a word in common that says what they are about.
func SameSubject(one, other string) bool {
	in := long.FindAllString(strings.ToLower(other), -1)
	return slices.ContainsFunc(long.FindAllString(strings.ToLower(one), -1), func(word string) bool {
		return slices.Contains(in, word) && !slices.Contains(filling, word)
	})
}

// days are words that say when, not what.
var days = []string{"today", "tomorrow", "tonight", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "morning", "evening", "afternoon", "about"}

// IsOf says whether a text is about something that was named in words: at least half of those that
// say what stand in it; where none of them says what, all of it as it is.
func IsOf(text, what string) bool {
	text = strings.ToLower(text)
	in := long.FindAllString(text, -1)
	words := slices.DeleteFunc(long.FindAllString(strings.ToLower(what), -1), func(w string) bool { return slices.Contains(filling, w) || slices.Contains(days, w) })
	n := 0
	for _, w := range words {
		if slices.Contains(in, w) {
			n++
		}
	}
	return len(words) > 0 && 2*n >= len(words) || len(words) == 0 && strings.Contains(text, strings.ToLower(what))
}

// amiss and trouble are words of what was put right: that something was wrong, if less or
// something else; and those that may also stand in what denies it.
var (
	amiss   = regexp.MustCompile(`(?i)\b(only|but|except|slow(er|ly)?|some|part(s|ly)?|not|few|most)\b|n['’]t\b|^it (was|is) (the|your|a)\b`)
	denied  = regexp.MustCompile(`(?i)\b(none|no|nothing|nobody|never|neither)\b`)
	trouble = regexp.MustCompile(`(?i)\b(down|fail\w*|empty|errors?|wrong|late|delayed|missing|broken|cannot|unable|lost|gone|twice|unreachable|stopped|crash\w*)\b`)
	clauses = regexp.MustCompile(`[,;.]|\b(?:and|or|but|while)\b`)
)

// Clauses are the parts of a sentence that may each be so or not.
func Clauses(text string) []string {
	return slices.DeleteFunc(clauses.Split(text, -1), func(part string) bool { return strings.TrimSpace(part) == "" })
}

// nothing is what people write where they are asked what somebody could not do, and there was
// nothing; ours is of what of ours a clause speaks that only watches.
var (
	nothing = regexp.MustCompile(`(?i)^\W*(nothing( at all)?|none|no|n/?a|-+|nothing (was|is) wrong( for them)?|(they )?(were )?not affected|no impact)?\W*((it |this |that )?(was |is )?(only |just )?an? (false alarm|mistake( of ours)?))?\W*$`)
	ours    = regexp.MustCompile(`(?i)^\s*(it was |only |just )*(we|(our|the|a|an) ([\w-]+ )?(alarm|alert|monitor|monitoring|check|probe|sensor|measurement|dashboard|message|notice)s?)\b`)
)

// Nothing says whether an answer to what somebody could not do is that there was nothing.
func Nothing(text string) bool { return strings.TrimSpace(text) != "" && nothing.MatchString(text) }

// allDone is what people write where they are asked what is still open, and nothing is.
var allDone = regexp.MustCompile(`(?i)^\W*(nothing|none|no)( (more|else))?( (is|was|are))?( (still|now))?( (open|left|missing|outstanding|to do|to come))?\W*$`)

// AllDone says whether an answer to what is still open is that nothing is.
func AllDone(text string) bool { return allDone.MatchString(text) }

// stopped are words of what a service did not do any more.
var stopped = regexp.MustCompile(`(?i)\b(down|offline|unreachable|unavailable|stopped|slow\w*|errors?|cannot|unable|broken|crash\w*|not (open|load|work|respond|answer|available|reach)\w*)\b|n['’]t \w+`)

// Stopped says whether what somebody notices is, or may be, that something does not work.
func Stopped(text string) bool { return stopped.MatchString(text) }

// down is how people say that it does not work now; what was, and what only might be, is not.
var down = regexp.MustCompile(`(?i)\b(down again|(is|are|['’]s|went) (all |completely |now |still )*(down|offline|broken|unreachable|unavailable)|(does|do|is|are)(n['’]t| not) (\w+ )?(work|open|load|respond|answer)\w*|not working|stopped working|cannot (pay|order|buy|book|open|log in|sign in|use|reach))\b`)

// Down says that it does not work now: somebody may be woken for it.
func Down(text string) bool { return down.MatchString(text) }

// NoTrouble says whether a sentence tells that nothing was wrong at all; false where that
// is in doubt, and for no words.
func NoTrouble(text string) bool {
	return text != "" && !amiss.MatchString(text) && !slices.ContainsFunc(Clauses(text), func(part string) bool {
		return trouble.MatchString(part) && !denied.MatchString(part) && !ours.MatchString(part)
	})
}

// saysDone is what people write as a reason when a step was done.
var saysDone = regexp.MustCompile(`(?i)^\W*((it |this |that |they |all |everything |we |i )?(is |are |was |were |has been |have |did |'s )?(already |all |been )?)*(done|did|did it|ok|okay|k|finished|complete|completed|ready|handled|fixed|sorted|solved|resolved|yes|yep|check|checked|true|x|✓|✔|:white_check_mark:)( it| this| that| already| now| all)?\W*$`)

// SaysDone says whether the reason for which a step is skipped is that it was done:
// then it is not skipped.
func SaysDone(reason string) bool {
	return saysDone.MatchString(reason) || strings.ContainsAny(reason, "✓✔✅")
}
