package messages

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/schedule"
	"candor/incident/spell"
	"candor/messages/clock"
	"candor/messages/grammar"
	"candor/messages/stencil"
	"candor/messages/strictyaml"
	"candor/messages/tidy"
)

// phrases are the words of one language that Candor itself puts into a text for
// a client. Patterns hold {{names}}, as templates do.
type phrases struct {
	Weekdays     []string        `yaml:"weekdays"` // from Sunday
	Months       []string        `yaml:"months"`
	Tomorrow     string          `yaml:"tomorrow"`
	Yesterday    string          `yaml:"yesterday"`
	Day          string          `yaml:"day"`        // of {{day}} and {{month}}
	Date         string          `yaml:"date"`       // and {{weekday}}
	FarDate      string          `yaml:"far_date"`   // and {{year}}
	NearTime     string          `yaml:"near_time"`  // of {{day}}, which is tomorrow or yesterday, and {{time}}
	NearAfter    string          `yaml:"near_after"` // the same after a preposition that is in prepositions.after; empty: near_time
	DateTime     string          `yaml:"date_time"`  // of {{date}} and {{time}}
	Midnight     midnight        `yaml:"midnight"`   // nobody knows of 00:00 whether it begins the day or ends it; may be missing
	Range        string          `yaml:"range"`      // of {{from}} and {{to}}
	More         string          `yaml:"more"`       // of {{to}}, and {{next_from}} and {{next_to}}: it was so twice; empty: from the first to the last
	Other        string          `yaml:"other"`      // and {{what}} they noticed until {{to}}: it was something else then; empty: as more
	Over         string          `yaml:"over"`       // what is expected of what was never down, behind “We expect”; empty: as the template says
	Again        string          `yaml:"again"`      // of {{time}}: it is down again, and they were told that it works
	Fell         string          `yaml:"fell"`       // the same of a text that says that it works
	Moved        string          `yaml:"moved"`      // of {{time}}, since when they were told that it works, and another is right
	Outdated     string          `yaml:"outdated"`   // of {{time}}, when they were told last of what was over by then; a file of before has none
	FromMoved    string          `yaml:"from_moved"` // of {{time}}, since when they were told that it does not work
	Named        grammar.Clauses `yaml:"named"`      // what a person only named, by field; a file of before has none
	Then         string          `yaml:"then"`       // {{before}} they noticed first and {{what}} from {{time}} on; a file of before has none
	Partly       string          `yaml:"partly"`     // {{what}} they noticed, where part of it worked before the end; a file of before has none
	Began        beginnings      `yaml:"began"`
	Pace         pace            `yaml:"pace"`
	Signature    signature       `yaml:"signature"`
	Prepositions prepositions    `yaml:"prepositions"`
	Openers      []string        `yaml:"openers"`
	Nouns        []string        `yaml:"nouns"`
}

// midnight says which one is meant, each with {{time}}: 00:00 GMT.
type midnight struct {
	Tonight string `yaml:"tonight"` // the next one
	After   string `yaml:"after"`   // the one behind that
	End     string `yaml:"end"`     // any other to come, of {{date}}, which it ends
	Start   string `yaml:"start"`   // one that has passed, of {{date}}, which it begins
}

// signature is the last line of a text in Slack.
type signature struct {
	Person    string `yaml:"person"`    // of {{sender}}
	Company   string `yaml:"company"`   // and {{company}}, of a text that says “I”
	Automatic string `yaml:"automatic"` // of one that no person wrote
}

// pace says how often a client hears.
type pace struct {
	Each   string `yaml:"each"`  // {{span}}: 30 min
	Rough  string `yaml:"rough"` // {{pace}}, where a time stands beside it that is not on the beat; may be missing
	Hour   string `yaml:"hour"`
	Day    string `yaml:"day"`
	Agreed string `yaml:"agreed"` // fixed times
	Times  string `yaml:"times"`  // {{times}}: 09:30, 12:30 and 16:30, each day; may be missing
}

// pace writes a cadence as clients read it.
func (p *phrases) pace(c schedule.Cadence) string {
	switch {
	case len(c.Clocks()) > 0 && p.Pace.Times != "":
		return stencil.Put(p.Pace.Times, "times", fault.And(c.Clocks()))
	case c.Cron != "":
		return p.Pace.Agreed
	case c.Step == time.Hour:
		return p.Pace.Hour
	case c.Step == 24*time.Hour:
		return p.Pace.Day
	}
	return stencil.Put(p.Pace.Each, "span", Span(c.Step))
}

