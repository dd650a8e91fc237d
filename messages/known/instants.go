package known

import (
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
	"candor/messages"
)

// Instants are what the words of a text or a report say of instants, as far as that is not kept: a
// call, a thing by its time, by when it works, since when it does. Texts of the weeks after name
// their dates by themselves.
func Instants(inc *incident.Incident, aff *incident.Affected, u *update.Update, now time.Time) []update.Instant {
	if inc.Over() || update.Aftercare(u.Kind) || u.Kind == update.MeetingInvite || u.Kind == update.EtaChange {
		return nil
	}
	list := byhand.InstantsOf(u, schedule.Zone(inc.ZoneOf(aff, u.By)), aff.Client.Zone())
	return slices.DeleteFunc(list, func(i update.Instant) bool { return u.Has(i.What, i.At) || keptAlready(inc, aff, u, i, now) })
}

// keptAlready says whether they have it of us already, or it is no question any more.
func keptAlready(inc *incident.Incident, aff *incident.Affected, u *update.Update, i update.Instant, now time.Time) bool {
	_, eta, _ := aff.ToldEstimate()
	switch i.What {
	case update.SaysCall:
		p := aff.Owed(promise.Meeting)
		return !i.At.After(now) || i.At.Equal(u.CallAt) || p != nil && p.DueAt.Equal(i.At)
	case update.SaysEstimate:
		return !i.At.After(now) || !inc.Estimates() || i.At.Equal(eta) || i.At.Equal(u.Times["eta_to"])
	case update.SaysWorks:
		return !mayWork(inc, aff) || update.KindOf(u.Kind).Recovers
	}
	return !i.At.After(now) || u.Words["promised"] != "" && i.At.Equal(u.NextAt) || promisedIn(aff.Next(), i.Words)
}

// mayWork says whether it may be news to a client that it works again.
func mayWork(inc *incident.Incident, aff *incident.Affected) bool {
	return inc.State == incident.Open && inc.CanWorkAgain() && inc.StatusOf(aff) != update.Monitoring
}

// promisedIn says whether a promise holds these words.
func promisedIn(p *promise.Promise, words string) bool {
	return p != nil && (p.Words == words || slices.ContainsFunc(p.Later, func(w promise.Worded) bool { return w.Words == words }))
}

// Says is what it says, as a button or a box puts it.
func Says(i update.Instant, u *update.Update, c *client.Client, now time.Time) string {
	who, promises := "It says: ", "It promises: "
	if u.Kind == update.ByHand {
		who, promises = "I said: ", "I promised: "
	}
	at := messages.ClientTime(i.At, now, c)
	switch i.What {
	case update.SaysCall:
		return promises + "a call, " + at
	case update.SaysEstimate:
		return who + "it works by " + at
	case update.SaysWorks:
		return who + "it has been working again since " + i.At.In(c.Zone()).Format("15:04 MST")
	}
	return promises + fmt.Sprintf("by %s, “%s”", at, messages.Cut(i.Words, 26))
}
