package main

import (
	"cmp"
	"errors"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"candor/cmd/candor/candour"
	"candor/sandbox/catch"
)

// truthLog is what the people of a story said that they know, as they typed it.
// The story keeps it from its own acts, and never asks the program.
type truthLog struct {
	known  []candour.Known
	filled map[string][]candour.Known // by person: what stands in the form that is not submitted yet
	about  map[string]string          // by person: the incident that they acted on last: not every form names it
}

var (
	incidentName = regexp.MustCompile(`INC-\d+`)
	typedFact    = regexp.MustCompile(`^/incident (?:INC-\d+ )?fact (?:(\S+) )??(data_lost|backup|recoverable|intruder|personal) (\w+)(?: (acme|globex)\b)?`)
	typedNot     = regexp.MustCompile(`^/incident (?:INC-\d+ )?not (acme|globex)(?: but (acme|globex))?\s*:`)
	typedAffects = regexp.MustCompile(`^/incident (?:INC-\d+ )?affects (acme|globex)\b`)
	chosenWhose  = regexp.MustCompile(`Whose data is it\?: \{(.+?)\}`)
	toldWhom     = regexp.MustCompile(`you told (.+?) that\.`)
	typedWorks   = regexp.MustCompile(`^/incident (?:INC-\d+ )?(works|status monitoring|reopen)\b`)
	notDone      = regexp.MustCompile(`Nothing was|was \*?not\*?`)
	ended        = regexp.MustCompile(`^/incident (?:INC-\d+ )?cancel\b`)
)

// asked are the questions of the forms, by a word that their label cannot do without.
var asked = []struct {
	label    *regexp.Regexp
	question candour.Question
}{
	{regexp.MustCompile(`(?i)is data (gone|lost)`), candour.Loss},
	{regexp.MustCompile(`(?i)was there a.* (backup|spare copy)`), candour.Backup},
	{regexp.MustCompile(`(?i)can any of it come back`), candour.Return},
	{regexp.MustCompile(`(?i)have got in|get in`), candour.Intruder},
	{regexp.MustCompile(`(?i)is it about people|personal data`), candour.Personal},
	{regexp.MustCompile(`(?i)seen working from outside`), candour.Works},
	{regexp.MustCompile(`(?i)is it a temporary fix`), candour.Temporary},
	{regexp.MustCompile(`(?i)was data lost`), candour.Loss},
}

// quoted are the fields of the forms of which the words count.
var quoted = []struct {
	label    string
	question candour.Question
}{
	{"What did we tell them that was wrong?", candour.Wrong},
	{"What is right?", candour.Right},
}

// chosen are the answers of the forms, by how their labels begin.
var chosen = []struct{ label, answer string }{
	{"Don't know", "unknown"}, {"Don’t know", "unknown"},
	{"No, there was none", "none"}, {"There was one, and it does not work", "failed"}, {"Yes, and it was tested", "tested"},
	{"None is lost", "no"}, {"They say so", "yes"}, {"Acme Shop says so", "yes"}, {"Globex Travel says so", "yes"},
	{"Part of it", "part"}, {"Perhaps", "suspected"}, {"Yes, it is confirmed", "confirmed"},
	{"Yes", "yes"}, {"No", "no"},
}

// saidOf are the words of the bad news that somebody says they told, by question.
var saidOf = []struct {
	words    *regexp.Regexp
	question candour.Question
}{
	{regexp.MustCompile(`(?i)data (is|may be) gone`), candour.Loss},
	{regexp.MustCompile(`(?i)backup`), candour.Backup},
	{regexp.MustCompile(`(?i)got in`), candour.Intruder},
	{regexp.MustCompile(`(?i)personal data`), candour.Personal},
}

// saying is what a label or a list of choices says that they told.
func saying(text string) (list []candour.Known) {
	for _, s := range saidOf {
		if s.words.MatchString(text) {
			list = append(list, candour.Known{Question: candour.Said, Answer: string(s.question)})
		}
	}
	return list
}

