package candor

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Question is one of the five that bad news asks. None has to be answered with
// more than is known.
type Question string

const (
	DataLost    Question = "data_lost"   // is data gone, which, from when to when
	SpareCopy   Question = "backup"      // was there a tested spare copy
	Recoverable Question = "recoverable" // can any of it come back
	Intruder    Question = "intruder"    // might somebody have got in
	Personal    Question = "personal"    // is it about people
)

// Questions lists the five in the order in which they are asked.
var Questions = []Question{DataLost, SpareCopy, Recoverable, Intruder, Personal}

// Answer is what is known about a question; "" while nobody was asked.
type Answer string

const (
	Yes        Answer = "yes"
	No         Answer = "no"
	DontKnow   Answer = "unknown"   // valid for every question, and said to the client as it is
	NoCopy     Answer = "none"      // of SpareCopy: there was none
	CopyFailed Answer = "failed"    // there was one and it cannot be used
	CopyTested Answer = "tested"    // there is one, and it was restored to prove it
	Partly     Answer = "part"      // of Recoverable
	Suspected  Answer = "suspected" // of Intruder: not confirmed
	Confirmed  Answer = "confirmed" // of Intruder
)

// Answers lists what each question may be answered with, in the order of the form.
var Answers = map[Question][]Answer{
	DataLost:    {Yes, No, DontKnow},
	SpareCopy:   {NoCopy, CopyFailed, CopyTested, DontKnow},
	Recoverable: {Yes, Partly, No, DontKnow},
	Intruder:    {No, Suspected, Confirmed, DontKnow},
	Personal:    {Yes, No, DontKnow},
}

// Fact is one question's answer, who gave it and when.
type Fact struct {
	Answer Answer    `json:"answer"`
	Words  string    `json:"words,omitempty"` // which data; which part comes back: clients may read it
	From   string    `json:"from,omitempty"`  // of DataLost: as people say it, 10 February
	To     string    `json:"to,omitempty"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`    // when it was said last
	Since  time.Time `json:"since"` // when this answer was first given: deadlines count from here
}

