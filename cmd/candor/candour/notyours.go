package candour

import (
	"regexp"
	"slices"
	"time"
)

// Who was told of what is another's reads that it is, that it was our mistake, and of each
// thing that was bad that it is not theirs.
var (
	notYours   = regexp.MustCompile(`(?i)\bit is not you who is affected\b`)
	owned      = regexp.MustCompile(`(?i)\bwe told you that \S.*\bthat was our mistake\b.*\bsorry\b`)
	noneLost   = regexp.MustCompile(`(?i)\bnone of your data (was|is) lost\b`)
	nobodyIn   = regexp.MustCompile(`(?i)\bnobody got into\b`)
	noPersonal = regexp.MustCompile(`(?i)\bno personal data of yours\b`)
	notAbout   = regexp.MustCompile(`(?i)\bthat was not about you\b|\bnor is anything else of it about you\b`) // of what was only feared, that is all that somebody knows
)

// notTaken says whether a text says that it is another's, and leaves out of that what its
// reader has to hear.
func notTaken(r reader, text string) bool {
	switch {
	case !notYours.MatchString(text):
		return false
	case !owned.MatchString(text), r.loss && !noneLost.MatchString(text):
		return true
	}
	none := func(said *regexp.Regexp) bool { return !said.MatchString(text) && !notAbout.MatchString(text) }
	return r.client.certain && !nobodyIn.MatchString(text) || r.client.access && none(nobodyIn) || r.client.people && none(noPersonal)
}

// spares forgets what a reader was told, once they have read that it is another's.
func (r *reader) spares() {
	*r.client = client{}
	*r = reader{client: r.client, of: r.of, told: told{}, upTo: r.upTo}
}

// Leaves are the lines for a client who is taken out of an incident: nothing of what is
// known is theirs.
func Leaves(log []Known, incident, client string, when time.Time) (list []Known) {
	for q := range at(log, incident, client, when.Add(Hold)) {
		if slices.Contains([]Question{Loss, Backup, Return, Intruder, Personal}, q) {
			list = append(list, Known{At: when, Incident: incident, Client: client, Question: q})
		}
	}
	return list
}
