package whose

import (
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/update"
)

// SetNoticed keeps when somebody says that we noticed the bad news, and says whether that is
// another time than it was. A loss that was found behind it has a time of its own: that of the client, nil: of all.
func SetNoticed(inc *incident.Incident, aff *incident.Affected, at, now time.Time) (changed bool, err error) {
	at = at.Truncate(time.Minute)
	switch known, by := inc.LossNoticed(aff).Truncate(time.Minute), Known(inc, aff); {
	case at.IsZero() || at.Equal(known):
		return false, nil
	case at.After(now):
		return false, fault.FieldError("noticed", "That is in the future. Nothing was changed. Say when one of you first saw it.")
	case at.After(known) && !by.IsZero() && at.After(by):
		return false, fault.FieldError("noticed", "Nothing was changed: by then it was known here already. Give the time when one of you first saw it.")
	}
	inc.SeeLoss(aff, at)
	return true, nil
}

// Known is the earliest that shows that we knew of the loss of a client, nil: of any, or of other
// bad news; zero if nothing does yet.
func Known(inc *incident.Incident, aff *incident.Affected) time.Time {
	if found := inc.LossNoticed(aff); found.After(inc.Noticed()) {
		return found
	}
	return inc.KnewBy()
}

// Believable refuses an update that says that we noticed later than we did, or names a day
// that does not exist.
func Believable(inc *incident.Incident, u *update.Update) error {
	aff := inc.Affected(u.Client)
	of := inc.For(aff)
	for name, by := range map[string]time.Time{"found_at": Known(of, aff), "aware_at": of.KnewBy()} {
		if at := u.Times[name]; !at.IsZero() && !by.IsZero() && at.Truncate(time.Minute).After(by) {
			return fault.FieldError(name, "Nothing was sent: by then it was known here already. Give the time when the first of you saw it.")
		}
	}
	return facts.BelievableDays(u.Words)
}