// note keeps what an act that was possible said of the harm. before is what the
// person had open before it, or read where they pressed.
func (s *story) note(at time.Time, args []string, before string) {
	l, who, text := &s.truth, args[min(1, len(args)-1)], args[len(args)-1]
	l.acted(args)
	switch args[0] {
	case "fill":
		if len(args) == 4 && strings.Contains(args[2], "did you say") {
			l.fill(who, saying(text)...)
		}
		if args[2] == "Whose data is it?" { // the answers below are another client's now
			delete(l.filled, who)
		}
		for _, f := range quoted {
			if len(args) == 4 && args[2] == f.label {
				l.fill(who, candour.Known{Question: f.question, Answer: text})
			}
		}
		if len(args) == 4 && args[2] == "What does not work yet?" {
			l.fill(who, candour.Known{Question: candour.Works, Answer: "part"})
		}
		for _, a := range asked {
			if len(args) == 4 && a.label.MatchString(args[2]) {
				l.fill(who, candour.Known{Question: a.question, Answer: answerOf(text)})
			}
		}
	case "submit":
		name := cmp.Or(incidentName.FindString(before), l.about[who])
		if strings.HasPrefix(before, "== Close INC-") {
			l.add(at, name, candour.Over, "closed")
		}
		for _, k := range l.filled[who] {
			if strings.Contains(before, "(no channel, no address: call them)") && (k.Question == candour.Wrong || k.Question == candour.Right) {
				continue // they hear it, and read nothing
			}
			l.add(at, name, k.Question, k.Answer)
			if k.Question == candour.Said {
				l.known[len(l.known)-1].Client = companyOf(strings.ToLower(before))
			}
			if m := chosenWhose.FindStringSubmatch(before); m != nil {
				l.known[len(l.known)-1].Client = whose(m[1])
			}
		}
		delete(l.filled, who)
	case "cancel":
		delete(l.filled, who)
	case "press":
		if works, ok := map[string]string{"It works again": "yes", "It is down again": "no"}[text]; ok && len(args) > 2 {
			l.add(at, incidentOf(append([]string{""}, args[1:]...)), candour.Works, works)
		}
		lines := toldWhom.FindAllStringSubmatch(s.p.slack.Text(who, place(args[1:])), -1)
		if what, ok := strings.CutPrefix(text, "I said that "); ok && len(lines) > 0 {
			for _, k := range saying(what) {
				l.add(at, incidentOf(append([]string{""}, args[1:]...)), k.Question, k.Answer)
				l.known[len(l.known)-1].Client = companyOf(strings.ToLower(lines[len(lines)-1][1]))
			}
		}
		if strings.HasPrefix(text, "I agree") { // a second person is asked in a message of their own
			names := incidentName.FindAllString(before, -1)
			if len(names) > 0 {
				l.add(at, names[len(names)-1], candour.Agreed, "")
			}
		}
	case "slack":
		name := incidentOf(args)
		answer := s.p.slack.Text(who, commandPlace(args))
		if m := typedFact.FindStringSubmatch(text); m != nil && !lastRefused(answer) {
			l.add(at, name, candour.Question(m[2]), m[3])
			l.known[len(l.known)-1].Client = whose(m[1] + m[4])
		}
		if m := typedAffects.FindStringSubmatch(text); m != nil && !lastRefused(answer) {
			l.known = append(l.known, candour.Joins(l.known, name, m[1], at)...)
		}
		if m := typedNot.FindStringSubmatch(text); m != nil && !lastRefused(answer) {
			if m[2] != "" {
				l.known = append(l.known, candour.Joins(l.known, name, m[2], at)...)
			}
			if strings.Contains(last(answer), "is not in "+name) {
				l.known = append(l.known, candour.Leaves(l.known, name, m[1], at)...)
			}
		}
		if m := typedWorks.FindStringSubmatch(text); m != nil && !notDone.MatchString(last(answer)) {
			l.add(at, name, candour.Works, map[bool]string{true: "no", false: "yes"}[m[1] == "reopen"])
		}
		if ended.MatchString(text) && strings.Contains(answer, name+" is cancelled") {
			l.add(at, name, candour.Over, "cancelled")
		}
	}
}

// commandPlace is where a command was typed.
func commandPlace(args []string) string {
	if len(args) < 4 {
		return "#team"
	}
	return channelName(args[2])
}

// lastRefused says whether the last thing that a person reads somewhere is that
// nothing was changed.
func lastRefused(place string) bool {
	return strings.Contains(last(place), "Nothing was changed")
}

// last is the last message that stands in a place.
func last(place string) string {
	lines := strings.Split(strings.TrimSpace(place), "\n@candor")
	return lines[len(lines)-1]
}

// acted keeps which incident a person pressed or typed about last.
func (l *truthLog) acted(args []string) {
	if args[0] == "press" && len(args) > 3 {
		args = append([]string{""}, args[1:]...)
	} else if args[0] != "slack" {
		return
	}
	if l.about == nil {
		l.about = map[string]string{}
	}
	if name := incidentOf(args); name != "" {
		l.about[args[1]] = name
	}
}

