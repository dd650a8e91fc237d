package alike

import (
	"strings"
	"time"

	"candor/incident"
	"candor/incident/update"
)

// Newer is what somebody has written down since a client heard last, of which a text says
// something else.
type Newer struct {
	What string    // it is about
	Says string    // in words; "" of an estimate
	At   time.Time // when it was written down
}

// Unsaid lists what was written down since a client heard last and a text, which somebody else
// may have begun before, says otherwise.
func Unsaid(inc *incident.Incident, aff *incident.Affected, u *update.Update) (list []Newer) {
	add := func(what, says string, at time.Time, fields ...string) {
		for _, name := range fields {
			if text := u.Words[name]; at.After(aff.ToldAt) && text != "" && !strings.Contains(strings.ToLower(text), strings.ToLower(strings.TrimRight(says, ". "))) {
				list = append(list, Newer{what, says, at})
				return
			}
		}
	}
	if update.KindOf(u.Kind).Recovers || update.KindOf(u.Kind).Aftercare {
		return nil
	}
	add("what they notice", inc.ImpactOn(aff.Client.ID), aff.ImpactAt, incident.OwnWords...)
	add("what you do", inc.Doing, inc.DoingAt, "action_now")
	if e, to := inc.Estimate, u.Times["eta_to"]; e != nil && e.At.After(aff.ToldAt) && !to.IsZero() && !to.Equal(e.To) {
		list = append(list, Newer{"the estimate", e.Why, e.At})
	}
	return list
}

// Meanwhile says whether any of it was written down after its writer read the text.
func Meanwhile(inc *incident.Incident, aff *incident.Affected, u *update.Update) bool {
	for _, n := range Unsaid(inc, aff, u) {
		if n.At.After(u.At) {
			return true
		}
	}
	return false
}