// roughly is a cadence beside the next time, which need not lie a step from now.
func (p *phrases) roughly(c schedule.Cadence) string {
	if c.Cron != "" || p.Pace.Rough == "" {
		return p.pace(c)
	}
	return stencil.Put(p.Pace.Rough, "pace", p.pace(c))
}

// Pace writes a cadence as screens show it.
func Pace(c schedule.Cadence) string { return english().pace(c) }

// prepositions follow the instant after them: at 14:30, on Wednesday.
type prepositions struct {
	Words []string `yaml:"words"` // each is replaced where an instant comes next
	Today string   `yaml:"today"`
	Near  string   `yaml:"near"` // before tomorrow and yesterday; may be empty
	Date  string   `yaml:"date"`
	After []string `yaml:"after"` // stay as they are, and take the other form of tomorrow and yesterday
}

// beginnings say when something began, or when it was found, each as a clause of
// {{what}} and {{time}}.
type beginnings struct {
	Since string `yaml:"since"` // {{what}} is in the present perfect
	At    string `yaml:"at"`    // {{what}} stands as it was typed
	Found string `yaml:"found"` // what was found then, whenever it happened
	Noted string `yaml:"noted"` // the same of {{what}} that is no whole sentence; empty: as found
	Works string `yaml:"works"` // {{what}} works again; it stands as it was typed
	Was   string `yaml:"was"`   // {{what}} is over, and in the past; empty: as at
	Told  string `yaml:"told"`  // they told us {{what}}; empty: as found

	Happened string `yaml:"happened"` // {{what}} is no state: it happened from then on; empty: as at
}

// parsePhrases reads a file of phrases and notes what is wrong with it.
func parsePhrases(file, text string, m *strictyaml.Mistakes) *phrases {
	var p phrases
	r, ok := m.YAMLAt(file, 0, text, &p)
	if !ok {
		return &p
	}
	for key, n := range map[string][2]int{"weekdays": {len(p.Weekdays), 7}, "months": {len(p.Months), 12}} {
		if n[0] != n[1] {
			m.Add(file, r.Line(key), "%s: there are %d. Write %d, each once.", key, n[0], n[1])
		}
	}
	for _, c := range []struct{ key, text, needs string }{
		{"tomorrow", p.Tomorrow, ""}, {"yesterday", p.Yesterday, ""}, {"day", p.Day, "day month"}, {"date", p.Date, "day month"},
		{"far_date", p.FarDate, "day month year"}, {"near_time", p.NearTime, "day time"}, {"date_time", p.DateTime, "date time"}, {"range", p.Range, "from to"},
		{"again", p.Again, "time"}, {"fell", p.Fell, "time"}, {"moved", p.Moved, "time"}, {"from_moved", p.FromMoved, "time"},
		{"pace", p.Pace.Each, "span"}, {"pace", p.Pace.Hour, ""}, {"pace", p.Pace.Day, ""}, {"pace", p.Pace.Agreed, ""},
		{"began", p.Began.Since, "what time"}, {"began", p.Began.At, "what time"}, {"began", p.Began.Found, "what time"}, {"began", p.Began.Works, "what time"},
		{"signature", p.Signature.Person, "sender"}, {"signature", p.Signature.Company, "sender company"}, {"signature", p.Signature.Automatic, ""},
	} {
		if strings.TrimSpace(c.text) == "" {
			m.Add(file, r.Line(c.key), "%s is missing. Copy it from the built-in file, and change it.", c.key)
		}
		for name := range strings.FieldsSeq(c.needs) {
			if !strings.Contains(c.text, "{{"+name+"}}") {
				m.Add(file, r.Line(c.key), "%s: {{%s}} is missing. Write it where it belongs.", c.key, name)
			}
		}
	}
	return &p
}

// distance says on which side of midnight an instant lies, seen from now.
type distance int

const (
	today distance = iota
	near           // tomorrow or yesterday
	away           // any other day
)

// moment is an instant as the client reads it, and how far away it is: a word
// before it depends on that.
type moment struct {
	text  string
	after string // the same after “by” and the like
	dist  distance
}

// moment writes an instant in the client's zone, seen from now.
func (p *phrases) moment(t, now time.Time, c *client.Client) moment {
	t, now = t.In(c.Zone()), now.In(c.Zone())
	text := clock.Of(t, now)
	away := clock.Midnights(t, now)
	if m := p.atMidnight(t, now); away != 0 && m != "" {
		return moment{m, m, today}
	}
	switch away {
	case 0:
		return moment{text, text, today}
	case 1:
		return p.nearly(p.Tomorrow, text)
	case -1:
		return p.nearly(p.Yesterday, text)
	}
	return p.dated(t, now, c)
}

