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
