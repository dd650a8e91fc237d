package facts

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident/fault"
	"candor/incident/schedule"
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
	PartBack   Answer = "partback"  // of Recoverable: part of it has come back, and nothing more will
	Restored   Answer = "back"      // of Recoverable: all of it has come back
	Suspected  Answer = "suspected" // of Intruder: not confirmed
	Confirmed  Answer = "confirmed" // of Intruder
)

// Answers lists what each question may be answered with, in the order of the form.
var Answers = map[Question][]Answer{
	DataLost:    {Yes, No, DontKnow},
	SpareCopy:   {NoCopy, CopyFailed, CopyTested, DontKnow},
	Recoverable: {Yes, Partly, No, PartBack, Restored, DontKnow},
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

	Doubted time.Time `json:"doubted,omitzero"` // of Recoverable, where it was back: since when it is down again, and nobody has looked; zero elsewhere

	Beside []string `json:"beside,omitempty"` // of DataLost, where none is: the clients of whom data is lost in another incident, by id

	Denied   bool        `json:"denied,omitempty"`   // of DataLost: somebody had looked, and said before that none is
	Reworded []time.Time `json:"reworded,omitempty"` // when something else was said of it: of DataLost, that something else is lost, or more
	Noticed  time.Time   `json:"noticed,omitzero"`   // of DataLost: when the first of us saw it, as they said; zero: nobody did
}

// Facts are what is known and what is not, kept apart.
type Facts struct {
	NoticedAt time.Time         `json:"noticed_at,omitzero"` // when somebody of us noticed it, as they said; zero: when it was declared
	TurnedAt  time.Time         `json:"turned_at,omitzero"`  // when an incident of another kind became bad news; zero: it was from the beginning
	Outset    time.Time         `json:"outset,omitzero"`     // what NoticedAt was as it turned: when that was noticed which it was then
	Given     map[Question]Fact `json:"given,omitempty"`
	Known     []Noted           `json:"known,omitempty"`
	Unknown   []Noted           `json:"unknown,omitempty"`
	Wrong     []Noted           `json:"wrong,omitempty"` // what was on the list of what is certain and is wrong; At is when that was said

	KnownLast   int `json:"known_last,omitempty"` // the last number that a sentence of the list was given
	UnknownLast int `json:"unknown_last,omitempty"`
}

// newest is how many of the sentences that are known a draft begins with.
const newest = 3

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

// Gone says whether nothing of what is lost comes back any more: none of it, or no more than what is back.
func (f *Facts) Gone() bool { return f.Is(Recoverable, No) || f.Is(Recoverable, PartBack) }

// LossOpen says whether data is lost and not all of it is back.
func (f *Facts) LossOpen() bool { return f.Is(DataLost, Yes) && !f.Is(Recoverable, Restored) }

// Answers are the bare answers, to remember what a client was told.
func (f *Facts) Answers() map[Question]Answer {
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
		at = schedule.Later(at, fact.At)
	}
	return at
}

// GivenAt is when the newest of the answers was first given; zero while none is.
func (f *Facts) GivenAt() time.Time {
	var at time.Time
	for q := range f.Answers() {
		at = schedule.Later(at, f.Given[q].Since)
	}
	return at
}

// ConfirmedAt is when a loss or a break-in was confirmed, whichever came first;
// zero while neither is.
func (f *Facts) ConfirmedAt() time.Time {
	var at time.Time
	if f.Is(DataLost, Yes) {
		at = f.Given[DataLost].Since
	}
	if f.Is(Intruder, Confirmed) {
		at = schedule.Sooner(at, f.Given[Intruder].Since)
	}
	return at
}

// AwareAt is when it was known that data about people is concerned; zero while
// it is not.
func (f *Facts) AwareAt() time.Time {
	if !f.Is(Personal, Yes) {
		return time.Time{}
	}
	return f.Given[Personal].Since
}

// Limits of what people may add to an answer and to the two lists.
const (
	MaxFactWords = 300
	maxFactDate  = 100
	MaxNoted     = 20
)

