package incident

import (
	"time"

	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/schedule"
	"candor/incident/update"
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
	at := inc.Facts.NoticedAt
	if at.IsZero() {
		at = inc.DeclaredAt
		if inc.KindTraits().BadNews || !inc.Facts.GraveSince().IsZero() { // else nothing has turned out
			at = schedule.Later(at, inc.Facts.TurnedAt)
		}
	}
	return schedule.Sooner(at, inc.knewBy())
}

// Turns notes that what turns out now is known from now on, not since it was declared, or
// since somebody said that nobody knows.
func (inc *Incident) Turns(now time.Time) {
	if !inc.KindTraits().BadNews && inc.Facts.GraveSince().IsZero() {
		inc.Facts.TurnedAt = now
	}
}

// LossNoticed is when we knew that data is lost.
func (inc *Incident) LossNoticed() time.Time {
	return schedule.Later(inc.Noticed(), inc.Facts.LossBehind(inc.KindTraits().Suspects() == facts.Intruder))
}

// Began is when the trouble began; zero of bad news, which is found at a time, and nobody
// knows yet when it happened.
func (inc *Incident) Began() time.Time {
	if inc.KindTraits().BadNews {
		return time.Time{}
	}
	return inc.Since
}

// knewBy is the earliest that shows that we knew of the bad news; zero if nothing
// does yet.
func (inc *Incident) knewBy() (at time.Time) {
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

// SetNoticed keeps when somebody says that we noticed it, unless that is no change.
func (inc *Incident) SetNoticed(at, now time.Time) error {
	at = at.Truncate(time.Minute)
	switch known := inc.Noticed().Truncate(time.Minute); {
	case at.IsZero() || at.Equal(known):
	case at.After(now):
		return fault.FieldError("noticed", "That is in the future. Nothing was changed. Say when one of you first saw it.")
	case at.After(known) && !inc.knewBy().IsZero() && at.After(inc.knewBy()):
		return fault.FieldError("noticed", "Nothing was changed: by then it was known here already. Give the time when one of you first saw it.")
	default:
		inc.Facts.NoticedAt = at
	}
	return nil
}

// BelievableTimes refuses an update that says that we noticed later than we did,
// or names a day that does not exist.
func (inc *Incident) BelievableTimes(u *update.Update) error {
	of := inc.For(inc.Affected(u.Client))
	for _, name := range []string{"found_at", "aware_at"} {
		at, by := u.Times[name], of.knewBy()
		if name == "found_at" && !by.IsZero() {
			by = schedule.Later(by, of.LossNoticed())
		}
		if !at.IsZero() && !by.IsZero() && at.Truncate(time.Minute).After(by) {
			return fault.FieldError(name, "Nothing was sent: by then it was known here already. Give the time when the first of you saw it.")
		}
	}
	return facts.BelievableDays(u.Words)
}
