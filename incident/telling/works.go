package telling

import (
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/timeline"
	"candor/incident/update"
)

// works keeps that they were told in report u that it works again: what a text that says so
// leaves behind, so that no later one says otherwise.
func (t Telling) works(u *update.Update, since time.Time) error {
	w, aff := t.Unit, t.Client
	switch fell := aff.SaidTimes[incident.Fell]; {
	case w.Inc.State != incident.Open || since.IsZero():
		return nil
	case since.Before(w.Inc.Since.Truncate(time.Minute)):
		return fault.Errorf(fault.Conflict, "That it works again was *not* kept: it cannot since %s, as it began at %s. Record it with another time.", fault.Moment(since), fault.Moment(w.Inc.Since))
	case u.At.Before(fell):
		return fault.Errorf(fault.Conflict, "That it works again was *not* kept: somebody said at %s that it is down again. If it works now, press It works again.", fault.Clock(fell))
	}
	said := w.Words.Begin(w.Inc, aff, update.Update{Incident: u.Incident, Client: u.Client, Kind: update.MonitoringUpdate, At: u.At, Times: map[string]time.Time{"since_fixed": since}}, w.Now)
	u.Times = fault.Made(u.Times)
	u.Times["since_fixed"], u.Spoken, aff.Works = since, append(u.Spoken, said), since
	if err := w.Reached(aff, u); err != nil {
		return err
	}
	w.Inc.Stands(aff, update.Monitoring)
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.Said, By: t.By.ID, Words: "it has been working again since " + since.In(aff.Client.Zone()).Format("15:04 MST")})
}
