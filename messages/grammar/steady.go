package grammar

import "regexp"

// KeptGoing says whether all that clauses tell of went on, and was only slow, late or wrong, or
// failed now and then: what never stopped does not work again. Where a clause may tell of
// something that stopped, it does not say so.
func KeptGoing(clauses ...string) bool {
	kept := false
	for _, c := range clauses {
		switch c = contractions.Replace(c); {
		case atTimes.MatchString(c):
			kept = true
		case stopped.MatchString(c):
			return false
		case poor.MatchString(c):
			kept = true
		}
	}
	return kept
}

var (
	atTimes = regexp.MustCompile(`(?i)\b(now and then|sometimes|at times|intermittent(ly)?|occasional(ly)?|from time to time)\b`)
	poor    = regexp.MustCompile(`(?i)\b(slow|slower|slowly|slowed|sluggish|late|later|delay|delays|delayed|lag|lags|lagging|behind|wrong|wrongly|incorrect|incorrectly|outdated|out of date|old|stale|too long|takes? [^.;]*(seconds|minutes|hours)|waits?|degraded)\b`)
	stopped = regexp.MustCompile(`(?i)\b(down|offline|out of order|unavailable|unreachable|inaccessible|interrupted|fail|fails|failed|failing|errors?|error page|cannot|can not|could not|no|not|nobody|no one|none|nothing|never|stops?|stopped|dead|crash\w*|blank|missing|lost|gone|without|closed|broken|breaks|blocked|out|hangs?|hung|stuck)\b`)
)

// DownAgain says whether a text says that what worked is down again now, slow or wrong: not that
// it was, might be or is not.
func DownAgain(text string) bool {
	for _, sentence := range sentenceEnd.Split(text, -1) {
		at := downAgain.FindStringIndex(sentence)
		if at != nil && !hedged.MatchString(sentence[:at[0]]) {
			return true
		}
	}
	return false
}

var (
	sentenceEnd = regexp.MustCompile(`[.;!?](\s|$)|\n`)
	hedged      = regexp.MustCompile(`(?i)\b(if|whether|unless|should|in case|until|when|before|not|never|no|nothing)\b|n['’]t\b`)
	downAgain   = regexp.MustCompile(`(?i)(\b(is|are|went|goes|fell|has gone|have gone)|['’]s)( (all|now|completely|partly))? (down|offline|unavailable|unreachable|broken|dead|slow|wrong|late|stuck|failing) again\b|` +
		`\bagain (down|offline|broken|failing)\b|` +
		`\b(fails?|failing|crash(es|ed)|breaks|broke|(stopped|stops|does not|doesn['’]t|do not|don['’]t) (working|work|open|load|loading)) again\b|` +
		`\b(cannot|can['’]t|nobody can|no one can) (order|pay|buy|log in|sign in|check out|open|reach|use|book|send|see)\b[^.;]{0,20}\bagain\b|` +
		`\bthe (problem|trouble|errors?|outage|fault) (is|are|has come|have come|came) back\b`)
)
