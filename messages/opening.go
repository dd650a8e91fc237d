package messages

import (
	"strings"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/messages/owns"
	"candor/messages/strictyaml"
)

// openings are how a text with bad news begins, behind the name of who gets it.
type openings struct {
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

func (o *openings) check(file string, line int, m *strictyaml.Mistakes) {
	for _, s := range []string{o.Spoke, o.Asked, o.Called, o.Told, o.Later, o.First, o.Otherwise, o.Known} {
		checkSentence(m, file, line, s, []string{"time"})
	}
	checkSentence(m, file, line, o.Denied, []string{"time", "was"})
}

// askedBefore says that they came to us before we came to them; "" if they did
// not, or have heard of us or of the bad news since. pattern takes the time at which
// they called or told us.
func (o *openings) askedBefore(inc *incident.Incident, aff *incident.Affected) (pattern string, at time.Time) {
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
func (o *openings) again(inc *incident.Incident, aff *incident.Affected) (pattern string, told time.Time) {
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

// access are the variables that say that somebody got in, or may have.
func (t *template) access(vals map[string]value, inc *incident.Incident, aff *incident.Affected) {
	w := t.words
	access := w.badNews.Access
	says, short := access.May, access.MayShort
	if inc.Facts.Is(facts.Intruder, facts.Confirmed) {
		says, short = access.Was, access.WasShort
	}
	vals["access_line"] = value{text: w.phrases.write(says, map[string]value{"service": {text: aff.Client.ServiceName()}})}
	vals["access_short"] = value{text: short}
}

// opens is how bad news begins that is told now.
func (w *Words) opens(inc *incident.Incident, aff *incident.Affected, u update.Update) value {
	o, about := &w.badNews.Openings, update.KindOf(u.Kind).About
	pattern, at := o.askedBefore(inc, aff)
	again, told := o.again(inc, aff)
	switch {
	case !u.SpokeAt.IsZero():
		pattern, at = o.Spoke, u.SpokeAt
	case again != "" && u.Kind == update.DataLoss:
		pattern, at = again, told
	case pattern != "":
	case inc.NoticedBy == incident.NoticedByThem && !aff.Written && !knowsBad(aff) && len(aff.Asks) == 0: // a call was the first word; no text has thanked them
		pattern, at = o.Told, inc.Noticed()
	case len(aff.Asks) > 0, inc.NoticedBy == incident.NoticedByThem, facts.Bad(about, aff.Knows[about]), facts.AnyGrave(aff.Knows): // part of it they have heard, or other bad news
		pattern = o.Later
	default:
		pattern = o.First
	}
	v := w.opening(pattern, at, aff, u)
	v.text = strings.TrimSpace(v.text + " " + w.denied(inc, aff, u, inc.Wrong(aff, 0)) + " " + w.news(inc, owns.Righted(inc, aff, u.Kind)))
	return v
}

// denied owns what they were told before of some questions and is not so; "" where nothing is.
func (w *Words) denied(inc *incident.Incident, aff *incident.Affected, u update.Update, wrong []facts.Question) string {
	was := w.toldBefore(inc, aff, 0, wrong)
	if was == "" {
		return ""
	}
	at := w.behind(promise.SettledBy(aff.Promises, inc.WrongIn(aff)), u, aff)
	return w.phrases.write(w.badNews.Openings.Denied, map[string]value{"was": {text: was, typed: true}, "time": at})
}

func (w *Words) opening(pattern string, at time.Time, aff *incident.Affected, u update.Update) value {
	text := w.phrases.write(pattern, map[string]value{"time": w.behind(at, u, aff)})
	return value{text: strings.TrimSpace(text), typed: true, sentence: true}
}

// accessWords say that someone had access, or may have had it: as a sentence, and
// for a headline.
type accessWords struct {
	May      string `yaml:"may"`
	MayShort string `yaml:"may_short"`
	Was      string `yaml:"was"`
	WasShort string `yaml:"was_short"`
}
