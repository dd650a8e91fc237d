// Package opens decides how a text with bad news begins: whether they hear it from us first, had
// asked or told us before, or know of something else.
package opens

import (
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/update"
)

// Words are how a text with bad news begins, behind the name of who gets it.
type Words struct {
	Spoke  string `yaml:"spoke"`  // we told them on the phone, at {{time}}
	Asked  string `yaml:"asked"`  // they asked before we told them
	Called string `yaml:"called"` // they called us, at {{time}}, before we told them
	Told   string `yaml:"told"`   // they told us of it, at {{time}}
	Later  string `yaml:"later"`  // they had asked, and heard from us since
	First  string `yaml:"first"`  // none of it: they hear it from us first

	Otherwise string `yaml:"otherwise"` // something else is lost than they were told at {{time}}
	Known     string `yaml:"known"`     // they were told at {{time}} that nobody knew which data is lost
	Denied    string `yaml:"denied"`    // they were told that {{was}}, and it is not so: a sentence of its own behind any of these
}

// Sentences are those that are read as they stand, with a time in some.
func (o *Words) Sentences() []string {
	return []string{o.Spoke, o.Asked, o.Called, o.Told, o.Later, o.First, o.Otherwise, o.Known}
}

// Now is how bad news begins that is told now, and the time that it names.
func (o *Words) Now(inc *incident.Incident, aff *incident.Affected, u update.Update) (pattern string, at time.Time) {
	about := update.KindOf(u.Kind).About
	pattern, at = o.AskedBefore(inc, aff)
	again, told := o.again(inc, aff)
	switch {
	case !u.SpokeAt.IsZero():
		return o.Spoke, u.SpokeAt
	case again != "" && u.Kind == update.DataLoss:
		return again, told
	case pattern != "":
		return pattern, at
	case inc.NoticedBy == incident.NoticedByThem && !aff.Written && !knowsBad(aff) && len(aff.Asks) == 0: // a call was the first word; no text has thanked them
		return o.Told, inc.Noticed()
	case len(aff.Asks) > 0, inc.NoticedBy == incident.NoticedByThem, facts.Bad(about, aff.Knows[about]), facts.AnyGrave(aff.Knows): // part of it they have heard, or other bad news
		return o.Later, at
	}
	return o.First, at
}

// AskedBefore says that they came to us before we came to them; "" if they did
// not, or have heard of us or of the bad news since. pattern takes the time at which
// they called or told us.
func (o *Words) AskedBefore(inc *incident.Incident, aff *incident.Affected) (pattern string, at time.Time) {
	if knowsBad(aff) {
		return "", time.Time{}
	}
	for _, ask := range aff.Asks {
		switch waits := ask.AnsweredAt.IsZero() && !ask.At.Before(aff.ToldAt); {
		case waits && ask.Called:
			return o.Called, ask.At
		case waits:
			return o.Asked, ask.At
		}
	}
	if len(aff.Asked) > 0 {
		return o.Asked, aff.Asked[0].At
	}
	if inc.NoticedBy == incident.NoticedByThem && aff.ToldAt.IsZero() {
		return o.Told, inc.Noticed()
	}
	return "", time.Time{}
}

// again is how a loss is told to those who know of one, and of something else or of
// less; "" if that is not so.
func (o *Words) again(inc *incident.Incident, aff *incident.Affected) (pattern string, told time.Time) {
	switch l := inc.Outgrown(aff); {
	case l == nil:
		return "", time.Time{}
	case l.Contradicts(inc.Facts.Given[facts.DataLost]):
		return o.Otherwise, l.At
	default:
		return o.Known, l.At
	}
}

// knowsBad says whether they have heard the worst of it already.
func knowsBad(aff *incident.Affected) bool {
	return facts.Bad(facts.DataLost, aff.Knows[facts.DataLost]) || facts.Bad(facts.Intruder, aff.Knows[facts.Intruder])
}
