package drill

import "time"

// Score is how a drill went, from its record.
type Score struct {
	At        time.Time  `json:"at"`    // when it ended
	Began     time.Time  `json:"began"` // when it began
	ToldAt    time.Time  `json:"told_at,omitzero"`
	Promises  []Promise  `json:"promises,omitempty"`
	Questions []Question `json:"questions,omitempty"`
	Do        []Advice   `json:"do,omitempty"` // at most two, what matters most first
}

// Promise is a time that was named, and what became of it.
type Promise struct {
	Due   time.Time `json:"due"`
	Wrote time.Time `json:"wrote,omitzero"` // zero: nobody wrote by the end
}

// Kept says whether a text came by its time.
func (p Promise) Kept() bool { return !p.Wrote.IsZero() && !p.Wrote.After(p.Due) }

// Question is what they asked, and when they had an answer.
type Question struct {
	Asks     string    `json:"asks"`
	At       time.Time `json:"at"`                // zero: it was answered before they asked
	Answered time.Time `json:"answered,omitzero"` // zero: never
}

// Advice is what to do better.
type Advice string

const (
	TellSooner Advice = "sooner" // they waited too long for the first word
	NameATime  Advice = "time"   // a text promised no next time
	KeepTimes  Advice = "kept"   // a promised time passed
	AnswerThem Advice = "answer" // a question stayed open
	AllWell    Advice = "well"
)

const (
	mostAdvice = 2
	quickly    = time.Minute // in which the first word can leave, in the three minutes of a script
	soon       = time.Minute // in which a question can be answered
)

// Score is how it went up to now.
func (d *Drill) Score(heard []Text, now time.Time) *Score {
	s := &Score{At: now, Began: d.At}
	open := false
	for i, t := range heard {
		if i == 0 {
			s.ToldAt = t.At
		}
		open = open || t.Next.IsZero() && !t.Last
		if t.Next.IsZero() {
			continue
		}
		p := Promise{Due: t.Next}
		if i+1 < len(heard) {
			p.Wrote = heard[i+1].At
		}
		if !p.Wrote.IsZero() || p.Due.Before(now) { // what lies ahead was not tried
			s.Promises = append(s.Promises, p)
		}
	}
	s.Questions = d.questions(heard)
	s.Do = d.advice(s, open)
	return s
}

// questions are what they asked, or would have.
func (d *Drill) questions(heard []Text) (list []Question) {
	for i := range d.Script.Lines {
		l := &d.Script.Lines[i]
		if l.Asks == "" {
			continue
		}
		at := d.asked(l)
		if !at.IsZero() {
			list = append(list, Question{Asks: l.Asks, At: at, Answered: answeredAt(l, at, heard)})
			continue
		}
		if before := answeredAt(l, d.At, heard); len(l.Words) > 0 && !before.IsZero() {
			list = append(list, Question{Asks: l.Asks, Answered: before})
		}
	}
	return list
}

// advice says what to do better.
func (d *Drill) advice(s *Score, open bool) (list []Advice) {
	add := func(a Advice, so bool) {
		if so && len(list) < mostAdvice {
			list = append(list, a)
		}
	}
	add(TellSooner, s.ToldAt.IsZero() || s.ToldAt.Sub(s.Began) > d.paced(quickly))
	late, unanswered := false, false
	for _, p := range s.Promises {
		late = late || !p.Kept()
	}
	for _, q := range s.Questions {
		unanswered = unanswered || q.Answered.IsZero() || !q.At.IsZero() && q.Answered.Sub(q.At) > d.paced(soon)
	}
	add(KeepTimes, late)
	add(AnswerThem, unanswered)
	add(NameATime, open)
	add(AllWell, len(list) == 0)
	return list
}
