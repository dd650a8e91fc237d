package messages

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/spell"
	"candor/incident/update"
	"candor/messages/stencil"
)

// fell says when it stopped working again, where the client had read that it works and
// has not read of it; "" elsewhere.
func (t *template) fell(aff *incident.Affected, u update.Update, pattern string) string {
	if aff.SaidTimes[incident.Fell].IsZero() {
		return ""
	}
	at := cmp.Or(aff.SaidTimes[spell.Began], aff.SaidTimes[incident.Fell])
	return stencil.Put(pattern, "time", t.instant(at, &aff.Client, u).after)
}

// owning puts in front of a text what its reader believes and is not so: that it still works, that it
// has worked or been broken since another time, an answer that the text gives otherwise. It does not say twice what the text says.
func (t *template) owning(inc *incident.Incident, aff *incident.Affected, u update.Update, text string) string {
	own, missed := t.phrases.Again, []string(nil)
	said := slices.DeleteFunc(inc.Wrong(aff, 0), func(q facts.Question) bool {
		return !t.words.stands(inc, q, text) && !standsWhole(text, t.words.phrases.write(t.words.badNews.Answers[q][inc.Facts.Answer(q)].Say, t.words.factValues(inc, q)))
	})
	if _, wrong, _ := strings.Cut(t.words.badNews.Openings.Denied, "{{was}}"); len(said) > 0 && !update.KindOf(u.Kind).Corrects && !strings.Contains(text, wrong) {
		missed = append(missed, t.words.denied(inc, aff, u, said))
	}
	if update.KindOf(u.Kind).Recovers {
		own = t.phrases.Fell
	}
	_, tail, _ := strings.Cut(own, "{{time}}")
	if s := t.fell(aff, u, own); s != "" && !strings.Contains(text, tail) {
		missed = append(missed, s)
	}
	for _, c := range []struct {
		pattern    string
		said, says time.Time
	}{
		{t.phrases.Moved, update.WorksSince(aff.SaidTimes), u.Works()},
		{t.phrases.FromMoved, aff.SaidTimes["from"], u.Times["from"]},
	} {
		if !update.KindOf(u.Kind).Corrects && !c.said.IsZero() && !c.says.IsZero() && !c.said.Truncate(time.Minute).Equal(c.says.Truncate(time.Minute)) {
			missed = append(missed, stencil.Put(c.pattern, "time", t.instant(c.said, &aff.Client, u).after))
		}
	}
	missed = append(missed, t.outdated(aff, u)...)
	slices.Reverse(missed)
	return update.CatchUp(text, missed...)
}

// outdated owns a text by which it still was so, and by then it was over.
func (t *template) outdated(aff *incident.Affected, u update.Update) []string {
	works, told := u.Works(), aff.SaidTimes[update.Lasting].Truncate(time.Minute)
	if t.phrases.Outdated == "" || !update.KindOf(u.Kind).Recovers || works.IsZero() || !told.After(works) {
		return nil
	}
	return []string{stencil.Put(t.phrases.Outdated, "time", t.instant(told, &aff.Client, u).after)}
}
