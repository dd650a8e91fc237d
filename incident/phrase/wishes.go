package phrase

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// rhythm is how people say how often they want to hear; what is done so often, is not asked about.
	rhythm = regexp.MustCompile(`(?i)\b(half[- ]hourly|hourly|twice an hour|every (half (an )?hour|(other |second |` + Numbers + ` |\d{1,2} )?(hours?|minutes?))|(once|twice) (an hour|a day)|daily)\b`)
	// hearing are words by which a sentence is about what they hear of us.
	hearing = regexp.MustCompile(`(?i)\b(hear\w*|updates?|news|posted|informed|calls?|called|writ(e|ten)|mails?|texts?|messages?|report(s|ed)?|status|tell|told|word|ring)\b`)
	// inWriting are words by which somebody wants no calls.
	inWriting = regexp.MustCompile(`(?i)\b(e-?)?mails? only\W*$|\b((in )?writing only|only (in )?writ(ing|ten)|only (by )?(e-?)?mails?|(in writing|by (e-?)?mail),? (not|never|and not|no) (by |on the )?(phone|calls?)|no (more |further )?(phone )?calls?( at all)?|(not|n['’]t) (want|like|wish) (any |more |to get |to have )?(phone )?calls?|(not|n['’]t) (want|like|wish) to be (called|phoned|rung)|(not|never|don['’]t) (call|phone|ring) (them|her|him|us|me|again)|prefers? (it )?(in )?(writing|(e-?)?mails?))\b`)
	// noCall are calls that nobody had, which is no wish.
	noCall = regexp.MustCompile(`(?i)\b(had|got|received|there (was|were)|made) no (phone )?calls?\b`)
)

// HowOften is how often somebody wants to hear from us, in the words of a report about them; "" where
// it says nothing of that.
func HowOften(report string) string {
	for _, part := range Clauses(report) {
		if m := rhythm.FindString(part); m != "" && hearing.MatchString(part) && !slices.ContainsFunc(strings.Fields(strings.ToLower(part)), Denies) {
			return strings.ToLower(m)
		}
	}
	return ""
}

// OnlyInWriting says whether somebody wants no calls, by the words of a report about them.
func OnlyInWriting(report string) bool {
	return inWriting.MatchString(report) && !noCall.MatchString(report)
}
