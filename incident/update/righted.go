package update

import (
	"cmp"
	"regexp"
	"strings"

	"candor/incident/facts"
	"candor/incident/phrase"
)

// Corrected is set among what was said last from a correction until a text says anew what
// they notice: what they had read of that before may be what was wrong.
const Corrected = "corrected"

// Instead is what they notice as it was put right, until a text says anew what that is; that it
// works again says nothing of what it was.
const Instead = "instead"

// Spoken is what a person told them by hand, until a text says anew what they notice: nobody can
// tell of such words whether something has changed.
const Spoken = "spoken"

// Outset is what they notice as they read it first.
const Outset = "outset"

// Lasting is among the times that were said when a text said last that they notice something.
const Lasting = "lasting"

// Proven is what a text said is confirmed of a break-in, in the words of who wrote it: no later
// text forgets it, unless it is taken back or explained.
const Proven = "proven"

// Proves is what a text says is confirmed of a break-in; "" if it says nothing of one.
func (u *Update) Proves() string {
	if KindOf(u.Kind).About != facts.Intruder {
		return ""
	}
	return u.Own("confirmed")
}

// TakesBack says whether that is put right by a correction, or explained: by what somebody wrote
// beside that nobody got in.
func (u *Update) TakesBack(proof string) bool {
	if u.Facts[facts.Intruder] == facts.No && u.Own("what_changed") != "" {
		return true
	}
	return KindOf(u.Kind).Corrects && phrase.SameSubject(u.Words["wrong"], proof)
}

// elseRight stands there where a correction puts right something else than what they notice.
const elseRight = "yes"

// Correct keeps among what was said last what a text puts right; read is what they had read
// before that they notice.
func (u *Update) Correct(said map[string]string, read string) {
	k := KindOf(u.Kind)
	if k.Recovers || !k.Empty && cmp.Or(u.Words["impact"], u.Words["impact_still"], u.Words["impact_now"]) != "" {
		delete(said, Spoken)
	}
	if u.Words["impact_still"] != "" && !k.Empty {
		if delete(said, Corrected); !k.Recovers {
			delete(said, Instead)
		}
	}
	if !k.Corrects {
		return
	}
	if !u.Times["from"].IsZero() && BesideBegan(u.Own("right")) == "" { // when it began, and nothing else: what they notice stands
		return
	}
	said[Corrected] = u.RightImpact(read)
	if right := Righted(said[Corrected]); right != "" {
		said[Instead] = right
	}
}

// RightImpact is what a correction says they notice: that is what it puts right where what was
// wrong speaks of what they had read that they notice, and it is neither about when it began nor
// an answer to what is known of the harm: what says either in front of it is none of it.
func (u *Update) RightImpact(read string) string {
	right := u.Own("right")
	if !u.Times["from"].IsZero() {
		right = BesideBegan(right)
	}
	if right = strings.TrimRight(strings.TrimSpace(right), "."); right == "" || !phrase.SameSubject(u.Words["wrong"], read) {
		return elseRight
	}
	return right
}

// whenItBegan is how a sentence begins that says when it began, to what binds the rest of it to that.
var whenItBegan = regexp.MustCompile(`(?is)^.*?\b(?:began|begun|started|since)\b(?:[^.;]*?\d{1,2}[:.]\d{2}|[^.;,\d]*\d{1,2})(?: ?[ap]\.?m\b\.?)?(?: [A-Z]{3,4}\b)?(?: (?:yesterday|today)| on [\w ]+)?[.;,:]*\s*(?:(?:and|but)\s+)?`)

// BesideBegan is what a sentence that says when it began says beside that; "" if nothing.
func BesideBegan(right string) string {
	return strings.TrimSpace(right[len(whenItBegan.FindString(right)):])
}

// Righted is what they notice as a correction has put it right; "" if it was about something
// else.
func Righted(said string) string {
	if said == elseRight {
		return ""
	}
	return said
}

// TellsNoticed says whether a text may tell what they notice now: one that corrects something, or is about
// when it works or when we talk, does so only where it says it.
func (u *Update) TellsNoticed(noticed string) bool {
	k := KindOf(u.Kind)
	if !k.Corrects && !k.Aftercare && u.Kind != EtaChange {
		return true
	}
	return u.Shows(noticed) || k.Corrects && phrase.IsOf(u.Own("right"), noticed)
}

// Amend begins the names of the words with which another client was told that the same text
// was wrong: a correction begins with them.
const Amend = "amend:"

// Amends says whether a name is one of those.
func Amends(name string) bool { return strings.HasPrefix(name, Amend) }
