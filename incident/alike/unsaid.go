package alike

import (
	"strings"
	"time"

	"candor/incident"
	"candor/incident/damage"
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
		if n.At.After(u.KnowsTill()) {
			return true
		}
	}
	return false
}

// Texts are what clients were told.
type Texts interface {
	ClientUpdate(incident int64, client string, n int) (*update.Update, error)
}

// Told is the newest that a client was told, by somebody else than its writer, since a text was
// begun; nil if nothing was. Once it is shown, the writer knows of it.
func Told(tx Texts, aff *incident.Affected, u *update.Update) (*update.Update, error) {
	begun := u.Begun
	u.Begun = aff.Updates + 1
	for n := aff.Updates; n >= begun && begun > 0; n-- { // 0: it was begun before that was kept
		switch said, err := tx.ClientUpdate(u.Incident, aff.Client.ID, n); {
		case damage.IsLost(err):
		case err != nil:
			return nil, err
		case said.State != update.Withdrawn && said.By != u.By && !update.Automatic(said.Kind): // which is no news
			return said, nil
		}
	}
	return nil, nil
}
