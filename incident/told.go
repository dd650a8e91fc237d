package incident

import (
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident/fault"
	"candor/incident/schedule"
	"candor/incident/update"
)

// How a person told a client without Candor.
type How string

const (
	ByCall      How = "call"
	ByVoicemail How = "voicemail" // left on their machine: they have heard that it is on, bad news they have not
	ByMessenger How = "messenger" // any other one
	InPerson    How = "person"
)

// Hows lists the ways in the order in which screens show them.
var Hows = []How{ByCall, ByVoicemail, ByMessenger, InPerson}

// Spoke says whether somebody spoke with them.
func (h How) Spoke() bool { return h == ByCall || h == InPerson }

// ByHandReport is a call or a message that a person made and records.
type ByHandReport struct {
	Client   string
	How      How       // may be empty
	Text     string    // what they were told
	Answer   string    // what they said
	Promised string    // what was promised to them: it becomes the promise
	Status   bool      // they were given the date by which they hear where their hard questions stand
	NextAt   time.Time // when they hear next; zero: proposed while open
}

// Words are the report as the record of it keeps them.
func (r *ByHandReport) Words() map[string]string {
	words := map[string]string{}
	for name, text := range map[string]string{"text": r.Text, "how": string(r.How), "answer": r.Answer, "promised": r.Promised} {
		if text = strings.TrimSpace(text); text != "" {
			words[name] = text
		}
	}
	return words
}

// MayRecord refuses a report that could not be true, and proposes the next time.
func (inc *Incident) MayRecord(aff *Affected, r *ByHandReport, now time.Time) error {
	name := aff.Client.Name
	switch {
	case inc.Over():
		return inc.OverError()
	case aff.Out > 0 && !aff.OnCall(): // the record of a call may come while its text leaves
		return fault.Errorf(fault.Conflict, "It was *not* recorded yet: update %d is about to reach %s, with a time of its own. Take it back with Undo, or wait until it has arrived.", aff.Out, name)
	case strings.TrimSpace(r.Text) == "":
		return fault.FieldError("text", "Nothing was recorded. Say in a few words what you told %s.", name)
	case r.How != "" && !fault.OneOf(r.How, Hows...):
		return fault.FieldError("how", "Nothing was recorded. Say how you told %s: %s.", name, fault.Join(Hows))
	case max(utf8.RuneCountInString(r.Text), utf8.RuneCountInString(r.Answer), utf8.RuneCountInString(r.Promised)) > maxReport:
		return fault.FieldError("text", "Keep each answer to %d characters. Nothing was recorded.", maxReport)
	case inc.State == Open && r.NextAt.IsZero():
		r.NextAt = inc.ProposeNext(aff, update.ByHand, false, now)
	case inc.State == Open && !r.NextAt.After(now):
		return fault.FieldError("next_update", "Nothing was recorded. The next time is in the past: choose one that is still to come.")
	}
	if p := aff.Owed(UpdatePromise); r.How == ByVoicemail && p.standsAt(now) { // nobody said that they heard it
		r.NextAt = schedule.Sooner(r.NextAt, p.DueAt)
	}
	return nil
}

// maxReport is the most characters of each part of a report.
const maxReport = 1000