// whose is the client whom an answer is about; "" for all.
func whose(name string) string {
	if of := companyOf(strings.ToLower(name)); slices.Contains(companies, of) {
		return of
	}
	return ""
}

// fill keeps what stands in somebody's form that is not submitted yet.
func (l *truthLog) fill(who string, list ...candour.Known) {
	if l.filled == nil {
		l.filled = map[string][]candour.Known{}
	}
	l.filled[who] = append(l.filled[who], list...)
}

func (l *truthLog) add(at time.Time, incident string, q candour.Question, answer string) {
	l.known = append(l.known, candour.Known{At: at, Incident: incident, Question: q, Answer: answer})
}

func answerOf(label string) string {
	for _, c := range chosen {
		if strings.HasPrefix(label, c.label) {
			return c.answer
		}
	}
	return label
}

// incidentOf is the incident that a command names, or in whose channel it is typed.
func incidentOf(args []string) string {
	if name := incidentName.FindString(args[len(args)-1]); name != "" || len(args) < 4 {
		return name
	}
	if n, ok := strings.CutPrefix(args[2], "inc-"); ok {
		n, _, _ = strings.Cut(n, "-")
		return "INC-" + n
	}
	return ""
}

// logged counts over all stories how often each question was answered: a label that
// reads otherwise one day must not leave the log empty.
var logged = struct {
	sync.Mutex
	stories int
	answers map[candour.Question]int
}{answers: map[candour.Question]int{}}

// candour holds what the clients of a story got against what was known.
func (s *story) candour() error {
	logged.Lock()
	logged.stories++
	for _, k := range s.truth.known {
		logged.answers[k.Question]++
	}
	logged.Unlock()
	var breaches []error
	for _, b := range candour.Breaches(s.truth.known, s.got()) {
		breaches = append(breaches, errors.New(b))
	}
	return errors.Join(breaches...)
}

// everythingLogged fails where all stories together never answer a question.
func everythingLogged(t *testing.T) {
	if os.Getenv("CANDOR_TEST_TENTH") != "" {
		return
	}
	logged.Lock()
	defer logged.Unlock()
	for _, q := range []candour.Question{candour.Loss, candour.Backup, candour.Return, candour.Intruder, candour.Personal, candour.Over, candour.Works, candour.Temporary, candour.Wrong} {
		if logged.stories > 50 && logged.answers[q] < 1 { // else only some were chosen
			t.Errorf("%d stories, and the log of the truth has %q %d times: does a label read otherwise?", logged.stories, q, logged.answers[q])
		}
	}
}

// got is every text that reached somebody of a client, byte for byte.
func (s *story) got() (list []candour.Got) {
	for _, c := range s.p.slack.Channels() {
		if !c.Shared || incidentName.MatchString(strings.ToUpper(c.Name)) {
			continue
		}
		names := map[string]string{} // by the message that began a thread
		for _, m := range s.p.slack.Messages(c.ID) {
			if !m.Bot || m.Ephemeral != "" || m.Subtype != "" || m.Deleted {
				continue
			}
			name := names[m.ThreadTS]
			if name == "" {
				name = incidentName.FindString(m.Text)
				names[m.TS] = name
			}
			list = append(list, candour.Got{At: stamped(m.TS), Incident: name, Client: companyOf(c.Name), Reader: "#" + c.Name, Text: m.Text})
		}
	}
	for _, m := range s.p.slack.Mails("") {
		list = append(list, candour.Got{At: m.At, Incident: incidentName.FindString(m.Subject + m.Text), Client: companyOf(m.To), Reader: m.To, Text: m.Subject + "\n" + m.Text})
	}
	for _, c := range s.p.slack.Caught(catch.Webhook, "") {
		if c.Taken() {
			list = append(list, candour.Got{At: c.At, Incident: incidentName.FindString(c.Body), Client: companyOf(c.Name), Reader: "webhook " + c.Name, Text: c.Body})
		}
	}
	return list
}

// companies are the clients of the stories of which each has answers of its own.
var companies = []string{"acme", "globex", "fox"}

// companyOf is whose an address is, by what it is called.
func companyOf(address string) string {
	for _, company := range companies {
		if strings.Contains(address, company) {
			return company
		}
	}
	return address
}

// stamped is the time in a message's timestamp.
func stamped(ts string) time.Time {
	sec, micro, _ := strings.Cut(ts, ".")
	s, _ := strconv.ParseInt(sec, 10, 64)
	us, _ := strconv.ParseInt(micro, 10, 64)
	return time.Unix(s, us*1000)
}
