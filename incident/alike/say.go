package alike

import (
	"time"

	"candor/incident"
	"candor/incident/promise"
	"candor/incident/update"
)

// OweSaying lets a correction be owed that somebody has to say, since nothing of ours reaches them:
// within minutes, as a text would have been, and until a call is recorded.
func OweSaying(inc *incident.Incident, aff *incident.Affected, u *update.Update, now time.Time) {
	switch {
	case u.Kind != update.Correction || len(aff.Client.Destinations()) > 0:
	case inc.State == incident.Open:
		inc.Happened(aff, promise.FactChanged, update.Righted(u.Words["right"]), now)
	case aff.Next() == nil:
		inc.Promise(aff, promise.Afterword, inc.EventDue(aff, now), now).Words = "that what we told them was wrong"
	}
}

// Spoken is the newest correction that somebody has written for a client and has to say, and that
// nobody has told them since; nil if there is none.
func Spoken(aff *incident.Affected) (say *update.Update) {
	if len(aff.Client.Destinations()) > 0 {
		return nil
	}
	for _, u := range aff.Drafts {
		if u.Kind == update.Correction && u.At.After(aff.ToldAt) && (say == nil || u.At.After(say.At)) {
			say = &u
		}
	}
	return say
}

// ToSay is that correction as it would be said now, with the next time as it is by then; nil if
// there is none.
func ToSay(aff *incident.Affected) *incident.Proposal {
	u := Spoken(aff)
	if u == nil {
		return nil
	}
	return &incident.Proposal{Client: aff.Client.ID, Kind: u.Kind, Words: u.OwnWords(), Times: u.Times, Corrects: u.Corrects}
}

// Speaks are the texts whose words somebody says who tells them that correction: later words begin
// with what is right.
func Speaks(inc *incident.Incident, aff *incident.Affected, say *update.Update) (list []update.Update) {
	if say == nil {
		return nil
	}
	if aff.ToldImpact() == "" { // they have heard it, and read nothing
		list = append(list, update.Update{Kind: update.ByHand, Words: map[string]string{"impact": inc.ImpactOn(aff.Client.ID)}})
	}
	return append(list, *say)
}

// Said keeps that it was told by hand: nobody is left with the text of it.
func (r Reader) Said(say *update.Update, now time.Time) {
	if say != nil {
		r.BringUp(say, now)
		delete(r.aff.Drafts, say.By)
	}
}