// Noted is a sentence of one of the two lists, confirmed and not known.
type Noted struct {
	Text string    `json:"text"` // clients may read it
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// Facts are what is known and what is not, kept apart.
type Facts struct {
	Given   map[Question]Fact `json:"given,omitempty"`
	Known   []Noted           `json:"known,omitempty"`
	Unknown []Noted           `json:"unknown,omitempty"`
}

// Is says whether the question was answered so.
func (f *Facts) Is(q Question, a Answer) bool { return f.Given[q].Answer == a }

// Asked says whether every question has an answer, if only that nobody knows yet.
func (f *Facts) Asked() bool { return len(f.Given) == len(Questions) }

// Answer is the answer to a question as it may be told; "" while there is none.
// What can come back of lost data is no question before data is lost.
func (f *Facts) Answer(q Question) Answer {
	if q == Recoverable && !f.Is(DataLost, Yes) {
		return ""
	}
	return f.Given[q].Answer
}

// answers are the bare answers, to remember what a client was told.
func (f *Facts) answers() map[Question]Answer {
	m := make(map[Question]Answer, len(f.Given))
	for _, q := range Questions {
		if a := f.Answer(q); a != "" {
			m[q] = a
		}
	}
	return m
}

// ChangedAt is when an answer was given last; zero while none is.
func (f *Facts) ChangedAt() time.Time {
	var at time.Time
	for _, fact := range f.Given {
		at = later(at, fact.At)
	}
	return at
}

// givenAt is when the newest of the answers was first given; zero while none is.
func (f *Facts) givenAt() time.Time {
	var at time.Time
	for q := range f.answers() {
		at = later(at, f.Given[q].Since)
	}
	return at
}

// confirmedAt is when a loss or a break-in was confirmed, whichever came first;
// zero while neither is.
func (f *Facts) confirmedAt() time.Time {
	var at time.Time
	if f.Is(DataLost, Yes) {
		at = f.Given[DataLost].Since
	}
	if f.Is(Intruder, Confirmed) {
		at = sooner(at, f.Given[Intruder].Since)
	}
	return at
}

// awareAt is when it was known that data about people is concerned; zero while
// it is not.
func (f *Facts) awareAt() time.Time {
	if !f.Is(Personal, Yes) {
		return time.Time{}
	}
	return f.Given[Personal].Since
}

// BadNews says whether the five questions belong to the incident: by its kind,
// or because somebody has begun to answer them.
func (inc *Incident) BadNews() bool {
	return inc.KindTraits().BadNews || len(inc.Facts.Given) > 0
}

// Limits of what people may add to an answer and to the two lists.
const (
	maxFactWords = 300
	maxFactDate  = 100
	maxNoted     = 20
)

// FactAnswer is the answer to one question.
type FactAnswer struct {
	Question Question
	Answer   Answer
	Words    string
	From, To string // of DataLost
}

// SetFacts answers questions. What changes against what a client has heard is
// written down and brought up: the client is told, never quietly not.
func (s *Service) SetFacts(ctx context.Context, a Actor, number int64, answers ...FactAnswer) (*Incident, error) {
	return s.change(ctx, a, Change, number, func(tx Tx, inc *Incident, now time.Time) error {
		if inc.Over() {
			return inc.overError()
		}
		var changed []Question
		for _, ans := range answers {
			ans.Words, ans.From, ans.To = answered(ans.Words), answered(ans.From), answered(ans.To)
			if err := ans.check(); err != nil {
				return err
			}
			before := inc.Facts.Given[ans.Question]
			if !inc.Facts.give(ans, a.ID, now) {
				continue
			}
			if before.Answer != ans.Answer {
				changed = append(changed, ans.Question)
			}
			if err := record(tx, inc, a.ID, "fact", ans.sentence(), now); err != nil {
				return err
			}
		}
		return s.factsChanged(tx, inc, a, changed, now)
	})
}

// check refuses what is no answer to the question.
func (ans *FactAnswer) check() error {
	field := string(ans.Question)
	allowed, ok := Answers[ans.Question]
	switch {
	case !ok:
		return fieldError("question", "There is no question %q. Nothing was changed. The five are %s.", ans.Question, join(Questions))
	case !slices.Contains(allowed, ans.Answer):
		return fieldError(field, "%q does not answer %s. Nothing was changed. Write one of %s.", ans.Answer, ans.Question, join(allowed))
	case utf8.RuneCountInString(ans.Words) > maxFactWords:
		return fieldError(field+"_words", "Keep it to %d characters. Nothing was changed.", maxFactWords)
	case utf8.RuneCountInString(ans.From) > maxFactDate, utf8.RuneCountInString(ans.To) > maxFactDate:
		return fieldError(field+"_from", "Keep a date to %d characters, for example: 10 February. Nothing was changed.", maxFactDate)
	case noSuchDay(ans.From):
		return fieldError(field+"_from", "There is no %s. Nothing was changed.", ans.From)
	case noSuchDay(ans.To):
		return fieldError(field+"_to", "There is no %s. Nothing was changed.", ans.To)
	}
	return nil
}

var (
	noAnswer   = regexp.MustCompile(`(?i)^((we |i )?(do not|don't|don’t|dont) know( yet)?|(not |un)known( yet)?|no idea|none|n/?a|tbd|[?.\-]+)\.?$`)
	dayOfMonth = regexp.MustCompile(`^(\d{1,2})\.? +([A-Za-z]+)$`)
)

// answered is what somebody wrote; “don't know” and “none” are no words that a
// client could read in our sentence: an empty answer says so in one of its own.
func answered(text string) string {
	if text = strings.TrimSpace(text); noAnswer.MatchString(text) {
		return ""
	}
	return text
}

// noSuchDay says whether a date names a day that its month has in no year.
func noSuchDay(date string) bool {
	m := dayOfMonth.FindStringSubmatch(date)
	if m == nil {
		return false
	}
	if _, err := time.Parse("January", m[2]); err != nil {
		return false
	}
	_, err := time.Parse("2 January 2006", m[1]+" "+m[2]+" 2024")
	return err != nil
}

func join[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

// give keeps an answer and says whether it differs from the one before.
func (f *Facts) give(ans FactAnswer, by string, now time.Time) bool {
	have := f.Given[ans.Question]
	next := Fact{Answer: ans.Answer, Words: strings.TrimSpace(ans.Words), From: strings.TrimSpace(ans.From), To: strings.TrimSpace(ans.To), By: by, At: now, Since: now}
	if have.Answer == next.Answer {
		next.Since = have.Since
		if have.Words == next.Words && have.From == next.From && have.To == next.To {
			return false
		}
	}
	if f.Given == nil {
		f.Given = map[Question]Fact{}
	}
	f.Given[ans.Question] = next
	return true
}

// sentence is the answer as the timeline keeps it.
func (ans *FactAnswer) sentence() string {
	text := fmt.Sprintf("%s: %s", ans.Question, ans.Answer)
	if ans.Words != "" {
		text += ", " + strings.TrimSpace(ans.Words)
	}
	if ans.From != "" || ans.To != "" {
		text += fmt.Sprintf(" (from %s to %s)", orUnknown(ans.From), orUnknown(ans.To))
	}
	return text + "."
}

func orUnknown(s string) string {
	if s = strings.TrimSpace(s); s == "" {
		return "unknown"
	}
	return s
}

// factsChanged follows new answers: the severity that they ask for, the hour
// within which a loss is told, and the clients who have heard otherwise.
func (s *Service) factsChanged(tx Tx, inc *Incident, a Actor, changed []Question, now time.Time) error {
	if floor := inc.floor(s.Playbook(inc.Kind)); inc.State == Open && floor != 0 && inc.Severity > floor {
		was := inc.Severity
		if err := inc.SetSeverity(floor, now); err != nil {
			return err
		}
		if err := s.weighed(tx, inc, a, was, now); err != nil {
			return err
		}
	}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		inc.hurry(aff, now)
		for _, q := range changed {
			e := inc.newsFor(aff, q)
			if e == nil {
				continue
			}
			if err := s.clientEvent(tx, inc, aff, *e, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// newsFor is the event that a changed answer is for a client; nil if it is none.
func (inc *Incident) newsFor(aff *Affected, q Question) *ClientEvent {
	name, now, was := aff.Client.Name, inc.Facts.Answer(q), aff.Knows[q]
	switch {
	case now == "":
	case q == DataLost && now == Yes && was != Yes:
		return &ClientEvent{What: LossConfirmed, Text: fmt.Sprintf("Data is gone, and %s does not know. Tell them by %s UTC.", name, inc.disclosure(aff).UTC().Format("15:04"))}
	case was != "" && was != now:
		return &ClientEvent{What: FactChanged, Text: fmt.Sprintf("%s was told otherwise about %s: %s, and now it is %s. Tell them.", name, q, was, now)}
	}
	return nil
}

// floor is the mildest severity that the incident may have: that of its kind,
// eased where a fact is known that eases it, and the worst where data is gone
// for which nobody has shown that all of it comes back.
func (inc *Incident) floor(pb *Playbook) Severity {
	var floor Severity
	if pb != nil {
		floor = pb.Floor
		if e := pb.Eased; e != nil && inc.Facts.Is(e.Fact, e.Answer) {
			floor = e.Floor
		}
	}
	if inc.Facts.Is(DataLost, Yes) && !inc.Facts.Is(Recoverable, Yes) {
		floor = BusinessStopped
	}
	return floor
}

// Has is the answer that the client has as it should have it: in writing where
// we can write to them. What was only said on the phone is written, too.
func (aff *Affected) Has(q Question) Answer {
	if len(aff.Client.Destinations()) > 0 {
		return aff.Wrote[q]
	}
	return aff.Knows[q]
}

// News lists the questions whose answer the client does not have as it is now,
// in the order of the questions. That nobody knows is no news to somebody who
// never heard of the question.
func (inc *Incident) News(aff *Affected) (list []Question) {
	for _, q := range Questions {
		now := inc.Facts.Answer(q)
		if now == "" || now == aff.Has(q) || now == DontKnow && aff.Has(q) == "" {
			continue
		}
		list = append(list, q)
	}
	return list
}

// NewsKind is the kind of update that brings the client up to date with the
// facts: the disclosure first, then a correction where they were told something
// that is not so, then what is new.
func (inc *Incident) NewsKind(aff *Affected) string {
	f := &inc.Facts
	switch {
	case f.Is(DataLost, Yes) && aff.Has(DataLost) != Yes:
		return DataLoss
	case inc.breachOpen(aff):
		return BreachSuspected
	case !aff.Opened():
		return FirstNoticeUnknown
	}
	if len(aff.Wrote) > 0 && len(inc.Wrong(aff, 0)) > 0 {
		return Correction
	}
	return Progress
}

// breachOpen says whether the client has to hear that somebody may have got in.
func (inc *Incident) breachOpen(aff *Affected) bool {
	f, has := &inc.Facts, aff.Has(Intruder)
	if f.Is(Intruder, Suspected) || f.Is(Intruder, Confirmed) {
		return has != Suspected && has != Confirmed
	}
	return inc.KindTraits().Access == BrokenIn && f.Is(Intruder, DontKnow) && has == ""
}

// Learn adds a sentence to one of the two lists, confirmed or not known.
func (s *Service) Learn(ctx context.Context, a Actor, number int64, confirmed bool, text string) (*Incident, error) {
	return s.change(ctx, a, Change, number, func(tx Tx, inc *Incident, now time.Time) error {
		text, list, what := strings.TrimSpace(text), &inc.Facts.Unknown, "unknown"
		if confirmed {
			list, what = &inc.Facts.Known, "known"
		}
		switch {
		case inc.Over():
			return inc.overError()
		case text == "":
			return Errorf(Invalid, "Nothing was written. Say it in words that the client may read, for example: %s the orders of today are complete.", what)
		case utf8.RuneCountInString(text) > maxFactWords:
			return Errorf(Invalid, "Keep it to %d characters; this has %d. Nothing was written.", maxFactWords, utf8.RuneCountInString(text))
		case len(*list) >= maxNoted:
			return Errorf(Conflict, "Nothing was written: the list is full (%d). Take one away first: %s drop 1.", maxNoted, what)
		}
		*list = append(*list, Noted{Text: text, By: a.ID, At: now})
		return record(tx, inc, a.ID, what, map[bool]string{true: "Confirmed: ", false: "Not known: "}[confirmed]+text, now)
	})
}

// Unlearn takes sentence n, from 1, off one of the two lists.
func (s *Service) Unlearn(ctx context.Context, a Actor, number int64, confirmed bool, n int) (*Incident, error) {
	return s.change(ctx, a, Change, number, func(tx Tx, inc *Incident, now time.Time) error {
		list, what := &inc.Facts.Unknown, "unknown"
		if confirmed {
			list, what = &inc.Facts.Known, "known"
		}
		switch {
		case inc.Over():
			return inc.overError()
		case n < 1 || n > len(*list):
			return Errorf(NotFound, "There is no line %d in that list of %d. Nothing was changed. Type %s to see it.", n, len(*list), what)
		}
		gone := (*list)[n-1].Text
		*list = slices.Delete(*list, n-1, n)
		return record(tx, inc, a.ID, what, "Taken off the list: "+gone, now)
	})
}

// weAre is how a sentence begins that only completes ours.
var weAre = regexp.MustCompile(`(?i)^(we are|we're|we’re|i am|i'm|i’m)\s+`)

// SetDoing says what we do about it, in words that complete "We are …".
func (s *Service) SetDoing(ctx context.Context, a Actor, number int64, text string) (*Incident, error) {
	return s.change(ctx, a, Change, number, func(tx Tx, inc *Incident, now time.Time) error {
		text := weAre.ReplaceAllString(strings.TrimRight(strings.TrimSpace(text), "."), "")
		switch {
		case inc.Over():
			return inc.overError()
		case text == "":
			return Errorf(Invalid, "Nothing was changed. Complete “We are …” in words that the client may read, for example: doing restoring last night's copy.")
		case utf8.RuneCountInString(text) > maxFactWords:
			return Errorf(Invalid, "Keep it to %d characters; this has %d. Nothing was changed.", maxFactWords, utf8.RuneCountInString(text))
		}
		inc.Doing, inc.DoingAt = text, now
		return record(tx, inc, a.ID, "doing", "We are "+text+".", now)
	})
}
