package byhand

import (
	"strings"
	"time"

	"candor/incident/facts"
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
)

// Hows lists the ways in the order in which screens show them.
var Hows = []How{ByCall, ByVoicemail, ByMessenger, InPerson}

// Spoke says whether somebody spoke with them.
func (h How) Spoke() bool { return h == ByCall || h == InPerson }

// Report is a call or a message that a person made and records.
type Report struct {
	Client   string
	How      How         // may be empty
	Text     string      // what they were told
	Answer   string      // what they said
	Promised string      // what was promised to them: it becomes the promise
	Hear     update.Hear // when they want to hear from now on; empty: nobody asked
	Status   bool        // they were given the date by which they hear where their hard questions stand
	NextAt   time.Time   // when they hear next; zero: proposed while open
	Asks     Asks        // about NextAt

	Answers []int // which of their questions it answered, counted from 1

	Said []facts.Question // the bad news that they were told, of that which they did not know
}

// Words are the report as the record of it keeps them.
func (r *Report) Words() map[string]string {
	words := map[string]string{}
	for name, text := range map[string]string{"text": r.Text, "how": string(r.How), "answer": r.Answer, "promised": r.Promised} {
		if text = strings.TrimSpace(text); text != "" {
			words[name] = text
		}
	}
	return words
}
