// Package beside says what else a client has read that is not over, where a text says that
// something is, or comes in the weeks after.
package beside

import (
	"cmp"
	"fmt"
	"maps"
	"strings"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/fault"
	"candor/incident/lookup"
	"candor/incident/update"
)

// Incidents finds other incidents of a client.
type Incidents interface {
	Newest(below int64, keys ...lookup.Key) (*incident.Incident, error)
}

// Say adds to the words of a text that something works again what else does not, as the
// client has read it. A private incident is not named to who may not know of it.
func Say(tx Incidents, inc *incident.Incident, aff *incident.Affected, u update.Update) (update.Update, error) {
	if !speaks(u.Kind) {
		return u, nil
	}
	list, err := Open(tx, inc, aff)
	switch {
	case err != nil:
		return u, err
	case len(list) > 0:
		return with(u, update.Others, strings.Join(list, "; ")), nil
	case u.Kind == update.Checkin24h:
		return since(tx, inc, aff, u)
	}
	return elsewhere(tx, inc, aff, u)
}

// speaks says whether a text of a kind says that something works again, or comes in the weeks after.
func speaks(kind string) bool {
	k := update.KindOf(kind)
	return k.Recovers || k.Asks || kind == update.PostmortemCover || kind == update.Rebuild
}

// Open is what a client has read of other incidents that is not over, with the name of each.
func Open(tx Incidents, inc *incident.Incident, aff *incident.Affected) (list []string, err error) {
	if inc.Drill != nil || aff.OneOff {
		return nil, nil
	}
	key := lookup.Open(aff.Client.ID)
	other, err := tx.Newest(0, key)
	for ; err == nil && other != nil; other, err = tx.Newest(other.Number, key) {
		if what := open(other, aff.Client.ID); what != "" && other.Number != inc.Number {
			list = append(list, fmt.Sprintf("%s [%s]", what, other.Name()))
		}
	}
	return list, err
}

// with is a text with a word more, which nobody typed.
func with(u update.Update, word, says string) update.Update {
	u.Words = fault.Made(maps.Clone(u.Words))
	u.Words[word] = says
	return u
}

// elsewhere adds that another incident of which the client has read was over later than this one.
func elsewhere(tx Incidents, inc *incident.Incident, aff *incident.Affected, u update.Update) (update.Update, error) {
	works := cmp.Or(u.Works(), u.Times["since_mitigated"])
	key := lookup.Live(aff.Client.ID)
	if !update.KindOf(u.Kind).Recovers || works.IsZero() || inc.Drill != nil || aff.OneOff {
		return u, nil
	}
	other, err := tx.Newest(0, key)
	for ; err == nil && other != nil; other, err = tx.Newest(other.Number, key) {
		theirs := other.Affected(aff.Client.ID)
		if other.Number == inc.Number || other.Private || other.Drill != nil || theirs == nil || theirs.OneOff || !theirs.Written || alike.TakenBack(theirs) {
			continue
		}
		if update.WorksSince(theirs.SaidTimes).After(works) {
			return with(u, update.Elsewhere, "yes"), nil
		}
	}
	return u, err
}

// since adds that something began after an incident was over, and is over as well: with that, it
// has not been working ever since.
func since(tx Incidents, inc *incident.Incident, aff *incident.Affected, u update.Update) (update.Update, error) {
	if inc.Drill != nil || aff.OneOff {
		return u, nil
	}
	key := lookup.Live(aff.Client.ID)
	other, err := tx.Newest(0, key)
	for ; err == nil && other != nil && other.Number > inc.Number; other, err = tx.Newest(other.Number, key) {
		theirs := other.Affected(aff.Client.ID)
		if !other.Private && theirs != nil && !theirs.OneOff && theirs.Written && other.Since.After(inc.Since) {
			return with(u, update.Elsewhere, "yes"), nil
		}
	}
	return u, err
}

// open is what a client has read that they notice of an incident; "" if none of it is open,
// as they know it.
func open(other *incident.Incident, client string) string {
	theirs := other.Affected(client)
	if other.Private || other.Status == update.Monitoring || theirs == nil || theirs.OneOff || !theirs.Written || alike.TakenBack(theirs) {
		return ""
	}
	return strings.TrimRight(fault.FirstOf(theirs.ToldImpact(), other.ImpactOn(client)), " .")
}
