// Package due is when a client expects what a text names and nobody types: the review, the
// lasting repair, the answer to what nobody knows yet; and since when it works.
package due

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/phrase"
	"candor/incident/pledge"
	"candor/incident/promise"
	"candor/incident/review"
	"candor/incident/standing"
	"candor/incident/update"
	"candor/messages/grammar"
)

// Review is when the client expects the written review, zero if it expects none or should
// have it by now.
func Review(aff *incident.Affected, now time.Time) time.Time {
	if p := aff.Owed(promise.Review); p != nil && p.DueAt.After(now) && p.Words == "" { // else they have it, but for what was missing
		return p.DueAt
	}
	return time.Time{}
}

// CallWas is when they expect a call of ours that the times which a text offers take the place of;
// zero if they expect none, or one at those times.
func CallWas(aff *incident.Affected, u update.Update) time.Time {
	p := aff.Owed(promise.Meeting)
	if u.Kind == update.NotYours && p != nil && p.DueAt.After(u.At) {
		return p.DueAt // nobody calls about what is not theirs
	}
	if u.Kind != update.MeetingInvite || p == nil || p.Morning || p.Wished || !p.DueAt.After(u.At) || p.DueAt.Equal(u.Times["slot1"]) || p.DueAt.Equal(u.Times["slot2"]) {
		return time.Time{}
	}
	return p.DueAt
}

// byThen ends what was promised in words with a time of day, which stands behind it anyway.
var byThen = regexp.MustCompile(`(?i),? (by|at|until|before) \d{1,2}[:.]\d\d( ?[ap]m)?( [A-Z]{3,4})?(;|$)`)

// Given is what they were promised in words and a text about something else leaves promised, each
// with its time, and that it is late where that has passed.
func Given(aff *incident.Affected, u update.Update, say func(time.Time) string) string {
	var words []string
	for _, w := range worded(aff).InWords() {
		what := byThen.ReplaceAllString(strings.TrimRight(w.Words, "."), "$4")
		if u.Kind != update.NotYours && !promise.InTime(u.At, w.At) {
			words = append(words, what+"; we had said by "+say(w.At)+", and we are sorry that it is late")
			continue
		}
		words = append(words, what+", by "+say(w.At))
	}
	return strings.Join(words, "; ")
}

// worded is the promise that keeps what they were promised in words; nil if none can.
func worded(aff *incident.Affected) *promise.Promise {
	if p := aff.Owed(promise.Afterword); p.Gives() {
		return p
	}
	return aff.Owed(promise.Update)
}

// Unbrought is what they were promised in words for about now, and a text does not bring; by is the
// first of those times, and late says that it has passed.
func Unbrought(aff *incident.Affected, u update.Update) (words string, by time.Time, late bool) {
	var list []string
	for i, w := range worded(aff).Unbrought(byhand.Typed(&u), u.At) {
		if i == 0 {
			by = w.At
		}
		list = append(list, "“"+byThen.ReplaceAllString(strings.TrimRight(w.Words, "."), "$4")+"”")
	}
	return fault.And(list), by, len(list) > 0 && !promise.InTime(u.At, by)
}

// Lasting is when what works now is replaced; zero if it stays.
func Lasting(inc *incident.Incident) (at time.Time) {
	if c := inc.Changes.Stopgap(); c != nil {
		at = c.DueAt
	}
	return at
}

// Was is when the client expects what a text gives a new date.
func Was(inc *incident.Incident, aff *incident.Affected, u update.Update) time.Time {
	if p := inc.Pledges(aff).Moves(&u); p != nil {
		return p.DueAt
	}
	return time.Time{}
}

// Solved is since when it works, as the client has read it where it has.
func Solved(inc *incident.Incident, aff *incident.Affected, u update.Update, now time.Time) time.Time {
	ended := !inc.ResolvedAt.IsZero() && !aff.EndedAt().Before(inc.ResolvedAt)
	switch final, since := aff.SaidTimes["resolved_at"], inc.WorksSince(aff); {
	case !u.Times["resolved_at"].IsZero():
		return u.Times["resolved_at"]
	case !final.IsZero() && (ended || update.Aftercare(u.Kind)): // in the final message
		return final
	case !since.IsZero():
		return since
	case inc.ResolvedAt.IsZero():
		return now
	}
	return inc.ResolvedAt
}

// Whole is when all of a loss was back of which the client was told, where the final message
// says until when they were without it; zero elsewhere.
func Whole(inc *incident.Incident, aff *incident.Affected, kind string) (at time.Time) {
	if a := inc.FactsOf(aff).Given[facts.Recoverable]; kind == update.ResolvedUpdate && aff.Lost != nil && a.Answer == facts.Restored {
		at = a.Since
	}
	return at
}

