package candor

import (
	"fmt"
	"regexp"
	"strings"
	"time"
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
		func(r *Rhythm) string { return shortSpan(*of(r)) },
		func(r *Rhythm, text string) (err error) {
			*of(r), err = ParseSpan(text, shortestStep)
			return err
		}}
}

// cadencePart is a part that is a cadence: a length of time, or times as cron
// writes them.
func cadencePart(word, other string, of func(*Rhythm) *Cadence) rhythmPart {
	return rhythmPart{word, other,
		func(r *Rhythm) string {
			if of(r).Cron != "" {
				return of(r).Cron
			}
			return shortSpan(of(r).Step)
		},
		func(r *Rhythm, text string) (err error) {
			if strings.ContainsAny(text, "@=*") { // nobody writes five fields without one
				*of(r), err = ParseCadence(text)
				return err
			}
			of(r).Step, err = ParseSpan(text, shortestStep)
			return err
		}}
}

var rhythmParts = []rhythmPart{
	lengthPart("first", "first", func(r *Rhythm) *time.Duration { return &r.First }),
	cadencePart("every", "every", func(r *Rhythm) *Cadence { return &r.Every }),
	cadencePart("less harm", "mitigated", func(r *Rhythm) *Cadence { return &r.Mitigated }),
	cadencePart("watching", "monitoring", func(r *Rhythm) *Cadence { return &r.Monitoring }),
	lengthPart("last word", "final", func(r *Rhythm) *time.Duration { return &r.Final }),
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

// rhythmWord begins a part; what stands until the next one is its value.
var rhythmWord = regexp.MustCompile(`(?i)(?:^|[ ,;])(first|every|less harm|mitigated|watching|monitoring|last word|final) `)

// ParseRhythm reads what [Rhythm.String] writes. The error is a sentence for
// whoever wrote it.
func ParseRhythm(text string) (Rhythm, error) {
	var r Rhythm
	text = strings.Join(strings.Fields(text), " ")
	found := rhythmWord.FindAllStringSubmatchIndex(text, -1)
	if text != "" && (len(found) == 0 || found[0][2] != 0) {
		return Rhythm{}, Errorf(Invalid, "%q cannot be read. Write for example: first 10m, every 20m. Known are: first, every, less harm, watching, last word.", clipped(text))
	}
	for i, m := range found {
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		word, value := strings.ToLower(text[m[2]:m[3]]), strings.Trim(text[m[1]:end], " ,;")
		for _, p := range rhythmParts {
			if word != p.word && word != p.other {
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

const day = 24 * time.Hour

// shortSpan writes a length of time as people type it: 90s, 30m, 1h30m, 1d.
func shortSpan(d time.Duration) string {
	var b strings.Builder
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{day, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if n := d / u.unit; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, u.name)
			d -= n * u.unit
		}
	}
	return b.String()
}
