package incident

import (
	"time"

	"candor/incident/facts"
	"candor/incident/schedule"
)

// Noticer is who noticed an incident first.
type Noticer string

const (
	NoticedByUs    Noticer = ""
	NoticedByThem  Noticer = "client" // they told us
	NoticedByAlarm Noticer = "alarm"
)

// Noticed is when we noticed the bad news: as somebody said, else when it was
// declared, or turned out to be bad news. A legal deadline may count from it, so
// it is never later than what shows that we knew: the first word to a client, or
// a client's question.
func (inc *Incident) Noticed() time.Time {
	at, turned := inc.Facts.NoticedAt, inc.KindTraits().BadNews || !inc.Facts.GraveSince().IsZero()
	if at.IsZero() || turned && at.Equal(inc.Facts.Outset) {
		at = inc.DeclaredAt
		if turned { // else nothing has turned out
			at = schedule.Later(at, inc.Facts.TurnedAt)
		}
	}
	return schedule.Sooner(at, inc.KnewBy())
}

// Turns notes that what turns out now is known from now on, not since it was declared, or
// since somebody said that nobody knows.
func (inc *Incident) Turns(now time.Time) {
	if !inc.KindTraits().BadNews && inc.Facts.GraveSince().IsZero() {
		inc.Facts.TurnedAt, inc.Facts.Outset = now, inc.Facts.NoticedAt
	}
}

// LossNoticed is when we knew of the loss that a client has to hear of, nil: of any: not when
// we noticed something else, and looked.
func (inc *Incident) LossNoticed(aff *Affected) time.Time {
	f, t, outgrown := inc.FactsOf(aff), inc.KindTraits(), inc.Outgrown(aff)
	later := f.LossBehind(facts.Intruder) || !t.BadNews && f.LossBehind(facts.Personal) || t.BadNews && t.Suspects() != facts.DataLost
	return f.LossFound(inc.Noticed(), later, outgrown)
}

// SeeLoss keeps when the first of us saw the loss that a client has to hear of, nil: that all
// have to, as somebody says or as they read.
func (inc *Incident) SeeLoss(aff *Affected, at time.Time) {
	noticed, found := inc.Noticed(), inc.LossNoticed(aff)
	if !found.After(noticed) || at.Before(noticed) {
		inc.Facts.NoticedAt, inc.Facts.Outset = at, time.Time{}
	}
	lists := []map[facts.Question]facts.Fact{inc.Facts.Given}
	for i := range inc.Clients {
		if one := &inc.Clients[i]; aff == nil || aff == one {
			lists = append(lists, one.Own)
		}
	}
	for _, given := range lists {
		if lost := given[facts.DataLost]; found.After(noticed) && lost.Answer == facts.Yes {
			given[facts.DataLost] = lost.SawLoss(at, inc.Outgrown(aff))
		}
	}
}

// Began is when the trouble began; zero of what is found at a time, and nobody has said when
// it happened: bad news, what reads like some, and what nothing was down of.
func (inc *Incident) Began() time.Time {
	found := !inc.CanWorkAgain() || len(inc.Hints) > 0
	if inc.KindTraits().BadNews || found && inc.Since.Equal(inc.Noticed()) {
		return time.Time{}
	}
	return inc.Since
}

// KnewBy is the earliest that shows that we knew of the bad news; zero if nothing
// does yet.
func (inc *Incident) KnewBy() (at time.Time) {
	at = inc.Facts.GraveSince()
	if !inc.Facts.TurnedAt.IsZero() { // what they heard before was about something else
		return at
	}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		at = schedule.Sooner(at, aff.FirstAt)
		for _, ask := range aff.Asks {
			at = schedule.Sooner(at, ask.At)
		}
	}
	return at
}