// FactAnswer is the answer to one question.
type FactAnswer struct {
	Client   string // id of the one of several whom it is about; empty: it is so for all
	Question Question
	Answer   Answer
	Words    string
	From, To string // of DataLost

	Beside  []string          // see [Fact]
	Noticed time.Time         // when the first of us saw it, as they say now; zero: as it was
	Makers  map[string]string // of SpareCopy: who was to make the backups of a client's data, by the client's id; nil: nobody was asked
}

// Check refuses what is no answer to the question.
func (ans *FactAnswer) Check() error {
	field := string(ans.Question)
	allowed, ok := Answers[ans.Question]
	switch {
	case !ok:
		return fault.FieldError("question", "There is no question “%s”. Nothing was changed. The five are %s.", ans.Question, fault.Join(Questions))
	case !slices.Contains(allowed, ans.Answer):
		if ans.Answer == "" {
			return fault.FieldError(field, "%s has no answer yet. Nothing was changed. Write one of %s behind it.", ans.Question, fault.Join(allowed))
		}
		return fault.FieldError(field, "“%s” does not answer %s. Nothing was changed. Write one of %s.", ans.Answer, ans.Question, fault.Join(allowed))
	case utf8.RuneCountInString(ans.Words) > MaxFactWords:
		return fault.FieldError(field+"_words", "Keep it to %d characters. Nothing was changed.", MaxFactWords)
	case utf8.RuneCountInString(ans.From) > maxFactDate:
		return fault.FieldError(field+"_from", "Keep a date to %d characters, for example: 10 February. Nothing was changed.", maxFactDate)
	case utf8.RuneCountInString(ans.To) > maxFactDate:
		return fault.FieldError(field+"_to", "Keep a date to %d characters, for example: 10 March. Nothing was changed.", maxFactDate)
	case NoSuchDay(ans.From):
		return fault.FieldError(field+"_from", "There is no %s. Nothing was changed.", ans.From)
	case NoSuchDay(ans.To):
		return fault.FieldError(field+"_to", "There is no %s. Nothing was changed.", ans.To)
	}
	return nil
}

// Give keeps an answer and says whether it differs from the one before.
func (f *Facts) Give(ans FactAnswer, by string, now time.Time) bool {
	have := f.Given[ans.Question]
	next := Fact{Answer: ans.Answer, Words: strings.TrimSpace(ans.Words), From: strings.TrimSpace(ans.From), To: strings.TrimSpace(ans.To), By: by, At: now, Since: now, Beside: ans.Beside}
	if have.Answer == next.Answer {
		next.Since = have.Since
		reworded := have.Words != next.Words || have.From != next.From || have.To != next.To
		again := ans.Question == Recoverable && f.Doubtful() && !f.Given[DataLost].Changed().Equal(now) // who says in one act what is lost has not looked at what is back
		if !reworded && !again {
			return false
		}
		next.Noticed, next.Reworded = have.Noticed, have.Reworded
		if reworded {
			next.Reworded = append(slices.Clone(have.Reworded), now)
		}
	}
	next.Denied = have.Denied || have.Answer == No
	if f.Given == nil {
		f.Given = map[Question]Fact{}
	}
	f.Given[ans.Question] = next
	return true
}

// WasWrong says whether what the client was told turned out not to be so: not
// where it was said that it is not known, and not where more of it comes back than was
// said. That nothing can come back, or no more, is wrong as soon as anything does.
func WasWrong(was, now Answer) bool {
	switch was {
	case "", DontKnow, Suspected:
		return false
	case Partly:
		return now != Partly && now != Yes && now != PartBack && now != Restored
	}
	return was != now && (was == No || was == PartBack || now != Restored)
}

// Learned adds to the answers that a client has heard, each of the update of that
// number, what update n told. What a newer one told stays.
func Learned(answers map[Question]Answer, of map[Question]int, told map[Question]Answer, n int) (map[Question]Answer, map[Question]int) {
	for q, a := range told {
		if of[q] > n {
			continue
		}
		if answers == nil {
			answers = map[Question]Answer{}
		}
		if of == nil {
			of = map[Question]int{}
		}
		answers[q], of[q] = a, n
	}
	return answers, of
}