// Clocks says a time as a text of the last word names it: with its day where that is another one than
// that on which it began.
func Clocks(aff *incident.Affected, began time.Time) func(time.Time) string {
	zone := aff.Client.Zone()
	return func(at time.Time) string {
		if at.In(zone).YearDay() != began.In(zone).YearDay() {
			return at.In(zone).Format("15:04 MST on 2 January")
		}
		return at.In(zone).Format("15:04 MST")
	}
}

// Thing is, in words that follow “you would have”, what a client is told will be later.
func Thing(inc *incident.Incident, aff *incident.Affected, u update.Update, field string) string {
	if p := inc.Pledges(aff).Moves(&u); field == "thing" && p != nil {
		return Named(p)
	}
	return ""
}

// Named is what was promised for a day, in words that follow “you would have”.
func Named(p *promise.Promise) string {
	switch {
	case p.Kind == promise.Measure:
		return grammar.Thing(p.Words)
	case p.Words == pledge.Missing:
		return "what was missing in our review"
	}
	return "our written review"
}

// LateChanges are the promised changes that a text owns as late, each with the day that they
// knew, and those of them that have another one with that.
func LateChanges(aff *incident.Affected, u update.Update, say func(time.Time) string) (late, coming string) {
	var was, now []string
	for _, p := range aff.Pending() {
		if at := u.Times[pledge.LateOf+fault.Itoa(p.N)]; !at.IsZero() {
			was = append(was, Named(p)+" by "+say(at))
		}
		if at := u.Times[pledge.NewOf+fault.Itoa(p.N)]; !at.IsZero() {
			now = append(now, Named(p)+" by "+say(at))
		}
	}
	return fault.And(was), fault.And(now)
}

// Open says whether a client keeps from something until we write, and whether they wait for
// an answer to what is known of the harm: the facts leave it open, or the writer of the text does.
// That part of a loss is gone is settled once they have read it at the end.
func Open(inc *incident.Incident, aff *incident.Affected, u update.Update) (waits, open bool) {
	lost, about := inc.ToldLoss(aff) != nil && !update.Aftercare(u.Kind), standing.Waits(aff.Standing, &inc.Facts, &u)
	open = inc.Facts.LeftOpen(lost, about...) || lost && cmp.Or(u.Words["data_unknown"], u.Words["data_coming"]) != ""
	return len(about) > 0, open
}

// Rest is what a review leaves for later of what its client asks first: why it happened, and
// what changes. Owed says that an earlier one has named the day on which they get it.
type Rest struct{ Why, Changes, Owed bool }

// Missing is what neither the text of a review nor the record says.
func Missing(inc *incident.Incident, aff *incident.Affected, u update.Update) Rest {
	if u.Kind != update.PostmortemCover {
		return Rest{}
	}
	says := func(field string) bool { return phrase.Answered(u.Words[field]) != "" }
	told := slices.ContainsFunc(inc.Changes, func(c review.Change) bool { return c.Told })
	return Rest{
		Why:     !says("cause_line") && !inc.Review.Explains() && aff.Said["cause_line"] == "",
		Changes: !says("actions_line") && !told,
		Owed:    !aff.SaidTimes["rest_by"].IsZero(),
	}
}

// Partly says whether anything is left for later.
func (r Rest) Partly() bool { return r.Why || r.Changes }

// Days until they hear of what is open: after the final message it has been open for days.
const (
	soon  = 1
	later = 5
)

// Answer is when a client hears of what is open, where nobody says when; zero if nothing is.
func Answer(inc *incident.Incident, aff *incident.Affected, u update.Update, now time.Time) (at time.Time) {
	days := soon
	if update.Aftercare(u.Kind) && u.Kind != update.OpenAnswer {
		days = later
	}
	if waits, open := Open(inc, aff, u); waits || open {
		at = inc.BusinessDays(&aff.Client, days, now)
	}
	return at
}

// Promised is by when a client knows already that they hear of it, where a text does not
// bring it; zero if they do not.
func Promised(aff *incident.Affected, u update.Update) (at time.Time) {
	if p := aff.Owed(promise.Afterword); p != nil && p.DueAt.After(u.At) && !update.Answers(u.Kind) {
		at = p.DueAt
	}
	return at
}

// Found says whether a time is the one at which something was found, and nobody has said
// since when it has been so: it did not begin then.
func Found(inc *incident.Incident, from time.Time) bool {
	return !inc.CanWorkAgain() && from.Equal(inc.Noticed())
}

// LastPart is the number of the newest part of a notice that the client has.
func LastPart(aff *incident.Affected) int {
	n, _ := strconv.Atoi(aff.Said["part"]) // 0 if there is none
	return n
}

// ThisMinute is the instant before the minute that it is: texts name minutes,
// and one that says 14:00 at a few seconds past is not yet wrong. Whether the
// instant behind it is to come is checked by itself, see nextUpdate.
func ThisMinute(now time.Time) time.Time { return now.Truncate(time.Minute).Add(-time.Nanosecond) }