// atMidnight is an instant at midnight on a day that is not today; "" if it is none.
func (p *phrases) atMidnight(t, now time.Time) string {
	if t.Hour() != 0 || t.Minute() != 0 || p.Midnight.Tonight == "" {
		return ""
	}
	pattern, day := p.Midnight.Start, t
	switch away := clock.Midnights(t, now); {
	case away == 1:
		pattern = p.Midnight.Tonight
	case away == 2:
		pattern = p.Midnight.After
	case away > 2:
		pattern, day = p.Midnight.End, t.AddDate(0, 0, -1)
	}
	return stencil.Put(pattern, "date", p.fillDay(p.dateOf(day, now), day), "time", unclasped.Replace(clock.Of(t, now)))
}

// unclasped takes a zone without a name out of its brackets: it stands in some already.
var unclasped = strings.NewReplacer(" (", ", ", ")", "")

// dateOf is how a day is written: with its year where that is far.
func (p *phrases) dateOf(t, now time.Time) string {
	if t.Sub(now).Abs() > farAway {
		return p.FarDate
	}
	return p.Date
}

func (p *phrases) nearly(day, clock string) moment {
	return moment{stencil.Put(p.NearTime, "day", day, "time", clock), stencil.Put(tidy.First(p.NearAfter, p.NearTime), "day", day, "time", clock), near}
}

// dated writes an instant with its whole date, however near it is.
func (p *phrases) dated(t, now time.Time, c *client.Client) moment {
	t, now = t.In(c.Zone()), now.In(c.Zone())
	if m := p.atMidnight(t, now); m != "" && clock.Midnights(t, now) != 0 {
		return moment{m, m, today}
	}
	text := stencil.Put(p.DateTime, "date", p.fillDay(p.dateOf(t, now), t), "time", clock.Of(t, now))
	return moment{text, text, away}
}

// between writes two instants that belong together, such as a beginning and an
// end: where their days differ, each has its whole date, and a day near by is said once.
func (p *phrases) between(from, to, now time.Time, c *client.Client) (moment, moment) {
	a, b := from.In(c.Zone()), to.In(c.Zone())
	if clock.Midnights(b, a) != 0 && clock.Midnights(b.Add(-time.Minute), a) != 0 { // midnight ends the day that it is of
		return p.dated(from, now, c), p.dated(to, now, c)
	}
	first, last := p.moment(from, now, c), p.moment(to, now, c)
	_, zone := a.Zone()
	switch _, other := b.Zone(); {
	case zone != other:
	case last.dist == near: // from 20:45 to 21:50 GMT yesterday
		first.after = a.Format("15:04")
	case last.dist == away: // from Tuesday 10 March, 14:00 GMT to 15:10 GMT
		last = moment{clock.Of(b, now), clock.Of(b, now), today}
	}
	return first, last
}

// spans writes several times in which something was so: the others stand behind the first.
func (p *phrases) spans(list spell.Downs, now time.Time, c *client.Client) (moment, moment) {
	if p.More == "" { // a file of before has none
		list = spell.Downs{{From: list[0].From, To: list[len(list)-1].To}}
	}
	from, to := p.between(list[0].From, list[0].To, now, c)
	for i, next := range list[1:] {
		more := p.More
		if list[i].Past != "" && p.Other != "" {
			more = p.Other
		}
		a, b := p.between(next.From, next.To, now, c)
		to.after = stencil.Put(more, "to", to.after, "what", p.lowerFirst(list[i].Past), "next_from", a.after, "next_to", b.after)
	}
	return from, to
}

// day writes the day of an instant in the client's zone: 24 November.
func (p *phrases) day(t time.Time, c *client.Client) string { return p.fillDay(p.Day, t.In(c.Zone())) }

func (p *phrases) fillDay(pattern string, t time.Time) string {
	return stencil.Put(pattern, "weekday", p.Weekdays[t.Weekday()], "day", strconv.Itoa(t.Day()),
		"month", p.Months[t.Month()-1], "year", strconv.Itoa(t.Year()))
}

// before returns the word that stands before a moment in place of what the
// template wrote there; ok is false if that is none of the words that change.
func (p *prepositions) before(dist distance, written string) (word string, ok bool) {
	for _, w := range p.Words {
		if strings.EqualFold(w, written) {
			return [...]string{today: p.Today, near: p.Near, away: p.Date}[dist], true
		}
	}
	return "", false
}

// english is what screens use for times: those of the team are in English,
// whatever the clients read.
var english = sync.OnceValue(func() *phrases {
	text, _ := builtIn.ReadFile(language + "/" + phrasesFile) // an embedded file system has no errors of its own
	return parsePhrases(phrasesFile, string(text), &strictyaml.Mistakes{})
})
