package client

import (
	"regexp"
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
)

// rhythmPart is one time of a rhythm, by the words that a person may write.
type rhythmPart struct {
	word  string // as it is shown
	other string // as it is taken too: the key of the config
	get   func(*Rhythm) string
	set   func(*Rhythm, string) error
}

// lengthPart is a part that is a length of time.
func lengthPart(word, other string, of func(*Rhythm) *time.Duration) rhythmPart {
	return rhythmPart{word, other,
		func(r *Rhythm) string { return schedule.ShortSpan(*of(r)) },
		func(r *Rhythm, text string) (err error) {
			*of(r), err = schedule.ParseSpan(text, schedule.ShortestStep)
			return err
		}}
}

// cadencePart is a part that is a cadence: a length of time, or times as cron
// writes them.
func cadencePart(word, other string, of func(*Rhythm) *schedule.Cadence) rhythmPart {
	return rhythmPart{word, other,
		func(r *Rhythm) string {
			if of(r).Cron != "" {
				return of(r).Cron
			}
			return schedule.ShortSpan(of(r).Step)
		},
		func(r *Rhythm, text string) (err error) {
			if strings.ContainsAny(text, "@=*") || len(strings.Fields(text)) == cronFields {
				*of(r), err = schedule.ParseCadence(text)
				return err
			}
			of(r).Step, err = schedule.ParseSpan(text, schedule.ShortestStep)
			return err
		}}
}

// cronFields is how many fields a cron expression has.
const cronFields = 5

var rhythmParts = []rhythmPart{
	lengthPart("first", "first", func(r *Rhythm) *time.Duration { return &r.First }),
	cadencePart("every", "every", func(r *Rhythm) *schedule.Cadence { return &r.Every }),
	cadencePart("contained", "mitigated", func(r *Rhythm) *schedule.Cadence { return &r.Mitigated }),
	cadencePart("watching", "monitoring", func(r *Rhythm) *schedule.Cadence { return &r.Monitoring }),
	lengthPart("final message", "final", func(r *Rhythm) *time.Duration { return &r.Final }),
}

// String writes what differs from the defaults as a person writes it: first
// 10m, every 20m. "" if nothing does.
func (r Rhythm) String() string {
	var parts []string
	for _, p := range rhythmParts {
		if text := p.get(&r); text != "" {
			parts = append(parts, p.word+" "+text)
		}
	}
	return strings.Join(parts, ", ")
}

// rhythmWords are what people wrote for a part before, and may have in a profile
// that they paste.
var rhythmWords = map[string]string{"less harm": "contained", "last word": "final message"}

// rhythmWord begins a part; what stands until the next one is its value.
var rhythmWord = regexp.MustCompile(`(?i)(?:^|[ ,;])(first|every|contained|mitigated|less harm|watching|monitoring|final message|last word|final) `)

// ParseRhythm reads what [Rhythm.String] writes. The error is a sentence for
// whoever wrote it.
func ParseRhythm(text string) (Rhythm, error) {
	var r Rhythm
	text = strings.Join(strings.Fields(text), " ")
	found := rhythmWord.FindAllStringSubmatchIndex(text, -1)
	if text != "" && (len(found) == 0 || found[0][2] != 0) {
		return Rhythm{}, fault.Errorf(fault.Invalid, "“%s” cannot be read. Write for example: first 10m, every 20m. Known are: first, every, contained, watching, final message.", fault.Clipped(text))
	}
	for i, m := range found {
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		word, value := strings.ToLower(text[m[2]:m[3]]), strings.Trim(text[m[1]:end], " ,;")
		for _, p := range rhythmParts {
			if fault.FirstOf(rhythmWords[word], word) != p.word && word != p.other {
				continue
			}
			if err := p.set(&r, value); err != nil {
				return Rhythm{}, err
			}
		}
	}
	return r, nil
}

func rhythmText(sev Severity) func(*Client) string {
	return func(c *Client) string { return c.Cadence[sev].String() }
}

func setRhythm(sev Severity) func(*Client, string) error {
	return func(c *Client, s string) error {
		r, err := ParseRhythm(s)
		if err != nil {
			return err
		}
		delete(c.Cadence, sev)
		if r != (Rhythm{}) {
			if c.Cadence == nil {
				c.Cadence = map[Severity]Rhythm{}
			}
			c.Cadence[sev] = r
		}
		if len(c.Cadence) == 0 {
			c.Cadence = nil
		}
		return nil
	}
}

// Rhythm is how often a client hears from us at one severity. A zero value
// means the default.
type Rhythm struct {
	First      time.Duration    `json:"first,omitempty"`     // from declaring to the first notice
	Every      schedule.Cadence `json:"every,omitzero"`      // of updates while we look or repair
	Mitigated  schedule.Cadence `json:"mitigated,omitzero"`  // of updates once the harm is less
	Monitoring schedule.Cadence `json:"monitoring,omitzero"` // of updates while we watch
	Final      time.Duration    `json:"final,omitempty"`     // from resolving to the client knowing it
}

// defaults are norms of teams that publish theirs (docs/decisions/0002-cadence.md
// has the sources), not measured optima. Severity 4 is a near miss and owes nothing.
var defaults = map[Severity]Rhythm{
	1: {First: 15 * time.Minute, Every: schedule.Every(30 * time.Minute), Mitigated: schedule.Every(time.Hour), Monitoring: schedule.Every(2 * time.Hour), Final: 15 * time.Minute},
	2: {First: 30 * time.Minute, Every: schedule.Every(time.Hour), Mitigated: schedule.Every(2 * time.Hour), Monitoring: schedule.Every(4 * time.Hour), Final: 30 * time.Minute},
	3: {First: 2 * time.Hour, Every: schedule.Every(4 * time.Hour), Mitigated: schedule.Every(24 * time.Hour), Monitoring: schedule.Every(24 * time.Hour), Final: 2 * time.Hour},
}

// RhythmOf returns the client's rhythm at a severity: the default with the
// client's own values laid over it. An override of Every that is slower than
// the default of a later status carries over, so that "every 4 h" never
// becomes faster by getting better; times of an expression always do, since
// those are the times at which this client reads.
func (c *Client) RhythmOf(sev Severity) Rhythm {
	r, own := defaults[sev], c.Cadence[sev]
	over := func(dst *schedule.Cadence, v schedule.Cadence) {
		if !v.IsZero() {
			*dst = v
		}
	}
	over(&r.Every, own.Every)
	r.Mitigated, r.Monitoring = own.Every.Carry(r.Mitigated), own.Every.Carry(r.Monitoring)
	over(&r.Mitigated, own.Mitigated)
	over(&r.Monitoring, own.Monitoring)
	if own.First > 0 {
		r.First = own.First
	}
	if own.Final > 0 {
		r.Final = own.Final
	}
	return r
}
