package messages

import (
	"strings"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/messages/opens"
	"candor/messages/owns"
	"candor/messages/strictyaml"
)

// checkOpenings refuses sentences that name what they cannot.
func checkOpenings(o *opens.Words, file string, line int, m *strictyaml.Mistakes) {
	for _, s := range o.Sentences() {
		checkSentence(m, file, line, s, []string{"time"})
	}
	checkSentence(m, file, line, o.Denied, []string{"time", "was"})
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
	pattern, at := w.badNews.Openings.Now(inc, aff, u)
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
