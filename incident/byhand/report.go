package byhand

import (
	"cmp"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/update"
)

// Asks says of a next time that a person typed what the time does not show.
type Asks struct {
	Passed bool // it was written as a time of day that has passed: it is tomorrow's
	Sure   bool // they were asked, and mean it
}

// How a person told a client without Candor.
type How string

const (
	ByCall      How = "call"
	ByVoicemail How = "voicemail" // left on their machine: they have heard that it is on, bad news they have not
	ByMessenger How = "messenger" // any other one
	InPerson    How = "person"
	ByLetter    How = "letter"
	ByRead      How = "read" // nobody told them now: they had read it in a text of ours that is not known here any more
)

// Hows lists the ways in the order in which screens show them.
var Hows = []How{ByCall, ByVoicemail, ByMessenger, InPerson, ByLetter, ByRead}

// Spoke says whether somebody spoke with them.
func (h How) Spoke() bool { return h == ByCall || h == InPerson }

// InWriting says whether they have it in writing.
func (h How) InWriting() bool { return h == ByLetter || h == ByRead }

// Report is a call or a message that a person made and records.
type Report struct {
	Client   string
	How      How         // may be empty
	At       time.Time   // when they heard or read it; zero: now
	Text     string      // what they were told
	Answer   string      // what they said
	Promised string      // what was promised to them: it becomes the promise
	Hear     update.Hear // when they want to hear from now on; empty: nobody asked
	Next     bool        // they were told the time at which we would usually write again
	Review   bool        // they were told by when they get the written review
	Status   bool        // they were given the date by which they hear where their hard questions stand
	NextAt   time.Time   // when they hear next, as they were told; zero: they were told no time
	Usual    time.Time   // when they would usually hear, which is owed where they were told no time; zero unless the incident is open
	Asks     Asks        // about NextAt

	Meeting bool      // it was the call that they were promised for later
	Works   time.Time // since when it works again, as they were told; zero: they were not told so
	Answers []int     // which of their questions it answered, counted from 1

	Said []facts.Question // what they were told of that which they had to hear

	// Shown are the answers of Said as they were when somebody said that they told them;
	// nil: as they are. One that has changed since is what the client heard, and is put
	// right like everything that was wrong.
	Shown map[facts.Question]facts.Answer

	// Copy is from which copy the store was put back, and when, if it was: also once somebody
	// has confirmed what that knows, they may have read what it does not.
	Copy struct{ AsOf, At time.Time }

	Mistaken  bool   // they were not told so: it was written down for the wrong client, or never said. Text is why
	NotTheirs string // they were told that it is not theirs: why whoever told them is sure; empty: they were not

	Asked    map[facts.Question]string // what they were asked to do, or not to do, about what
	Over     []facts.Question          // about what they were told that it is over
	Instants []update.Instant          // what of instants they were told in somebody's own words: when, and what
	Claims   Claims                    // of what harm they were told that there is some, or none, whatever is recorded
	Request  int                       // it is what the text says that waits for somebody's word under that number
	Batch    string                    // it is what the texts say that were sent to several clients in that act
}

// longest is the most characters of each part of a report.
const longest = 1000

// CheckLengths refuses a part of the report that is too long.
func (r *Report) CheckLengths() error {
	for _, part := range []struct{ field, text string }{{"text", r.Text}, {"answer", r.Answer}, {"promised", r.Promised}} {
		if n := utf8.RuneCountInString(part.text); n > longest {
			return fault.FieldError(part.field, "Keep it to %d characters; this has %d. Nothing was recorded.", longest, n)
		}
	}
	return nil
}

// CheckTime refuses a time at which they cannot have heard it. asOf is the moment of the
// copy from which the store was put back, zero if nothing waits to be confirmed: what they
// read before that is known, and what they read after it nobody can guess.
func (r *Report) CheckTime(name string, asOf, now time.Time) error {
	read, known := r.How == ByRead, !r.Copy.At.IsZero() && r.At.After(r.Copy.At)
	switch asOf = cmp.Or(asOf, r.Copy.AsOf); {
	case read && known:
		return fault.FieldError("at", "Nothing was recorded. What %s read from us after %s is in the timeline.", name, fault.Moment(r.Copy.At))
	case read && asOf.IsZero():
		return fault.FieldError("how", "Nothing was recorded. What %s read from us is in the timeline. That they read something is for after the data was put back from a copy.", name)
	case read && r.At.IsZero():
		return fault.FieldError("at", "Nothing was recorded. Say when %s read it, for example 14:12: their channel or your mail shows it.", name)
	case r.At.After(now):
		return fault.FieldError("at", "Nothing was recorded. %s is still to come. Say when %s heard or read it.", fault.Moment(r.At), name)
	case read && r.At.Before(asOf.Truncate(time.Minute)):
		return fault.FieldError("at", "Nothing was recorded. What %s read before %s is known here. Say what they read after that, and when.", name, fault.Moment(asOf))
	}
	return nil
}

// Words are the report as the record of it keeps them.
func (r *Report) Words() map[string]string {
	words := map[string]string{}
	for name, text := range map[string]string{"text": r.Text, "how": string(r.How), "answer": r.Answer, "promised": r.Promised, "sure": r.NotTheirs} {
		if text = strings.TrimSpace(text); text != "" {
			words[name] = text
		}
	}
	return words
}
