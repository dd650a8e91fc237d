package incident

import (
	"fmt"
	"time"

	"candor/incident/client"
	"candor/incident/promise"
	"candor/incident/update"
)

// AutoAfter is how long after the promised time Candor writes by itself.
func (inc *Incident) AutoAfter() time.Duration {
	if inc.Severity == client.BusinessStopped {
		return 10 * time.Minute
	}
	return 15 * time.Minute
}

// AutoAt is when Candor may write to a client by itself, since nobody did in
// time; zero if it may not. One such text is all that a promise gets: it stays
// late, and its ladder goes on.
func (inc *Incident) AutoAt(aff *Affected) time.Time {
	p := aff.Owed(promise.Update)
	switch {
	case !aff.Client.Automatic, inc.Private, !inc.KindTraits().Automatic, inc.State != Open:
		return time.Time{}
	case p == nil, !p.Said, p.Auto != 0, !aff.Written, aff.Restored != nil, aff.Leaving != nil:
		return time.Time{}
	}
	return p.DueAt.Add(inc.AutoAfter())
}

// told is what a client's last text was about: if it has changed since, nobody
// has approved a word that would still be true.
func (inc *Incident) about(aff *Affected) string {
	return fmt.Sprintf("%d %s %s %s", inc.Severity, inc.Kind, inc.StatusOf(aff), inc.ImpactOn(aff.Client.ID))
}

// MayWrite says whether an automatic text would be true and in nobody's way.
func (inc *Incident) MayWrite(aff *Affected, p *promise.Promise, now time.Time) bool {
	switch {
	case len(inc.Facts.Given) > 0, inc.newer(aff): // what is known, of the data or else, is for a person to tell
		return false
	case inc.StatusOf(aff) == update.Monitoring, p.Event != nil, aff.ToldOf != inc.about(aff):
		return false
	case aff.Out > 0, aff.Unsure > 0, aff.Request != nil: // a person's text is on its way, or waits for a word
		return false
	}
	return !inc.Sleeps(aff, now)
}
